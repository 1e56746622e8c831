"""The course's network as it writes: every character drawn from a fresh look at the six before it.

writer = ClassicWriter.load()
writer.write([ClassicRequest(first_line="山为斜好几", seed=1)])[0].text

As in the course, and as its student should see: no mask for form, rhyme or tone, so that commas may go astray. Unlike
the course's: unknown characters are named rather than blanked, and never drawn; a poem with an unwanted word is drawn
again; the twenty-four steps of many poems are one compiled graph; and p^(1/T) carries the right label.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engines import manifest, places
from engines.poem.classic_corpus import PUNCTUATION, WINDOW
from engines.poem.classic_network import ClassicNetwork, Tensor
from engines.poem.classic_weights import Kept, Primes, Published, load
from engines.poem.prosody import rhyme_group
from engines.poem.sampling import BLOCK, invert
from engines.poem.vocabulary import Vocabulary
from engines.requests import EngineError
from engines.requests.classic import LINES, ROW, ClassicRequest, ClassicResult, Stage
from engines.requests.script import simplify
from engines.requests.words import WordFile

WEIGHTS_FILE = "poem-classic.npz"
LENGTH = LINES * ROW
ATTEMPTS = 4  # poems drawn before giving up on one that has an unwanted word each time
FREE = -1  # in `Plan.forced`: to be drawn
NOT_TRAINED = EngineError(
    "课程的 LSTM 还没有练好的权重；先运行 python -m engines poem classic train，再运行 classic publish",
    "There are no weights of the course's LSTM yet; run python -m engines poem classic train, then classic publish",
)
UNWANTED = EngineError(
    "课程的网络写来写去总带着我不写的字眼，请换个字再试，例如：山为斜好几",
    "Every attempt of the course's network had a word that I don't write; try other words, for example: 山为斜好几",
    retry=True,
)


@dataclass(frozen=True)
class Plan:
    """One request made ready.

    window: (WINDOW,) int32, what the network has read before the first character is written.
    forced: (LENGTH,) int32, characters that are given, or FREE; fixed: how many of them lead the poem.
    primed: the part of the window that counts, as text.
    """

    request: ClassicRequest
    seed: int
    window: NDArray[np.int32]
    forced: NDArray[np.int32]
    fixed: int
    primed: str
    uniform: NDArray[np.float32]


def plan(request: ClassicRequest, vocabulary: Vocabulary, primes: Primes, *, attempt: int = 0) -> Plan:
    """Raises EngineError when a given character is not in the index table; the sentence names it.

    attempt: how many times the request, its seed given then, has been tried before; other numbers are drawn each time.
    """
    seed = secrets.randbelow(2**31) if request.seed is None else request.seed
    rng = np.random.default_rng([seed, attempt] if attempt else seed)
    number = int(rng.integers(len(primes.beginnings)))
    window = np.zeros(WINDOW, np.int32)
    forced = np.full(LENGTH, FREE, np.int32)
    primed = ""
    if request.random_line:
        forced[:WINDOW] = primes.beginnings[number]
    elif request.first_line is not None:
        forced[:WINDOW] = [*_indices(request.first_line, vocabulary), vocabulary.index[PUNCTUATION[0]]]
    else:
        heads = _indices(request.character or request.acrostic or "", vocabulary)
        forced[: len(heads) * ROW : ROW] = heads
        window[1:] = primes.endings[number]
        primed = vocabulary.decode(window[1:])
    fixed = int((forced[:WINDOW] != FREE).sum())
    return Plan(request, seed, window, forced, fixed, primed, rng.random(LENGTH, dtype=np.float32))


def _indices(text: str, vocabulary: Vocabulary) -> list[int]:
    if not all(c in vocabulary.index for c in text):
        text = simplify(text)
    unknown = "".join(dict.fromkeys(c for c in text if c not in vocabulary.index))
    if unknown:
        raise EngineError(
            f"「{unknown}」在唐诗里少见，课程的网络没有学过，请换个字，例如：山为斜好几",
            f"“{unknown}” is too rare: the course's network has not learnt it; try another character, "
            "for example: 山为斜好几",
        )
    return vocabulary.encode(text)


class Decoder:
    """Draws twenty-four characters for many rows: one graph, whatever their number. The last index is never drawn."""

    def __init__(self, network: ClassicNetwork) -> None:
        self.network = network
        rows = tf.TensorSpec((None, LENGTH), tf.int32)
        signature = [
            tf.TensorSpec((None, WINDOW), tf.int32),
            rows,
            tf.TensorSpec((None, LENGTH), tf.float32),
            tf.TensorSpec((None,), tf.float32),
        ]
        self._graph = tf.function(self._decode, input_signature=signature, autograph=False)

    def write(self, plans: Sequence[Plan]) -> NDArray[np.int32]:
        """Characters (plans, LENGTH)."""
        characters: NDArray[np.int32] = self._graph(
            np.stack([p.window for p in plans]),
            np.stack([p.forced for p in plans]),
            np.stack([p.uniform for p in plans]),
            np.array([p.request.temperature for p in plans], np.float32),
        ).numpy()
        return characters

    def _decode(self, window: Tensor, forced: Tensor, uniform: Tensor, temperature: Tensor) -> Tensor:
        def step(slot: Tensor, window: Tensor, poem: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            logits = self.network.logits(window)[:, :-1]  # without the unknown character
            drawn = draw(logits, uniform[:, slot], temperature)
            chosen = tf.where(forced[:, slot] == FREE, drawn, forced[:, slot])
            window = tf.concat([window[:, 1:], chosen[:, None]], axis=1)
            return slot + 1, window, tf.tensor_scatter_nd_update(poem, [[slot]], chosen[None])

        poem = tf.zeros((LENGTH, tf.shape(window)[0]), tf.int32)
        *_, poem = tf.while_loop(
            lambda slot, *_: slot < LENGTH, step, (tf.constant(0), window, poem), maximum_iterations=LENGTH
        )
        return tf.transpose(poem)


def draw(logits: Tensor, uniform: Tensor, temperature: Tensor) -> Tensor:
    """A character a row, (n,) int32, from p^(1/T): logits (n, characters), uniform in [0, 1) and temperature (n,)."""
    odds = tf.exp((logits - tf.reduce_max(logits, axis=1, keepdims=True)) / temperature[:, None])
    return invert(tf.pad(odds, ((0, 0), (0, -logits.shape[1] % BLOCK))), uniform)


class ClassicWriter:
    """The published stages, each unpacked and traced when it is first asked for; not for several threads at once."""

    def __init__(self, published: Published, model: str, words: WordFile) -> None:
        self.model = model
        self.published = published
        self.words = words
        self._stages: dict[Stage, tuple[Kept, Decoder]] = {}

    @classmethod
    def load(cls, weights_folder: Path = places.WEIGHTS) -> Self:
        """Reads the published file, its hash checked. Raises EngineError when it is missing or damaged, or the list of
        unwanted words can't be read.
        """
        if not (weights_folder / WEIGHTS_FILE).is_file():
            raise NOT_TRAINED
        file = manifest.read(WEIGHTS_FILE, weights_folder)
        return cls(load(file.content), file.model, WordFile(places.word_list()))

    def write(self, requests: Sequence[ClassicRequest]) -> list[ClassicResult | EngineError]:
        """One poem a request, those of a stage written together; an EngineError where a request can't be fulfilled."""
        began = time.perf_counter()
        words = self.words.current()
        outcomes: dict[int, ClassicResult | EngineError] = {}
        plans: dict[int, Plan] = {}
        for i, request in enumerate(requests):
            try:
                words.refuse(request.first_line, request.character, request.acrostic)
                plans[i] = self._plan(request)
            except EngineError as error:
                outcomes[i] = error
        for attempt in range(1, ATTEMPTS + 1):
            for i, result in self._round(plans, began):
                if words.found_in(result.rows) is None and words.found(result.primed) is None:
                    outcomes[i] = result
            left = {i: p for i, p in plans.items() if i not in outcomes}
            plans = {i: self._plan(replace(p.request, seed=p.seed), attempt) for i, p in left.items()}
        return [outcomes.get(i, UNWANTED) for i in range(len(requests))]

    def _plan(self, request: ClassicRequest, attempt: int = 0) -> Plan:
        return plan(request, self.published.vocabulary, self.published.primes, attempt=attempt)

    def _round(self, plans: Mapping[int, Plan], began: float) -> Iterator[tuple[int, ClassicResult]]:
        """What the plans become, in the order of the stages."""
        for stage in Stage:
            part = [i for i, p in plans.items() if p.request.stage == stage]
            if not part:
                continue
            kept, decoder = self._stage(stage)
            written = decoder.write([plans[i] for i in part])
            elapsed = (time.perf_counter() - began) * 1000
            for i, characters in zip(part, written, strict=True):
                yield i, self._result(plans[i], self.published.vocabulary.decode(characters), kept, elapsed)

    def _stage(self, stage: Stage) -> tuple[Kept, Decoder]:
        if stage not in self._stages:
            kept = self.published.stage(stage)
            # The network holds the weights from here on; a second copy would be sixty megabytes a stage.
            self._stages[stage] = (replace(kept, arrays={}), Decoder(kept.network()))
        return self._stages[stage]

    def _result(self, p: Plan, text: str, kept: Kept, milliseconds: float) -> ClassicResult:
        result = ClassicResult(
            rows=tuple(text[i : i + ROW] for i in range(0, LENGTH, ROW)),
            mode=p.request.mode,
            stage=p.request.stage,
            temperature=p.request.temperature,
            seed=p.seed,
            model=self.model,
            step=kept.step,
            perplexity=round(kept.perplexity, 1),
            milliseconds=round(milliseconds, 1),
            primed=p.primed,
            fixed=p.fixed,
        )
        return replace(result, rhyme_group=rhyme_group(result.lines)) if result.well_formed else result
