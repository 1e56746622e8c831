"""Adversarial examples: photos changed by little in every value until a network sees something else.

    changed = attacked(sight, photos, Aim(labels), Attack.PGD, size=8)      # (n, h, w, 3) uint8

FGSM goes one step of `size` along the gradient's sign (Goodfellow et al. 2015); PGD goes ten of a quarter of it, from a
random start, and stays within the bound (Madry et al. 2018). Differs from both: what is judged, and what gradients are
taken at, is the picture in whole values of 0–255, because that is what a file holds; and of PGD's eleven pictures each
photo keeps the one that fools best.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engines.requests import Attack
from engines.vision.sight import LARGEST, Photos, Sight

Tensor = Any  # TensorFlow ships no types

STEPS: Final = 10
STEP: Final = 0.25  # of the size
LARGEST_SIZE: Final = 32
SEED: Final = 1
GREY: Final = 128


@dataclass(frozen=True)
class Aim:
    """classes: (n,) int32, of each photo the class to get away from; or, targeted, the one to get to."""

    classes: NDArray[np.int32]
    targeted: bool = False

    def margins(self, logits: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n,): how far each photo is from fooling; below 0 it does."""
        each = np.arange(len(logits))
        others = logits.copy()
        others[each, self.classes] = -np.inf
        margins: NDArray[np.float32] = logits[each, self.classes] - others.max(1)
        return -margins if self.targeted else margins


def attacked(sight: Sight, photos: Photos, aim: Aim, attack: Attack, size: int, *, enough: bool = False) -> Photos:
    """The photos, none of their values changed by more than `size`. enough: stop once all of them fool."""
    if attack is Attack.FGSM:
        return _fgsm(sight, photos, aim, size)
    return _pgd(sight, photos, aim, size, enough=enough)


def _fgsm(sight: Sight, photos: Photos, aim: Aim, size: int) -> Photos:
    start = tf.constant(photos, tf.float32)
    gradient, _ = sight.slope(start, tf.constant(aim.classes))
    return _whole(tf.clip_by_value(start + _towards(aim) * size * tf.sign(gradient), 0.0, LARGEST))


def _pgd(sight: Sight, photos: Photos, aim: Aim, size: int, *, enough: bool) -> Photos:
    start, classes = tf.constant(photos, tf.float32), tf.constant(aim.classes)
    lowest, highest = tf.maximum(start - size, 0.0), tf.minimum(start + size, LARGEST)
    noise = np.random.default_rng(SEED).random(photos.shape, np.float32) * 2 - 1
    current = tf.clip_by_value(start + size * noise, lowest, highest)
    best, least = photos.copy(), np.full(len(photos), np.inf, np.float32)
    for _ in range(STEPS):
        whole = tf.round(current)
        gradient, logits = sight.slope(whole, classes)
        _keep(best, least, whole, aim.margins(logits.numpy()))
        if enough and (least < 0).all():
            return best
        current = tf.clip_by_value(current + _towards(aim) * STEP * size * tf.sign(gradient), lowest, highest)
    last = _whole(current)
    _keep(best, least, last, aim.margins(sight.logits(last)))
    return best


def _towards(aim: Aim) -> float:
    return -1.0 if aim.targeted else 1.0


def _keep(best: Photos, least: NDArray[np.float32], whole: Tensor, margins: NDArray[np.float32]) -> None:
    better = margins < least
    least[better] = margins[better]
    best[better] = np.asarray(whole)[better].astype(np.uint8)


def _whole(values: Tensor) -> Photos:
    rounded: Photos = tf.cast(tf.round(values), tf.uint8).numpy()
    return rounded


def fools(sight: Sight, photos: Photos, aim: Aim) -> NDArray[np.bool_]:
    """(n,): which of them the network takes for something else, or, targeted, for the target."""
    return aim.margins(sight.logits(photos)) < 0


def smallest(works: Callable[[int], bool]) -> int | None:
    """The smallest size that works, of 1–32, when the next smaller one does not; None when no doubling of 1 works.

    Bisects, because a larger change nearly always does what a smaller one did.
    """
    failed, size = 0, 1
    while not works(size):
        failed, size = size, size * 2
        if size > LARGEST_SIZE:
            return None
    while size - failed > 1:
        middle = (failed + size) // 2
        failed, size = (failed, middle) if works(middle) else (middle, size)
    return size


def difference(photo: NDArray[np.uint8], changed: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """The change `factor` times around grey, (h, w, 3)."""
    change = (changed.astype(np.int16) - photo) * factor
    amplified: NDArray[np.uint8] = np.clip(GREY + change, 0, 255).astype(np.uint8)
    return amplified
