"""How good the poems are: old poets, the course's LSTM and ours in each mode, by the same measures.

    python -m engines poem report --source poetry-source.tar.xz --held-out heldout_lines.txt
    python -m engines poem report --source … --held-out … --before earlier.json

All of it is about 五绝. Old poets are the held-out poems, which no network here has read. Ours are written on the
titles of such poems, the best of sixteen each, as people get them; the course's begin with their first characters.
About ten minutes on two idle cores for 400 poems of each.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from engines.poem.classic import ClassicWriter
from engines.poem.classic_corpus import WINDOW, Windows, punctuated
from engines.poem.classic_network import Judge
from engines.poem.corpus_sources import read_poems
from engines.poem.dataset import RegulatedPoem, Split, read_held_out, regulated, split
from engines.poem.detector import detection
from engines.poem.evaluate import Row, examine, perplexity, questions
from engines.poem.likelihood import Likelihood
from engines.poem.measures import FORM, Known, Lines, Verse, sameness, verse
from engines.poem.network import PoemNetwork
from engines.poem.theme_judge import THEMES, Counts, found, likelihoods
from engines.poem.vocabulary import Vocabulary
from engines.poem.writer import Writer
from engines.requests import EngineError, Mode, PoemRequest
from engines.requests.classic import ClassicRequest, Stage

Item = TypeVar("Item")

AT_ONCE = 32
OF_A_THEME = 4  # poems of a theme, beside each other
SEEDS_TRIED = 16
FEWEST = 12  # poems that something can be said of
HUMAN, CLASSIC = "human", "classic"
SHORTEST_TITLE, LONGEST_TITLE = 2, 8
MOST_ASKED = 2000  # poems that are asked for their fourth line: ten poems have to be read for each


@dataclass(frozen=True)
class Figures:
    """What one writer reaches; None where a measure does not apply or was not taken.

    well_formed: poems with every comma and full stop in its place; what `verse` counts is of these. human_or_not: the
    classifier's accuracy on poems it has not seen. same_theme, other_themes: `sameness` of poems of one theme and of
    different ones. Of ten themes and their ten poems: theme_named: poems that the network finds likeliest under their
    own theme; theme_over_none: themes that make their own poem likelier than they make the others (pointwise mutual
    information); theme_by_itself: themes whose own poem is the likeliest, which stock phrases of another may be as
    well; theme_by_counts: themes found by the judge that only counts.
    perplexity: on held-out 五绝; perplexity_validation: on the validation split; perplexity_later: on what was not read
    of either, from the second line on, which is where the course's network can be asked as well. next_line: the fourth
    line of ten.
    """

    poems: int
    well_formed: float
    verse: Verse | None = None
    human_or_not: float | None = None
    same_theme: float | None = None
    other_themes: float | None = None
    theme_named: float | None = None
    theme_by_itself: float | None = None
    theme_over_none: float | None = None
    theme_by_counts: float | None = None
    perplexity: float | None = None
    perplexity_validation: float | None = None
    perplexity_later: float | None = None
    next_line: float | None = None


@dataclass(frozen=True)
class Report:
    """Figures by writer: "human", "classic", and the modes of ours. model: the names of the weights."""

    model: str
    classic_model: str | None
    writers: dict[str, Figures]


class Reporter:
    """Everything that the measures need, read once. count: poems of each writer."""

    def __init__(
        self,
        source: Path,
        held_out: Path | None,
        writer: Writer,
        network: PoemNetwork,
        *,
        count: int,
        themes: Sequence[Sequence[str]] = THEMES,
    ) -> None:
        parts: Split = split(regulated(read_poems(source)), read_held_out(held_out) if held_out else frozenset())
        self.writer, self.vocabulary = writer, writer.vocabulary
        self.likelihood = Likelihood(network)
        self.training = parts.training
        self.validation = [poem for poem in parts.validation if poem.form == FORM]
        # Without a held-out list the validation split is what no network has read.
        self.held_out = [poem for poem in parts.examination if poem.form == FORM]
        self.unread = self.held_out or self.validation
        self.known = Known.of([poem.lines for poem in parts.training])
        self.themes = themes
        self.counts = Counts.of(parts.training, [theme for ten in themes for theme in ten])
        readable = [poem for poem in self.unread if self._readable("".join(poem.lines))]
        self.human = [poem.lines for poem in readable][:count]
        titles = list(dict.fromkeys(poem.title for poem in self.unread if self._is_title(poem.title)))
        if not self.human or not titles:
            raise EngineError(
                f"{source} 里没有可以比较的五绝；请指明更大的诗集",
                f"{source} has no 五绝 to compare with; name a larger collection",
            )
        self.titles = [titles[i % len(titles)] for i in range(count)]

    def _readable(self, text: str) -> bool:
        return all(c in self.vocabulary.index for c in text)

    def _is_title(self, title: str) -> bool:
        return SHORTEST_TITLE <= len(title) <= LONGEST_TITLE and self._readable(title)

    def human_figures(self) -> Figures:
        """The old poets'. Poems of one theme are training poems with just that title."""
        groups: dict[str, list[Lines]] = {theme: [] for ten in self.themes for theme in ten}
        for poem in self.training:
            if poem.form == FORM and poem.title in groups and self._readable("".join(poem.lines)):
                groups[poem.title].append(poem.lines)
        full = [group[:OF_A_THEME] for group in groups.values() if len(group) >= OF_A_THEME]
        return Figures(
            len(self.human),
            1.0,
            verse(self.human, self.known),
            human_or_not=None,
            same_theme=_mean([sameness(group) for group in full]),
            other_themes=_mean([sameness(part) for part in zip(*full, strict=False)]) if len(full) > 1 else None,
        )

    def our_figures(self, mode: Mode) -> Figures:
        """Ours in a mode; what depends on no mode (perplexity, next line) only with the usual one."""
        requests = [PoemRequest(theme=title, mode=mode, seed=i) for i, title in enumerate(self.titles)]
        poems = [poem for poem in self._written(requests) if not isinstance(poem, EngineError)]
        named, by_itself, over_none, by_counts, same, other = [], [], [], [], [], []
        for ten in self.themes:
            groups = [self._of_a_theme(theme, mode) for theme in ten]
            same += [sameness(group) for group in groups]
            for of_ten in zip(*groups, strict=True):
                other.append(sameness(of_ten))
                scores = likelihoods(ten, of_ten, self.likelihood, self.vocabulary)
                encoded = np.array([self.vocabulary.encode("".join(poem)) for poem in of_ten], np.int32)
                alone = self.likelihood.log_probabilities(FORM, encoded).sum(axis=1, dtype=np.float64)
                named.append(found(scores.T))
                by_itself.append(found(scores))
                over_none.append(found(scores - alone))
                by_counts.append(found(self.counts.scores(ten, of_ten)))
        figures = Figures(
            len(poems),
            1.0,
            verse(poems, self.known),
            human_or_not=detection(poems, self.human, self.vocabulary),
            same_theme=_mean(same),
            other_themes=_mean(other),
            theme_named=_mean(named),
            theme_by_itself=_mean(by_itself),
            theme_over_none=_mean(over_none),
            theme_by_counts=_mean(by_counts),
        )
        return figures if mode is not Mode.NORMAL else self._with_reading(figures)

    def _with_reading(self, figures: Figures) -> Figures:
        unread, validation = _rows(self.unread), _rows(self.validation)

        def read(rows: list[Row], first_line: int = 0) -> float | None:
            return perplexity(rows, self.likelihood, self.vocabulary, first_line)[0] if rows else None

        return replace(
            figures,
            perplexity=read(unread) if self.held_out else None,
            perplexity_validation=read(validation),
            perplexity_later=read(unread, first_line=1),
            next_line=examine(unread[:MOST_ASKED], self.likelihood, self.vocabulary, "").next_line_accuracy,
        )

    def _of_a_theme(self, theme: str, mode: Mode) -> list[Lines]:
        """OF_A_THEME poems; one that comes to nothing is left out for the next seed's."""
        poems: list[Lines] = []
        for first in range(0, SEEDS_TRIED, OF_A_THEME):
            seeds = range(first, first + OF_A_THEME)
            found = self._written([PoemRequest(theme=theme, mode=mode, seed=seed) for seed in seeds])
            poems += [poem for poem in found if not isinstance(poem, EngineError)]
            if len(poems) >= OF_A_THEME:
                return poems[:OF_A_THEME]
        raise EngineError(
            f"以「{theme}」为题写不出 {OF_A_THEME} 首，请换一份词表再试",
            f"{OF_A_THEME} poems on {theme} could not be written; try again with another list of words",
        )

    def _written(self, requests: Sequence[PoemRequest]) -> Iterator[Lines | EngineError]:
        for part in _parts(requests, AT_ONCE):
            for result in self.writer.write(part):
                yield result if isinstance(result, EngineError) else result.lines

    def classic_figures(self, classic: ClassicWriter) -> Figures:
        """The course's, its last stage: begun with the first characters of unread poems."""
        known = classic.published.vocabulary
        heads = [poem.lines[0][0] for poem in self.unread if poem.lines[0][0] in known.index][: len(self.human)]
        requests = [ClassicRequest(character=head, stage=Stage.FINAL, seed=i) for i, head in enumerate(heads)]
        results = [result for part in _parts(requests, AT_ONCE) for result in classic.write(part)]
        formed = [
            tuple(row[:-1] for row in result.rows)
            for result in results
            if not isinstance(result, EngineError) and result.well_formed
        ]
        judge = Judge(classic.published.stage(Stage.FINAL).network())
        later = judge.perplexity(Windows.of([punctuated(poem.lines) for poem in self.unread], known), known)
        enough = len(formed) >= FEWEST
        return Figures(
            len(results),
            len(formed) / len(results),
            verse(formed, self.known) if enough else None,
            human_or_not=detection(formed, self.human, self.vocabulary) if enough else None,
            other_themes=_mean([sameness(ten) for ten in _parts(formed, 10) if len(ten) > 1]),
            perplexity_later=later,
            next_line=_next_line(_rows(self.unread)[:MOST_ASKED], judge, known),
        )


