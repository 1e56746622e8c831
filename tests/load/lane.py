"""The same poems through engines.local: a worker process, a queue, a socket."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from engines.local import LocalEngines
from engines.requests import PoemRequest
from tests.load.timing import (
    POEMS_TOGETHER,
    REPEATS,
    Figures,
    Times,
    answer,
    first_line,
    largest_memory,
    qilv,
    theme,
)


async def measure() -> Figures:
    """Starts the engines, asks, ends them."""
    engines = LocalEngines()

    async def seconds(request: PoemRequest) -> float:
        start = time.perf_counter()
        await answer(engines, request)
        return time.perf_counter() - start

    async def times(request: Callable[[int], PoemRequest]) -> Times:
        return Times.of([await seconds(request(seed)) for seed in range(REPEATS)])

    began = time.perf_counter()
    await engines.start()
    try:
        await seconds(first_line(0))
        ready = time.perf_counter() - began
        single = await times(first_line), await times(theme), await times(qilv)
        rounds = []
        for i in range(3):
            start = time.perf_counter()
            await asyncio.gather(*(seconds(first_line(seed + POEMS_TOGETHER * i)) for seed in range(POEMS_TOGETHER)))
            rounds.append(time.perf_counter() - start)
        (lane,) = engines.status()
        assert lane.pid is not None
        return Figures(*single, together=sorted(rounds)[1], ready=ready, memory=largest_memory(lane.pid))
    finally:
        await engines.close()
