"""What the store keeps, and what it refuses to keep twice."""

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from bot.records import Job, NewJob, Received, Status
from bot.store import Store, open_store
from bot.tables import Base

BOT, OTHER_BOT, CHAT, ME, YOU = 11, 12, -100, 1, 2


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'folder' / 'store.sqlite'}"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    async with open_store(url) as store:
        yield store


def new(source: str = "message:1:1", **fields: object) -> NewJob:
    defaults = {"bot": BOT, "source": source, "chat_id": CHAT, "person_id": ME, "request": "{}", "language": "zh"}
    return NewJob(**defaults | fields)  # type: ignore[arg-type]


async def add(store: Store, *args: str, **fields: object) -> Job:
    job = await store.add_job(new(*args, **fields))
    assert job is not None
    return job


async def running(store: Store, source: str = "message:1:1", holder: str = "a") -> Job:
    job = await store.lease((await add(store, source)).id, holder)
    assert job is not None
    return job


async def test_migrations_make_exactly_the_tables_of_the_models(store: Store, tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'folder' / 'store.sqlite'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


async def test_a_store_is_found_again_with_what_it_held(url: str):
    async with open_store(url) as store:
        job = await add(store)
    async with open_store(url) as store:
        assert await store.unfinished(BOT) == [job]


async def test_sqlite_writes_ahead(store: Store, tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "folder" / "store.sqlite")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_an_update_is_kept_once_by_id_and_by_what_it_is_about(store: Store):
    assert await store.keep_updates(BOT, [Received(5, "message:1:1", "a"), Received(5, "message:1:1", "a")]) == [5]
    assert await store.keep_updates(BOT, [Received(5, "message:1:2", "b")]) == []
    assert await store.keep_updates(BOT, [Received(6, "message:1:1", "c")]) == []
    assert await store.keep_updates(BOT, [Received(7, "message:1:3", "d")]) == [7]
    assert await store.unhandled_updates(BOT) == ["a", "d"]


async def test_bots_that_share_a_store_do_not_share_updates(store: Store):
    await store.keep_updates(BOT, [Received(5, "message:1:1", "a")])
    assert await store.keep_updates(OTHER_BOT, [Received(5, "message:1:1", "b")]) == [5]
    await store.mark_handled(BOT, 5)
    assert await store.unhandled_updates(BOT) == []
    assert await store.unhandled_updates(OTHER_BOT) == ["b"]


async def test_handled_updates_are_forgotten_later_and_unhandled_ones_never(store: Store):
    await store.keep_updates(BOT, [Received(5, "message:1:1", "a"), Received(6, "message:1:2", "b")])
    await store.mark_handled(BOT, 5)
    await store.forget_updates(time.time() - 60)
    assert await store.keep_updates(BOT, [Received(5, "message:1:1", "a")]) == []
    await store.forget_updates(time.time() + 60)
    assert await store.keep_updates(BOT, [Received(5, "message:1:1", "a")]) == [5]
    assert await store.unhandled_updates(BOT) == ["b", "a"]


async def test_a_source_gets_one_job(store: Store):
    assert await store.add_job(new()) is not None
    assert await store.add_job(new()) is None
    assert await store.add_job(new(bot=OTHER_BOT)) is not None


async def test_a_job_is_leased_once(store: Store):
    job = await add(store)
    first = await store.lease(job.id, "a")
    assert first is not None and (first.status, first.attempts) == (Status.RUNNING, 1)
    assert await store.lease(job.id, "b") is None


async def test_only_the_holder_of_the_lease_can_go_on(store: Store):
    job = await running(store, holder="old")
    await store.take_over(job.id, "new")
    assert await store.keep_outcome(job.id, "old", result="{}") is None
    await store.finish(job.id, "old", Status.DONE, 1)
    assert [j.status for j in await store.unfinished(BOT)] == [Status.RUNNING]
    written = await store.keep_outcome(job.id, "new", result="{}")
    assert written is not None and written.written
    await store.finish(job.id, "new", Status.DONE, 77)
    assert await store.unfinished(BOT) == []
    done = await store.job(BOT, job.id)
    assert done is not None and (done.status, done.message_id) == (Status.DONE, 77)


async def test_a_released_job_counts_no_attempt_but_a_written_one_stays(store: Store):
    begun, written = await running(store, "message:1:1"), await running(store, "message:1:2")
    await store.keep_outcome(written.id, "a", result="{}")
    await store.release(BOT, "a")
    first, second = await store.unfinished(BOT)
    assert (first.id, first.status, first.attempts) == (begun.id, Status.QUEUED, 0)
    assert (second.status, second.attempts) == (Status.RUNNING, 1)


async def test_cancelling_takes_ones_own_unwritten_jobs_of_one_chat(store: Store):
    mine = [await add(store, "message:1:1"), await running(store, "message:1:2")]
    written = await running(store, "message:1:3")
    await store.keep_outcome(written.id, "a", error="…")
    await add(store, "message:1:4", person_id=YOU)
    await add(store, "message:1:5", chat_id=5)
    assert sorted(job.id for job in await store.cancel(BOT, CHAT, ME)) == [job.id for job in mine]
    assert await store.cancel(BOT, CHAT, ME) == []
    assert await store.keep_outcome(mine[1].id, "a", result="{}") is None
    assert (await store.counts(BOT))[Status.CANCELLED] == 2


async def test_a_second_press_counts_while_the_first_is_unfinished_or_young(store: Store):
    press = new("callback:1", pressed="poem:again:1")
    job = await store.add_job(press)
    assert job is not None
    now = time.time()
    assert await store.pressed_lately(press, now + 10)
    await store.lease(job.id, "a")
    await store.finish(job.id, "a", Status.DONE, 1)
    assert await store.pressed_lately(press, now - 10)
    assert not await store.pressed_lately(press, now + 10)
    assert not await store.pressed_lately(new("callback:2", pressed="poem:again:1", person_id=YOU), now - 10)
    assert not await store.pressed_lately(new("callback:2", pressed="poem:open:1"), now - 10)


async def test_jobs_move_with_their_group_and_quote_nothing_there(store: Store):
    job = await add(store, reply_to=5)
    await store.keep_notice(job.id, 6)
    await store.migrate_chat(BOT, CHAT, -1001)
    moved = await store.job(BOT, job.id)
    assert moved is not None
    assert (moved.chat_id, moved.reply_to, moved.notice_id) == (-1001, None, None)


async def test_a_job_of_another_bot_is_not_found(store: Store):
    job = await add(store)
    assert await store.job(OTHER_BOT, job.id) is None
