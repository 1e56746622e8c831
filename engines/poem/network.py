"""The poem network: a decoder-only Transformer over characters, conditioned on form, title and slot.

What is its own, compared with a language model of the textbook:

- Punctuation and line ends are never predicted; the form decides them. A poem is `line_count x line_length` slots.
- At every slot the network is told where the character it is about to choose will stand: the number of the line and
  the distance to the line's end (as SongNet does, Li et al. 2020, "Rigid Formats Controlled Text Generation").
- A title of up to eight characters stands before the poem as a prefix; without a title there is none.
- A character's vector is the sum of its own and those of its 平水韵 rhyme groups, on the way in and, the table being
  tied, on the way out: rare characters rhyme as well as frequent ones.

Blocks are pre-norm with RMS norms without offset, no biases, squared ReLU (So et al. 2021, "Primer"), and output
projections that start at zero, so that the network begins as a bag of slots and grows into its depth.
"""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
from keras import ops

from engines.requests import Form

TITLE_LENGTH = 8  # characters of a title that the network reads; 73 % of the corpus' titles are no longer
MAXIMUM_LINES = 8
MAXIMUM_LINE_LENGTH = 7
FORMS = tuple(Form)


@dataclass(frozen=True)
class Sizes:
    """How large a network is. The comparison behind the numbers is in the model card, weights/poem.md."""

    vocabulary: int
    width: int = 256
    layers: int = 6
    heads: int = 4
    expansion: int = 4


