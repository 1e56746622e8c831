"""The course's network: a one-hot window of six characters, LSTM 512, LSTM 256, softmax; dropout .6 behind each LSTM.

The one-hot product picks rows of the first kernel, so it is a gather here; everything else is as Keras computes it. A
window begins with empty state, as the course has it, so nothing older than six characters is remembered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engines.poem.classic_corpus import PUNCTUATION, WINDOW, Windows
from engines.poem.vocabulary import Vocabulary

Tensor = Any  # TensorFlow ships no types

DROPOUT: Final = 0.6
AT_ONCE: Final = 1000  # windows that are judged together
NAMES: Final = (
    "first.kernel",
    "first.recurrent",
    "first.bias",
    "second.kernel",
    "second.recurrent",
    "second.bias",
    "output.kernel",
    "output.bias",
)
Arrays = dict[str, NDArray[np.float32]]  # by NAMES


@dataclass(frozen=True)
class Sizes:
    """Characters (the unknown one included) and units of the two LSTMs."""

    characters: int
    first: int = 512
    second: int = 256


class ClassicNetwork:
    """Windows (n, WINDOW) of character indices -> logits (n, characters), float32.

    precision: of the LSTMs' products, "float32" or "bfloat16"; the variables are float32 either way.
    """

    def __init__(self, sizes: Sizes, precision: str = "float32") -> None:
        self.sizes = sizes
        self.precision = precision
        policy = keras.DTypePolicy("float32" if precision == "float32" else f"mixed_{precision}")
        self.first = keras.layers.LSTM(sizes.first, return_sequences=True, dtype=policy, name="first")
        self.first.build((None, WINDOW, sizes.characters))
        self.second = keras.layers.LSTM(sizes.second, unroll=True, dtype=policy, name="second")
        self.second.build((None, WINDOW, sizes.first))
        self.output = keras.layers.Dense(sizes.characters, dtype="float32", name="output")
        self.output.build((None, sizes.second))
        self.dropouts = [keras.layers.Dropout(DROPOUT, dtype=policy) for _ in range(2)]

    @property
    def variables(self) -> list[keras.Variable]:
        """In the order of NAMES."""
        return [variable for layer in (self.first, self.second, self.output) for variable in layer.trainable_variables]

    def arrays(self) -> Arrays:
        """Every variable's value by name."""
        return {name: variable.numpy() for name, variable in zip(NAMES, self.variables, strict=True)}

    def assign(self, arrays: Arrays) -> None:
        """Takes over values that `arrays` gave; ValueError when they are of other sizes."""
        for name, variable in zip(NAMES, self.variables, strict=True):
            variable.assign(arrays[name])

    def logits(self, windows: Tensor, *, training: bool = False) -> Tensor:
        """See the class; with dropout in training."""
        sequence = self.dropouts[0](self._first_states(windows), training=training)
        state = self.dropouts[1](self.second(sequence), training=training)
        return self.output(tf.cast(state, tf.float32))

    def _first_states(self, windows: Tensor) -> Tensor:
        """The first LSTM's state behind every character of the windows, (n, WINDOW, units)."""
        cell = self.first.cell
        read = tf.gather(cell.kernel.value, windows) + cell.bias.value  # (n, WINDOW, 4 · units)
        recurrent = tf.cast(cell.recurrent_kernel.value, self.precision)
        gates = read[:, 0]
        memory: Tensor = 0.0
        states: list[Tensor] = []
        for place in range(WINDOW):
            if place:
                gates = read[:, place] + tf.cast(tf.matmul(states[-1], recurrent), tf.float32)
            taken, kept, new, shown = tf.split(gates, 4, axis=-1)
            memory = tf.sigmoid(kept) * memory + tf.sigmoid(taken) * tf.tanh(new)
            states.append(tf.cast(tf.sigmoid(shown) * tf.tanh(memory), self.precision))
        return tf.stack(states, axis=1)


class Judge:
    """Measures perplexity, with one graph for batches of every size."""

    def __init__(self, network: ClassicNetwork) -> None:
        def losses(windows: Tensor, following: Tensor) -> Tensor:
            return tf.nn.sparse_softmax_cross_entropy_with_logits(following, network.logits(windows))

        signature = [tf.TensorSpec((None, WINDOW), tf.int32), tf.TensorSpec((None,), tf.int32)]
        self._losses = tf.function(losses, input_signature=signature)

    def losses(self, windows: NDArray[np.int32], following: NDArray[np.int32]) -> NDArray[np.float32]:
        """Negative log-probability, in nats, of what follows each window: (n, WINDOW) and (n,) give (n,)."""
        parts = [
            self._losses(windows[first : first + AT_ONCE], following[first : first + AT_ONCE]).numpy()
            for first in range(0, len(following), AT_ONCE)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def perplexity(self, windows: Windows, vocabulary: Vocabulary, most: int | None = None) -> float:
        """Per character, punctuation not counted, from the seventh of a poem on; NaN where there is nothing to read.

        The probability of the unknown character is shared out evenly among those it stands for. most: of the windows,
        evenly spread.
        """
        starts = windows.starts if most is None else windows.starts[:: max(1, len(windows.starts) // most)]
        marks = [vocabulary.index[mark] for mark in PUNCTUATION if mark in vocabulary.index]
        spread = math.log(vocabulary.unknown_types)
        read, following = windows.at(starts)
        losses = self.losses(read, following) + spread * (following == vocabulary.unknown)
        kept = losses[~np.isin(following, marks)]
        return float(np.exp(kept.mean())) if len(kept) else math.nan
