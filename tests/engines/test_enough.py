"""Work that gets better step by step ends with what it has once its asker says that it is enough."""

import asyncio

import pytest

from engines.requests import PoemRequest, Progress
from engines.wire import Enough, Make
from engines.worker import Batch, Inbox
from tests.engines.fake_engines import ask, result, started, status, under_way, until


async def test_running_work_ends_with_its_result():
    enough = asyncio.Event()
    async with started() as engines, under_way(engines, "够", enough=enough) as events:
        enough.set()
        async for event in events:
            if not isinstance(event, Progress):
                assert event.theme == "够"
        assert status(engines).restarts == 0


async def test_enough_said_in_the_queue_counts_when_the_work_begins():
    first, second = asyncio.Event(), asyncio.Event()
    async with started(maximum_batch=1) as engines, under_way(engines, "够", enough=first):
        waiting = ask(engines, "够", enough=second)
        await until(lambda: engines.waiting(PoemRequest()) == 2)
        second.set()
        first.set()
        assert (await waiting).theme == "够"


def test_enough_for_one_of_a_batch_is_not_enough_for_another():
    batch = Batch(1, (PoemRequest(), PoemRequest()), lambda message: None)
    batch.hasten(0)
    assert (batch.enough(0), batch.enough(1)) == (True, False)


async def test_work_that_has_no_best_so_far_goes_on_to_its_end():
    enough = asyncio.Event()
    enough.set()
    async with started() as engines:
        assert (await result(engines, "春雪", enough=enough)).theme == "春雪"


async def test_after_the_answer_nothing_is_left_that_listens():
    enough = asyncio.Event()
    async with started() as engines:
        await result(engines, "春雪")
        before = len(asyncio.all_tasks())
        await result(engines, "春雪", enough=enough)
        await until(lambda: len(asyncio.all_tasks()) == before)


@pytest.fixture
def inbox(monkeypatch):
    monkeypatch.setattr("engines.worker.threading.Thread.start", lambda thread: None)  # orders are given by hand
    return Inbox(None, lambda message: None)


def test_an_order_that_crossed_the_result_does_not_hit_the_next_batch(inbox):
    inbox._take(Make(1, (PoemRequest(),)))
    inbox._take(Make(2, (PoemRequest(),)))
    inbox._take(Enough(1, 0))
    first, second = inbox.next(), inbox.next()
    assert not first.enough(0)
    assert not second.enough(0)
    inbox._take(Enough(2, 0))
    assert second.enough(0)
