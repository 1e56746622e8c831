"""Tiny ImageNet as it is distributed: a zip, or the folder it unpacks to.

    wnids.txt, words.txt, train/<wnid>/images/*.JPEG, val/images/*.JPEG, val/val_annotations.txt

Source: Stanford CS231N's Tiny ImageNet, 200 classes of ImageNet at 64 x 64 (ImageNet's research terms).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from engines.requests import EngineError

SIDE = 64


@dataclass(frozen=True)
class Pictures:
    """pictures: (count, 64, 64, 3) uint8, RGB; labels: (count,) int32, places in Dataset.wnids."""

    pictures: np.ndarray
    labels: np.ndarray

    def some(self, count: int) -> Pictures:
        """`count` of them (all, if there are fewer), evenly spread over their order."""
        chosen = np.linspace(0, len(self.labels), min(count, len(self.labels)), endpoint=False).astype(int)
        return Pictures(self.pictures[chosen], self.labels[chosen])


@dataclass(frozen=True)
class Dataset:
    """wnids: WordNet's numbers of the classes, in the order of the labels."""

    wnids: tuple[str, ...]
    training: Pictures
    validation: Pictures


def read(source: Path) -> Dataset:
    """Reads all of it into memory (1 GB, about half a minute). Raises EngineError when `source` is something else."""
    try:
        root = _Root(source)
        wnids = tuple(sorted(root.text("wnids.txt").split()))
        number = {wnid: index for index, wnid in enumerate(wnids)}
        listed = [line.split("\t")[:2] for line in root.text("val/val_annotations.txt").splitlines()]
        validation = [(f"val/images/{name}", number[wnid]) for name, wnid in listed if root.has(f"val/images/{name}")]
        training = [(name, number[name.split("/")[1]]) for name in root.names("train/") if name.endswith(".JPEG")]
        return Dataset(wnids, _decoded(root, training), _decoded(root, validation))
    except (OSError, KeyError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise EngineError(
            f"{source} 不是 Tiny ImageNet；请给出它的压缩包或解开后的文件夹，例如：--data tiny-imagenet-200.zip",
            f"{source} is not Tiny ImageNet; name its zip file or the folder it unpacks to, for example: "
            f"--data tiny-imagenet-200.zip",
        ) from error


class _Root:
    """The dataset's folder, in a zip or on disk, by relative names."""

    def __init__(self, source: Path) -> None:
        self._folder = None if source.is_file() else source
        self._zip = zipfile.ZipFile(source) if source.is_file() else None
        listed = self._zip.namelist() if self._zip else [p.relative_to(source).as_posix() for p in source.rglob("*.*")]
        marker = next(name for name in [*listed, "wnids.txt"] if name.endswith("wnids.txt"))
        self._prefix = marker.removesuffix("wnids.txt")
        self._names = {name.removeprefix(self._prefix) for name in listed if name.startswith(self._prefix)}

    def has(self, name: str) -> bool:
        return name in self._names

    def names(self, start: str) -> Iterator[str]:
        return iter(sorted(name for name in self._names if name.startswith(start)))

    def content(self, name: str) -> bytes:
        if self._zip is not None:
            return self._zip.read(self._prefix + name)
        assert self._folder is not None
        return (self._folder / (self._prefix + name)).read_bytes()

    def text(self, name: str) -> str:
        return self.content(name).decode("utf-8")


def _decoded(root: _Root, named: Sequence[tuple[str, int]]) -> Pictures:
    if not named:
        raise ValueError("no pictures")
    pictures = np.empty((len(named), SIDE, SIDE, 3), np.uint8)

    def decode(index: int) -> None:
        with Image.open(io.BytesIO(root.content(named[index][0]))) as image:
            pictures[index] = np.asarray(image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC))

    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(decode, range(len(named))):
            pass
    return Pictures(pictures, np.array([label for _, label in named], np.int32))
