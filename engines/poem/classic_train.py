"""Trains the course's network and keeps three stages of it.

    python -m engines poem classic train --source poetry-source.tar.xz --held-out heldout_lines.txt --minutes 45

Adam at 1e-3 throughout, as the course has it. Differs from the course in that windows are shuffled and come in batches.
How long it took on which machine, and what each stage reached, is in weights/poem-classic.md. A run can be stopped with
Ctrl-C at any moment and taken up with --resume.
"""

from __future__ import annotations

import json
import logging
import math
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engines import training
from engines.poem.classic_corpus import DYNASTY, WINDOW, ClassicCorpus, Tables, Windows, prepare
from engines.poem.classic_network import ClassicNetwork, Judge, Sizes, Tensor
from engines.poem.classic_weights import Kept, save_stage
from engines.poem.corpus_sources import read_poems
from engines.poem.dataset import read_held_out
from engines.poem.vocabulary import Vocabulary
from engines.requests import EngineError
from engines.requests.classic import Stage
from engines.training import Checkpoint, Clock

log = logging.getLogger(__name__)

TABLES_FILE, VALIDATION_FILE, EXAMINATION_FILE = "tables.json", "validation.txt", "examination.txt"
VALIDATION_WINDOWS = 10_000  # every time the curve gets a point
RANDOM_POEMS = 4096  # kept for what begins with a random poem


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a run; written beside its checkpoints.

    dynasty: whose five-character poems; "全部" for all. early_step: the step after which the first stage is kept.
    """

    dynasty: str = DYNASTY
    first: int = 512
    second: int = 256
    batch: int = 256
    learning_rate: float = 1e-3
    precision: str = "bfloat16"
    early_step: int = 150
    seed: int = 1


def stage_file(stage: Stage) -> str:
    """The name of a kept stage in a run's folder."""
    return f"{stage}.npz"


class Run:
    """The network in training, one step at a time, and the stages that are kept of it in `folder`."""

    def __init__(self, folder: Path, recipe: Recipe, characters: int) -> None:
        keras.utils.set_random_seed(recipe.seed)
        self.folder, self.recipe = folder, recipe
        self.network = ClassicNetwork(Sizes(characters, recipe.first, recipe.second), recipe.precision)
        self.optimiser = keras.optimizers.Adam(recipe.learning_rate)
        self.optimiser.build(self.network.variables)
        self.judge = Judge(self.network)
        self.clock = Clock()
        self._checkpoint = Checkpoint(folder, [*self.network.variables, *self.optimiser.variables])
        signature = [tf.TensorSpec((None, WINDOW), tf.int32), tf.TensorSpec((None,), tf.int32)]
        self._step = tf.function(self._one_step, input_signature=signature)
        self._half_way = False

    def _one_step(self, windows: Tensor, following: Tensor) -> Tensor:
        with tf.GradientTape() as tape:
            logits = self.network.logits(windows, training=True)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(following, logits))
        gradients = tape.gradient(loss, [variable.value for variable in self.network.variables])
        # Dense, as the one-hot product's is: Adam goes on moving characters that this batch lacks.
        self.optimiser.apply([tf.convert_to_tensor(gradient) for gradient in gradients], self.network.variables)
        return loss

    def step(self, windows: NDArray[np.int32], following: NDArray[np.int32], share: float) -> float:
        """One update; returns the loss in nats a character. share: of the time that has passed, 0–1."""
        self._keep_middle(share)
        loss = float(self._step(windows, following))
        if not math.isfinite(loss):
            raise FloatingPointError(f"the loss is {loss} at step {self.clock.step}: lower the learning rate")
        self.clock.step += 1
        self.clock.examples += len(following)
        if self.clock.step == self.recipe.early_step:
            self._keep(Stage.EARLY)
        return loss

    def save(self, share: float) -> None:
        """Writes checkpoint and final stage, each whole or not at all."""
        self._keep_middle(share)
        self._checkpoint.save(self.clock)
        self._keep(Stage.FINAL)

    def restore(self, seconds: float) -> None:
        """Takes up the checkpoint in the folder, to train `seconds` in all; EngineError when there is none that fits.

        A middle stage that was kept stays when half of the new time is over already, and is kept anew otherwise.
        """
        self.clock = self._checkpoint.restore()
        self._half_way = self.clock.seconds >= seconds / 2 and (self.folder / stage_file(Stage.MIDDLE)).exists()

    def _keep_middle(self, share: float) -> None:
        if share >= 0.5 and not self._half_way:
            self._keep(Stage.MIDDLE)
            self._half_way = True

    def _keep(self, stage: Stage) -> None:
        clock = self.clock
        kept = Kept(self.network.arrays(), clock.step, clock.examples, clock.seconds)
        save_stage(kept, self.folder / stage_file(stage))


