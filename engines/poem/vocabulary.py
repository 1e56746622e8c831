"""The characters that the network knows, by index."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Vocabulary:
    """Known characters, most frequent first, then one index for all others.

    unknown_types: how many different characters the last index stands for; its probability is shared out evenly among
    them when perplexity is measured, so that a small vocabulary gains nothing by knowing less.
    """

    characters: str
    unknown_types: int

    @classmethod
    def count(cls, counts: Counter[str], minimum: int) -> Vocabulary:
        """The characters that occur at least `minimum` times, by frequency, then by code point."""
        known = sorted((c for c in counts if counts[c] >= minimum), key=lambda c: (-counts[c], c))
        return cls("".join(known), max(1, len(counts) - len(known)))

    @property
    def size(self) -> int:
        """Number of indices, the unknown one included."""
        return len(self.characters) + 1

    @property
    def unknown(self) -> int:
        """The index of every character not in the vocabulary."""
        return len(self.characters)

    @cached_property
    def index(self) -> dict[str, int]:
        """Character to index, known characters only."""
        return {c: i for i, c in enumerate(self.characters)}

    def encode(self, text: str) -> list[int]:
        """Indices of a text's characters."""
        return [self.index.get(c, self.unknown) for c in text]

    def decode(self, indices: np.ndarray) -> str:
        """The text of known indices, (characters,)."""
        return "".join(self.characters[i] for i in indices)
