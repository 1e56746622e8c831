"""Draws one character a row: tone, rhyme and padding masks on the logits, repeats softly, temperature, min-p."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

FREE_SLOT, LEVEL_SLOT, OBLIQUE_SLOT = 0, 1, 2

# Nats taken off a character for every time it already stands in the poem. A third of real 五绝 repeat a character
# (.342 of 4,976), so this is a nudge; rhyme words never repeat.
REPEAT_PENALTY = 1.5
BLOCK = 64  # characters summed first when the distribution is inverted: two short searches instead of one long sum

# Added to a logit, in nats. Graded, so that where everything is forbidden the least wrong is written: an earlier rhyme
# word again, then a wrong tone, then no rhyme, and never a column that is only padding.
_RHYME_WORD_AGAIN = -5e3
_WRONG_TONE = -1e4
_NO_RHYME = -2e4
_PADDING = -1e6


class Rows(NamedTuple):
    """A batch for the decoder: N candidates of R requests, S slots, G rhyme groups.

    A named tuple, because a compiled graph takes it as it is.

    titles: (R, as long as the longest, at most TITLE_LENGTH) int32, -1 where empty.
    owner: (N,) int32, the title of each row.
    leader, shadow: (N,) int32. A row with a theme leads a shadow row that has no title and writes the same characters;
    all other rows are their own leader and shadow. guidance: (N,) float32, how far a leader's logits are pushed away
    from its shadow's (classifier-free guidance, Ho & Salimans 2022), 0 for rows of their own.
    forced: (N, S) int32, the character that must stand at a slot, or -1.
    marks: (N, S) int32, FREE_SLOT, LEVEL_SLOT or OBLIQUE_SLOT; rhyming: (N, S) bool, slots that carry the rhyme.
    groups: (N, G) float32, 1 for the rhyme groups that a row may use.
    uniform: (N, S) float32 in [0, 1); temperature, threshold: (N,) float32, the latter the share of the likeliest
    character's probability below which a character is not drawn (min-p, Nguyen et al. 2024).
    """

    titles: NDArray[np.int32]
    owner: NDArray[np.int32]
    leader: NDArray[np.int32]
    shadow: NDArray[np.int32]
    guidance: NDArray[np.float32]
    forced: NDArray[np.int32]
    marks: NDArray[np.int32]
    rhyming: NDArray[np.bool_]
    groups: NDArray[np.float32]
    uniform: NDArray[np.float32]
    temperature: NDArray[np.float32]
    threshold: NDArray[np.float32]


class Sampler:
    """The masks of a vocabulary of V known characters, its columns padded to a whole number of blocks.

    level, oblique: (V,) bool; rhymes: (G, V) bool.
    """

    def __init__(self, level: NDArray[np.bool_], oblique: NDArray[np.bool_], rhymes: NDArray[np.bool_]) -> None:
        known = len(level)
        self.columns = -(-known // BLOCK) * BLOCK
        free = np.zeros(known)
        marks = np.stack([free, np.where(level, 0.0, _WRONG_TONE), np.where(oblique, 0.0, _WRONG_TONE)])
        self.mark_masks = tf.constant(self.padded(marks, _PADDING))  # (3, columns)
        self.rhymes = tf.constant(self.padded(rhymes, 0.0))  # (G, columns)
        self.groups_of = tf.constant(self.padded(rhymes, 0.0).T)  # (columns, G)

    def padded(self, values: NDArray[np.generic], fill: float) -> NDArray[np.float32]:
        """(any, V) values with columns added up to the whole number of blocks."""
        padding = ((0, 0), (0, self.columns - values.shape[1]))
        return np.pad(values.astype(np.float32), padding, constant_values=fill)

    def choose(self, rows: Rows, slot: tf.Tensor, logits: tf.Tensor, poem: tf.Tensor, groups: tf.Tensor) -> tf.Tensor:
        """A character for `slot` of every row, (N,) int32: the forced one, or one that is drawn.

        logits: (N, columns); poem: (S, N), the characters so far; groups: (N, G), rhyme groups still possible.
        """

        def pushed() -> tf.Tensor:
            return logits + rows.guidance[:, None] * (logits - tf.gather(logits, rows.shadow))

        guided = tf.cond(tf.reduce_any(rows.guidance > 0), pushed, lambda: logits)
        masked = guided + tf.gather(self.mark_masks, rows.marks[:, slot])
        rhyming = rows.rhyming[:, slot]

        def with_rhyme() -> tf.Tensor:
            in_group = tf.matmul(groups, self.rhymes) > 0
            return masked + tf.where(in_group | ~rhyming[:, None], 0.0, _NO_RHYME)

        lawful = tf.cond(tf.reduce_any(rhyming), with_rhyme, lambda: masked)
        lawful = _less_repeated(lawful, poem, rows.rhyming, slot)
        top = tf.reduce_max(lawful, axis=1, keepdims=True)
        odds = tf.exp((lawful - top) / rows.temperature[:, None])
        odds = tf.where(odds >= rows.threshold[:, None], odds, 0.0)
        forced = rows.forced[:, slot]
        drawn = tf.where(forced >= 0, forced, invert(odds, rows.uniform[:, slot]))
        return tf.gather(drawn, rows.leader)

    def narrowed(self, rows: Rows, slot: tf.Tensor, chosen: tf.Tensor, groups: tf.Tensor) -> tf.Tensor:
        """The rhyme groups that remain possible after `chosen` (N,) was written; all where it rhymes with none."""
        agreeing = groups * tf.gather(self.groups_of, chosen)
        rhymes = tf.reduce_any(agreeing > 0, axis=1) & rows.rhyming[:, slot]
        return tf.where(rhymes[:, None], agreeing, groups)


def _less_repeated(masked: tf.Tensor, poem: tf.Tensor, rhyming: tf.Tensor, slot: tf.Tensor) -> tf.Tensor:
    """Takes REPEAT_PENALTY off every earlier character, and forbids earlier rhyme words at a rhyme slot."""
    earlier = tf.range(poem.shape[0])[:, None] < slot  # (S, 1)
    both_rhyme = tf.transpose(rhyming) & rhyming[:, slot]
    taken = tf.where(both_rhyme, -_RHYME_WORD_AGAIN, REPEAT_PENALTY) * tf.cast(earlier, tf.float32)  # (S, N)
    rows = tf.broadcast_to(tf.range(tf.shape(poem)[1])[None], tf.shape(poem))
    indices = tf.stack([rows, tf.where(earlier, poem, 0)], axis=-1)
    return tf.tensor_scatter_nd_sub(masked, tf.reshape(indices, (-1, 2)), tf.reshape(taken, (-1,)))


def invert(odds: tf.Tensor, uniform: tf.Tensor) -> tf.Tensor:
    """The index at which the running sum of each row of odds (N, columns) passes `uniform` (N,) of its total, (N,)."""
    blocks = tf.reshape(odds, (tf.shape(odds)[0], -1, BLOCK))
    totals = tf.cumsum(tf.reduce_sum(blocks, axis=2), axis=1)  # (N, blocks)
    target = uniform * totals[:, -1]
    block = tf.reduce_sum(tf.cast(totals <= target[:, None], tf.int32), axis=1)
    block = tf.minimum(block, tf.shape(totals)[1] - 1)
    before = tf.where(block > 0, tf.gather(totals, tf.maximum(block - 1, 0), batch_dims=1), 0.0)
    within = tf.gather(blocks, block, batch_dims=1)  # (N, BLOCK)
    running = tf.cumsum(within, axis=1)
    place = tf.reduce_sum(tf.cast(running <= (target - before)[:, None], tf.int32), axis=1)
    # Rounding may carry the target a hair past the block's own sum: then its likeliest character is taken.
    missed = (place >= BLOCK) | (tf.gather(within, tf.minimum(place, BLOCK - 1), batch_dims=1) <= 0)
    place = tf.where(missed, tf.argmax(within, axis=1, output_type=tf.int32), place)
    return block * BLOCK + place
