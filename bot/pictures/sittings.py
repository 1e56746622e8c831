"""Wishes that lack something, and albums that are still arriving: what was said survives a restart.

    sittings = Sittings(store.sessions)
    await sittings.begin(Sitting(...))                  # replaces an earlier one of the same person in the same chat
    sitting = await sittings.of(bot, chat_id, person_id)
    await sittings.end(bot, chat_id, person_id)         # whether there was one

Methods are single transactions.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.records import Kind, Sitting
from bot.tables import AlbumPartRow, SittingRow

Sessions = async_sessionmaker[AsyncSession]


class Sittings:
    """The only reader and writer of sittings."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def begin(self, sitting: Sitting) -> None:
        """Keeps a sitting in the place of the person's last one in this chat."""
        async with self._sessions.begin() as session:
            await session.execute(delete(SittingRow).where(*_theirs(sitting.bot, sitting.chat_id, sitting.person_id)))
            session.add(SittingRow(**vars(sitting)))

    async def of(self, bot: int, chat_id: int, person_id: int) -> Sitting | None:
        """A person's sitting in a chat, however old."""
        async with self._sessions() as session:
            row = await session.scalar(select(SittingRow).where(*_theirs(bot, chat_id, person_id)))
            return None if row is None else _sitting(row)

    async def end(self, bot: int, chat_id: int, person_id: int) -> Sitting | None:
        """Forgets a person's sitting in a chat and returns it."""
        async with self._sessions.begin() as session:
            row = await session.scalar(
                delete(SittingRow).where(*_theirs(bot, chat_id, person_id)).returning(SittingRow)
            )
            return None if row is None else _sitting(row)

    async def prompted(self, sitting: Sitting, prompt_id: int) -> None:
        """Notes the message that asks for what is missing."""
        theirs = _theirs(sitting.bot, sitting.chat_id, sitting.person_id)
        async with self._sessions.begin() as session:
            await session.execute(
                update(SittingRow).where(*theirs, SittingRow.wish == sitting.wish).values(prompt_id=prompt_id)
            )

    async def unprompted(self, bot: int) -> list[Sitting]:
        """Sittings whose person was not asked yet."""
        async with self._sessions() as session:
            rows = await session.scalars(
                select(SittingRow).where(SittingRow.bot == bot, SittingRow.prompt_id.is_(None)).order_by(SittingRow.id)
            )
            return [_sitting(row) for row in rows]

    async def forget(self, before: float) -> None:
        """Drops what was over before this time."""
        async with self._sessions.begin() as session:
            await session.execute(delete(SittingRow).where(SittingRow.until < before))


class AlbumParts:
    """The only reader and writer of albums that are arriving."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def keep(self, bot: int, chat_id: int, album: str, message_id: int, payload: str) -> None:
        """Keeps a message of an album; once, however often it arrives."""
        this = (AlbumPartRow.bot == bot, AlbumPartRow.chat_id == chat_id, AlbumPartRow.message_id == message_id)
        async with self._sessions.begin() as session:
            await session.execute(delete(AlbumPartRow).where(*this))
            session.add(AlbumPartRow(bot=bot, chat_id=chat_id, album=album, message_id=message_id, payload=payload))

    async def of(self, bot: int, chat_id: int, album: str) -> dict[int, str]:
        """The messages of an album so far by their ids, in their order."""
        async with self._sessions() as session:
            rows = await session.execute(
                select(AlbumPartRow.message_id, AlbumPartRow.payload)
                .where(AlbumPartRow.bot == bot, AlbumPartRow.chat_id == chat_id, AlbumPartRow.album == album)
                .order_by(AlbumPartRow.message_id)
            )
            return {row.message_id: row.payload for row in rows}

    async def forget(self, bot: int, chat_id: int, message_ids: Sequence[int]) -> None:
        """Drops messages of an album; others of it may have arrived meanwhile."""
        async with self._sessions.begin() as session:
            await session.execute(
                delete(AlbumPartRow).where(
                    AlbumPartRow.bot == bot, AlbumPartRow.chat_id == chat_id, AlbumPartRow.message_id.in_(message_ids)
                )
            )

    async def arriving(self, bot: int) -> list[tuple[int, str]]:
        """Chat and album of what a restart left."""
        async with self._sessions() as session:
            rows = await session.execute(
                select(AlbumPartRow.chat_id, AlbumPartRow.album).where(AlbumPartRow.bot == bot).distinct()
            )
            return [(chat_id, album) for chat_id, album in rows]


def _theirs(bot: int, chat_id: int, person_id: int) -> tuple[ColumnElement[bool], ...]:
    return SittingRow.bot == bot, SittingRow.chat_id == chat_id, SittingRow.person_id == person_id


def _sitting(row: SittingRow) -> Sitting:
    columns = {name: getattr(row, name) for name in Sitting.__dataclass_fields__}
    return Sitting(**columns | {"kind": Kind(row.kind)})
