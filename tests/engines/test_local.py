"""The local engines with real worker processes that run a fake writer."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from engines.lanes import LaneSettings
from engines.local import LocalEngines
from engines.requests import EngineError, PoemRequest, PoemResult, Progress
from tests.engines import fake_worker

ROOT = Path(__file__).resolve().parents[2]
FAKE = LaneSettings(
    name="text",
    factory="tests.engines.fake_worker:open_fake",
    maximum_batch=32,
    time_limit=30.0,
    first_pause=0.01,
)


class Gate:
    """Lets slow work go on; slow work waits for it, however early or late it is opened."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self._end = os.open(path, os.O_RDWR)

    def open(self, times: int = 1) -> None:
        os.write(self._end, b"." * times)

    def close(self) -> None:
        os.close(self._end)


@pytest.fixture
def gate(tmp_path, monkeypatch):
    monkeypatch.setenv("GATE", str(tmp_path / "gate"))
    gate = Gate(tmp_path / "gate")
    yield gate
    gate.close()


@asynccontextmanager
async def created(**changes):
    engines = LocalEngines(replace(FAKE, **changes))
    async with asyncio.timeout(60):
        try:
            yield engines
        finally:
            await engines.close()


@asynccontextmanager
async def started(**changes):
    async with created(**changes) as engines:
        await engines.start()
        yield engines


async def result(engines, theme, **options) -> PoemResult:
    async for event in engines.run(PoemRequest(theme=theme), **options):
        if isinstance(event, PoemResult):
            return event
    raise AssertionError("a run ends with a result or an error")


def ask(engines, theme, **options) -> asyncio.Task[PoemResult]:
    return asyncio.create_task(result(engines, theme, **options))


@asynccontextmanager
async def under_way(engines, theme, **options):
    """A request that the worker has begun; yields its further events."""
    async with aclosing(engines.run(PoemRequest(theme=theme), **options)) as events:
        assert isinstance(await anext(events), Progress)
        yield events


async def until(condition) -> None:
    while not condition():  # noqa: ASYNC110 (what other processes do sets no event here)
        await asyncio.sleep(0.005)


def status(engines):
    return engines.status()[0]


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


async def test_a_worker_killed_from_outside_is_replaced_and_fails_only_the_running_job(gate):
    async with started() as engines:
        async with under_way(engines, "慢") as running:
            queued = ask(engines, "春雪")
            await until(lambda: engines.waiting(PoemRequest()) == 2)
            killed = status(engines).pid
            os.kill(killed, signal.SIGKILL)
            with pytest.raises(EngineError) as caught:
                await anext(running)
        assert caught.value.retry
        assert (await queued).seed == status(engines).pid != killed
        assert status(engines).restarts == 1


async def test_an_idle_worker_killed_from_outside_is_replaced_before_anyone_asks():
    async with started() as engines:
        await result(engines, "春雪")
        killed = status(engines).pid
        os.kill(killed, signal.SIGKILL)
        await until(lambda: status(engines).state == "idle" and status(engines).pid != killed)
        assert (await result(engines, "春雪")).seed != killed


async def test_a_worker_killed_while_it_starts_is_replaced_and_those_who_wait_never_notice():
    async with started() as engines:
        waiting = ask(engines, "春雪")
        await until(lambda: status(engines).pid)
        os.kill(status(engines).pid, signal.SIGKILL)
        assert (await waiting).seed == status(engines).pid
        assert status(engines).restarts == 1


async def test_a_request_that_crashes_the_worker_fails_alone_and_its_batch_is_made_again():
    async with started() as engines:
        await result(engines, "春雪")
        before, crash, after = ask(engines, "山"), ask(engines, "崩"), ask(engines, "水")
        assert (await before).theme == "山"
        with pytest.raises(EngineError):
            await crash
        assert (await after).theme == "水"
        assert (await result(engines, "春雪")).theme == "春雪"


async def test_a_hanging_worker_is_killed_at_the_time_limit_and_replaced(caplog):
    async with started() as engines:
        await result(engines, "春雪")
        hanging_pid = status(engines).pid
        with pytest.raises(EngineError) as caught:
            await result(engines, "卡", time_limit=0.2)
        assert "0.2 秒" in caught.value.zh
        assert "0.2 seconds" in caught.value.en
        assert (await result(engines, "春雪")).seed != hanging_pid
    assert "hangs and is killed" in caplog.text


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


