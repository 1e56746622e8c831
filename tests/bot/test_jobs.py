"""The queue at its breaking points: a process that ends between two steps, a sender that can't send."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from telegram.error import BadRequest, NetworkError

import bot.jobs
from bot.commands.poems import PoemMaker
from bot.content import Content
from bot.jobs import Jobs
from bot.lanes import Lane
from bot.records import Job, Kind, NewJob, Status
from bot.sender import Unreachable
from bot.store import Store, open_store
from bot.texts import Texts
from engines.requests import PoemRequest
from tests.fakes import FakeEngines, poem

BOT = 11
TEXTS = Texts()
REQUEST = PoemRequest(character="月")


class FakeSender:
    """Notes what is sent; raises the errors that are coming first."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str, int | None]] = []
        self.coming: list[Exception] = []

    async def send(self, chat_id: int, content: Content, *, reply_to: int | None = None, thread_id: int | None = None):
        if self.coming:
            raise self.coming.pop(0)
        self.sent.append((chat_id, content.text, reply_to))
        return len(self.sent)

    async def delete(self, chat_id: int, message_id: int) -> None: ...

    def acting(self, chat_id: int, action: str, thread_id: int | None = None):
        return nullcontext()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'store.sqlite'}") as store:
        yield store


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


@pytest.fixture
def jobs(store: Store, engines: FakeEngines, sender: FakeSender) -> Jobs:
    return Jobs(store, engines, sender, texts=TEXTS, makers={Kind.POEM: PoemMaker(TEXTS, Lane())})  # type: ignore[arg-type]


def new(number: int = 1, **fields: object) -> NewJob:
    defaults = {
        "bot": BOT,
        "source": f"message:5:{number}",
        "chat_id": 5,
        "person_id": 5,
        "request": REQUEST.to_json(),
        "language": "zh",
    }
    return NewJob(**defaults | fields)  # type: ignore[arg-type]


async def left_behind(store: Store, *, attempts: int = 1, result: str | None = None, error: str | None = None) -> Job:
    """A job as a killed process leaves it: begun that often and perhaps written."""
    job = await store.add_job(new())
    assert job is not None
    for attempt in range(attempts):
        if attempt:
            await store.requeue(job.id, "dead")
        job = await store.lease(job.id, "dead")
        assert job is not None
    if result or error:
        await store.keep_outcome(job.id, "dead", result=result, error=error)
    return job


async def status(store: Store, job: Job) -> tuple[Status, int | None]:
    now = await store.job(BOT, job.id)
    assert now is not None
    return now.status, now.message_id


async def test_the_row_is_there_before_anything_else_happens(jobs: Jobs, store: Store, engines: FakeEngines):
    engines.gate.clear()
    job = await jobs.submit(new())
    assert [j.id for j in await store.unfinished(BOT)] == [job.id]
    assert await jobs.submit(new()) is None
    await jobs.stop()


async def test_a_poem_written_but_not_sent_is_sent_without_writing_it_again(
    jobs: Jobs, store: Store, engines: FakeEngines, sender: FakeSender
):
    job = await left_behind(store, attempts=2, result=poem(REQUEST).to_json())
    await jobs.start(BOT)
    await jobs.stop()
    assert engines.asked == []
    assert [text[0] for _, text, _ in sender.sent] == ["月"]
    assert await status(store, job) == (Status.DONE, 1)


async def test_a_poem_begun_once_is_begun_once_more(jobs: Jobs, store: Store, engines: FakeEngines, sender: FakeSender):
    job = await left_behind(store)
    await jobs.start(BOT)
    await engines.until_asked(1)
    await until_finished(jobs, store)
    assert len(sender.sent) == 1
    assert (await status(store, job))[0] is Status.DONE


async def test_a_poem_begun_twice_is_given_up_with_an_apology(
    jobs: Jobs, store: Store, engines: FakeEngines, sender: FakeSender
):
    job = await left_behind(store, attempts=2)
    await jobs.start(BOT)
    await until_finished(jobs, store)
    assert engines.asked == []
    assert "两次中断" in sender.sent[0][1]
    assert (await status(store, job))[0] is Status.FAILED


async def test_what_nobody_can_receive_is_finished_in_silence(
    jobs: Jobs, store: Store, sender: FakeSender, caplog: pytest.LogCaptureFixture
):
    sender.coming.append(Unreachable("bot was blocked by the user"))
    job = await jobs.submit(new())
    await until_finished(jobs, store)
    assert await status(store, job) == (Status.DONE, None)
    assert "ERROR" not in caplog.text


async def test_what_telegram_refuses_for_good_has_failed(jobs: Jobs, store: Store, sender: FakeSender):
    sender.coming.append(BadRequest("can't parse entities"))
    job = await jobs.submit(new())
    await until_finished(jobs, store)
    assert await status(store, job) == (Status.FAILED, None)


async def test_an_answer_waits_for_as_long_as_telegram_is_away(
    jobs: Jobs, store: Store, sender: FakeSender, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bot.jobs, "PAUSE_AFTER_FAILED_SENDING", 0.01)
    sender.coming.extend([NetworkError("down")] * 3)
    job = await jobs.submit(new())
    await until_finished(jobs, store)
    assert await status(store, job) == (Status.DONE, 1)


async def test_a_run_that_lost_its_lease_keeps_quiet(
    jobs: Jobs, store: Store, engines: FakeEngines, sender: FakeSender
):
    engines.gate.clear()
    job = await jobs.submit(new())
    await engines.until_asked(1)
    await store.take_over(job.id, "newer run")
    engines.gate.set()
    await jobs.stop()
    assert sender.sent == []
    assert (await status(store, job))[0] is Status.RUNNING


async def test_a_result_that_cannot_be_shown_is_admitted(store: Store, engines: FakeEngines, sender: FakeSender):
    class Broken(PoemMaker):
        async def present(self, job: Job) -> Content:
            raise KeyError("form-sonnet")

    jobs = Jobs(store, engines, sender, texts=TEXTS, makers={Kind.POEM: Broken(TEXTS, Lane())})  # type: ignore[arg-type]
    await jobs.submit(new())
    await until_finished(jobs, store)
    assert sender.sent[0][1].startswith("这首没写成")


async def until_finished(jobs: Jobs, store: Store) -> None:
    """Waits until no job is unfinished, then ends the queue."""
    async with asyncio.timeout(5):
        while await store.unfinished(BOT):  # noqa: ASYNC110 (a database has no event to wait for)
            await asyncio.sleep(0.005)
    await jobs.stop()
