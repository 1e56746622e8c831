"""The text lane with the real writer: TensorFlow, the trained weights, a worker process that is killed."""

import asyncio
import os
import signal

import pytest

from engines.local import LocalEngines
from engines.requests import EngineError, Form, PoemRequest, PoemResult

BEGINNING = PoemRequest(first_line="山为斜好几", seed=1)
LONGEST = PoemRequest(form=Form.QILV, candidates=64, seed=2)  # about a second of work: time enough to be killed in


async def poem(engines: LocalEngines, request: PoemRequest) -> PoemResult:
    async for event in engines.run(request):
        if isinstance(event, PoemResult):
            return event
    raise AssertionError("a run ends with a result or an error")


async def test_a_writer_killed_by_force_fails_its_poem_only_and_its_successor_writes_the_same():
    engines = LocalEngines()
    await engines.start()
    try:
        async with asyncio.timeout(240):
            before = await poem(engines, BEGINNING)
            first = engines.status()[0]
            running = asyncio.create_task(poem(engines, LONGEST))
            while engines.status()[0].state != "busy":  # noqa: ASYNC110 (nothing tells that a worker has begun)
                await asyncio.sleep(0.002)
            queued = asyncio.create_task(poem(engines, BEGINNING))
            await asyncio.sleep(0)
            os.kill(first.pid, signal.SIGKILL)
            with pytest.raises(EngineError):
                await running
            after = await queued
            second = engines.status()[0]
    finally:
        await engines.close()
    assert before.lines[0] == "山为斜好几"
    assert after.lines == before.lines
    assert (second.restarts, second.pid != first.pid) == (1, True)
    assert first.memory < 1_200_000_000
