"""Trains the poem network.

    python -m engines poem train --source poetry-source.tar.xz --held-out heldout_lines.txt --minutes 110

The curve of the run behind weights/poem.npz, its hours, its machine and the figures it reached are in weights/poem.md.
Time, not steps, is the budget: the rate falls to zero as the minutes run out, whatever the machine. A run can be
stopped with Ctrl-C at any moment and taken up with --resume.
"""

from __future__ import annotations

import logging
import math
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from engines import training
from engines.poem import weights
from engines.poem.corpus_sources import read_poems
from engines.poem.dataset import (
    MINIMUM_COUNT,
    Batch,
    FormArrays,
    as_arrays,
    batches,
    count_characters,
    read_held_out,
    regulated,
    split,
    write_rows,
)
from engines.poem.likelihood import character_losses
from engines.poem.network import PoemNetwork, Sizes
from engines.poem.prosody import ProsodyTables
from engines.poem.vocabulary import Vocabulary
from engines.requests import Form
from engines.training import Checkpoint, Clock

log = logging.getLogger(__name__)

WARM_UP_STEPS = 100
DECAY_FROM = 0.4  # share of the time after which the rate falls linearly to zero
VALIDATION_POEMS = 1000  # of each form, every time the curve gets a point


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a run; written beside its checkpoints.

    learning_rate is Muon's, in Keras' scaling (0.2 sqrt(max side)): 0.006 equals 0.02 sqrt(max(1, out/in)) for square
    matrices of 256. Embeddings are Adam's, at 4e-3. With optimiser "adamw" all is AdamW's, at learning_rate.
    """

    width: int = 256
    layers: int = 6
    heads: int = 4
    characters_per_step: int = 2560
    optimiser: str = "muon"
    learning_rate: float = 0.006
    embedding_rate: float = 0.004
    weight_decay: float = 0.01
    precision: str = "mixed_bfloat16"
    seed: int = 1


def rate(step: int, share: float) -> float:
    """The factor on the learning rate after `step` steps and `share` (0–1) of the time."""
    return training.rate(step, share, warm_up=WARM_UP_STEPS, decay_from=DECAY_FROM)


def optimiser(recipe: Recipe) -> keras.optimizers.Optimizer:
    """Muon for matrices and Adam for embeddings and norms, or AdamW for all."""
    if recipe.optimiser == "adamw":
        return keras.optimizers.AdamW(recipe.learning_rate, weight_decay=recipe.weight_decay, beta_2=0.98)
    return keras.optimizers.Muon(
        recipe.learning_rate,
        adam_lr_ratio=recipe.embedding_rate / recipe.learning_rate,
        adam_beta_2=0.98,
        adam_weight_decay=0.0,
        weight_decay=recipe.weight_decay,
    )


class Run:
    """A training run in a folder: recipe.json, checkpoint.npz, curve.jsonl, poem.npz.

    Beside them the poems that were put aside, validation.tsv and examination.tsv, as `poem evaluate` reads them.
    """

    def __init__(self, folder: Path, recipe: Recipe, trained: weights.TrainedPoemNetwork) -> None:
        self.folder = folder
        self.recipe = recipe
        self.trained = trained
        self.network = trained.network
        self.optimiser = optimiser(recipe)
        self.optimiser.build(self.network.trainable_variables)
        self.clock = Clock()
        self._checkpoint = Checkpoint(folder, [*self.network.variables, *self.optimiser.variables])
        self._step = tf.function(self._one_step, reduce_retracing=False)

    def _one_step(self, poems: tf.Tensor, titles: tf.Tensor | None, form: Form, factor: tf.Tensor) -> tf.Tensor:
        self.optimiser.learning_rate.assign(self.recipe.learning_rate * factor)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(character_losses(self.network(poems, titles, form=form), poems))
        # Poems without a title say nothing about the title's positions: their gradient is zero, not missing.
        values = [variable.value for variable in self.network.trainable_variables]
        gradients = tape.gradient(loss, values, unconnected_gradients=tf.UnconnectedGradients.ZERO)
        self.optimiser.apply(gradients, self.network.trainable_variables)
        return loss

    def step(self, batch: Batch, share: float) -> float:
        """One update; returns the loss in nats a character."""
        factor = training.rate(self.clock.step, share, warm_up=WARM_UP_STEPS, decay_from=DECAY_FROM)
        loss = float(
            self._step(tf.constant(batch.poems), _tensor(batch.titles), batch.form, tf.constant(factor, tf.float32))
        )
        if not math.isfinite(loss):
            raise FloatingPointError(f"the loss is {loss} at step {self.clock.step}: lower the learning rate")
        self.clock.step += 1
        self.clock.examples += batch.poems.size
        return loss

    def save(self) -> None:
        """Writes checkpoint and weights, each whole or not at all."""
        self._checkpoint.save(self.clock)
        weights.save(self.trained, self.folder / "poem.npz")

    def restore(self) -> None:
        """Takes up the checkpoint in the folder; EngineError when there is none that fits."""
        self.clock = self._checkpoint.restore()


def _tensor(titles: np.ndarray | None) -> tf.Tensor | None:
    return None if titles is None else tf.constant(titles)


def perplexities(network: PoemNetwork, arrays: dict[Form, FormArrays], vocabulary: Vocabulary) -> dict[str, float]:
    """Perplexity per character of the first VALIDATION_POEMS poems of each form, conditioned on the form only; for
    五绝 also with the titles read ("五绝 titled").
    """
    spread = math.log(vocabulary.unknown_types)

    def perplexity(form: Form, poems: np.ndarray, titles: np.ndarray | None) -> float:
        losses = []
        for start in range(0, len(poems), 100):
            part = poems[start : start + 100]
            logits = network(part, None if titles is None else titles[start : start + 100], form=form)
            losses.append(character_losses(logits, part).numpy() + spread * (part == vocabulary.unknown))
        return float(np.exp(np.concatenate(losses).mean()))

    found = {
        form.value: perplexity(form, a.poems[:VALIDATION_POEMS], None) for form, a in arrays.items() if len(a.poems)
    }
    quatrains = arrays[Form.WUJUE]
    if len(quatrains.poems):
        poems, titles = quatrains.poems[:VALIDATION_POEMS], quatrains.titles[:VALIDATION_POEMS]
        found["五绝 titled"] = perplexity(Form.WUJUE, poems, titles)
    return found


def train(
    source: Path,
    held_out: Path | None,
    folder: Path,
    minutes: float,
    recipe: Recipe,
    *,
    resume: bool = False,
    begin_with: Path | None = None,
) -> Path:
    """Trains until `minutes` of training have passed in all, sessions before a --resume included.

    Returns the path of the weights. A resumed run keeps its recipe; its batches go on with a fresh shuffle.
    begin_with: weights of an earlier run to go on from, with their sizes and vocabulary, where its checkpoint is gone;
    the optimiser begins afresh. Raises EngineError when there is nothing to read or to resume, or a run would be
    overwritten; what is in `folder` is untouched then.
    """
    training.refuse_both(resume=resume, begin_with=begin_with)
    parts = split(regulated(read_poems(source)), read_held_out(held_out) if held_out else frozenset())
    earlier = None if begin_with is None else weights.read(begin_with)
    if earlier is not None:
        sizes = earlier.network.sizes
        recipe = replace(recipe, width=sizes.width, layers=sizes.layers, heads=sizes.heads)
    recipe = Recipe(**training.begin(folder, asdict(recipe), resume=resume))
    keras.mixed_precision.set_global_policy(recipe.precision)
    keras.utils.set_random_seed(recipe.seed)
    trained = earlier or _untrained(recipe, count_characters(parts.training))
    network, vocabulary = trained.network, trained.vocabulary
    write_rows(parts.validation, folder / "validation.tsv")
    write_rows(parts.examination, folder / "examination.tsv")
    run = Run(folder, recipe, trained)
    if resume:
        run.restore()
    arrays = as_arrays(parts.training, vocabulary.index, vocabulary.unknown)
    validation = as_arrays(parts.validation, vocabulary.index, vocabulary.unknown)
    log.info(
        "%d poems to train on, %d for validation, %d held out; %d characters in the vocabulary; %d parameters",
        len(parts.training), len(parts.validation), len(parts.examination), vocabulary.size, network.count_params(),
    )  # fmt: skip
    drawn = batches(arrays, recipe.characters_per_step, recipe.seed + run.clock.step)
    training.run(
        run.clock,
        minutes * 60,
        step=lambda share: run.step(next(drawn), share),
        measure=lambda: {"perplexity": perplexities(network, validation, vocabulary)},
        save=run.save,
        folder=folder,
    )
    return folder / "poem.npz"


def _untrained(recipe: Recipe, counts: Counter[str]) -> weights.TrainedPoemNetwork:
    """A fresh network with the vocabulary of the poems that it will learn from."""
    vocabulary = Vocabulary.count(counts, MINIMUM_COUNT)
    tables = ProsodyTables.of([*vocabulary.characters, ""])  # the unknown character rhymes with none
    sizes = Sizes(vocabulary.size, recipe.width, recipe.layers, recipe.heads)
    network = PoemNetwork(sizes, tables.rhymes.T, name="poem_network")
    network.build()
    return weights.TrainedPoemNetwork(network, vocabulary, tables.group_names)
