"""The tables of the store. A change here needs a migration beside it in migrations/versions (a test compares them)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import BigInteger, Double, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite counts up by itself only for a column whose type is exactly INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Parent of all tables."""


class InboxRow(Base):
    """An update as it was received; its payload is dropped once it is handled, the rest stays to know repeats by."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot", "update_id", name="inbox_update"),
        UniqueConstraint("bot", "source", name="inbox_source"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    bot: Mapped[int] = mapped_column(BigInteger)
    update_id: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(80))
    payload: Mapped[str] = mapped_column(Text)
    received_at: Mapped[float] = mapped_column(Double)
    handled_at: Mapped[float | None] = mapped_column(Double)


class JobRow(Base):
    """A job; `bot.store.NewJob` and `bot.store.Job` explain the columns. lease: which run of the bot holds it."""

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("bot", "source", name="jobs_source"),
        Index("jobs_by_status", "bot", "status"),
        Index("jobs_by_person", "bot", "chat_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    bot: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(80))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(BigInteger)
    request: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    reply_to: Mapped[int | None] = mapped_column(BigInteger)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    pressed: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    lease: Mapped[str | None] = mapped_column(String(32))
    result: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    notice_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[float] = mapped_column(Double)
    finished_at: Mapped[float | None] = mapped_column(Double)
    kind: Mapped[str] = mapped_column(String(16), server_default="poem")


class PictureRow(Base):
    """A picture on disk (bot/pictures/shelf.py). key: its name; sha256: of its bytes, and its file's name."""

    __tablename__ = "pictures"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    bytes: Mapped[int]
    used_at: Mapped[float] = mapped_column(Double)


class SittingRow(Base):
    """A wish that lacks something; `bot.records.Sitting` explains the columns."""

    __tablename__ = "sittings"
    __table_args__ = (UniqueConstraint("bot", "chat_id", "person_id", name="sittings_person"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    bot: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(16))
    wish: Mapped[str] = mapped_column("painting", Text)  # the name it had when only paintings could lack something
    language: Mapped[str] = mapped_column(String(8))
    until: Mapped[float] = mapped_column(Double)
    reply_to: Mapped[int | None] = mapped_column(BigInteger)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    prompt_id: Mapped[int | None] = mapped_column(BigInteger)


class SealRow(Base):
    """The name on a person's seal (bot/cards/seals.py)."""

    __tablename__ = "seals"
    __table_args__ = (UniqueConstraint("bot", "person_id", name="seals_person"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    bot: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(8))


class PreferenceRow(Base):
    """How a person wants to be written to (bot/preferences.py). script: a `bot.script.Script`."""

    __tablename__ = "preferences"
    __table_args__ = (UniqueConstraint("bot", "person_id", name="preferences_person"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    bot: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(BigInteger)
    script: Mapped[str] = mapped_column(String(8))


class AlbumPartRow(Base):
    """A message of an album that is still arriving: its JSON."""

    __tablename__ = "album_parts"
    __table_args__ = (UniqueConstraint("bot", "chat_id", "message_id", name="album_parts_message"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    bot: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    album: Mapped[str] = mapped_column(String(64))
    payload: Mapped[str] = mapped_column(Text)


async def put(
    session: AsyncSession, table: type[Base], key: Mapping[str, object], values: Mapping[str, object]
) -> None:
    """Writes `values` into the row that has `key`, all columns of one unique constraint, or into a new one.

    In one statement, since of two that look first both may find nothing and add a row.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    await session.execute(
        insert(table).values(**key, **values).on_conflict_do_update(index_elements=list(key), set_=dict(values))
    )
