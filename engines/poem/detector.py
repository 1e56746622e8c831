"""A small classifier that learns to tell one heap of 五绝 from another: the harder it finds that, the more alike.

    detection(ours, human, vocabulary, seed=1)    # 0.5 where they can't be told apart, on poems it has not learnt from

It shares nothing with the network that writes: whoever tunes against a network must not be judged by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engines.poem.measures import FORM, Lines
from engines.poem.vocabulary import Vocabulary

FOLDS = 3  # every poem is examined once, by a classifier that learnt from the other two thirds
WIDTH = 64  # of a character's vector
FEATURES = 128  # runs of three characters that are looked for
EPOCHS = 12
LEARNING_RATE = 2e-3
BATCH = 64
SLOTS = FORM.line_count * FORM.line_length

Tensor = Any


def detection(ours: Sequence[Lines], human: Sequence[Lines], vocabulary: Vocabulary, seed: int = 1) -> float:
    """The share of unseen poems that were put on the right heap; the heaps are cut to the same size."""
    count = min(len(ours), len(human))
    keras.utils.set_random_seed(seed)
    poems = np.array([vocabulary.encode("".join(poem)) for heap in (ours, human) for poem in heap[:count]], np.int32)
    labels = np.repeat([1.0, 0.0], count).astype(np.float32)
    fold = np.tile(np.arange(count) % FOLDS, 2)
    right = 0
    for held in range(FOLDS):
        learnt, unseen = fold != held, fold == held
        network = _learn(poems[learnt], labels[learnt], vocabulary.size)
        found = np.asarray(network(poems[unseen]))[:, 0] > 0
        right += int((found == (labels[unseen] > 0.5)).sum())
    return right / len(labels)


def _learn(poems: NDArray[np.int32], labels: NDArray[np.float32], size: int) -> Tensor:
    network = keras.Sequential(
        [
            keras.layers.Embedding(size, WIDTH),
            keras.layers.Dropout(0.3),
            keras.layers.Conv1D(FEATURES, 3, activation="relu"),
            keras.layers.GlobalMaxPooling1D(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1),
        ]
    )
    network.compile(keras.optimizers.AdamW(LEARNING_RATE, weight_decay=0.05), keras.losses.BinaryCrossentropy(True))
    network.fit(poems, labels, batch_size=BATCH, epochs=EPOCHS, verbose=0)
    return network
