"""The local engines' workers: they die, hang, can't start and end, and those who asked are told in a sentence."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engines.requests import EngineError, PoemRequest
from tests.engines import fake_worker
from tests.engines.fake_engines import ask, created, result, started, status, under_way, until

ROOT = Path(__file__).resolve().parents[2]


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
