"""What every measurement shares: the poems asked for, asking the engines, quantiles, memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from engines.requests import Engines, Form, PoemRequest, Progress, Request, Result

ROOT = Path(__file__).resolve().parents[2]
POEMS_TOGETHER = 32
REPEATS = 20  # enough for a 95th percentile that is not simply the worst


@dataclass(frozen=True)
class Times:
    """Seconds of one of a kind: the median, and what 19 of 20 stay under."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times:
        """The quantiles of a sample."""
        return cls(statistics.median(seconds), statistics.quantiles(seconds, n=20, method="inclusive")[-1])


@dataclass(frozen=True)
class Figures:
    """One way to the poems, measured. Seconds and bytes.

    ready: until the first request can be made, loading and warm-up included; warm_up: its part for compiling.
    together: POEMS_TOGETHER poems asked for at once.
    traces: graphs traced after warm-up; None where that can't be seen.
    memory: the largest resident set of the process that writes.
    """

    first_line: Times
    theme: Times
    qilv: Times
    together: float
    ready: float
    memory: int
    warm_up: float | None = None
    traces: int | None = None


def first_line(seed: int) -> PoemRequest:
    """A 五绝 from its first line, best of 16."""
    return PoemRequest(first_line="山为斜好几", seed=seed)


def theme(seed: int) -> PoemRequest:
    """A 五绝 on a theme."""
    return PoemRequest(theme="春雪", seed=seed)


def qilv(seed: int) -> PoemRequest:
    """A 七律 on a theme: 56 characters rather than 20."""
    return PoemRequest(theme="春雪", form=Form.QILV, seed=seed)


async def answer(engines: Engines, request: Request, *, time_limit: float | None = None) -> Result:
    """What the engines make of a request. Raises EngineError."""
    async for event in engines.run(request, time_limit=time_limit):
        if not isinstance(event, Progress):
            return event
    raise RuntimeError("the engines ended without a result")


def largest_memory(pid: int) -> int:
    """The largest resident set that a process has had so far, bytes; where the kernel doesn't say, the present one."""
    try:
        rows = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(row.split()[1]) * 1024 for row in rows if row.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return int(psutil.Process(pid).memory_info().rss)


def in_a_process_of_its_own(module: str) -> dict[str, Any]:
    """The JSON that a module prints last when run; no measurement then burdens the next with memory or threads."""
    done = subprocess.run([sys.executable, "-m", module], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
