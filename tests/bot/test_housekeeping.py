"""What is thrown away day by day, and what never is."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.housekeeping import DAY, Housekeeping
from bot.pictures.shelf import Shelf
from bot.records import Job, NewJob, Received, Status
from bot.store import Store, open_store
from tests.conftest import Clock, Play, Talk

BOT, OTHER_BOT = 11, 12


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(tmp_path: Path, clock: Clock) -> AsyncIterator[Store]:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'store.sqlite'}", clock) as store:
        yield store


@pytest.fixture
def house(store: Store, tmp_path: Path, clock: Clock) -> Housekeeping:
    shelf = Shelf(store.sessions, tmp_path / "photos", days=7, megabytes=1, clock=clock)
    return Housekeeping(BOT, store, shelf, jobs_days=90, clock=clock)


@pytest.fixture
def quick_glances(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at the clock, which is put forward by hand, a hundred times a second."""
    monkeypatch.setattr("bot.housekeeping.GLANCE", 0.01)


async def begun(store: Store, number: int, bot: int = BOT) -> Job:
    job = await store.add_job(NewJob(bot, f"message:1:{number}", -100, 1, "{}", "zh"))
    assert job is not None
    return await store.lease(job.id, "a") or job


async def ended(store: Store, number: int, bot: int = BOT) -> Job:
    job = await begun(store, number, bot)
    await store.finish(job.id, "a", Status.DONE, number)
    return job


async def until_forgotten(talk: Talk, job_id: int) -> None:
    async with asyncio.timeout(5):
        while await talk.shihua.store.job(talk.world.bot.id, job_id):  # noqa: ASYNC110 (a database has no event)
            await asyncio.sleep(0.005)


async def test_handled_updates_go_once_telegram_repeats_them_no_more(store: Store, house: Housekeeping, clock: Clock):
    handled, unhandled = Received(5, "message:1:1", "a"), Received(6, "message:1:2", "b")
    await store.keep_updates(BOT, [handled, unhandled])
    await store.mark_handled(BOT, 5)
    clock.now += 1.5 * DAY
    await house.tidy()
    assert await store.keep_updates(BOT, [handled, unhandled]) == []
    clock.now += DAY
    await house.tidy()
    assert await store.keep_updates(BOT, [handled, unhandled]) == [5]


async def test_finished_jobs_go_after_their_days_and_unfinished_ones_never(
    store: Store, house: Housekeeping, clock: Clock
):
    old, running = await ended(store, 1), await begun(store, 2)
    foreign = await ended(store, 1, OTHER_BOT)
    queued = await store.add_job(NewJob(BOT, "message:1:3", -100, 1, "{}", "zh"))
    withdrawn = await store.add_job(NewJob(BOT, "message:1:4", -100, 2, "{}", "zh"))
    assert queued is not None and withdrawn is not None
    await store.cancel(BOT, -100, 2)
    clock.now += 89 * DAY
    young = await ended(store, 5)
    await house.tidy()
    assert await store.job(BOT, old.id) is not None
    clock.now += 2 * DAY
    await house.tidy()
    ids = (old.id, running.id, queued.id, withdrawn.id, young.id)
    assert [i for i in ids if await store.job(BOT, i)] == [running.id, queued.id, young.id]
    assert await store.job(OTHER_BOT, foreign.id) is not None


async def test_a_forgotten_jobs_number_is_given_to_no_other(store: Store, house: Housekeeping, clock: Clock):
    numbers = [(await ended(store, number)).id for number in (1, 2)]
    clock.now += 91 * DAY
    await house.tidy()
    assert await store.job(BOT, numbers[0]) is None
    assert (await begun(store, 3)).id not in numbers


@pytest.mark.usefixtures("quick_glances")
async def test_a_bot_that_runs_on_forgets_an_old_poem_and_its_button_says_so(play: Play):
    async with play() as talk:
        old = await talk.ask("/theme 春雪")
        await talk.settled()
        job = await talk.shihua.store.job_of_message(talk.world.bot.id, talk.private.id, old.id)
        assert job is not None
        talk.clock.now += 60 * DAY
        newer = await talk.ask("/theme 秋月")
        await talk.settled()
        talk.clock.now += 31 * DAY
        await until_forgotten(talk, job.id)
        assert (await talk.press(old, "再来一首")).text == "找不到这首诗了，请重新写一首：/poem"
        assert (await talk.press(newer, "再来一首")).text == "好，再写一首"


@pytest.mark.usefixtures("quick_glances")
async def test_a_day_that_goes_wrong_is_logged_and_made_good(
    play: Play, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    forget, failures = Store.forget_jobs, []

    async def busy(store: Store, bot: int, before: float) -> None:
        if not failures:
            failures.append(before)
            raise OperationalError("DELETE", {}, Exception("database is locked"))
        await forget(store, bot, before)

    async with play(jobs_days=2) as talk:
        poem = await talk.ask("/theme 春雪")
        await talk.ask("/theme 秋月")
        await talk.settled()
        job = await talk.shihua.store.job_of_message(talk.world.bot.id, talk.private.id, poem.id)
        assert job is not None
        monkeypatch.setattr(Store, "forget_jobs", busy)
        talk.clock.now += 3 * DAY
        await until_forgotten(talk, job.id)
    assert failures
    assert "database is locked" in caplog.text
