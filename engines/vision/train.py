"""Trains the image network.

    python -m engines vision train --data tiny-imagenet-200.zip --minutes 150
    python -m engines vision train --data tiny-imagenet-200.zip --minutes 55 --begin-with weights/vision.npz

The hours, the machine and the accuracy of the run behind weights/vision.npz are in weights/vision.md. A run can be
stopped with Ctrl-C at any moment and taken up with --resume.
"""

from __future__ import annotations

import logging
import math
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from engines import training
from engines.requests import EngineError
from engines.training import Checkpoint, Clock
from engines.vision.dataset import SIDE, Dataset, Pictures, read
from engines.vision.network import Blueprint, ImageNetwork
from engines.vision.trainable import TrainableNetwork

log = logging.getLogger(__name__)

Tensor = Any  # TensorFlow ships no types

WARM_UP_STEPS = 200
DECAY_FROM = 0.2
NETWORK_FILE = "network.npz"
# Small pictures first: half the arithmetic for the same number of pictures, and the last stretch is at full size
# (Touvron et al. 2019; Howard's "progressive resizing").
STAGES = ((0.0, 40), (0.25, 48), (0.5, 56), (0.7, 64))
UNFOLDED_ON = 256  # pictures on which the norms of a network that is gone on from are measured
SMALLEST_CROP = 0.35  # of the picture's area, and at most a third longer one way than the other
COLOUR_JITTER = 0.3


@dataclass(frozen=True)
class Recipe:
    """What a run is made of; weights/vision.md says which were compared.

    blocks: channels, see Blueprint. optimiser: "muon" or "sgd". learning_rate: of the kernels; with Muon
    norms and biases take small_rate (Adam). smoothing: of the labels. smallest: side in pixels of the pictures that it
    begins with; larger where a network has seen small ones before.
    """

    blocks: tuple[tuple[int, ...], ...] = Blueprint().blocks
    optimiser: str = "muon"
    learning_rate: float = 0.02
    small_rate: float = 0.004
    weight_decay: float = 0.0
    batch: int = 128
    smoothing: float = 0.1
    precision: str = "bfloat16"
    smallest: int = STAGES[0][1]
    seed: int = 1


def optimiser(recipe: Recipe) -> keras.optimizers.Optimizer:
    """Muon for kernels and Adam for the rest, or SGD with Nesterov's momentum for all."""
    if recipe.optimiser == "sgd":
        return keras.optimizers.SGD(
            recipe.learning_rate, momentum=0.9, nesterov=True, weight_decay=recipe.weight_decay or None
        )
    return keras.optimizers.Muon(
        recipe.learning_rate,
        adam_lr_ratio=recipe.small_rate / recipe.learning_rate,
        adam_weight_decay=0.0,
        weight_decay=recipe.weight_decay,
    )


def side(share: float, smallest: int = STAGES[0][1]) -> int:
    """The pictures' side in pixels after `share` (0–1) of the time."""
    return max(smallest, next(side for begins, side in reversed(STAGES) if share >= begins))


class Run:
    """A network in training: one step at a time, and its accuracy."""

    def __init__(self, recipe: Recipe, classes: int) -> None:
        keras.utils.set_random_seed(recipe.seed)
        self.recipe = recipe
        self.network = TrainableNetwork(Blueprint(recipe.blocks, classes), recipe.precision)
        self.network.build()
        self.optimiser = optimiser(recipe)
        self.optimiser.build(self.network.trainable_variables)
        self._step = tf.function(self._one_step)
        self._judge = tf.function(lambda pictures: self.network(tf.cast(pictures, tf.float32) / 255.0, training=False))

    def _one_step(self, pictures: Tensor, labels: Tensor, side: int, factor: Tensor) -> Tensor:
        self.optimiser.learning_rate.assign(self.recipe.learning_rate * factor)
        crops = augmented(tf.cast(pictures, tf.float32) / 255.0, side)
        with tf.GradientTape() as tape:
            loss = smoothed_loss(self.network(crops, training=True), labels, self.recipe.smoothing)
        values = [variable.value for variable in self.network.trainable_variables]
        self.optimiser.apply(tape.gradient(loss, values), self.network.trainable_variables)
        return loss

    def step(self, pictures: np.ndarray, labels: np.ndarray, share: float, clock: Clock) -> float:
        """One update on pictures (n, 64, 64, 3) uint8; returns the loss in nats."""
        factor = training.rate(clock.step, share, warm_up=WARM_UP_STEPS, decay_from=DECAY_FROM)
        pixels = side(share, self.recipe.smallest)
        loss = float(self._step(tf.constant(pictures), tf.constant(labels), pixels, tf.constant(factor, tf.float32)))
        if not math.isfinite(loss):
            raise FloatingPointError(f"the loss is {loss} at step {clock.step}: lower the learning rate")
        clock.step += 1
        clock.examples += len(labels)
        return loss

    def accuracy(self, pictures: Pictures) -> dict[str, float]:
        """top1 and top5, 0–1."""
        first = fifth = 0
        for start in range(0, len(pictures.labels), 200):
            labels = pictures.labels[start : start + 200]
            ranked = np.argsort(-self._judge(tf.constant(pictures.pictures[start : start + 200])).numpy(), axis=1)
            hits = ranked[:, :5] == labels[:, None]
            first, fifth = first + hits[:, 0].sum(), fifth + hits.sum()
        return {"top1": float(first / len(pictures.labels)), "top5": float(fifth / len(pictures.labels))}


