"""Parallelism (对仗): whether the characters of two lines answer each other place by place, as a couplet's should.

    parallelism = Parallelism.of(network)
    parallelism.of_lines("明月松间照", "清泉石上流")     # mean cosine, -1 to 1; 0 is chance

Characters that stand in the same place of a couplet behave alike in verse (mountain and water, three and thousand), and
so their vectors in the network point the same way. Measured on the first 787 律诗 of the validation split with the
network of 22 million characters: lines 3 and 4 of one poem are told from lines of two poems in 90 % of cases for
five characters, 94 % for seven; mean .12 for the middle couplets, .04 for the first, .01 for the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.poem.weights import TrainedPoemNetwork
from engines.requests import Form

_OFFSET = 50.0  # characters' frequency falls about as 1 / (rank + 50)
# Directions that all characters share, besides their mean; with 0, 3 and 8 lines of five were told in 82, 89 and 80 %.
_COMMON = 1


@dataclass(frozen=True)
class Parallelism:
    """index: character to row; vectors: (characters, width), length 1."""

    index: dict[str, int]
    vectors: NDArray[np.float32]

    @classmethod
    def of(cls, trained: TrainedPoemNetwork) -> Parallelism:
        """The characters' own vectors, without those of their rhyme groups: lines of a couplet must not rhyme."""
        size = len(trained.vocabulary.characters)
        vectors = trained.network.characters.numpy()[:size].astype(np.float64)
        frequency = 1 / (np.arange(size) + _OFFSET)
        centred = vectors - frequency @ vectors / frequency.sum()
        _, directions = np.linalg.eigh((centred * frequency[:, None]).T @ centred)
        common = directions[:, -_COMMON:]
        centred -= centred @ common @ common.T
        length = np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
        return cls(trained.vocabulary.index, (centred / length).astype(np.float32))

    def of_lines(self, first: str, second: str) -> float:
        """The mean cosine of characters in the same place.

        The same character twice counts as chance, because to repeat is not to answer; so does one that is not known.
        """
        return float(np.mean([self._cosine(a, b) for a, b in zip(first, second, strict=True)]))

    def _cosine(self, a: str, b: str) -> float:
        if a == b or a not in self.index or b not in self.index:
            return 0.0
        return float(self.vectors[self.index[a]] @ self.vectors[self.index[b]])

    def of_poem(self, lines: Sequence[str], form: Form) -> float:
        """The mean of the couplets that must be parallel: the middle ones of eight lines; 0 for quatrains, which need
        none.
        """
        middle = range(2, form.line_count - 2, 2)
        return float(np.mean([self.of_lines(lines[i], lines[i + 1]) for i in middle])) if form.line_count == 8 else 0.0
