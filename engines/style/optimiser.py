"""Fine style: the picture itself is optimised, from coarse to fine (Gatys et al. 2016, CVPR).

    fine = optimise(photo, [painting], [1.0], fast_result, network=open_network(), report=show)
    fine.picture, fine.finished

Differs from Gatys et al.: it starts from the fast result rather than from noise, because that saves most of the steps;
Adam and a running mean of its iterates replace L-BFGS, because the mean is calmer than any one iterate; losses are
gradient-normalised, so that weights need no tuning for each network; and it works through growing sizes, because a
network sees large strokes only in small pictures.

Measured with the own network, Gram, 512 x 384 pixels on two idle cores: 200 steps in 13 s, 1.1 GB at most, what fast
style needs included.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import tensorflow as tf
from matplotlib.figure import Figure

from engines.requests import FINE_DETAIL, StyleLoss
from engines.style.losses import TEXTURES, Tensor, gradient_normalised, places, total_variation
from engines.style.pictures import Picture, resized
from engines.vision.networks import LookingNetwork

STEPS: Final = 200  # with twice as many the strokes hardly change and faces suffer
SMALLEST_SIDE: Final = 180  # long side of the first size: below it a painting's strokes are gone
GROWTH: Final = math.sqrt(2)  # from size to size: twice the pixels

RATE: Final = 0.02  # of Adam, on a scale of 0–1: a colour can cross it in 50 steps
FIRST_MOMENT: Final = 0.9
SECOND_MOMENT: Final = 0.99  # Adam's usual .999 remembers longer than a size lasts
MEMORY: Final = 0.99  # of the running mean

# Weights of the losses beside the style's, which is the strength. Half the content loses eyes, and more
# variation blurs.
CONTENT: Final = 0.1
VARIATION: Final = 2.0

PHASES: Final = 16  # of the picture's pixels to the network's strides


@dataclass(frozen=True)
class FineStyle:
    """What came of it.

    picture: (height, width, 3), float32, 0–1, its long side as asked for (or the content's own, if that is smaller).
    losses: the total loss before each step; comparable within one size of the picture only.
    finished: false when the deadline came first and this is the best so far.
    """

    picture: Picture
    losses: tuple[float, ...]
    finished: bool


class Weights(NamedTuple):
    """Weights of style and content, float32 scalars."""

    style: Tensor
    content: Tensor


class Targets(NamedTuple):
    """What to come close to: textures, shallow to deep, each (?, channels), and the content layer's map."""

    textures: tuple[Tensor, ...]
    content: Tensor


class Iterate(NamedTuple):
    """Where the descent is: picture, running mean and Adam's moments, each (1, height, width, 3).

    step counts from the beginning, as Adam's bias correction needs it, age from the beginning of this size, as the
    running mean's does.
    """

    picture: Tensor
    mean: Tensor
    momentum: Tensor
    variance: Tensor
    step: Tensor
    age: Tensor


def optimise(
    content: Picture,
    styles: Sequence[Picture],
    weights: Sequence[float],
    start: Picture,
    *,
    network: LookingNetwork,
    loss: StyleLoss = StyleLoss.GRAM,
    long_side: int = FINE_DETAIL,
    steps: int = STEPS,
    strength: float = 1.0,
    deadline: Callable[[], bool] = lambda: False,
    report: Callable[[float, Picture], None] = lambda fraction, picture: None,
) -> FineStyle:
    """Paints `content` in the manner of `styles`, beginning with `start`.

    Pictures are (height, width, 3), float32, 0–1, of any size; weights are the shares of the styles in a mixture.
    start: the fast result, the content's shape at any size.
    long_side: of the result, in pixels; the content is never scaled up.
    steps: over all sizes. strength: 1 is the whole style, 0 none.
    deadline: asked before each step; once true, the best so far is returned.
    report: told the fraction done (0–1, of the work) and the best so far, at the size being worked at, after each step;
        what it raises ends the optimisation and comes out of it.
    """
    descent = compiled(network, loss)
    # The content's weight falls from 1 by equal ratios, because weights act by their ratio to one another.
    balance = Weights(tf.constant(strength, tf.float32), tf.constant(CONTENT**strength, tf.float32))
    sizes = growing(content.shape[0], content.shape[1], long_side)
    counts = shares(steps, len(sizes))
    work = [count * height * width for count, (height, width) in zip(counts, sizes, strict=True)]
    losses: list[float] = []
    iterate = beginning(resized(start, *sizes[0]))
    for index, (size, count) in enumerate(zip(sizes, counts, strict=True)):
        iterate = grown(iterate, start, size)
        targets = None
        for step in range(count):
            if deadline():
                return FineStyle(_array(grown(iterate, start, sizes[-1]).mean), tuple(losses), finished=False)
            targets = targets or descent.aim(resized(content, *size), _fitting(styles, size), weights)
            iterate, value = descent.step(iterate, targets, balance)
            losses.append(float(value))
            report((sum(work[:index]) + work[index] * (step + 1) / count) / sum(work), _array(iterate.mean))
    return FineStyle(_array(iterate.mean), tuple(losses), finished=True)


def growing(height: int, width: int, long_side: int) -> list[tuple[int, int]]:
    """The sizes (height, width) to work at, coarse to fine, of a picture's shape; the last is the result's."""
    largest = min(long_side, max(height, width))
    times = max(0, math.floor(math.log(largest / SMALLEST_SIDE, GROWTH) + 1e-9))
    sides = [largest / GROWTH**power for power in range(times, -1, -1)]
    scales = [side / max(height, width) for side in sides]
    return [(max(1, round(height * scale)), max(1, round(width * scale))) for scale in scales]


def shares(steps: int, sizes: int) -> list[int]:
    """How many of the steps each size gets, coarse to fine: fewer the finer, because what is large is settled first."""
    parts = [GROWTH**-index for index in range(sizes)]
    ends = [round(steps * sum(parts[: index + 1]) / sum(parts)) for index in range(sizes)]
    return [end - before for before, end in zip([0, *ends], ends, strict=False)]


class Descent:
    """Steps down the loss on one network with one kind of style loss.

    Compiled once for all sizes.
    """

    def __init__(self, network: LookingNetwork, loss: StyleLoss) -> None:
        self._network = network
        self._texture = TEXTURES[loss]
        total = sum(network.style_layers.values())
        self._layers = {*network.style_layers, network.content_layer}
        self._shares = {layer: weight / total for layer, weight in network.style_layers.items()}
        image, scalar, whole = tf.TensorSpec((1, None, None, 3)), tf.TensorSpec(()), tf.TensorSpec((), tf.int32)
        textures = (tf.TensorSpec((None, None)),) * len(network.style_layers)
        self._seen = tf.function(self._see, input_signature=(image, whole))
        self.step = tf.function(
            self._step,
            input_signature=(
                Iterate(image, image, image, image, whole, whole),
                Targets(textures, tf.TensorSpec((PHASES, None, None, None))),
                Weights(scalar, scalar),
            ),
        )

    def aim(self, content: Picture, styles: Sequence[Picture], weights: Sequence[float]) -> Targets:
        """The targets at one size."""
        kept: list[Tensor] = []
        counts: dict[str, Tensor] = {}
        for phase in range(PHASES):
            maps = self._seen(content[None], phase)
            # Only these are kept: all layers of all phases were 0.6 GB.
            kept.append(maps[self._network.content_layer])
            counts = counts or {layer: places(maps[layer]) for layer in self._network.style_layers}
        styled = [self._maps(style[None]) for style in styles]
        textures = [
            sum(
                self._texture.describe(maps[layer], counts[layer]) * (weight / sum(weights))
                for maps, weight in zip(styled, weights, strict=True)
            )
            for layer in self._network.style_layers
        ]
        return Targets(tuple(textures), tf.concat(kept, 0))

    def _maps(self, picture: Tensor) -> dict[str, Tensor]:
        return self._network.maps(picture, self._layers)

    def _see(self, picture: Tensor, phase: Tensor) -> dict[str, Tensor]:
        return self._maps(shifted(picture, phase))

    def _loss(self, picture: Tensor, targets: Targets, weights: Weights, step: Tensor) -> Tensor:
        # An odd stride (7) through the phases, so that neighbouring steps do not see neighbouring ones.
        phase = step * 7 % PHASES
        maps = self._see(picture, phase)
        style = sum(
            share * self._texture.distance(maps[layer], target, tf.stack([step, 0]))
            for (layer, share), target in zip(self._shares.items(), targets.textures, strict=True)
        )
        content = gradient_normalised(maps[self._network.content_layer] - targets.content[phase])
        return weights.style * style + weights.content * content + VARIATION * total_variation(picture)

    def _step(self, iterate: Iterate, targets: Targets, weights: Weights) -> tuple[Iterate, Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(iterate.picture)
            loss = self._loss(iterate.picture, targets, weights, iterate.step)
        gradient = tape.gradient(loss, iterate.picture)
        step, age = iterate.step + 1, iterate.age + 1
        momentum = FIRST_MOMENT * iterate.momentum + (1 - FIRST_MOMENT) * gradient
        variance = SECOND_MOMENT * iterate.variance + (1 - SECOND_MOMENT) * tf.square(gradient)
        root = tf.sqrt(variance / _debt(SECOND_MOMENT, step)) + 1e-12
        picture = tf.clip_by_value(iterate.picture - RATE * momentum / _debt(FIRST_MOMENT, step) / root, 0.0, 1.0)
        mean = iterate.mean + (picture - iterate.mean) * (1 - MEMORY) / _debt(MEMORY, age)
        return Iterate(picture, mean, momentum, variance, step, age), loss


@functools.lru_cache(maxsize=4)
def compiled(network: LookingNetwork, loss: StyleLoss) -> Descent:
    """The descent on this network, kept, because tracing it takes seconds."""
    return Descent(network, loss)


def beginning(picture: Picture) -> Iterate:
    """The first iterate."""
    nothing, zero = tf.zeros((1, *picture.shape)), tf.constant(0)
    return Iterate(picture[None], picture[None], nothing, nothing, zero, zero)


def grown(iterate: Iterate, start: Picture, size: tuple[int, int]) -> Iterate:
    """The iterate at the next size: its mean, scaled up, with what only the larger start shows put back."""
    before = tuple(iterate.picture.shape[1:3])
    if before == size:
        return iterate
    detail = resized(start, *size) - resized(resized(start, *before), *size)
    picture = np.clip(resized(_array(iterate.mean), *size) + detail, 0, 1)[None]
    # The gradient's absolute values keep their sum, so each of more pixels has a smaller one.
    less = math.prod(before) / math.prod(size)
    momentum = tf.image.resize(iterate.momentum, size) * less
    variance = tf.image.resize(iterate.variance, size) * less**2
    return Iterate(picture, picture, momentum, variance, iterate.step, tf.constant(0))


def draw_losses(losses: Sequence[float], path: Path) -> None:
    """The loss against steps as a PNG."""
    figure = Figure(figsize=(8, 5), dpi=120, layout="constrained")
    axes = figure.subplots()
    axes.plot(range(1, len(losses) + 1), losses)
    axes.set(xlabel="step", ylabel="total loss", yscale="log", title="Fine style approaches the painting")
    axes.grid(visible=True, which="both", alpha=0.3)
    figure.savefig(path, metadata={"Software": None})


def _fitting(styles: Sequence[Picture], size: tuple[int, int]) -> list[Picture]:
    """The styles with at most the pixels of `size`, so that their strokes grow finer as the picture does."""
    fitted = []
    for style in styles:
        height, width = style.shape[:2]
        scale = min(1.0, math.sqrt(math.prod(size) / (height * width)))
        fitted.append(resized(style, max(1, round(height * scale)), max(1, round(width * scale))))
    return fitted


def shifted(picture: Tensor, phase: Tensor) -> Tensor:
    """The picture moved by -2 to 1 pixels down and across, mirrored at the edges; `phase` counts the 16 ways.

    Without it, the grid of a network's strides shows in the picture.
    """
    size = tf.shape(picture)[1:3]
    reach = tf.minimum(2, size)
    padded = tf.pad(picture, [[0, 0], [reach[0], reach[0]], [reach[1], reach[1]], [0, 0]], "SYMMETRIC")
    top, left = tf.minimum(phase // 4, 2 * reach[0]), tf.minimum(phase % 4, 2 * reach[1])
    return padded[:, top : top + size[0], left : left + size[1]]


def _debt(memory: float, count: Tensor) -> Tensor:
    """What the weights of a running mean that began with nothing add up to after `count` values."""
    return 1 - tf.pow(memory, tf.cast(count, tf.float32))


def _array(picture: Tensor) -> Picture:
    array: Picture = np.asarray(picture)[0]
    return array
