"""The writer itself, in this process: `python -m tests.load.direct` prints its figures as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

from engines import device
from engines.requests import EngineError, PoemRequest
from tests.load.timing import POEMS_TOGETHER, REPEATS, Figures, Times, first_line, largest_memory, qilv, theme


def measure() -> Figures:
    """Loads, warms up, writes."""
    began = time.perf_counter()
    device.prepare()
    from engines.poem.writer import Writer

    writer = Writer.load()
    loaded = time.perf_counter()
    writer.warm_up()
    ready = time.perf_counter()
    traced = writer.traces

    def seconds(requests: list[PoemRequest]) -> float:
        start = time.perf_counter()
        refused = [outcome for outcome in writer.write(requests) if isinstance(outcome, EngineError)]
        elapsed = time.perf_counter() - start
        if refused:
            raise refused[0]
        return elapsed

    def times(request: Callable[[int], PoemRequest]) -> Times:
        return Times.of([seconds([request(seed)]) for seed in range(REPEATS)])

    single = times(first_line), times(theme), times(qilv)
    rounds = [seconds([first_line(seed + POEMS_TOGETHER * i) for seed in range(POEMS_TOGETHER)]) for i in range(3)]
    return Figures(
        *single,
        together=sorted(rounds)[1],
        ready=ready - began,
        memory=largest_memory(os.getpid()),
        warm_up=ready - loaded,
        traces=writer.traces - traced,
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(measure())) + "\n")
