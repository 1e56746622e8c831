"""What a poem has in common with poems that were read before: whole lines, and runs of four characters.

index = Runs.of((poem.lines for poem in training), 4)
index.share(["山为斜好几"])    # of the line's two runs, how many some poem has: 0.0–1.0
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no character is lost; of 64 bits two in five million hardly meet
_POEMS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Runs:
    """The runs of `length` characters within the lines of a collection; 0 stands for whole lines.

    hashes: (runs,) uint64, sorted, each once.
    """

    length: int
    hashes: NDArray[np.uint64]

    @classmethod
    def of(cls, poems: Iterable[Sequence[str]], length: int) -> Runs:
        """The runs of these poems' lines."""
        remaining = iter(poems)
        parts = []
        while part := list(islice(remaining, _POEMS_AT_ONCE)):
            parts.append(np.unique(_hashes([line for poem in part for line in poem], length)))
        return cls(length, np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.uint64))

    def share(self, lines: Sequence[str]) -> float:
        """The share of the lines' runs that the collection has, 0–1; NaN without any run."""
        found = _hashes(lines, self.length)
        return float(np.isin(found, self.hashes).mean()) if len(found) else float("nan")


def _hashes(lines: Sequence[str], length: int) -> NDArray[np.uint64]:
    found = [np.zeros(0, np.uint64)]
    for size in {len(line) for line in lines}:
        text = "".join(line for line in lines if len(line) == size)
        points = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64).reshape(-1, size)
        run = length or size
        if run <= size:
            windows = np.lib.stride_tricks.sliding_window_view(points, run, axis=1).reshape(-1, run)
            total = np.full(len(windows), run, np.uint64)
            for column in windows.T:
                total = total * _FACTOR + column
            found.append(total)
    return np.concatenate(found)
