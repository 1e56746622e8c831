"""What fine style makes small: the distance of textures, of contents, and the roughness of the picture.

Maps of features are (1, height, width, channels), float32. A texture is what is left of a map when the places are
forgotten; two descriptions of it are offered:

    texture = TEXTURES[StyleLoss.SORTED]
    target = texture.describe(style_features, count=places(content_features))
    loss = texture.distance(features, target, seed)

The Gram matrix (Gatys et al. 2016, "Image style transfer using convolutional neural networks") keeps the second moments
of the channels together; the sorted values of each channel (Heitz et al. 2021, "A sliced Wasserstein loss for neural
texture synthesis", with the channels themselves as the slices) keep the whole distribution of each channel alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import tensorflow as tf

from engines.requests import StyleLoss

Tensor = Any  # TensorFlow ships no types

# Places of a map that are sorted in one step. Sorting is the dearest part on a processor, and the places change from
# step to step, so that a sample does: with 4096 a picture took about twice as long and looked the same.
SORTED_PLACES: Final = 1024


class Texture(Protocol):
    """A description of texture that forgets places, and the distance of a map of features from it."""

    def describe(self, features: Tensor, count: Tensor) -> Tensor:
        """What the style's map leaves, comparable with maps of `count` places; linear means of several are mixtures."""

    def distance(self, features: Tensor, target: Tensor, seed: Tensor) -> Tensor:
        """How far the texture of `features` is from `target`, zero for the same; seed: two int32, for the sampling."""


@dataclass(frozen=True)
class Gram:
    """Products of channels, averaged over the places: (channels, channels)."""

    def describe(self, features: Tensor, count: Tensor) -> Tensor:
        """See Texture; the same for any `count`."""
        return gram(features)

    def distance(self, features: Tensor, target: Tensor, seed: Tensor) -> Tensor:
        """See Texture; nothing is sampled."""
        return gradient_normalised(gram(features) - target)


@dataclass(frozen=True)
class Sorted:
    """Values of each channel in order, at most SORTED_PLACES of them: (values, channels)."""

    def describe(self, features: Tensor, count: Tensor) -> Tensor:
        """See Texture; a mean of several such descriptions is their Wasserstein barycentre."""
        return quantiles(_listed(features), tf.minimum(count, SORTED_PLACES))

    def distance(self, features: Tensor, target: Tensor, seed: Tensor) -> Tensor:
        """See Texture; raises TensorFlow's InvalidArgumentError when `target` was described for another count."""
        values = sample(_listed(features), SORTED_PLACES, seed)
        return gradient_normalised(ascending(values) - target)


TEXTURES: Final[Mapping[StyleLoss, Texture]] = {StyleLoss.GRAM: Gram(), StyleLoss.SORTED: Sorted()}


def gradient_normalised(difference: Tensor) -> Tensor:
    """Sum d² / sum |d|: a squared error whose gradient's absolute values add up to about 1.

    So one set of weights serves every layer, every network and every size of picture.
    """
    return tf.reduce_sum(tf.square(difference)) / (tf.reduce_sum(tf.abs(difference)) + 1e-8)


def gram(features: Tensor) -> Tensor:
    """The Gram matrix of a map: (channels, channels)."""
    values = _listed(features)
    return tf.matmul(values, values, transpose_a=True) / tf.cast(tf.shape(values)[0], tf.float32)


def total_variation(picture: Tensor) -> Tensor:
    """The mean squared difference of neighbouring pixels, down and across; 0 for one pixel."""
    down = picture[:, 1:] - picture[:, :-1]
    across = picture[:, :, 1:] - picture[:, :, :-1]
    size = tf.cast(tf.size(picture), tf.float32)
    return (tf.reduce_sum(tf.square(down)) + tf.reduce_sum(tf.square(across))) / size


def places(features: Tensor) -> Tensor:
    """How many places a map has: height times width."""
    shape = tf.shape(features)
    return shape[1] * shape[2]


def sample(values: Tensor, most: int, seed: Tensor) -> Tensor:
    """At most `most` rows of `values`: one by chance from each of as many stretches; all, where there are fewer."""
    rows = tf.shape(values)[0]
    count = tf.minimum(rows, most)
    stretch = tf.cast(rows, tf.float32) / tf.cast(count, tf.float32)
    within = tf.random.stateless_uniform((count,), seed)
    # Where every row is taken a stretch is one row long, and float32 must not round its end into the next one.
    within = tf.where(rows > count, within, 0.5)
    chosen = tf.cast((tf.range(tf.cast(count, tf.float32)) + within) * stretch, tf.int32)
    return tf.gather(values, tf.minimum(chosen, rows - 1))


def ascending(values: Tensor) -> Tensor:
    """Each column of `values` (rows, channels) in order."""
    return tf.transpose(tf.sort(tf.transpose(values), axis=-1))


def quantiles(values: Tensor, count: Tensor) -> Tensor:
    """Each column of `values` (rows, channels) in order, and interpolated to `count` rows."""
    rows = tf.shape(values)[0]
    ordered = ascending(values)
    levels = (tf.range(tf.cast(count, tf.float32)) + 0.5) / tf.cast(count, tf.float32)
    position = tf.clip_by_value(levels * tf.cast(rows, tf.float32) - 0.5, 0.0, tf.cast(rows - 1, tf.float32))
    below = tf.floor(position)
    lower = tf.cast(below, tf.int32)
    part = (position - below)[:, None]
    return (1 - part) * tf.gather(ordered, lower) + part * tf.gather(ordered, tf.minimum(lower + 1, rows - 1))


def _listed(features: Tensor) -> Tensor:
    """A map without its places: (places, channels)."""
    return tf.reshape(features, (-1, features.shape[-1]))
