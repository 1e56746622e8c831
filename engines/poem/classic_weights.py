"""The course's network on disk: kept stages of a run, and the one file of three that is published.

A kept stage is float16 as it is (29 MB at 5,500 characters). Three of them would be more than all other weights of the
repository together, so the published file holds whole numbers and a scale a row: few enough levels that deflate packs a
weight into four bits or so: 7 MB a stage. weights/poem-classic.md says what that costs in perplexity.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.poem.classic_corpus import WINDOW
from engines.poem.classic_network import NAMES, Arrays, ClassicNetwork, Sizes
from engines.poem.vocabulary import Vocabulary
from engines.requests.classic import Stage

Stored = dict[str, NDArray[Any]]

# Levels to either side of zero. The first kernel is three quarters of all weights and a character picks one row of it,
# so its noise is not summed over many inputs; the others are products over hundreds and small enough for 7 bits.
LEVELS = {"first.kernel": 7, "output.kernel": 15}
USUAL_LEVELS = 63
BY_COLUMN = frozenset({"first.recurrent", "second.kernel", "second.recurrent", "output.kernel"})  # a scale a unit


@dataclass(frozen=True)
class Kept:
    """A network at some moment of its training. seconds: of training until then; perplexity: on validation poems."""

    arrays: Arrays
    step: int
    examples: int
    seconds: float
    perplexity: float = 0.0

    @property
    def sizes(self) -> Sizes:
        """What the arrays' shapes say."""
        characters, _ = self.arrays["first.kernel"].shape
        return Sizes(characters, *(self.arrays[f"{name}.recurrent"].shape[0] for name in ("first", "second")))

    def network(self) -> ClassicNetwork:
        """A network that computes with these weights."""
        network = ClassicNetwork(self.sizes)
        network.assign(self.arrays)
        return network

    def facts(self) -> NDArray[np.float64]:
        """step, examples, seconds, perplexity."""
        return np.array([self.step, self.examples, self.seconds, self.perplexity])


def save_stage(kept: Kept, path: Path) -> None:
    """Writes the file whole or not at all, float16."""
    arrays = {name: array.astype(np.float16) for name, array in kept.arrays.items()}
    temporary = path.with_suffix(".partial")
    with temporary.open("wb") as file:
        np.savez(file, allow_pickle=False, facts=kept.facts(), **arrays)
    temporary.replace(path)


def load_stage(path: Path) -> Kept:
    """What `save_stage` wrote."""
    with np.load(path, allow_pickle=False) as file:
        return _kept({name: file[name].astype(np.float32) for name in NAMES}, file["facts"])


def _kept(arrays: Arrays, facts: NDArray[np.float64]) -> Kept:
    step, examples, seconds, perplexity = facts.tolist()
    return Kept(arrays, int(step), int(examples), seconds, perplexity)


def packed(name: str, array: NDArray[np.float32]) -> Stored:
    """A variable as whole numbers with a scale a row (or column), or float16 where it is a bias."""
    if array.ndim == 1:
        return {name: array.astype(np.float16)}
    rows = array.T if name in BY_COLUMN else array
    levels = LEVELS.get(name, USUAL_LEVELS)
    scale = (np.abs(rows).max(axis=1, keepdims=True) / levels).astype(np.float16)
    safe = np.maximum(scale.astype(np.float32), np.finfo(np.float16).tiny)
    whole = np.clip(np.rint(rows / safe), -levels, levels).astype(np.int8)
    return {name: whole, f"{name}.scale": safe.astype(np.float16)}


def unpacked(name: str, stored: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
    """The variable that `packed` was given, within half a level."""
    found = stored[name].astype(np.float32)
    if found.ndim == 1:
        return found
    rows = found * stored[f"{name}.scale"].astype(np.float32)
    return np.ascontiguousarray(rows.T) if name in BY_COLUMN else rows


def rounded(kept: Kept, perplexity: float = 0.0) -> Kept:
    """The stage as it will be read back from the published file."""
    arrays = {name: unpacked(name, packed(name, array)) for name, array in kept.arrays.items()}
    return Kept(arrays, kept.step, kept.examples, kept.seconds, perplexity)


@dataclass(frozen=True)
class Primes:
    """What random poems begin with, (n, WINDOW) uint16 character indices, and end with, (n, WINDOW - 1)."""

    beginnings: NDArray[np.uint16]
    endings: NDArray[np.uint16]

    @classmethod
    def of(cls, poems: list[str], vocabulary: Vocabulary) -> Primes:
        """Of poems whose every character the network knows."""
        encoded = [vocabulary.encode(poem) for poem in poems]
        return cls(
            np.array([poem[:WINDOW] for poem in encoded], np.uint16).reshape(-1, WINDOW),
            np.array([poem[1 - WINDOW :] for poem in encoded], np.uint16).reshape(-1, WINDOW - 1),
        )


@dataclass(frozen=True)
class Published:
    """The one file: index table, random poems, and stages that are unpacked when they are asked for."""

    vocabulary: Vocabulary
    primes: Primes
    content: bytes

    def stage(self, stage: Stage) -> Kept:
        """The network at a stage; KeyError when the file lacks it."""
        with np.load(io.BytesIO(self.content), allow_pickle=False) as file:
            names = [name for name in file.files if name.startswith(f"{stage}:")]
            stored = {name.partition(":")[2]: file[name] for name in names}
        return _kept({name: unpacked(name, stored) for name in NAMES}, stored["facts"])


def save(stages: Mapping[Stage, Kept], vocabulary: Vocabulary, primes: Primes, path: Path) -> None:
    """Writes the published file whole or not at all."""
    arrays: Stored = {
        "characters": np.array([ord(c) for c in vocabulary.characters], np.uint32),
        "unknown_types": np.array(vocabulary.unknown_types, np.uint32),
        "beginnings": primes.beginnings,
        "endings": primes.endings,
    }
    for stage, kept in stages.items():
        arrays[f"{stage}:facts"] = kept.facts()
        for name, array in kept.arrays.items():
            arrays |= {f"{stage}:{part}": value for part, value in packed(name, array).items()}
    temporary = path.with_suffix(".partial")
    with temporary.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    temporary.replace(path)


def load(content: bytes) -> Published:
    """What `save` wrote."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        vocabulary = Vocabulary("".join(map(chr, file["characters"])), int(file["unknown_types"]))
        return Published(vocabulary, Primes(file["beginnings"], file["endings"]), content)
