"""Deep dream: a photo is changed until a part of the network answers it more strongly (Mordvintsev et al. 2015).

    rate, steps = depth(0.6)
    picture = dream(photo, Aim("block4_conv2"), network, rate=rate, steps=steps)

From small to large: each octave starts from the photo at its size with the change of the octave before scaled up, so
that large shapes come first and no detail of the photo is lost. Every step sees the picture moved a little, or the grid
of the network's strides would show, and its gradient is smoothed by a Laplacian pyramid, or fine noise would win.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import tensorflow as tf

from engines.style.pictures import Picture, resized
from engines.vision.networks import LookingNetwork
from engines.vision.pyramid import smoothed

Tensor = Any  # TensorFlow ships no types

FACTOR: Final = 1.4  # from octave to octave
STEPS: Final = (12, 12, 10, 8)  # of each octave, coarse to fine: fewer the finer, because what is large is drawn first
RATE: Final = 0.022  # of the picture's scale 0–1, of each step at full strength: with twice as much the photo is gone
# Strength: share of RATE, share of STEPS. Set by looking at dreams side by side: 15 % touches what is there already, at
# 40 % textures turn, at 60 % shapes, at 80 % the sky fills, at 100 % little of the photo is left. Rates in proportion
# to the strength would be a full dream at 15 % and all the same from 60 % on, because what is clipped can't grow.
DEPTHS: Final = (
    (0.0, 0.0, 0.7),
    (0.15, 0.03, 0.7),
    (0.4, 0.11, 0.85),
    (0.6, 0.27, 1.0),
    (0.8, 0.55, 1.3),
    (1.0, 1.0, 1.7),
)
JITTER: Final = 16  # pixels: the stride of the deepest maps, so that every place of it is met; more only costs time
SMALLEST_SIDE: Final = 32  # pixels: below it an octave has nothing to see for a network that learnt at 64

# Of the gradient's bands, each twice as coarse as the one before. The finest is quieter because it is the noise's, the
# coarsest because it turns the whole picture to one colour.
STRENGTHS: Final = (0.3, 0.7, 1.0, 1.0, 0.6)

Report = Callable[[float, Picture], None]  # how much is done, 0–1, and the picture so far, at its octave's size


@dataclass(frozen=True)
class Aim:
    """What to dream of: channels of a layer, all of them when none is named. gain: of the rate, 1 as it is."""

    layer: str
    channels: tuple[int, ...] = ()
    gain: float = 1.0


class Ascent:
    """Steps up the answer of one layer's channels; compiled once for all sizes and all channels."""

    def __init__(self, network: LookingNetwork, layer: str) -> None:
        self._network = network
        self._layer = layer
        self.channels = int(network.maps(tf.zeros((1, JITTER, JITTER, 3)), [layer])[layer].shape[-1])
        self.step = tf.function(
            self._step,
            input_signature=(
                tf.TensorSpec((None, None, None, 3)),
                tf.TensorSpec((None, self.channels)),
                tf.TensorSpec((2,), tf.int32),
                tf.TensorSpec(()),
            ),
        )

    def weights(self, channels: Sequence[int]) -> Tensor:
        """(1, channels): one share for each of `channels`, for all when there are none."""
        chosen = np.zeros((1, self.channels), np.float32)
        chosen[:, list(channels) or slice(None)] = 1
        return tf.constant(chosen / chosen.sum())

    def _step(self, pictures: Tensor, weights: Tensor, phase: Tensor, rate: Tensor) -> Tensor:
        """Pictures (n, h, w, 3), 0–1, one step further. weights: (n, channels); phase: (2,), 0 to JITTER."""
        with tf.GradientTape() as tape:
            tape.watch(pictures)
            maps = self._network.maps(_moved(pictures, phase), [self._layer])[self._layer]
            # Squares, as in the first deep dreams: what is there already grows fastest, so shapes differ by place.
            answer = tf.reduce_sum(tf.reduce_mean(tf.square(maps), (1, 2)) * weights)
        gradient = smoothed(tape.gradient(answer, pictures), STRENGTHS)
        return tf.clip_by_value(pictures + rate * gradient, 0.0, 1.0)


@functools.lru_cache(maxsize=16)
def ascent(network: LookingNetwork, layer: str) -> Ascent:
    """The ascent on this layer, kept, because tracing it takes a second."""
    return Ascent(network, layer)


def depth(strength: float) -> tuple[float, tuple[int, ...]]:
    """The rate and the steps of a strength, 0–1; full strength takes 1.7 times as long as 0.6."""
    strengths, rates, steps = zip(*DEPTHS, strict=True)
    share = float(np.interp(strength, strengths, rates))
    count = float(np.interp(strength, strengths, steps))
    return RATE * share, tuple(round(number * count) for number in STEPS)


def dream(
    photo: Picture,
    aim: Aim,
    network: LookingNetwork,
    *,
    rate: float = RATE,
    steps: Sequence[int] = STEPS,
    seed: int = 0,
    report: Report = lambda _fraction, _picture: None,
) -> Picture:
    """The photo's dream, of the photo's size; the same for the same seed.

    steps: of each octave, coarse to fine; octaves too small to see anything are left out. What `report`, called after
    every step, raises ends it. KeyError for a layer that the network has not.
    """
    climb = ascent(network, aim.layer)
    weights = climb.weights(aim.channels)
    random = np.random.default_rng(seed)
    sizes = octaves(photo.shape[0], photo.shape[1], len(steps))
    counts = steps[-len(sizes) :]
    work = [count * math.prod(size) for count, size in zip(counts, sizes, strict=True)]
    picture = before = resized(photo, *sizes[0])
    for index, (size, count) in enumerate(zip(sizes, counts, strict=True)):
        base = resized(photo, *size)
        picture, before = with_change(base, before, picture), base
        for step in range(count):
            phase = random.integers(0, JITTER, 2, np.int32, endpoint=True)
            picture = climb.step(picture[None], weights, phase, rate * aim.gain)[0].numpy()
            report((sum(work[:index]) + work[index] * (step + 1) / count) / sum(work), picture)
    return picture


def octaves(height: int, width: int, count: int) -> list[tuple[int, int]]:
    """The sizes (height, width) to dream at, coarse to fine; at most `count`, the last is the one given."""
    sizes = [(round(height / FACTOR**power), round(width / FACTOR**power)) for power in range(count)]
    return [size for size in reversed(sizes) if min(size) >= SMALLEST_SIDE] or [(height, width)]


def with_change(base: Picture, before: Picture, after: Picture) -> Picture:
    """`base` changed as `before` was changed to `after`, whatever their size, its own detail kept."""
    # Scaling works on 0–1, a change lies in -1 to 1.
    halved: Picture = (after - before + np.float32(1)) / np.float32(2)
    change = resized(halved, *base.shape[:2]) * 2 - 1
    changed: Picture = np.clip(base + change, 0, 1)
    return changed


def _moved(pictures: Tensor, phase: Tensor) -> Tensor:
    """The pictures moved down and across by `phase`, with JITTER pixels more to both sides taken together.

    Mirrored there, because pixels from the opposite side, or black, would draw a frame.
    """
    before = tf.minimum(phase, tf.shape(pictures)[1:3])
    after = tf.minimum(JITTER - phase, tf.shape(pictures)[1:3])
    return tf.pad(pictures, tf.concat([[[0, 0]], tf.stack([before, after], 1), [[0, 0]]], 0), "SYMMETRIC")
