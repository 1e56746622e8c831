"""A Laplacian pyramid in TensorFlow (Burt and Adelson 1983), and gradients smoothed by it.

A picture's bands add up to the picture: each holds what a coarser one can't show. Gradients of a network are mostly
fine noise, because every stride and every kernel leaves its grid in them; with each band brought to a strength of its
own, what is large counts as much as what is small, and shapes are drawn rather than noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import tensorflow as tf

Tensor = Any  # TensorFlow ships no types

CHANNELS: Final = 3
BINOMIAL: Final = np.array([1, 4, 6, 4, 1], np.float32) / 16  # Burt and Adelson's kernel, close to a Gaussian
LEAST_SHARE: Final = 1e-3  # of the whole: a band fainter than this is rounding, not to be made as strong as the rest

# (5, 5, 3, 3): every channel by itself.
_KERNEL = (np.outer(BINOMIAL, BINOMIAL)[..., None, None] * np.eye(CHANNELS)).astype(np.float32)


def bands(picture: Tensor, count: int) -> list[Tensor]:
    """The bands of pictures (n, h, w, 3), finest first; the last is what is left, 1/2^(count - 1) as large."""
    found = []
    for _ in range(count - 1):
        coarse = tf.nn.conv2d(picture, _KERNEL, 2, "SAME")
        found.append(picture - _enlarged(coarse, tf.shape(picture)))
        picture = coarse
    return [*found, picture]


def whole(found: Sequence[Tensor]) -> Tensor:
    """The pictures whose bands these are."""
    picture = found[-1]
    for band in reversed(found[:-1]):
        picture = _enlarged(picture, tf.shape(band)) + band
    return picture


def smoothed(gradient: Tensor, strengths: Sequence[float]) -> Tensor:
    """The gradient (n, h, w, 3) with bands of the given strengths (root mean squares), finest first."""
    total = _strength(gradient)
    return whole(
        [
            band * (strength / (_strength(band) + LEAST_SHARE * total + 1e-20))
            for band, strength in zip(bands(gradient, len(strengths)), strengths, strict=True)
        ]
    )


def _enlarged(picture: Tensor, shape: Tensor) -> Tensor:
    # Four times the kernel, because three of four places between the samples are empty.
    return tf.nn.conv2d_transpose(picture, _KERNEL * 4, shape, 2, "SAME")


def _strength(pictures: Tensor) -> Tensor:
    return tf.sqrt(tf.reduce_mean(tf.square(pictures), (1, 2, 3), keepdims=True))
