"""The fast stylizer's weights on disk: plain float32 arrays in one .npz, no pickles, checked by hash when read.

They are those of Magenta's arbitrary image stylization network (Ghiasi et al. 2017, arXiv:1705.06830; Apache-2.0), made
by `python -m engines style fetch` (engines/style/weights_fetch.py) and never committed. Convolutions keep Magenta's
names, for example `transformer/contract/conv1`; a kernel is (height, width, in, out), a depthwise one (3, 3, in, 1).
"""

from __future__ import annotations

import functools
import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines import places
from engines.requests import EngineError

Arrays = Mapping[str, NDArray[np.float32]]

# Of the arrays (names, shapes, numbers), not of the file: NumPy versions may write the same arrays differently.
SHA256 = "cd07f56a6b64da0ca25fefaf05ea9d5e042d98f91e4ec5cf5e49f0ae1fb3b11a"
MODEL = f"magenta-{SHA256[:8]}"


@dataclass(frozen=True)
class Convolution:
    """A convolution's kernel and bias; bias is zeros where the network has none."""

    kernel: NDArray[np.float32]
    bias: NDArray[np.float32]


class StyleWeights:
    """The arrays `NAME:kernel` and `NAME:bias` by the name of their convolution."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays

    def __getitem__(self, name: str) -> Convolution:
        return Convolution(self._arrays[f"{name}:kernel"], self._arrays[f"{name}:bias"])


def path() -> Path:
    """Where the weights are kept."""
    return places.data() / "style-network.npz"


def digest(arrays: Arrays) -> str:
    """sha256 over names, shapes and numbers, in the names' order."""
    total = hashlib.sha256()
    for name in sorted(arrays):
        total.update(f"{name}{arrays[name].shape}".encode())
        total.update(np.ascontiguousarray(arrays[name], "<f4").tobytes())
    return total.hexdigest()


def save(arrays: Arrays, place: Path) -> None:
    """Writes the file whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_suffix(".partial")
    with temporary.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    temporary.replace(place)


def intact(place: Path) -> Arrays | None:
    """The arrays of a file, or None when it is missing, damaged or of another version."""
    try:
        # Opened here, because NumPy leaves a damaged file open.
        with place.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None
    return arrays if digest(arrays) == SHA256 else None


@functools.cache
def load() -> StyleWeights:
    """The weights, read once in a process. Raises EngineError when they are not there."""
    arrays = intact(path())
    if arrays is None:
        raise EngineError(
            "画风网络的权重还没有取来，请运行：python -m engines style fetch",
            "The weights of the style network are not here yet; fetch them with: python -m engines style fetch",
        )
    return StyleWeights(arrays)