def augmented(pictures: Tensor, side: int) -> Tensor:
    """Random crops, mirrored by chance, at `side` pixels, in other light: (n, side, side, 3)."""
    count = tf.shape(pictures)[0]
    area = tf.random.uniform((count,), SMALLEST_CROP, 1.0)
    aspect = tf.exp(tf.random.uniform((count,), -0.28, 0.28))
    height = tf.minimum(tf.sqrt(area / aspect), 1.0)
    width = tf.minimum(tf.sqrt(area * aspect), 1.0)
    top = tf.random.uniform((count,)) * (1 - height)
    left = tf.random.uniform((count,)) * (1 - width)
    mirrored = tf.random.uniform((count,)) < 0.5
    begins, ends = tf.where(mirrored, left + width, left), tf.where(mirrored, left, left + width)
    boxes = tf.stack([top, begins, top + height, ends], axis=1)
    crops = tf.image.crop_and_resize(pictures, boxes, tf.range(count), (side, side))
    light = 1 + tf.random.uniform((count, 1, 1, 3), -COLOUR_JITTER, COLOUR_JITTER) / 3
    contrast = 1 + tf.random.uniform((count, 1, 1, 1), -COLOUR_JITTER, COLOUR_JITTER)
    middle = tf.reduce_mean(crops, (1, 2, 3), keepdims=True)
    return tf.clip_by_value(((crops - middle) * contrast + middle) * light, 0.0, 1.0)


def smoothed_loss(logits: Tensor, labels: Tensor, smoothing: float) -> Tensor:
    """Cross entropy with a part of each label spread over all classes (Szegedy et al. 2016), in nats."""
    logs = tf.nn.log_softmax(logits)
    right = tf.gather(logs, labels, batch_dims=1)
    return -tf.reduce_mean((1 - smoothing) * right + smoothing * tf.reduce_mean(logs, 1))


def batches(pictures: Pictures, size: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Endless shuffled batches (pictures, labels) of `size`; every picture once an epoch but for a short rest."""
    generator = np.random.default_rng(seed)
    size = min(size, len(pictures.labels))
    while True:
        order = generator.permutation(len(pictures.labels))
        for start in range(0, len(order) - size + 1, size):
            chosen = order[start : start + size]
            yield pictures.pictures[chosen], pictures.labels[chosen]


def train(
    data: Path | Dataset,
    folder: Path,
    minutes: float,
    recipe: Recipe,
    *,
    resume: bool = False,
    begin_with: Path | None = None,
) -> Path:
    """Trains until `minutes` of training have passed in all, sessions before a --resume included.

    Returns the path of the weights. A resumed run keeps its recipe; its batches go on with a fresh shuffle.
    begin_with: weights of an earlier run to go on from, with their blocks, where its checkpoint is gone; the optimiser
    begins afresh. Raises EngineError when there is nothing to read, nothing to resume, or a run would be overwritten.
    """
    training.refuse_both(resume=resume, begin_with=begin_with)
    dataset = data if isinstance(data, Dataset) else read(data)
    earlier = None if begin_with is None else read_network(begin_with, len(dataset.wnids))
    if earlier is not None:
        recipe = replace(recipe, blocks=earlier.blueprint.blocks)
    kept = training.begin(folder, asdict(recipe), resume=resume)
    recipe = Recipe(**kept | {"blocks": tuple(map(tuple, kept["blocks"]))})
    run = Run(recipe, len(dataset.wnids))
    if earlier is not None:
        some = tf.cast(dataset.training.some(UNFOLDED_ON).pictures, tf.float32) / 255.0
        run.network.take_over(earlier, augmented(some, side(0.0, recipe.smallest)))
    checkpoint = Checkpoint(folder, [*run.network.variables, *run.optimiser.variables])
    clock = checkpoint.restore() if resume else Clock()
    log.info(
        "%d pictures of %d px to train on, %d for validation; %d parameters",
        len(dataset.training.labels), SIDE, len(dataset.validation.labels), run.network.count_params(),
    )  # fmt: skip
    drawn = batches(dataset.training, recipe.batch, recipe.seed + clock.step)

    def save() -> None:
        checkpoint.save(clock)
        run.network.folded().save(folder / NETWORK_FILE)

    training.run(
        clock,
        minutes * 60,
        step=lambda share: run.step(*next(drawn), share, clock),
        measure=lambda: run.accuracy(dataset.validation),
        save=save,
        folder=folder,
    )
    return folder / NETWORK_FILE


def read_network(path: Path, classes: int) -> ImageNetwork:
    """The network in a file. Raises EngineError when there is none, or one with another number of classes."""
    try:
        network = ImageNetwork.load(path.read_bytes())
        if network.blueprint.classes != classes:
            raise ValueError(f"{network.blueprint.classes} classes")
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise EngineError(
            f"{path} 不是认这 {classes} 类的图像网络的权重，例如：weights/vision.npz",
            f"{path} holds no weights of an image network with these {classes} classes; a file that does, for example: "
            "weights/vision.npz",
        ) from error
    return network