def batches(windows: Windows, size: int, seed: int) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """Endless shuffled batches of `size` windows and what follows them; every window once an epoch."""
    generator = np.random.default_rng(seed)
    while True:
        order = generator.permutation(windows.starts)
        for start in range(0, len(order), size):
            yield windows.at(order[start : start + size])


def train(
    source: Path, held_out: Path | None, folder: Path, minutes: float, recipe: Recipe, *, resume: bool = False
) -> Path:
    """Trains until `minutes` of training have passed in all, sessions before a --resume included.

    Returns the folder, with early.npz, middle.npz and final.npz in it. A resumed run keeps its recipe; its batches go
    on with a fresh shuffle. Raises EngineError when there is nothing to read or to resume, or a run would be
    overwritten; what is in `folder` is untouched then.
    """
    hashes = read_held_out(held_out) if held_out else frozenset()
    if resume:
        recipe = Recipe(**training.begin(folder, {}, resume=True))
    corpus = prepare(read_poems(source), recipe.dynasty, hashes)
    tables = Tables.of(corpus.training)
    windows = Windows.of(corpus.training, tables.vocabulary)
    if not resume:
        training.begin(folder, asdict(recipe), resume=False)
        _write_tables(corpus, tables.vocabulary, folder)
    elif read_vocabulary(folder) != tables.vocabulary:
        raise EngineError(
            f"{source} 与 {folder} 开始训练时的诗集不同；请用原来的 --source 和 --held-out",
            f"{source} is not the collection that {folder} began with; give the same --source and --held-out",
        )
    seconds = minutes * 60
    run = Run(folder, recipe, tables.vocabulary.size)
    if resume:
        run.restore(seconds)
    validation = Windows.of(corpus.validation, tables.vocabulary)
    log.info(
        "%d poems, %d windows to train on, %d poems for validation, %d held out; %d characters in the index table",
        tables.poems, len(windows.starts), len(corpus.validation), len(corpus.examination), tables.vocabulary.size,
    )  # fmt: skip
    drawn = batches(windows, recipe.batch, recipe.seed + run.clock.step)
    training.run(
        run.clock,
        seconds,
        step=lambda share: run.step(*next(drawn), share),
        measure=lambda: {"perplexity": run.judge.perplexity(validation, tables.vocabulary, VALIDATION_WINDOWS)},
        save=lambda: run.save(run.clock.seconds / seconds),
        folder=folder,
    )
    return folder


def _write_tables(corpus: ClassicCorpus, vocabulary: Vocabulary, folder: Path) -> None:
    known = [poem for poem in corpus.training if all(c in vocabulary.index for c in poem)]
    poems = random.Random(1).sample(known, min(RANDOM_POEMS, len(known)))
    tables = {
        "characters": vocabulary.characters,
        "unknown_types": vocabulary.unknown_types,
        "poems": len(corpus.training),
        "random_poems": poems,
    }
    (folder / TABLES_FILE).write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
    for file, part in ((VALIDATION_FILE, corpus.validation), (EXAMINATION_FILE, corpus.examination)):
        (folder / file).write_text("".join(f"{poem}\n" for poem in part), encoding="utf-8")


def read_vocabulary(folder: Path) -> Vocabulary:
    """The index table that a run in `folder` began with."""
    tables = json.loads((folder / TABLES_FILE).read_text(encoding="utf-8"))
    return Vocabulary(tables["characters"], tables["unknown_types"])
