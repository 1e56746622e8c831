"""What must survive a restart: the updates received and the jobs they led to.

    async with open_store("sqlite+aiosqlite:///var/shihua.sqlite") as store:   # migrations run here
        await store.keep_updates(bot, received)          # before Telegram is told that they arrived
        job = await store.add_job(NewJob(...))           # None when the same message asked before

`bot` is the bot's own user id: several bots may share a database, and update ids are only unique within one.
Methods are single transactions. Times are Unix seconds.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import ColumnElement, Connection, event, func, or_, select, update
from sqlalchemy import delete as delete_rows
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.records import UNFINISHED, Job, Kind, NewJob, Received, Status
from bot.settings import SettingsError
from bot.tables import InboxRow, JobRow, SittingRow

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT = 5000  # milliseconds that SQLite waits for another process, such as a backup


class Store:
    """Updates and jobs. Make one with `open_store`.

    sessions: for those who keep other things in the same database: bot/pictures/shelf.py, bot/pictures/sittings.py.
    clock: Unix seconds, for what is forgotten some day.
    """

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.time) -> None:
        self.sessions = self._sessions = async_sessionmaker(engine, expire_on_commit=False)
        self._clock = clock

    # --- updates

    async def keep_updates(self, bot: int, received: Sequence[Received]) -> list[int]:
        """Writes down those not seen before, in one transaction; returns their update ids."""
        if not received:
            return []
        async with self._sessions.begin() as session:
            known = await session.execute(
                select(InboxRow.update_id, InboxRow.source).where(
                    InboxRow.bot == bot,
                    or_(
                        InboxRow.update_id.in_([r.update_id for r in received]),
                        InboxRow.source.in_([r.source for r in received]),
                    ),
                )
            )
            seen: set[int | str] = {value for row in known for value in row}
            fresh = []
            for one in received:
                if one.update_id not in seen and one.source not in seen:
                    seen |= {one.update_id, one.source}
                    fresh.append(one.update_id)
                    session.add(
                        InboxRow(
                            bot=bot,
                            update_id=one.update_id,
                            source=one.source,
                            payload=one.payload,
                            received_at=self._clock(),
                        )
                    )
        return fresh

    async def unhandled_updates(self, bot: int) -> list[str]:
        """The JSON of updates that no handler has finished with, in the order they came."""
        async with self._sessions() as session:
            rows = await session.scalars(
                select(InboxRow.payload).where(InboxRow.bot == bot, InboxRow.handled_at.is_(None)).order_by(InboxRow.id)
            )
            return list(rows)

    async def mark_handled(self, bot: int, update_id: int) -> None:
        """Notes that an update's handlers have finished."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(InboxRow)
                .where(InboxRow.bot == bot, InboxRow.update_id == update_id)
                .values(handled_at=self._clock(), payload="")
            )

    async def forget_updates(self, before: float) -> None:
        """Drops handled updates received before this time; Telegram itself repeats none older than a day."""
        async with self._sessions.begin() as session:
            await session.execute(
                delete_rows(InboxRow).where(InboxRow.handled_at.is_not(None), InboxRow.received_at < before)
            )

    # --- jobs

    async def add_job(self, new: NewJob) -> Job | None:
        """Writes a queued job; None when its source has one already."""
        async with self._sessions.begin() as session:
            known = select(JobRow.id).where(JobRow.bot == new.bot, JobRow.source == new.source)
            if await session.scalar(known) is not None:
                return None
            row = JobRow(**vars(new), status=Status.QUEUED, attempts=0, created_at=time.time())
            session.add(row)
            await session.flush()
            return _job(row)

    async def job(self, bot: int, job_id: int) -> Job | None:
        """The job with this id."""
        async with self._sessions() as session:
            row = await session.scalar(select(JobRow).where(JobRow.bot == bot, JobRow.id == job_id))
            return None if row is None else _job(row)

    async def unfinished(self, bot: int) -> list[Job]:
        """Jobs that still owe an answer, oldest first."""
        async with self._sessions() as session:
            rows = await session.scalars(
                select(JobRow).where(JobRow.bot == bot, JobRow.status.in_(UNFINISHED)).order_by(JobRow.id)
            )
            return [_job(row) for row in rows]

    async def pressed_lately(self, new: NewJob, since: float) -> bool:
        """Whether the same person's press of the same button led to a job that is unfinished or newer than `since`."""
        async with self._sessions() as session:
            same = select(JobRow.id).where(
                JobRow.bot == new.bot,
                JobRow.chat_id == new.chat_id,
                JobRow.person_id == new.person_id,
                JobRow.pressed == new.pressed,
                or_(JobRow.status.in_(UNFINISHED), JobRow.created_at > since),
            )
            return await session.scalar(same.limit(1)) is not None

    async def latest(self, bot: int, chat_id: int, person_id: int, kinds: Sequence[Kind]) -> Job | None:
        """The last job of these kinds that a person got an answer to in a chat."""
        async with self._sessions() as session:
            row = await session.scalar(
                select(JobRow)
                .where(
                    JobRow.bot == bot,
                    JobRow.chat_id == chat_id,
                    JobRow.person_id == person_id,
                    JobRow.kind.in_(kinds),
                    JobRow.status == Status.DONE,
                )
                .order_by(JobRow.id.desc())
                .limit(1)
            )
            return None if row is None else _job(row)

    async def job_of_message(self, bot: int, chat_id: int, message_id: int) -> Job | None:
        """The job that a message answered."""
        async with self._sessions() as session:
            row = await session.scalar(
                select(JobRow).where(JobRow.bot == bot, JobRow.chat_id == chat_id, JobRow.message_id == message_id)
            )
            return None if row is None else _job(row)

    async def lease(self, job_id: int, holder: str) -> Job | None:
        """Takes a queued job for `holder` and counts the attempt; None when it is queued no more."""
        return await self._change(
            job_id,
            JobRow.status == Status.QUEUED,
            status=Status.RUNNING,
            lease=holder,
            attempts=JobRow.attempts + 1,
        )

    async def take_over(self, job_id: int, holder: str) -> Job | None:
        """Takes an unfinished job from whoever held it before a restart."""
        return await self._change(job_id, JobRow.status.in_(UNFINISHED), lease=holder)

    async def requeue(self, job_id: int, holder: str) -> Job | None:
        """Puts a running job back into the queue for another attempt."""
        return await self._change(job_id, *_running(holder), status=Status.QUEUED, lease=None)

    async def keep_outcome(
        self, job_id: int, holder: str, *, result: str | None = None, error: str | None = None
    ) -> Job | None:
        """Stores what the engines made, before it is sent; None when the job was cancelled or taken over."""
        return await self._change(job_id, *_running(holder), result=result, error=error)

    async def keep_notice(self, job_id: int, message_id: int) -> None:
        """Remembers the message that told the place in the queue, so that it can be removed."""
        await self._change(job_id, notice_id=message_id)

    async def finish(self, job_id: int, holder: str, status: Status, message_id: int | None) -> None:
        """Ends a running job; message_id is the answer's, None when nobody could be reached."""
        await self._change(
            job_id, *_running(holder), status=status, lease=None, message_id=message_id, finished_at=self._clock()
        )

    async def release(self, bot: int, holder: str) -> None:
        """Gives back what `holder` has begun and not written yet; giving it back is no attempt."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(JobRow)
                .where(JobRow.bot == bot, *_running(holder), JobRow.result.is_(None), JobRow.error.is_(None))
                .values(status=Status.QUEUED, lease=None, attempts=JobRow.attempts - 1)
            )

    async def cancel(self, bot: int, chat_id: int, person_id: int, job_id: int | None = None) -> list[Job]:
        """Cancels a person's jobs in a chat that are not written yet, or one of them; returns what is cancelled."""
        async with self._sessions.begin() as session:
            rows = await session.scalars(
                update(JobRow)
                .where(
                    JobRow.bot == bot,
                    JobRow.chat_id == chat_id,
                    JobRow.person_id == person_id,
                    JobRow.status.in_(UNFINISHED),
                    JobRow.result.is_(None),
                    JobRow.error.is_(None),
                    *([] if job_id is None else [JobRow.id == job_id]),
                )
                .values(status=Status.CANCELLED, lease=None, finished_at=self._clock())
                .returning(JobRow)
            )
            return [_job(row) for row in rows]

    async def forget_jobs(self, bot: int, before: float) -> None:
        """Drops jobs that ended before this time, and with them what the buttons below their answers knew.

        The newest row of all stays: SQLite would give its id to the next job, and an old button would mean a new poem.
        """
        newest = select(func.max(JobRow.id)).scalar_subquery()
        async with self._sessions.begin() as session:
            await session.execute(
                delete_rows(JobRow).where(
                    JobRow.bot == bot,
                    JobRow.status.not_in(UNFINISHED),
                    JobRow.finished_at < before,
                    JobRow.id < newest,
                )
            )

    async def migrate_chat(self, bot: int, old: int, new: int) -> None:
        """A group became a supergroup: jobs and sittings move along. Messages stayed behind under old ids."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(JobRow)
                .where(JobRow.bot == bot, JobRow.chat_id == old)
                .values(chat_id=new, reply_to=None, notice_id=None)
            )
            await session.execute(
                update(SittingRow)
                .where(SittingRow.bot == bot, SittingRow.chat_id == old)
                .values(chat_id=new, reply_to=None, prompt_id=None)
            )

    async def counts(self, bot: int) -> dict[Status, int]:
        """How many jobs there are in each status."""
        async with self._sessions() as session:
            rows = await session.execute(
                select(JobRow.status, func.count()).where(JobRow.bot == bot).group_by(JobRow.status)
            )
            return {Status(status): count for status, count in rows}

    async def _change(self, job_id: int, *conditions: ColumnElement[bool], **values: object) -> Job | None:
        """Updates one job when the conditions hold; the job afterwards, or None."""
        async with self._sessions.begin() as session:
            row = await session.scalar(
                update(JobRow).where(JobRow.id == job_id, *conditions).values(**values).returning(JobRow)
            )
            return None if row is None else _job(row)


def _running(holder: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return JobRow.status == Status.RUNNING, JobRow.lease == holder


def _job(row: JobRow) -> Job:
    columns = {name: getattr(row, name) for name in Job.__dataclass_fields__}
    return Job(**columns | {"status": Status(row.status), "kind": Kind(row.kind)})


@asynccontextmanager
async def open_store(url: str, clock: Callable[[], float] = time.time) -> AsyncIterator[Store]:
    """The store at an SQLAlchemy address, its tables brought up to date; a SQLite file's folder is made.

    Raises SettingsError when there is none to be had.
    """
    try:
        engine = _engine(url)
        async with engine.begin() as connection:
            await connection.run_sync(_migrate)
    except (OSError, ImportError, SQLAlchemyError) as error:
        # Without the address, which may hold a password.
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise SettingsError(f"DATABASE_URL names a database that can't be opened: {reason}.") from error
    try:
        yield Store(engine, clock)
    finally:
        await engine.dispose()


def _engine(url: str) -> AsyncEngine:
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True)
    if parts.database:
        Path(parts.database).parent.mkdir(parents=True, exist_ok=True)
    # One connection: SQLite has one writer anyway, and two in one process would only meet as "database is locked".
    engine = create_async_engine(url, pool_size=1, max_overflow=0)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_TIMEOUT}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
