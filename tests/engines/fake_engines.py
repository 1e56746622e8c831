"""The local engines with real worker processes that run a fake writer, and ways to ask them."""

import asyncio
import os
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from engines.lanes import LaneSettings
from engines.local import LocalEngines
from engines.requests import PoemRequest, PoemResult, Progress

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
