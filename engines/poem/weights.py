"""The poem network on disk: one .npz of plain arrays, float16, no pickles; checked against weights/manifest.json."""

from __future__ import annotations

import io
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from engines.poem.network import PoemNetwork, Sizes
from engines.poem.vocabulary import Vocabulary
from engines.requests import EngineError


@dataclass(frozen=True)
class TrainedPoemNetwork:
    """A network with the vocabulary and the rhyme table that it was trained with.

    rhyme_groups: names of the columns of `network.rhymes`.
    """

    network: PoemNetwork
    vocabulary: Vocabulary
    rhyme_groups: tuple[str, ...]


def save(trained: TrainedPoemNetwork, path: Path) -> None:
    """Writes the file whole or not at all."""
    network, vocabulary = trained.network, trained.vocabulary
    arrays: dict[str, np.ndarray] = {
        "characters": np.array([ord(c) for c in vocabulary.characters], np.uint32),
        "unknown_types": np.array(vocabulary.unknown_types, np.uint32),
        "rhymes": np.packbits(network.rhymes.astype(bool), axis=1),
        "rhyme_groups": np.array(trained.rhyme_groups),
        "sizes": np.array(list(asdict(network.sizes).values()), np.uint32),
    }
    for weight in network.weights:
        arrays[f"weight:{weight.path}"] = weight.numpy().astype(np.float16)
    temporary = path.with_suffix(".partial")
    with temporary.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    temporary.replace(path)


def load(content: bytes) -> TrainedPoemNetwork:
    """Builds the network in code and gives it the weights of a file's content; ValueError when they don't fit."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        groups = tuple(str(name) for name in arrays["rhyme_groups"])
        sizes = Sizes(*(int(n) for n in arrays["sizes"]))
        vocabulary = Vocabulary("".join(map(chr, arrays["characters"])), int(arrays["unknown_types"]))
        rhymes = np.unpackbits(arrays["rhymes"], axis=1, count=len(groups))
        network = PoemNetwork(sizes, rhymes, name="poem_network")
        network.build()
        names = {f"weight:{weight.path}" for weight in network.weights}
        if names != {name for name in arrays.files if name.startswith("weight:")}:
            raise ValueError("the weights belong to another network")
        for weight in network.weights:
            weight.assign(arrays[f"weight:{weight.path}"].astype(np.float32))
    return TrainedPoemNetwork(network, vocabulary, groups)


def mean(first: TrainedPoemNetwork, second: TrainedPoemNetwork) -> TrainedPoemNetwork:
    """The network half way between two, of which one went on from the other; ValueError when they are of two kinds.

    Such means are often better than either ("model soups", Wortsman et al. 2022).
    """
    if first.vocabulary != second.vocabulary or first.network.sizes != second.network.sizes:
        raise ValueError("the networks have other sizes or characters")
    network = PoemNetwork(second.network.sizes, second.network.rhymes, name="poem_network")
    network.build()
    for weight, a, b in zip(network.weights, first.network.weights, second.network.weights, strict=True):
        weight.assign((a.numpy() + b.numpy()) / 2)
    return TrainedPoemNetwork(network, second.vocabulary, second.rhyme_groups)


def read(path: Path) -> TrainedPoemNetwork:
    """The weights in a file. Raises EngineError when there are none."""
    try:
        return load(path.read_bytes())
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise EngineError(
            f"{path} 不是写诗网络的权重，例如：weights/poem.npz",
            f"{path} holds no weights of the poem network; a file that does, for example: weights/poem.npz",
        ) from error