class Block(keras.layers.Layer):
    """Attention and a feed-forward layer, each added to the stream."""

    def __init__(self, sizes: Sizes, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.heads = sizes.heads
        self.head_width = sizes.width // sizes.heads
        self.width = sizes.width
        inner = sizes.width * sizes.expansion
        # Uniform within the variance of 1 / inputs keeps the stream's size in the first steps.
        spread = keras.initializers.VarianceScaling(1.0, "fan_in", "uniform", seed=keras.random.SeedGenerator(0))

        def dense(units: int, start: str | keras.initializers.Initializer, name: str) -> keras.layers.Dense:
            return keras.layers.Dense(units, use_bias=False, kernel_initializer=start, name=name)

        self.query_key_value = dense(3 * sizes.width, spread, "query_key_value")
        self.attention_output = dense(sizes.width, "zeros", "attention_output")
        self.expand = dense(inner, spread, "expand")
        self.contract = dense(sizes.width, "zeros", "contract")
        self.attention_norm = keras.layers.RMSNormalization(epsilon=1e-6, name="attention_norm")
        self.feed_forward_norm = keras.layers.RMSNormalization(epsilon=1e-6, name="feed_forward_norm")

    def build(self, shape: tuple[int | None, ...]) -> None:
        """Makes the weights for a stream of (batch, slots, width)."""
        stream = (*shape[:-1], self.width)
        self.query_key_value.build(stream)
        self.attention_output.build(stream)
        self.expand.build(stream)
        self.contract.build((*shape[:-1], self.expand.units))
        self.attention_norm.build(stream)
        self.feed_forward_norm.build(stream)

    def call(self, x: keras.KerasTensor, bias: keras.KerasTensor) -> keras.KerasTensor:
        """x: (batch, slots, width); bias: (batch or 1, 1, slots, slots), 0 where a slot may look, -1e9 elsewhere."""
        batch, slots = ops.shape(x)[0], x.shape[1]
        qkv = self.query_key_value(self.attention_norm(x))
        qkv = ops.reshape(qkv, (batch, slots, 3, self.heads, self.head_width))
        query, key, value = (qkv[:, :, i] for i in range(3))  # each (batch, slots, heads, head width)
        weight = ops.einsum("bqhd,bkhd->bhqk", query * self.head_width**-0.5, key)
        weight = ops.softmax(ops.cast(weight, "float32") + ops.cast(bias, "float32"), axis=-1)
        mixed = ops.einsum("bhqk,bkhd->bqhd", ops.cast(weight, value.dtype), value)
        x = x + self.attention_output(ops.reshape(mixed, (batch, slots, self.width)))
        inner = ops.square(ops.relu(self.expand(self.feed_forward_norm(x))))
        return x + self.contract(inner)


def slot_lines(form: Form) -> np.ndarray:
    """Number of the line of every slot, (slots,)."""
    return np.repeat(np.arange(form.line_count), form.line_length)


def slot_distances(form: Form) -> np.ndarray:
    """Distance of every slot to its line's end (0 at the last character), (slots,)."""
    return np.tile(np.arange(form.line_length)[::-1], form.line_count)


class PoemNetwork(keras.Model):
    """Logits for every slot of a poem.

    rhymes: (vocabulary, groups) of 0 and 1: the rhyme groups that a character may belong to.
    """

    def __init__(self, sizes: Sizes, rhymes: np.ndarray, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.sizes = sizes
        self.blocks = [Block(sizes, name=f"block_{i}") for i in range(sizes.layers)]
        self.last_norm = keras.layers.RMSNormalization(epsilon=1e-6, name="last_norm")
        self.rhymes = rhymes.astype("float32")

    def build(self, _shape: object = None) -> None:
        """Makes all weights; needs no example."""

        def table(name: str, rows: int, spread: float = 0.02) -> keras.Variable:
            seed = keras.random.SeedGenerator(len(self.weights))
            initial = keras.initializers.RandomNormal(stddev=spread, seed=seed)
            return self.add_weight(shape=(rows, self.sizes.width), initializer=initial, name=f"{name}_embedding")

        self.characters = table("character", self.sizes.vocabulary + 1)  # the last row stands before the first slot
        self.rhyme_groups = table("rhyme", self.rhymes.shape[1])
        self.forms = table("form", len(FORMS))
        self.lines = table("line", MAXIMUM_LINES)
        self.distances = table("distance", MAXIMUM_LINE_LENGTH)
        self.title_positions = table("title", TITLE_LENGTH)
        for block in self.blocks:
            block.build((None, None, self.sizes.width))
        self.last_norm.build((None, None, self.sizes.width))
        self.built = True

    def character_vectors(self) -> keras.KerasTensor:
        """The tied table, (vocabulary, width): a character's own vector and those of its rhyme groups."""
        own = ops.convert_to_tensor(self.characters)[: self.sizes.vocabulary]
        groups = ops.convert_to_tensor(self.rhyme_groups)
        return own + ops.matmul(ops.cast(self.rhymes, groups.dtype), groups)

    def slot_vectors(self, form: Form) -> keras.KerasTensor:
        """What a slot is told of its place, (slots, width)."""
        place = ops.take(self.lines, slot_lines(form), axis=0) + ops.take(self.distances, slot_distances(form), axis=0)
        return place + ops.convert_to_tensor(self.forms)[FORMS.index(form)]

    def call(
        self, poems: keras.KerasTensor, titles: keras.KerasTensor | None = None, *, form: Form
    ) -> keras.KerasTensor:
        """Logits (batch, slots, vocabulary), float32.

        poems: (batch, slots) int32, the poem itself; slot i sees only the characters before it.
        titles: (batch, TITLE_LENGTH) int32, -1 where the title is shorter; None for poems without a title.
        """
        vectors = self.character_vectors()
        first = ops.broadcast_to(
            ops.convert_to_tensor(self.characters)[self.sizes.vocabulary], (ops.shape(poems)[0], 1, self.sizes.width)
        )
        x = ops.concatenate([first, ops.take(vectors, poems[:, :-1], axis=0)], axis=1) + self.slot_vectors(form)
        slots = form.line_count * form.line_length
        bias = np.where(np.tril(np.ones((slots, slots), bool)), 0.0, -1e9).astype("float32")[None, None]
        if titles is not None:
            x, bias = self._with_titles(x, titles, vectors)
        x = ops.cast(x, self.compute_dtype)
        for block in self.blocks:
            x = block(x, bias)
        x = self.last_norm(x[:, -slots:])
        return ops.cast(ops.matmul(x, ops.transpose(ops.cast(vectors, x.dtype))), "float32")

    def _with_titles(
        self, x: keras.KerasTensor, titles: keras.KerasTensor, vectors: keras.KerasTensor
    ) -> tuple[keras.KerasTensor, keras.KerasTensor]:
        present = titles >= 0  # (batch, title)
        prefix = ops.take(vectors, ops.maximum(titles, 0), axis=0) + ops.convert_to_tensor(self.title_positions)
        slots = x.shape[1]
        total = TITLE_LENGTH + slots
        causal = np.tril(np.ones((total, total), bool))
        causal[:, :TITLE_LENGTH] = True  # a title is read as a whole
        filled = ops.pad(present, ((0, 0), (0, slots)), constant_values=True)
        seen = ops.logical_and(causal[None, None], filled[:, None, None, :])
        bias = ops.where(seen, 0.0, -1e9)
        return ops.concatenate([prefix, x], axis=1), bias
