"""The same work the course's way: `python -m tests.load.course` prints seconds a poem as JSON.

A window of six characters, one-hot over 5,552, through an LSTM of 512, one of 256 and a softmax; one `model.predict` a
character, punctuation included. Freshly initialised weights: the time is the same, the poem is nonsense.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass

import numpy as np

from engines import device

VOCABULARY = 5552
WINDOW = 6
CHARACTERS = 18  # a 五绝 with its punctuation is 24; the first line and its comma are given
POEMS = 5


@dataclass(frozen=True)
class CourseFigures:
    """poem: seconds a 五绝 from its first line, the median."""

    poem: float
    parameters: int


def measure() -> CourseFigures:
    """Builds the network and writes POEMS poems, after a first one that isn't counted."""
    device.prepare()
    import keras

    layers = keras.layers
    network = keras.Sequential(
        [
            layers.Input((WINDOW, VOCABULARY)),
            layers.LSTM(512, return_sequences=True),
            layers.Dropout(0.6),
            layers.LSTM(256),
            layers.Dropout(0.6),
            layers.Dense(VOCABULARY, activation="softmax"),
        ]
    )
    random = np.random.default_rng(1)

    def seconds() -> float:
        start = time.perf_counter()
        written = list(range(WINDOW))
        for _ in range(CHARACTERS):
            window = np.zeros((1, WINDOW, VOCABULARY), np.float32)
            window[0, np.arange(WINDOW), written[-WINDOW:]] = 1.0
            chances = network.predict(window, verbose=0)[0].astype(np.float64)
            written.append(int(random.choice(VOCABULARY, p=chances / chances.sum())))
        return time.perf_counter() - start

    seconds()
    return CourseFigures(statistics.median(seconds() for _ in range(POEMS)), network.count_params())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(measure())) + "\n")