def measure(reporter: Reporter, classic: ClassicWriter | None, report: Callable[[str], None]) -> Report:
    """Every writer's figures, one after the other; report is told which is next. classic: None leaves it out."""
    writers: dict[str, Figures] = {}
    report(HUMAN)
    writers[HUMAN] = reporter.human_figures()
    if classic is not None:
        report(CLASSIC)
        writers[CLASSIC] = reporter.classic_figures(classic)
    for mode in (Mode.CONSERVATIVE, Mode.NORMAL, Mode.OPEN):
        report(mode)
        writers[mode.name.lower()] = reporter.our_figures(mode)
    return Report(reporter.writer.model, None if classic is None else classic.model, writers)


def _rows(poems: Sequence[RegulatedPoem]) -> list[Row]:
    return [Row(poem.form, poem.lines) for poem in poems]


def _next_line(rows: list[Row], judge: Judge, vocabulary: Vocabulary) -> float | None:
    """The course's network on the questions of `evaluate`: it reads the six characters before each, no more."""
    asked = questions(rows)
    texts = [punctuated((*q.given, line)) for q in asked for line in q.choices]
    if not texts:
        return None
    encoded = np.array([vocabulary.encode(text) for text in texts], np.int32)
    last = FORM.line_length + 1  # the fourth line and its full stop, which says nothing
    scores = np.zeros(len(texts))
    for place in range(encoded.shape[1] - last, encoded.shape[1] - 1):
        following = encoded[:, place]
        scores -= judge.losses(encoded[:, place - WINDOW : place], following)
        scores -= math.log(vocabulary.unknown_types) * (following == vocabulary.unknown)
    return float((scores.reshape(len(asked), -1).argmax(axis=1) == 0).mean())


def _parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[first : first + size] for first in range(0, len(items), size))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
