"""The transformer: repaints pictures of any size in the style that 100 numbers stand for, in one pass.

    transformer = Transformer.load()
    painted = transformer.paint(pictures, numbers)  # (n, h, w, 3) in 0-1, (n, 100) -> (n, h, w, 3)

Magenta's arbitrary stylization network (Ghiasi et al. 2017, arXiv:1705.06830): two strided convolutions down, five
residual blocks, two doublings up; from the blocks on, each convolution is followed by an instance norm whose scale and
offset are linear in the 100 numbers. Two things are done differently, with the same result:

- What runs at the full or half size runs in strips of rows. A strip brings the rows that its convolution also sees
  above and below, reflected only where the picture ends, and the norms take their statistics over all strips: strips
  leave no seam, and memory does not grow by the dozens of copies that one graph would keep.
- "Double by nearest neighbour, reflect, convolve 3x3" is one 3x3 convolution at the small size with four times the
  channels, spread out afterwards: a quarter of the places to visit, and channels enough to fill vector registers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Self

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engines.style import weights
from engines.style.weights import Convolution, StyleWeights

MULTIPLE = 4  # of which both sides must be one, for two halvings; others are reflected up to it and cut afterwards
MINIMUM_SIDE = 16  # pixels; reflection at a quarter of the size needs some
EPSILON = 1e-5  # of the norms, as in the graph
RESIDUAL_BLOCKS = 5
STRIP_PIXELS = 2**19  # 16 MB for each copy of eight channels: small beside the whole, large beside the cost of a call

CONTRACT_HALOS = (4, 1, 1)  # rows that each convolution sees beyond its place
EXPAND_HALOS = (1, 1, 4)

Pictures = NDArray[np.float32]
Tensor = Any  # TensorFlow ships no types
Stage = Callable[..., Any]


MISSING = tf.TensorSpec((2,), tf.int32)


def _features(channels: int) -> tf.TensorSpec:
    return tf.TensorSpec((None, None, None, channels), tf.float32)


def _compiled(function: Stage, *signature: tf.TensorSpec) -> Stage:
    """A graph for every size: the unknown sizes in its signature keep it from being traced anew."""
    graph: Stage = tf.function(function, input_signature=signature)
    return graph


class StyleNorm:
    """Instance normalisation whose scale and offset come from the style's numbers."""

    def __init__(self, stored: StyleWeights, name: str) -> None:
        self._scale = stored[f"style_params/{name}/StyleNorm/Conv_1"]
        self._offset = stored[f"style_params/{name}/StyleNorm/Conv"]

    def affine(self, mean: Tensor, variance: Tensor, numbers: Tensor) -> tuple[Tensor, Tensor]:
        """What each channel is multiplied by and what is added, (n, 1, 1, c), from its statistics of the same shape."""
        scale = _linear(numbers, self._scale) * tf.math.rsqrt(variance + EPSILON)
        return scale, _linear(numbers, self._offset) - mean * scale

    def __call__(self, features: Tensor, numbers: Tensor) -> Tensor:
        """Features (n, h, w, c), normalised over the whole of each picture."""
        mean, variance = tf.nn.moments(features, (1, 2), keepdims=True)
        scale, offset = self.affine(mean, variance, numbers)
        return features * scale + offset


