"""The writer: requests in, the best of many lawful candidates out.

writer = Writer.load()
writer.write([PoemRequest(first_line="山为斜好几", seed=1)])[0].text
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engines import manifest, places
from engines.poem import weights
from engines.poem.coherence import OTHERS, coherence
from engines.poem.corpus import Corpus, open_corpus
from engines.poem.decoder import Decoder
from engines.poem.likelihood import Likelihood
from engines.poem.parallelism import Parallelism
from engines.poem.plan import Plan, plan, rows_of
from engines.poem.prosody import ProsodyTables, rhyme_group, tone_pattern
from engines.poem.ranking import SHORTLIST, Candidate, coherent, ranked
from engines.requests import EngineError, Form, PoemRequest, PoemResult
from engines.requests.words import WordFile, WordList

log = logging.getLogger(__name__)

WEIGHTS_FILE = "poem.npz"
SLOTS_AT_ONCE = 2560  # 8 五绝 of 16 candidates: more rows gain little speed and cost memory
ATTEMPTS = 4  # rounds of candidates before giving up on one whose every candidate has a known line or an unwanted word


class Writer:
    """Network, prosody, corpus and unwanted words together; not for use by several threads at once."""

    def __init__(self, trained: weights.TrainedPoemNetwork, model: str, corpus: Corpus | None, words: WordFile) -> None:
        self.model = model
        self.vocabulary = trained.vocabulary
        self.corpus = corpus
        self.words = words
        self.tables = ProsodyTables.of(self.vocabulary.characters)
        self.decoder = Decoder(trained, self.tables.level, self.tables.oblique, self.tables.rhymes)
        self._likelihood = Likelihood(trained.network)
        self._parallelism = Parallelism.of(trained)
        self._others: dict[Form, NDArray[np.int32]] = {}

    @classmethod
    def load(cls, *, weights_folder: Path = places.WEIGHTS, corpus: Path | None = None) -> Self:
        """Reads the trained network, its hash checked, and opens the corpus (places.corpus() when None).

        Raises EngineError without usable weights or list of unwanted words. Without a corpus all works but novelty and
        random first lines.
        """
        file = manifest.read(WEIGHTS_FILE, weights_folder)
        try:
            opened = open_corpus(corpus or places.corpus())
        except EngineError as error:
            log.warning("%s; until then lines known to the corpus are not dropped", error)
            opened = None
        return cls(weights.load(file.content), file.model, opened, WordFile(places.word_list()))

    def warm_up(self) -> None:
        """Traces every graph, so that no person waits for it; the most asked for form first."""
        for form in Form:
            self.write([PoemRequest(theme="月", form=form, seed=0), PoemRequest(form=form, seed=0)])

    @property
    def traces(self) -> int:
        """How many graphs have been traced; stays put after warm-up."""
        return self.decoder.traces + self._likelihood.traces

    def write(self, requests: Sequence[PoemRequest]) -> list[PoemResult | EngineError]:
        """One poem a request, written together; an EngineError where a request can't be fulfilled."""
        began = time.perf_counter()
        words = self.words.current()
        outcomes: dict[int, PoemResult | EngineError] = {}
        refused: dict[int, EngineError] = {}
        plans: dict[int, Plan] = {}
        for i, request in enumerate(requests):
            try:
                plans[i] = plan(request, self.vocabulary, self.corpus, words)
            except EngineError as error:
                outcomes[i] = error
        for attempt in range(ATTEMPTS):
            waiting = [i for i in plans if i not in outcomes]
            for part in _parts(waiting, plans):
                best = self._round([plans[i] for i in part], attempt, words)
                elapsed = (time.perf_counter() - began) * 1000
                for i, candidate in zip(part, best, strict=True):
                    if isinstance(candidate, EngineError):
                        refused[i] = candidate
                    else:
                        outcomes[i] = self._result(plans[i], candidate, elapsed)
        told = refused | outcomes
        return [told[i] for i in range(len(requests))]

    def _round(self, plans: list[Plan], attempt: int, words: WordList) -> list[Candidate | EngineError]:
        """The best candidate of every plan (all of one form) that may be shown, or why none of them may."""
        form = plans[0].form
        rows = rows_of(plans, attempt, self.vocabulary, self.tables)
        written = self.decoder.write(form, rows)
        untitled = written.log_probabilities[rows.shadow]
        relevance = written.log_probabilities - untitled
        shortlists: list[list[Candidate] | list[EngineError]] = []
        asked = []
        for i, p in enumerate(plans):
            mine = np.flatnonzero(rows.owner == i)
            poems = [_lines(self.vocabulary.decode(row), form) for row in written.characters[mine]]
            candidates = ranked(
                poems,
                written.log_probabilities[mine],
                relevance[mine],
                rows.forced[mine] < 0,
                np.array([self._parallelism.of_poem(poem, form) for poem in poems]),
            )
            shortlists.append(self._shortlist(p, candidates, words))
            asked.append(mine[[c.number for c in shortlists[-1] if isinstance(c, Candidate)]])
        return self._chosen(form, shortlists, written.characters, untitled, asked)

    def _shortlist(
        self, p: Plan, candidates: Sequence[Candidate], words: WordList
    ) -> list[Candidate] | list[EngineError]:
        """The first few candidates that may be shown, or why none of them may."""
        known = self._known(p, candidates)
        new = [c for c in candidates if not known.intersection(c.lines)]
        # The theme stands above the poem, and so may begin a word as well as a line may.
        fit = (c for c in new if words.found_in((p.theme, *c.lines)) is None)
        return list(islice(fit, SHORTLIST)) or [_UNWANTED if new else _NOTHING_NEW]

    def _chosen(
        self,
        form: Form,
        shortlists: Sequence[list[Candidate] | list[EngineError]],
        characters: NDArray[np.int32],
        untitled: NDArray[np.float32],
        asked: Sequence[NDArray[np.intp]],
    ) -> list[Candidate | EngineError]:
        """The best of every shortlist. asked: the rows of its candidates, in which `characters` and `untitled` are."""
        shortlisted = np.concatenate(asked)
        others = self._poems_beside(form)
        found = coherence(self._likelihood, form, characters[shortlisted], untitled[shortlisted], others)
        parts = np.split(found, np.cumsum([len(part) for part in asked])[:-1])
        chosen: list[Candidate | EngineError] = []
        for shortlist, part in zip(shortlists, parts, strict=True):
            candidates = [c for c in shortlist if isinstance(c, Candidate)]
            chosen += [coherent(candidates, part)] if candidates else shortlist
        return chosen

    def _poems_beside(self, form: Form) -> NDArray[np.int32]:
        """A few poems of the network's own, always the same, that lend their beginnings to `coherence`."""
        if form not in self._others:
            free = plan(PoemRequest(form=form, seed=0), self.vocabulary, None, WordList(frozenset()))
            written = self.decoder.write(form, rows_of([free], 0, self.vocabulary, self.tables))
            self._others[form] = written.characters[:OTHERS]
        return self._others[form]

    def _known(self, p: Plan, candidates: Sequence[Candidate]) -> set[str]:
        if self.corpus is None:
            return set()
        return self.corpus.known_lines({line for c in candidates for line in c.lines} - p.own_lines)

    def _result(self, p: Plan, candidate: Candidate, milliseconds: float) -> PoemResult:
        match = p.match_of(candidate.number)
        return PoemResult(
            lines=candidate.lines,
            form=p.form,
            mode=p.request.mode,
            tones=tuple(tone_pattern(line) for line in candidate.lines),
            template=match.template.lines,
            rhyme_group=rhyme_group(candidate.lines) or "",
            rhyme_tone=match.template.rhyme_tone,
            departures=match.departures,
            score=round(candidate.score, 4),
            model=self.model,
            seed=p.seed,
            milliseconds=round(milliseconds, 1),
            candidates=p.request.candidates,
            corpus_checked=self.corpus is not None,
            theme=p.request.theme,
            fixed=p.fixed,
        )


_NOTHING_NEW = EngineError(
    "写来写去总与前人的句子雷同，请换个字，或换「开放」再试",
    "Every attempt repeated a line of an old poem; try other words, or the mode 开放",
    retry=True,
)

_UNWANTED = EngineError(
    "写来写去总带着我不写的字眼，请换个字再试",
    "Every attempt had a word that I don't write; try other words",
    retry=True,
)


def _parts(waiting: list[int], plans: dict[int, Plan]) -> list[list[int]]:
    """The waiting requests in parts of one form that fill at most SLOTS_AT_ONCE slots (one request may fill more)."""
    parts: list[list[int]] = []
    by_form = sorted(waiting, key=lambda i: plans[i].form)
    for form, same in groupby(by_form, key=lambda i: plans[i].form):
        room = 0
        for i in same:
            rows = plans[i].request.candidates * (2 if plans[i].theme else 1)  # a themed row has a shadow
            needed = rows * form.line_count * form.line_length
            if needed > room:
                parts.append([])
                room = SLOTS_AT_ONCE
            parts[-1].append(i)
            room -= needed
    return parts


def _lines(text: str, form: Form) -> tuple[str, ...]:
    return tuple(text[i : i + form.line_length] for i in range(0, len(text), form.line_length))
