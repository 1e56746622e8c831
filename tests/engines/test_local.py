"""The local engines: what becomes of requests, alone, in batches, withdrawn, refused."""

import asyncio
import logging
from contextlib import aclosing

import pytest

from engines.requests import EngineError, PoemRequest, PoemResult, Progress
from tests.engines import fake_worker
from tests.engines.fake_engines import ask, created, result, started, status, under_way, until


async def test_a_request_is_answered_with_a_result():
    async with started() as engines:
        assert (await result(engines, "春雪")).theme == "春雪"


async def test_requests_made_before_the_worker_is_ready_wait_for_it():
    async with created() as engines:
        early = ask(engines, "春雪")
        await until(lambda: engines.waiting(PoemRequest()) == 1)
        await engines.start()
        assert (await early).theme == "春雪"


async def test_requests_that_arrive_together_are_made_as_one_batch():
    async with started() as engines:
        await result(engines, "春雪")
        results = await asyncio.gather(*(result(engines, theme) for theme in ("山", "水", "风", "月")))
    assert [r.candidates for r in results] == [4, 4, 4, 4]
    assert [r.theme for r in results] == ["山", "水", "风", "月"]


async def test_requests_that_arrive_while_a_batch_runs_make_the_next_one(gate):
    async with started() as engines:
        async with under_way(engines, "慢") as slow:
            later = [ask(engines, theme) for theme in ("山", "水", "风")]
            await until(lambda: engines.waiting(PoemRequest()) == 4)
            gate.open()
            assert (await anext(slow)).candidates == 1
        assert [r.candidates for r in await asyncio.gather(*later)] == [3, 3, 3]


async def test_a_batch_holds_no_more_than_the_lane_allows():
    async with started(maximum_batch=2) as engines:
        results = await asyncio.gather(*(result(engines, theme) for theme in ("山", "水", "风")))
    assert sorted(r.candidates for r in results) == [1, 2, 2]


async def test_progress_reaches_the_asker_with_its_preview(gate):
    async with started() as engines, aclosing(engines.run(PoemRequest(theme="慢"))) as events:
        assert await anext(events) == Progress(0.5, b"preview")
        gate.open()
        assert isinstance(await anext(events), PoemResult)
        with pytest.raises(StopAsyncIteration):
            await anext(events)


async def test_an_engine_error_reaches_only_the_one_who_asked():
    async with started() as engines:
        refused, fine = ask(engines, "拒"), ask(engines, "春雪")
        with pytest.raises(EngineError) as caught:
            await refused
        assert caught.value.sentence("zh") == fake_worker.REFUSAL.zh
        assert caught.value.sentence("en") == fake_worker.REFUSAL.en
        assert (await fine).candidates == 2


async def test_a_bug_in_the_work_is_logged_and_told_in_a_sentence_while_its_batch_goes_on(caplog):
    async with started() as engines:
        broken, fine = ask(engines, "误"), ask(engines, "春雪")
        with pytest.raises(EngineError) as caught:
            await broken
        assert (await fine).theme == "春雪"
        assert status(engines).restarts == 0
    assert "ValueError: a bug in the work" in caplog.text
    assert "ValueError" not in caught.value.en
    assert "请" in caught.value.zh


async def test_work_that_forgets_a_request_is_a_bug_like_any_other(caplog):
    async with started(factory="tests.engines.fake_worker:open_forgetful") as engines:
        with pytest.raises(EngineError, match="the log says why"):
            await result(engines, "春雪")
    assert "0 outcomes for 1 requests" in caplog.text


async def test_a_short_limit_in_a_batch_ends_only_the_request_that_set_it(gate):
    async with started() as engines:
        patient, hasty = ask(engines, "慢"), ask(engines, "慢", time_limit=0.1)
        with pytest.raises(EngineError):
            await hasty
        gate.open(times=2)
        assert (await patient).candidates == 2
        assert status(engines).restarts == 0


async def test_a_queued_request_that_is_cancelled_is_never_made(gate):
    async with started() as engines:
        async with under_way(engines, "慢") as slow:
            cancelled, kept = ask(engines, "崩"), ask(engines, "春雪")
            await until(lambda: engines.waiting(PoemRequest()) == 3)
            cancelled.cancel()
            await asyncio.wait([cancelled])
            assert engines.waiting(PoemRequest()) == 2
            gate.open()
            await anext(slow)
        assert (await kept).candidates == 1
        assert status(engines).restarts == 0


async def test_a_running_request_that_is_cancelled_is_dropped_and_the_worker_goes_on(gate):
    async with started() as engines:
        async with under_way(engines, "慢"):
            pid = status(engines).pid
        assert engines.waiting(PoemRequest()) == 0
        gate.open()
        assert (await result(engines, "春雪")).seed == pid


async def test_work_that_reports_progress_stops_when_it_is_cancelled(tmp_path, monkeypatch):
    monkeypatch.setenv("CANCELLED", str(tmp_path / "cancelled"))
    async with started() as engines:
        async with under_way(engines, "停"):
            pid = status(engines).pid
        assert (await result(engines, "春雪")).seed == pid
        assert (tmp_path / "cancelled").exists()


async def test_the_status_tells_process_memory_and_counts():
    async with started() as engines:
        assert status(engines).state == "starting"
        await asyncio.gather(result(engines, "山"), result(engines, "水"))
        now = status(engines)
    assert now.name == "text"
    assert now.state == "idle"
    assert 1_000_000 < now.memory < 1_200_000_000
    assert (now.waiting, now.restarts, now.batches, now.requests) == (0, 0, 1, 2)


async def test_the_log_keeps_what_people_asked_for_to_itself(caplog):
    caplog.set_level(logging.DEBUG)
    async with started() as engines:
        for theme in ("误", "崩"):
            with pytest.raises(EngineError):
                await result(engines, theme)
    assert "a bug in the work" in caplog.text
    assert not {"误", "崩"} & set(caplog.text)