class Transformer:
    """The network. strip_pixels: how many places, of all pictures together, a strip may have."""

    def __init__(self, stored: StyleWeights, strip_pixels: int = STRIP_PIXELS) -> None:
        self._strip_pixels = strip_pixels
        self._contract = [_contraction(stored[f"transformer/contract/conv{i}"], s) for i, s in enumerate((1, 2, 2), 1)]
        self._residual = _residual(stored)
        names = [f"transformer/expand/conv{i}/conv" for i in (1, 2, 3)]
        first, second, last = (stored[name] for name in names)
        self._expand = [_doubling(first, normalise=False), _doubling(second), _last(last)]
        self._norms = [StyleNorm(stored, name) for name in names]
        self._at_once = _compiled(self._whole, _features(3), tf.TensorSpec((None, None), tf.float32))

    @classmethod
    def load(cls) -> Self:
        """The transformer with the fetched weights; EngineError when they are not there."""
        return cls(weights.load())

    def paint(self, pictures: Pictures, numbers: NDArray[np.float32]) -> Pictures:
        """(n, h, w, 3) in 0–1 with sides of at least 16, and (n, 100) -> (n, h, w, 3) in 0–1."""
        height, width = pictures.shape[1:3]
        beyond = [(0, 0), (0, -height % MULTIPLE), (0, -width % MULTIPLE), (0, 0)]
        features = tf.constant(np.pad(pictures, beyond, mode="reflect"), tf.float32)
        style = tf.constant(numbers, tf.float32)
        if math.prod(features.shape[:3]) <= self._strip_pixels:
            whole: Pictures = self._at_once(features, style).numpy()[:, :height, :width]
            return whole
        for stage, halo in zip(self._contract, CONTRACT_HALOS, strict=True):
            features = _joined(self._strips(stage, halo, features))
        features = self._residual(features, style)
        affine: tuple[Tensor, ...] = ()  # the sum of the blocks enters the first doubling as it is
        for stage, norm, halo in zip(self._expand, self._norms, EXPAND_HALOS, strict=True):
            strips = self._strips(stage, halo, features, *affine)
            mean, variance = _statistics(strips)
            affine = norm.affine(mean, variance, style)
            features = _joined(strips)
        painted: Pictures = _finish(features, *affine).numpy()[:, :height, :width]
        return painted

    def _whole(self, features: Tensor, style: Tensor) -> Tensor:
        """Small pictures, each stage over all of them: one graph, because calling a dozen takes as long as they do."""
        for stage, halo in zip(self._contract, CONTRACT_HALOS, strict=True):
            features = stage(features, tf.constant((halo, halo)))
        features = self._residual(features, style)
        affine: tuple[Tensor, ...] = ()
        for stage, norm, halo in zip(self._expand, self._norms, EXPAND_HALOS, strict=True):
            features = stage(features, tf.constant((halo, halo)), *affine)
            affine = norm.affine(*_moments(features), style)
        return _finish(features, *affine)

    def _strips(self, stage: Stage, halo: int, entering: Tensor, *affine: Tensor) -> list[Tensor]:
        """What a stage makes of each strip, which it is given with `halo` more rows on either side."""
        count, height, width, _ = entering.shape
        # Even, so that the strips of a strided convolution begin where its steps do.
        rows = max(2 * MULTIPLE, self._strip_pixels // (count * width) // 2 * 2)
        leaving = []
        for start in range(0, height, rows):
            end = min(start + rows, height)
            above, below = max(0, start - halo), min(height, end + halo)
            missing = (halo - (start - above), halo - (below - end))
            leaving.append(stage(entering[:, above:below], tf.constant(missing), *affine))
        return leaving


def _joined(strips: list[Tensor]) -> Tensor:
    return strips[0] if len(strips) == 1 else tf.concat(strips, 1)


def _statistics(strips: list[Tensor]) -> tuple[Tensor, Tensor]:
    """Mean and variance, each (n, 1, 1, c), over all strips together."""
    rows = sum(strip.shape[1] for strip in strips)
    parts = [(strip.shape[1] / rows, *_moments(strip)) for strip in strips]
    mean = sum(share * mean for share, mean, _ in parts)
    # Around the common mean: the plain difference of mean square and squared mean would cancel digits.
    return mean, sum(share * (variance + tf.square(part - mean)) for share, part, variance in parts)


def _moments(features: Tensor) -> tuple[Tensor, Tensor]:
    mean, variance = tf.nn.moments(features, (1, 2), keepdims=True)
    return mean, variance


def _finish(features: Tensor, scale: Tensor, offset: Tensor) -> Tensor:
    return tf.sigmoid(features * scale + offset)


def _contraction(stored: Convolution, stride: int) -> Stage:
    """A strip through a convolution and ReLU."""
    halo, entering = stored.kernel.shape[0] // 2, stored.kernel.shape[2]
    convolution = _layer(stored, stride)

    def run(strip: Tensor, missing: Tensor) -> Tensor:
        return tf.nn.relu(convolution(_padded(strip, missing, halo, "REFLECT")))

    return _compiled(run, _features(entering), MISSING)


def _residual(stored: StyleWeights) -> Stage:
    """Five blocks over the whole picture: at a quarter of the size their copies are small."""
    names = [f"transformer/residual/residual{block}/conv{i}" for block in range(1, RESIDUAL_BLOCKS + 1) for i in (1, 2)]
    layers = [(_layer(stored[name]), StyleNorm(stored, name)) for name in names]
    channels = stored[names[0]].kernel.shape[2]

    def run(features: Tensor, numbers: Tensor) -> Tensor:
        around = tf.constant((1, 1))
        for (convolution, norm), (second, second_norm) in zip(layers[::2], layers[1::2], strict=True):
            inner = tf.nn.relu(norm(convolution(_padded(features, around, 1, "REFLECT")), numbers))
            features += second_norm(second(_padded(inner, around, 1, "REFLECT")), numbers)
        return features

    return _compiled(run, _features(channels), tf.TensorSpec((None, None), tf.float32))


def _doubling(stored: Convolution, *, normalise: bool = True) -> Stage:
    """A strip, first through the norm before and ReLU unless there is none, to twice its size and other channels."""
    entering = stored.kernel.shape[2]
    convolution = _layer(_spread(stored))

    def run(strip: Tensor, missing: Tensor, *affine: Tensor) -> Tensor:
        if normalise:
            scale, offset = affine
            strip = tf.nn.relu(strip * scale + offset)
        # The edge of the doubled picture, reflected, is the edge of the small one, repeated.
        return tf.nn.depth_to_space(convolution(_padded(strip, missing, 1, "SYMMETRIC")), 2)

    affine = [_features(entering)] * 2 if normalise else []
    return _compiled(run, _features(entering), MISSING, *affine)


def _last(stored: Convolution) -> Stage:
    """A strip through the norm before, ReLU and the convolution to colours."""
    halo, entering = stored.kernel.shape[0] // 2, stored.kernel.shape[2]
    convolution = _layer(stored)

    def run(strip: Tensor, missing: Tensor, scale: Tensor, offset: Tensor) -> Tensor:
        return convolution(_padded(tf.nn.relu(strip * scale + offset), missing, halo, "REFLECT"))

    return _compiled(run, _features(entering), MISSING, _features(entering), _features(entering))


def _layer(stored: Convolution, stride: int = 1) -> keras.layers.Layer:
    height, width, entering, leaving = stored.kernel.shape
    layer = keras.layers.Conv2D(leaving, (height, width), stride, padding="valid", dtype="float32", trainable=False)
    layer.build((None, None, None, entering))
    layer.set_weights([stored.kernel, stored.bias])
    return layer


def _spread(stored: Convolution) -> Convolution:
    """The convolution at the small size that does what `stored` does after doubling by nearest neighbour.

    Of the three rows that the kernel sees in the doubled picture, an even row's come from the small row before (one)
    and from its own (two), an odd row's from its own (two) and from the one after; so do columns.
    """
    even = np.array([[1, 0, 0], [0, 1, 1], [0, 0, 0]], np.float32)  # (row in the small picture, row of the kernel)
    odd = np.array([[0, 0, 0], [1, 1, 0], [0, 0, 1]], np.float32)
    rows = np.stack([even, odd])
    kernel = np.einsum("pyi,qxj,ijcd->yxcpqd", rows, rows, stored.kernel)
    return Convolution(kernel.reshape(*kernel.shape[:3], -1), np.tile(stored.bias, 4))


def _padded(strip: Tensor, missing: Tensor, halo: int, mode: str) -> Tensor:
    """The strip with the `missing` rows above and below, and `halo` columns on either side, made up."""
    return tf.pad(strip, [(0, 0), (missing[0], missing[1]), (halo, halo), (0, 0)], mode)


def _linear(numbers: Tensor, stored: Convolution) -> Tensor:
    """(n, 100) -> (n, 1, 1, c)."""
    return (tf.matmul(numbers, stored.kernel[0, 0]) + stored.bias)[:, tf.newaxis, tf.newaxis]
