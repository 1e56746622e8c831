"""Figures of a network for its model card: how often it is right, and how often it is fooled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import tensorflow as tf

from engines.requests import Attack
from engines.vision.attack import Aim, attacked, fools
from engines.vision.dataset import Pictures
from engines.vision.sight import LARGEST, Network, Sight

BATCH = 100  # pictures


def accuracy(network: Network, pictures: Pictures) -> tuple[float, float]:
    """Top-1 and top-5, 0–1, as networks are compared: one look at each picture as it is."""
    first = fifth = 0
    for batch in _batches(pictures):
        small = tf.image.resize(tf.cast(batch.pictures, tf.float32) / LARGEST, (network.side, network.side))
        ranked = np.argsort(-network.logits(small).numpy(), axis=1)
        hits = ranked[:, :5] == batch.labels[:, None]
        first, fifth = first + int(hits[:, 0].sum()), fifth + int(hits.sum())
    return first / len(pictures.labels), fifth / len(pictures.labels)


def attack_success(
    network: Network, pictures: Pictures, sizes: Sequence[int], attacks: Sequence[Attack]
) -> dict[str, dict[str, dict[str, float]]]:
    """Shares of the pictures whose first label an attack changes, 0–1: {"pgd": {"8": {"right": 0.99, "all": 0.99}}}.

    right: of those whose first label was right. The network looks as it does at people's photos (sight.py).
    """
    sight = Sight(network)
    seen = np.concatenate([sight.logits(batch.pictures).argmax(1) for batch in _batches(pictures)]).astype(np.int32)
    right = seen == pictures.labels
    table: dict[str, dict[str, dict[str, float]]] = {}
    for attack in attacks:
        table[str(attack)] = {}
        for size in sizes:
            fooled = np.concatenate(
                [
                    fools(sight, attacked(sight, batch.pictures, Aim(batch.labels), attack, size), Aim(batch.labels))
                    for batch in _batches(Pictures(pictures.pictures, seen))
                ]
            )
            table[str(attack)][str(size)] = {
                "right": round(float(fooled[right].mean()), 3) if right.any() else 0.0,
                "all": round(float(fooled.mean()), 3),
            }
    return table


def _batches(pictures: Pictures) -> Iterable[Pictures]:
    for start in range(0, len(pictures.labels), BATCH):
        chosen = slice(start, start + BATCH)
        yield Pictures(pictures.pictures[chosen], pictures.labels[chosen])
