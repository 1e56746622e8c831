"""Poems made ready as the course does it: one long text, a frequency table, an index table, windows.

    corpus = prepare(read_poems(source), dynasty="唐", held_out=frozenset())
    tables = Tables.of(corpus.training)
    windows = Windows.of(corpus.training, tables.vocabulary)

Differs from the course in two things. The reader keeps no punctuation, so the regular one (，。 in turn) is put back.
And the course's collection is of one dynasty (24,027 poems, 5,552 characters); a dynasty is chosen here, because all
dynasties together have eight thousand characters and a third more weights, most of them for rare characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.poem.corpus_sources import Poem
from engines.poem.dataset import VALIDATION_SHARE, line_hash
from engines.poem.vocabulary import Vocabulary
from engines.requests import EngineError, is_han

END = "]"  # behind every poem
WINDOW = 6
MINIMUM_COUNT = 3
DYNASTY = "唐"
EVERY_DYNASTY = "全部"
LINE_LENGTH = 5
PUNCTUATION = "，。"


@dataclass(frozen=True)
class ClassicCorpus:
    """Poems with punctuation, END not yet behind them, by what they are for.

    validation: one in fifty, chosen by the hash of the first line, as in engines.poem.dataset.
    examination: those with two or more lines in the held-out list.
    """

    training: tuple[str, ...]
    validation: tuple[str, ...]
    examination: tuple[str, ...]


def prepare(poems: Iterable[Poem], dynasty: str, held_out: frozenset[str]) -> ClassicCorpus:
    """The distinct five-character poems of a dynasty (EVERY_DYNASTY takes all); EngineError when there is none."""
    training: dict[str, None] = {}  # in the order they come, each once
    validation: dict[str, None] = {}
    examination: dict[str, None] = {}
    for poem in poems:
        if dynasty not in (EVERY_DYNASTY, poem.dynasty) or not _in_couplets_of_five(poem):
            continue
        hashes = [line_hash(line) for line in poem.lines]
        if sum(h in held_out for h in hashes) >= 2:
            part = examination
        elif int(hashes[0], 16) % VALIDATION_SHARE == 0:
            part = validation
        else:
            part = training
        part[punctuated(poem.lines)] = None
    if not training:
        raise EngineError(
            f"这份诗集里没有{dynasty}的五言诗；换一个朝代，例如：--dynasty {EVERY_DYNASTY}",
            f"The collection has no five-character poem of {dynasty}; for example: --dynasty {EVERY_DYNASTY}",
        )
    return ClassicCorpus(tuple(training), tuple(validation), tuple(examination))


def _in_couplets_of_five(poem: Poem) -> bool:
    return len(poem.lines) % 2 == 0 and all(len(line) == LINE_LENGTH and all(map(is_han, line)) for line in poem.lines)


def punctuated(lines: tuple[str, ...]) -> str:
    """Lines in one string, a comma and a full stop behind them in turn."""
    return "".join(line + PUNCTUATION[i % 2] for i, line in enumerate(lines))


def joined(poems: Iterable[str]) -> str:
    """The course's one long text: END behind every poem."""
    return "".join(poem + END for poem in poems)


@dataclass(frozen=True)
class Tables:
    """What the course prints of its corpus.

    poems: their number. frequencies: every character and mark with how often it occurs, the most frequent first.
    vocabulary: the index table, of those that occur at least MINIMUM_COUNT times.
    """

    poems: int
    frequencies: tuple[tuple[str, int], ...]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, poems: tuple[str, ...]) -> Tables:
        """The tables of these poems."""
        counts = Counter("".join(poems))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return cls(len(poems), tuple(ordered), Vocabulary.count(counts, MINIMUM_COUNT))


@dataclass(frozen=True)
class Windows:
    """Every place of the text where six characters and the one behind them belong to one poem.

    text: (length,) int32, -1 for END; starts: (n,) int64.
    """

    text: NDArray[np.int32]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, poems: Iterable[str], vocabulary: Vocabulary) -> Windows:
        """The windows of the joined text; those with END among their seven characters are skipped."""
        index = vocabulary.index | {END: -1}
        text = np.array([index.get(c, vocabulary.unknown) for c in joined(poems)], np.int32)
        if len(text) <= WINDOW:
            return cls(text, np.zeros(0, np.int64))
        whole = (np.lib.stride_tricks.sliding_window_view(text, WINDOW + 1) >= 0).all(axis=1)
        return cls(text, np.flatnonzero(whole))

    def at(self, starts: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Windows (n, WINDOW) and the characters behind them (n,)."""
        return self.text[starts[:, None] + np.arange(WINDOW)], self.text[starts + WINDOW]
