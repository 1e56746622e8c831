"""The image network: a plain chain of convolutions, made to be looked through.

    network = ImageNetwork.read()
    maps = network.maps(pictures, ["block3_conv1"])         # {"block3_conv1": (n, h/4, w/4, 128)}
    logits = network.logits(pictures)                       # (n, 200)

VGG-like (Simonyan and Zisserman 2015): blocks of 3x3 convolutions and ReLUs, pooling between them, one dense layer on
the mean of the last maps. Differs from VGG: average pooling (Gatys et al. 2016: maxima pass gradients to one pixel in
four), and the first convolution pads by repeating the edge, because a black border is an edge that every style and
every dream would paint. No batch norm; how it learnt nevertheless is in trainable.py.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import tensorflow as tf

Tensor = Any  # TensorFlow ships no types

MEAN: Final = 0.45  # of ImageNet's values on a scale of 0–1, about; one number keeps grey grey
SPREAD: Final = 0.25
SIDE: Final = 64  # pixels, of the square pictures that it learnt from

# Chosen by looking at pictures; weights/vision.md says at which.
STYLE_LAYERS: Final = {
    "block1_conv1": 16.0, "block2_conv1": 8.0, "block3_conv1": 4.0, "block4_conv1": 2.0, "block5_conv1": 1.0,
}  # fmt: skip
CONTENT_LAYER: Final = "block4_conv1"
DREAM_LAYERS: Final = ("block2_conv2", "block3_conv2", "block4_conv2", "block5_conv1")


@dataclass(frozen=True)
class Blueprint:
    """Channels of the convolutions, block by block; pooling halves the maps between blocks."""

    blocks: tuple[tuple[int, ...], ...] = ((32, 32), (64, 64), (128, 128), (256, 256), (384,))
    classes: int = 200

    def names(self) -> list[str]:
        """The layers' names, shallow to deep: block1_conv1, block1_conv2, block2_conv1, …"""
        return [f"block{b}_conv{i}" for b, widths in enumerate(self.blocks, 1) for i in range(1, len(widths) + 1)]

    def stride(self, name: str) -> int:
        """How many pixels of the picture lie between neighbouring places of a layer's maps."""
        return int(2 ** (int(name.removeprefix("block").partition("_")[0]) - 1))


class ImageNetwork:
    """A trained network, computed in float32.

    convolutions: kernel (3, 3, in, out) and bias (out,) by layer name; head: (channels, classes) and (classes,). model:
    what a result says that it was made with.
    """

    style_layers: Mapping[str, float] = STYLE_LAYERS
    content_layer = CONTENT_LAYER
    dream_layers = DREAM_LAYERS
    side = SIDE

    def __init__(
        self,
        blueprint: Blueprint,
        convolutions: Mapping[str, tuple[np.ndarray, np.ndarray]],
        head: np.ndarray,
        head_bias: np.ndarray,
        model: str = "vision",
    ) -> None:
        self.blueprint = blueprint
        self.model = model
        self._convolutions = {
            name: (tf.constant(convolutions[name][0], tf.float32), tf.constant(convolutions[name][1], tf.float32))
            for name in blueprint.names()
        }
        self._head = tf.constant(head, tf.float32)
        self._head_bias = tf.constant(head_bias, tf.float32)

    def maps(self, pictures: Tensor, names: Iterable[str]) -> dict[str, Tensor]:
        """Rectified maps (n, h, w, channels) of the named layers for pictures (n, h, w, 3), 0–1, of any size from 1 up.

        Nothing deeper than the deepest of them is computed. KeyError for an unknown name.
        """
        wanted = set(names)
        if unknown := wanted - self._convolutions.keys():
            raise KeyError(", ".join(sorted(unknown)))
        found: dict[str, Tensor] = {}
        current = (pictures - MEAN) / SPREAD
        block = 1
        for index, (name, (kernel, bias)) in enumerate(self._convolutions.items()):
            if not wanted - found.keys():
                break
            if not name.startswith(f"block{block}_"):
                # "SAME", so that one pixel stays one; the same as "VALID" for even sides.
                current, block = tf.nn.avg_pool2d(current, 2, 2, "SAME"), block + 1
            if index == 0:
                current = tf.pad(current, [[0, 0], [1, 1], [1, 1], [0, 0]], "SYMMETRIC")
            padding = "VALID" if index == 0 else "SAME"
            current = tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(current, kernel, 1, padding), bias))
            if name in wanted:
                found[name] = current
        return found

    def logits(self, pictures: Tensor) -> Tensor:
        """(n, classes) for pictures (n, h, w, 3), 0–1; sharpest at 64 x 64, the size that it learnt at."""
        last = self.blueprint.names()[-1]
        return tf.matmul(tf.reduce_mean(self.maps(pictures, [last])[last], (1, 2)), self._head) + self._head_bias

    def convolution(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Kernel (3, 3, in, out) and bias (out,) of a layer; KeyError for an unknown name."""
        kernel, bias = self._convolutions[name]
        return kernel.numpy(), bias.numpy()

    def head(self) -> tuple[np.ndarray, np.ndarray]:
        """Kernel (channels, classes) and bias (classes,) of the dense layer."""
        return self._head.numpy(), self._head_bias.numpy()

    def mean(self, other: ImageNetwork) -> ImageNetwork:
        """The network half way between two, of which one went on from the other; ValueError when they are unlike.

        Such means are often better than either ("model soups", Wortsman et al. 2022).
        """
        if self.blueprint != other.blueprint:
            raise ValueError("the networks have other blocks or classes")

        def between(
            a: tuple[np.ndarray, np.ndarray], b: tuple[np.ndarray, np.ndarray]
        ) -> tuple[np.ndarray, np.ndarray]:
            return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2

        names = self.blueprint.names()
        convolutions = {name: between(self.convolution(name), other.convolution(name)) for name in names}
        return ImageNetwork(self.blueprint, convolutions, *between(self.head(), other.head()))

    def save(self, path: Path) -> None:
        """Writes float16 arrays, the file whole or not at all."""
        arrays = dict(zip(("head", "head_bias"), self.head(), strict=True))
        for name in self._convolutions:
            arrays |= zip((f"{name}/kernel", f"{name}/bias"), self.convolution(name), strict=True)
        temporary = path.with_suffix(".partial")
        with temporary.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **{k: v.astype(np.float16) for k, v in arrays.items()})
        temporary.replace(path)

    @classmethod
    def load(cls, content: bytes, model: str = "vision") -> ImageNetwork:
        """The network of a saved file's content; ValueError or KeyError when it is none."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            stored = {name: arrays[name].astype(np.float32) for name in arrays.files}
        names = [name.removesuffix("/kernel") for name in stored if name.endswith("/kernel")]
        widths: dict[str, list[int]] = {}
        for name in names:
            widths.setdefault(name.partition("_")[0], []).append(stored[f"{name}/bias"].size)
        blueprint = Blueprint(tuple(map(tuple, widths.values())), stored["head_bias"].size)
        convolutions = {name: (stored[f"{name}/kernel"], stored[f"{name}/bias"]) for name in names}
        return cls(blueprint, convolutions, stored["head"], stored["head_bias"], model)
