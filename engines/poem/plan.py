"""From a request to what the decoder must keep: given characters, templates, rhyme groups, title."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.poem.corpus import Corpus
from engines.poem.dataset import title_indices
from engines.poem.network import TITLE_LENGTH
from engines.poem.prosody import ProsodyTables, Slot, TemplateMatch, nearest_templates
from engines.poem.rhyme_book import LEVEL
from engines.poem.sampling import FREE_SLOT, LEVEL_SLOT, OBLIQUE_SLOT, Rows
from engines.poem.templates import FREE
from engines.poem.vocabulary import Vocabulary
from engines.requests import EngineError, Form, Mode, PoemRequest
from engines.requests.script import simplify
from engines.requests.words import WordList

# Temperature and min-p threshold: 开放 is the bold end, 保守 the careful one; the course had the labels the wrong way
# round.
SAMPLING = {Mode.OPEN: (1.3, 0.03), Mode.NORMAL: (1.0, 0.05), Mode.CONSERVATIVE: (0.6, 0.1)}

MOST_DRAWS = 100  # of a random first line: a list of words may leave none, and then the network begins by itself

# How much more than by itself the theme pulls. Of fifty themes' poems, two each, these were found among ten by what the
# theme adds, and these repeated a character (old poets .36): at 1: .90, .37; at 1.5: .96, .48; at 2: .99, .43; at 3:
# 1.0, .55 (100 poems each, so give or take .05; ranking.py's weight of the theme rose along, 1, 1.5, 2, 2). From 2 on
# the theme is named rather than treated (寺寺僧归寺). What 1.25 does is in the report, weights/poem.md.
GUIDANCE = 1.25


@dataclass(frozen=True)
class Plan:
    """One request made ready.

    given: the characters that stand already, by (line, position); fixed: how many of them lead the poem.
    matches: the templates that fit the given characters best, equally well; at least one.
    """

    request: PoemRequest
    form: Form
    seed: int
    given: dict[Slot, str]
    fixed: int
    theme: str
    matches: tuple[TemplateMatch, ...]

    @property
    def own_lines(self) -> frozenset[str]:
        """Lines that the asker gave whole: a poem may have them although the corpus knows them."""
        whole = (
            "".join(self.given.get((line, position), "") for position in range(self.form.line_length))
            for line in range(self.form.line_count)
        )
        return frozenset(line for line in whole if len(line) == self.form.line_length)

    def match_of(self, candidate: int) -> TemplateMatch:
        """The template that a candidate follows: all of the nearest, in turn."""
        return self.matches[candidate % len(self.matches)]


def plan(request: PoemRequest, vocabulary: Vocabulary, corpus: Corpus | None, words: WordList) -> Plan:
    """Raises EngineError when a given character is not in the vocabulary, and names it, or a word is one of `words`.

    Without a corpus a random first line is the network's own.
    """
    words.refuse(request.first_line, request.character, request.acrostic, request.theme)
    seed = secrets.randbelow(2**31) if request.seed is None else request.seed
    form = request.resolved_form
    given: dict[Slot, str] = {}
    fixed = 0
    if request.acrostic is not None:
        given = {(line, 0): c for line, c in enumerate(_known(request.acrostic, vocabulary))}
        fixed = 1
    else:
        opening = request.first_line or request.character or ""
        if request.random_line and corpus is not None:
            opening = _random_opening(corpus, seed, form.line_length, vocabulary, words)
        given = {(0, position): c for position, c in enumerate(_known(opening, vocabulary))}
        fixed = len(given)
    theme = _known(request.theme or "", vocabulary)
    matches = nearest_templates(form, given)
    nearest = tuple(match for match in matches if match.cost == matches[0].cost)
    return Plan(request, form, seed, given, fixed, theme, nearest)


def _known(text: str, vocabulary: Vocabulary) -> str:
    # Characters of the corpus stay as they are: its editions keep some that conversion would merge (馀, 余).
    if all(c in vocabulary.index for c in text):
        return text
    simplified = simplify(text)
    unknown = "".join(dict.fromkeys(c for c in simplified if c not in vocabulary.index))
    if unknown:
        raise EngineError(
            f"「{unknown}」在古诗里少见，没有学过，请换个字",
            f"“{unknown}” is too rare: the network has hardly read it; try another character",
        )
    return simplified


def _random_opening(corpus: Corpus, seed: int, length: int, vocabulary: Vocabulary, words: WordList) -> str:
    rng = random.Random(seed)
    for _ in range(MOST_DRAWS):
        line = corpus.random_first_line(rng, length)
        if all(c in vocabulary.index for c in line) and words.found(line) is None:
            return line
    return ""


def rows_of(plans: list[Plan], attempt: int, vocabulary: Vocabulary, tables: ProsodyTables) -> Rows:
    """The decoder's batch for plans of one form: `candidates` rows a plan, in order, then the shadows of themed rows.

    attempt: how many times these plans have been tried before; other numbers are drawn each time.
    """
    form = plans[0].form
    slots = form.line_count * form.line_length
    owner = np.repeat(np.arange(len(plans), dtype=np.int32), [p.request.candidates for p in plans])
    themed = np.flatnonzero(np.array([bool(p.theme) for p in plans])[owner]).astype(np.int32)
    leaders = np.arange(len(owner), dtype=np.int32)
    shadow = leaders.copy()
    shadow[themed] = len(owner) + np.arange(len(themed), dtype=np.int32)
    titles = np.array([title_indices(p.theme, vocabulary.index) for p in plans] + [[-1] * TITLE_LENGTH], np.int32)
    alone = np.full(len(themed), len(plans), np.int32)  # the last title is the empty one
    guidance = np.zeros(len(owner) + len(themed), np.float32)
    guidance[themed] = GUIDANCE
    rows = Rows(
        titles=titles[:, : (titles >= 0).sum(axis=1).max()],
        owner=np.concatenate([owner, alone]),
        leader=np.concatenate([leaders, themed]),
        shadow=np.concatenate([shadow, shadow[themed]]),
        guidance=guidance,
        forced=np.full((len(owner), slots), -1, np.int32),
        marks=np.zeros((len(owner), slots), np.int32),
        rhyming=np.zeros((len(owner), slots), np.bool_),
        groups=np.zeros((len(owner), len(tables.group_names)), np.float32),
        uniform=np.concatenate([_uniform(p.seed, attempt, p.request.candidates, slots) for p in plans]),
        temperature=np.array([SAMPLING[p.request.mode][0] for p in plans], np.float32)[owner],
        threshold=np.array([SAMPLING[p.request.mode][1] for p in plans], np.float32)[owner],
    )
    first = 0
    for p in plans:
        for (line, position), character in p.given.items():
            slot = line * form.line_length + position
            rows.forced[first : first + p.request.candidates, slot] = vocabulary.index[character]
        for candidate in range(p.request.candidates):
            _follow(p.match_of(candidate), rows, first + candidate, tables)
        first += p.request.candidates
    alike = ("forced", "marks", "rhyming", "groups", "uniform", "temperature", "threshold")
    return rows._replace(**{name: getattr(rows, name)[rows.leader] for name in alike})


def _follow(match: TemplateMatch, rows: Rows, row: int, tables: ProsodyTables) -> None:
    marks = "".join(match.template.lines)
    rows.marks[row] = [FREE_SLOT if m == FREE else LEVEL_SLOT if m == LEVEL else OBLIQUE_SLOT for m in marks]
    length = match.template.form.line_length
    for line, position in match.template.rhyme_slots:
        rows.rhyming[row, line * length + position] = True
    wanted = set(match.rhyme_groups)
    rows.groups[row] = [name in wanted for name in tables.group_names]


def _uniform(seed: int, attempt: int, count: int, slots: int) -> NDArray[np.float32]:
    return np.random.default_rng([seed, attempt]).random((count, slots), dtype=np.float32)