async def test_cancelled_work_that_hangs_is_still_killed_at_its_limit():
    async with started(time_limit=0.2) as engines:
        async with under_way(engines, "卡"):
            pid = status(engines).pid
        assert (await result(engines, "春雪")).seed != pid


async def test_everyone_who_waits_is_told_why_the_worker_cannot_start():
    async with created(factory="tests.engines.fake_worker:open_without_weights", first_pause=30) as engines:
        waiting = [ask(engines, "山"), ask(engines, "水")]
        await until(lambda: engines.waiting(PoemRequest()) == 2)
        await engines.start()
        for answer in await asyncio.gather(*waiting, return_exceptions=True):
            assert isinstance(answer, EngineError)
            assert answer.zh == fake_worker.MISSING.zh
        with pytest.raises(EngineError, match="weights are missing"):
            await result(engines, "风")
        assert status(engines).state == "pausing"


async def test_a_lane_that_could_not_start_tries_again_by_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("WEIGHTS", str(tmp_path / "weights"))
    async with started(factory="tests.engines.fake_worker:open_until_the_weights_are_there") as engines:
        with pytest.raises(EngineError, match="weights are missing"):
            await result(engines, "春雪")
        (tmp_path / "weights").touch()
        await until(lambda: status(engines).state == "idle")
        assert (await result(engines, "春雪")).theme == "春雪"


async def test_a_bug_in_loading_is_logged_and_told_in_a_sentence(caplog):
    async with started(factory="tests.engines.fake_worker:open_with_a_bug") as engines:
        with pytest.raises(EngineError) as caught:
            await result(engines, "春雪")
    assert "ValueError: a bug in loading" in caplog.text
    assert "ValueError" not in caught.value.en


async def test_a_worker_that_is_not_ready_in_time_is_killed_and_those_who_wait_are_told():
    async with started(factory="tests.engines.fake_worker:open_forever", start_limit=0.3) as engines:
        with pytest.raises(EngineError, match="could not start"):
            await result(engines, "春雪")


async def test_closing_ends_the_worker_and_tells_those_who_wait(gate):
    async with started() as engines:
        async with under_way(engines, "慢") as slow:
            queued = ask(engines, "春雪")
            await until(lambda: engines.waiting(PoemRequest()) == 2)
            pid = status(engines).pid
            await engines.close()
            with pytest.raises(EngineError, match="shutting down"):
                await anext(slow)
        with pytest.raises(EngineError, match="shutting down"):
            await queued
        with pytest.raises(EngineError, match="shutting down"):
            await result(engines, "春雪")
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        assert status(engines).state == "closed"


async def test_closing_while_the_worker_starts_leaves_nothing_behind():
    async with started() as engines:
        await until(lambda: status(engines).pid)
        pid = status(engines).pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_the_worker_ignores_ctrl_c():
    async with started() as engines:
        await result(engines, "春雪")
        pid = status(engines).pid
        os.kill(pid, signal.SIGINT)
        assert (await result(engines, "春雪")).seed == pid


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


PARENT = """
import asyncio, sys
from dataclasses import replace
from engines.local import TEXT, LocalEngines
from engines.requests import PoemRequest

async def main():
    engines = LocalEngines(replace(TEXT, factory="tests.engines.fake_worker:open_fake"))
    await engines.start()
    async for event in engines.run(PoemRequest(theme="春雪")):
        pass
    print("tensorflow" in sys.modules, "numpy" in sys.modules, flush=True)
    if sys.argv[1:]:
        async for event in engines.run(PoemRequest(theme=sys.argv[1])):
            print("hangs", flush=True)
    await engines.close()

asyncio.run(main())
"""


def test_the_process_that_asks_never_imports_tensorflow():
    script = [sys.executable, "-W", "error", "-c", PARENT]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "False False\n", "")


# Only Linux ends a worker whose every thread is stuck in native code; elsewhere the socket has to be read.
@pytest.mark.parametrize("hang", ["卡", "锁"] if sys.platform == "linux" else ["卡"])
def test_a_worker_outlives_no_parent_even_one_killed_by_force(hang):
    script = [sys.executable, "-c", PARENT, hang]
    with subprocess.Popen(script, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout.readline() == "False False\n"
        assert parent.stdout.readline() == "hangs\n"
        parent.kill()
        # The worker holds the other end of this pipe too: it reads to its end only when both are gone.
        assert parent.communicate(timeout=10)[0] == ""
