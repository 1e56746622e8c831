"""Writes many poems at once: one compiled graph a form, key-value cache, masks, sampling.

The rows of a batch are candidates; several may belong to one request (its `owner`) and share its title. The loop over
the slots is inside the graph, and no dimension of the batch is fixed in it, so that it is traced once a form and never
again. Sampling inverts the cumulative distribution at a uniform number that the caller draws: a row's poem depends on
its own numbers only, not on what else is in the batch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engines.poem.network import FORMS, Block, slot_distances, slot_lines
from engines.poem.sampling import Rows, Sampler
from engines.poem.weights import TrainedPoemNetwork
from engines.requests import Form

_HIDDEN = -1e9  # added to an attention weight: the slot is not looked at


@dataclass(frozen=True)
class Written:
    """characters: (N, S) int32; log_probabilities: (N, S) float32, nats, by the network itself, before any mask."""

    characters: NDArray[np.int32]
    log_probabilities: NDArray[np.float32]


class Decoder:
    """The network, arranged for writing one slot of many rows at a time.

    level, oblique: (V,) bool; rhymes: (G, V) bool, for the known characters (the unknown one is never written).
    """

    def __init__(
        self,
        trained: TrainedPoemNetwork,
        level: NDArray[np.bool_],
        oblique: NDArray[np.bool_],
        rhymes: NDArray[np.bool_],
    ) -> None:
        network = trained.network
        sizes = network.sizes
        self.layers, self.heads, self.width = sizes.layers, sizes.heads, sizes.width
        self.head_width = sizes.width // sizes.heads
        self.sampler = Sampler(level, oblique, rhymes)
        vectors = network.character_vectors().numpy()
        self.vectors = tf.constant(vectors)  # (vocabulary, width)
        self.output = tf.constant(self.sampler.padded(vectors[:-1].T, 0.0))  # (width, columns)
        self.first = tf.constant(network.characters.numpy()[sizes.vocabulary])
        self.title_positions = tf.constant(network.title_positions.numpy())
        self.places = {
            form: tf.constant(
                network.lines.numpy()[slot_lines(form)]
                + network.distances.numpy()[slot_distances(form)]
                + network.forms.numpy()[FORMS.index(form)]
            )
            for form in Form
        }
        self.blocks = [_BlockWeights.of(block) for block in network.blocks]
        self.last_norm = tf.constant(network.last_norm.scale.numpy())
        self._graphs = {form: self._graph(form) for form in Form}

    @property
    def traces(self) -> int:
        """How many times a graph has been traced so far; stays put after warm-up."""
        return sum(graph.experimental_get_tracing_count() for graph in self._graphs.values())

    def write(self, form: Form, rows: Rows) -> Written:
        """Fills every slot of every row."""
        characters, log_probabilities = self._graphs[form](rows)
        return Written(characters.numpy(), log_probabilities.numpy())

    def _graph(self, form: Form) -> tf.types.experimental.PolymorphicFunction:
        slots = form.line_count * form.line_length
        groups = self.sampler.rhymes.shape[0]
        row = tf.TensorSpec((None,), tf.float32)
        signature = Rows(
            titles=tf.TensorSpec((None, None), tf.int32),
            owner=tf.TensorSpec((None,), tf.int32),
            leader=tf.TensorSpec((None,), tf.int32),
            shadow=tf.TensorSpec((None,), tf.int32),
            guidance=row,
            forced=tf.TensorSpec((None, slots), tf.int32),
            marks=tf.TensorSpec((None, slots), tf.int32),
            rhyming=tf.TensorSpec((None, slots), tf.bool),
            groups=tf.TensorSpec((None, groups), tf.float32),
            uniform=tf.TensorSpec((None, slots), tf.float32),
            temperature=row,
            threshold=row,
        )
        return tf.function(lambda rows: self._decode(form, rows), input_signature=[signature], autograph=False)

    def _prefix(self, titles: tf.Tensor) -> list[tf.Tensor]:
        """Keys and values of the titles, two a layer: (R, heads, title, head width)."""
        length = tf.shape(titles)[1]
        x = tf.gather(self.vectors, tf.maximum(titles, 0)) + self.title_positions[:length]
        hidden = tf.where(titles >= 0, 0.0, _HIDDEN)[:, None, None, :]  # (R, 1, 1, title)
        stored = []
        for block in self.blocks:
            query, key, value = (tf.transpose(part, (0, 2, 1, 3)) for part in self._attended(block, x, length))
            weight = tf.nn.softmax(tf.matmul(query, key, transpose_b=True) + hidden)
            mixed = tf.reshape(tf.transpose(tf.matmul(weight, value), (0, 2, 1, 3)), (-1, self.width))
            x = tf.reshape(block.after_attention(tf.reshape(x, (-1, self.width)), mixed), tf.shape(x))
            stored += [key, value]
        return stored

    def _attended(self, block: _BlockWeights, x: tf.Tensor, length: tf.Tensor | int) -> list[tf.Tensor]:
        """Query (scaled), key and value of the stream x, `length` slots a row; (rows, length, heads, head width)."""
        qkv = tf.matmul(_normed(tf.reshape(x, (-1, self.width)), block.attention_norm), block.query_key_value)
        parts: list[tf.Tensor] = tf.unstack(tf.reshape(qkv, (-1, length, 3, self.heads, self.head_width)), axis=2)
        return parts

    def _decode(self, form: Form, rows: Rows) -> tuple[tf.Tensor, tf.Tensor]:
        slots = form.line_count * form.line_length
        count = tf.shape(rows.owner)[0]
        title = tf.shape(rows.titles)[1]
        time = title + slots
        hidden_title = tf.gather(tf.where(rows.titles >= 0, 0.0, _HIDDEN), rows.owner)  # (N, title)

        def opened(prefix: tf.Tensor) -> tf.Tensor:
            """A cache that begins with the title: flat, (N * heads * time, head width), so that a slot is one row."""
            own = tf.pad(tf.gather(prefix, rows.owner), ((0, 0), (0, 0), (0, slots), (0, 0)))
            return tf.reshape(own, (-1, self.head_width))

        cache = [opened(prefix) for prefix in self._prefix(rows.titles)]
        row_starts = (tf.range(count * self.heads) * time)[:, None]

        def step(
            slot: tf.Tensor, poem: tf.Tensor, scores: tf.Tensor, groups: tf.Tensor, x: tf.Tensor, *cache: tf.Tensor
        ) -> tuple[tf.Tensor, ...]:
            stored = list(cache)
            x = x + self.places[form][slot]
            future = tf.where(tf.range(slots) <= slot, 0.0, _HIDDEN)
            hidden = tf.concat([hidden_title, tf.tile(future[None], (count, 1))], axis=1)[:, None, None, :]
            here = row_starts + title + slot
            for i, block in enumerate(self.blocks):
                query, *new = self._attended(block, x, 1)
                for j, part in zip((2 * i, 2 * i + 1), new, strict=True):
                    stored[j] = tf.tensor_scatter_nd_update(stored[j], here, tf.reshape(part, (-1, self.head_width)))
                key, value = (
                    tf.reshape(part, (-1, self.heads, time, self.head_width)) for part in stored[2 * i : 2 * i + 2]
                )
                query = tf.reshape(query, (-1, self.heads, 1, self.head_width))
                weight = tf.nn.softmax(tf.matmul(query, key, transpose_b=True) + hidden)  # (N, heads, 1, time)
                x = block.after_attention(x, tf.reshape(tf.matmul(weight, value), (-1, self.width)))
            logits = tf.matmul(_normed(x, self.last_norm), self.output)  # (N, columns)
            chosen = self.sampler.choose(rows, slot, logits, poem, groups)
            likely = tf.gather(logits, chosen, batch_dims=1) - self._log_total(logits)
            scores = tf.tensor_scatter_nd_update(scores, [[slot]], likely[None])
            poem = tf.tensor_scatter_nd_update(poem, [[slot]], chosen[None])
            groups = self.sampler.narrowed(rows, slot, chosen, groups)
            return (slot + 1, poem, scores, groups, tf.gather(self.vectors, chosen), *stored)

        poem, scores = tf.zeros((slots, count), tf.int32), tf.zeros((slots, count))
        start = tf.tile(self.first[None], (count, 1))
        _, poem, scores, *_ = tf.while_loop(
            lambda slot, *_: slot < slots,
            step,
            (tf.constant(0), poem, scores, rows.groups, start, *cache),
            maximum_iterations=slots,
            parallel_iterations=1,
        )
        return tf.transpose(poem), tf.transpose(scores)

    def _log_total(self, logits: tf.Tensor) -> tf.Tensor:
        """Log of the sum over the real characters: padding columns have zero weights, hence logits of exactly zero."""
        known = self.vectors.shape[0] - 1
        return tf.reduce_logsumexp(logits[:, :known], axis=1)


@dataclass(frozen=True)
class _BlockWeights:
    """One block's weights as constants, the query's scale folded in."""

    attention_norm: tf.Tensor
    query_key_value: tf.Tensor
    attention_output: tf.Tensor
    feed_forward_norm: tf.Tensor
    expand: tf.Tensor
    contract: tf.Tensor

    @classmethod
    def of(cls, block: Block) -> _BlockWeights:
        kernel = block.query_key_value.kernel.numpy().copy()
        kernel[:, : block.width] *= block.head_width**-0.5
        return cls(
            tf.constant(block.attention_norm.scale.numpy()),
            tf.constant(kernel),
            tf.constant(block.attention_output.kernel.numpy()),
            tf.constant(block.feed_forward_norm.scale.numpy()),
            tf.constant(block.expand.kernel.numpy()),
            tf.constant(block.contract.kernel.numpy()),
        )

    def after_attention(self, x: tf.Tensor, mixed: tf.Tensor) -> tf.Tensor:
        """The stream after attention's output (`mixed`) and the feed-forward layer; both (rows, width)."""
        x = x + tf.matmul(mixed, self.attention_output)
        inner = tf.square(tf.nn.relu(tf.matmul(_normed(x, self.feed_forward_norm), self.expand)))
        return x + tf.matmul(inner, self.contract)


def _normed(x: tf.Tensor, scale: tf.Tensor) -> tf.Tensor:
    return x * tf.math.rsqrt(tf.reduce_mean(tf.square(x), axis=-1, keepdims=True) + 1e-6) * scale
