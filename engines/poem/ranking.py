"""Which of many candidates is the best: what the network finds likely, what treats the theme, what repeats little.

What is dearer to find out, whether a poem's parts belong together, is asked of the first few only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

# Nats a character. The theme's share is pointwise mutual information: how much likelier the theme makes the poem, which
# a poem of stock phrases that would suit any theme does not have.
THEME_WEIGHT = 1.5
# Nats a character for each unit of cosine between the middle couplets of eight lines (engines/poem/parallelism.py).
PARALLEL_WEIGHT = 3.0
# Of what the beginning adds to the rest (engines/poem/coherence.py), and how many candidates are asked for it.
COHERENCE_WEIGHT = 0.5
SHORTLIST = 4
# Taken off for every repeated character that is no reduplication (青青): .36 of old poems have one, of ours on themes
# more, because a theme's own characters come back.
REPEAT_COST = 0.1


@dataclass(frozen=True)
class Candidate:
    """A poem in the running; number is its row among its request's candidates."""

    number: int
    lines: tuple[str, ...]
    score: float


def ranked(
    poems: Sequence[tuple[str, ...]],
    log_probabilities: NDArray[np.float32],
    relevance: NDArray[np.float32],
    free: NDArray[np.bool_],
    parallel: NDArray[np.float64],
) -> list[Candidate]:
    """Candidates, best first.

    log_probabilities: (candidates, slots), nats; relevance: the same shape, the part of them owed to the theme (zero
    without one); free: the same shape, slots that the network chose itself. Only free slots count.
    parallel: (candidates,), how well the couplets that must be parallel are.
    """
    weights = free / np.maximum(free.sum(axis=1, keepdims=True), 1)
    likelihood = (log_probabilities * weights).sum(axis=1)
    theme = (relevance * weights).sum(axis=1)
    costs = np.array([REPEAT_COST * repeated(lines) for lines in poems])
    scores = likelihood + THEME_WEIGHT * theme + PARALLEL_WEIGHT * parallel - costs
    order = np.argsort(-scores, kind="stable")
    return [Candidate(int(i), poems[i], float(scores[i])) for i in order]


def coherent(shortlist: Sequence[Candidate], coherence: NDArray[np.float64]) -> Candidate:
    """The best of a shortlist once it is known how much the beginning of each adds to its rest, (candidates,) nats."""
    scored = [
        replace(c, score=c.score + COHERENCE_WEIGHT * float(x)) for c, x in zip(shortlist, coherence, strict=True)
    ]
    return max(scored, key=lambda candidate: candidate.score)


def repeated(lines: Sequence[str]) -> int:
    """How many characters of a poem stood earlier in it, reduplications (the same character twice running) aside."""
    seen: set[str] = set()
    count = 0
    for line in lines:
        for before, character in zip(" " + line, line, strict=False):
            count += character in seen and character != before
            seen.add(character)
    return count
