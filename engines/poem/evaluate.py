"""Examines the network on poems it has not seen: perplexity, and finding the true fourth line among ten.

python -m engines poem evaluate FILE      # rows: 5 or 7 <TAB> title <TAB> line|line|line|line
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines import manifest
from engines.poem import weights
from engines.poem.likelihood import Likelihood
from engines.poem.rhyme_book import groups_of
from engines.poem.vocabulary import Vocabulary
from engines.poem.writer import WEIGHTS_FILE
from engines.requests import EngineError, Form, han_only
from engines.requests.script import simplify

POEMS_AT_ONCE = 128
CHOICES = 10
FOURTH = 3
_SEED = 1


@dataclass(frozen=True)
class Evaluation:
    """perplexity: per character, conditioned on the form only; a character outside the vocabulary counts with its share
    of the unknown characters' probability. next_line_accuracy: the share of next_line_poems whose true fourth line got
    the highest probability among ten, nine of them fourth lines of other poems of the file that rhyme with line 2; None
    when no poem has nine such lines.
    """

    perplexity: float
    characters: int
    next_line_accuracy: float | None
    next_line_poems: int
    poems: int
    model: str


@dataclass(frozen=True)
class Row:
    """A poem of the file."""

    form: Form
    lines: tuple[str, ...]


def read_rows(path: Path) -> list[Row]:
    """The poems of an evaluation file. Raises EngineError naming the first row that is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EngineError(f"读不了 {path}，须是 UTF-8 文本", f"{path} cannot be read; it must be UTF-8 text") from error
    rows = [_row(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not rows:
        raise EngineError(f"{path} 里没有诗，每行须如：{_EXAMPLE}", f"{path} has no poem; a row looks like: {_EXAMPLE}")
    return rows


_EXAMPLE = "5<TAB>春雪<TAB>…|…|…|…"


def _row(number: int, text: str) -> Row:
    parts = text.split("\t")
    lines = tuple(han_only(line) for line in parts[-1].split("|"))
    try:
        if len(parts) != 3 or {len(line) for line in lines} != {int(parts[0])}:
            raise ValueError("lines of the length that the row names")
        return Row(Form.of(int(parts[0]), len(lines)), lines)
    except ValueError as error:
        raise EngineError(
            f"第 {number} 行读不懂，须如：{_EXAMPLE}", f"Row {number} cannot be read; it should look like: {_EXAMPLE}"
        ) from error


def evaluate(rows: list[Row]) -> Evaluation:
    """Examines the weights of the manifest. Raises EngineError when they can't be used."""
    file = manifest.read(WEIGHTS_FILE)
    trained = weights.load(file.content)
    return examine(rows, Likelihood(trained.network), trained.vocabulary, file.model)


def examine(rows: list[Row], likelihood: Likelihood, vocabulary: Vocabulary, model: str) -> Evaluation:
    """Examines any network on any poems."""
    found, characters = perplexity(rows, likelihood, vocabulary)
    right, asked = 0, 0
    for form, poems in _by_form(rows):
        form_right, form_asked = _next_lines(form, poems, likelihood, vocabulary)
        right, asked = right + form_right, asked + form_asked
    accuracy = round(right / asked, 4) if asked else None
    return Evaluation(round(found, 2), characters, accuracy, asked, len(rows), model)


def perplexity(
    rows: list[Row], likelihood: Likelihood, vocabulary: Vocabulary, first_line: int = 0
) -> tuple[float, int]:
    """Perplexity per character from a line (from 0) on, as `Evaluation` has it, and the number of characters."""
    total, characters = 0.0, 0
    for form, poems in _by_form(rows):
        encoded = np.array([_encode("".join(row.lines), vocabulary) for row in poems], np.int32)
        counted = _log_probabilities(likelihood, form, encoded, vocabulary)[:, first_line * form.line_length :]
        total -= float(counted.sum(dtype=np.float64))
        characters += counted.size
    return math.exp(total / characters), characters


def as_json(evaluation: Evaluation) -> dict[str, float | int | str | None]:
    """The figures under their names."""
    return asdict(evaluation)


def _by_form(rows: list[Row]) -> Iterator[tuple[Form, list[Row]]]:
    for form in Form:
        poems = [row for row in rows if row.form == form]
        if poems:
            yield form, poems


def _encode(text: str, vocabulary: Vocabulary) -> list[int]:
    """Indices; a variant that the vocabulary lacks is read as its standard form."""
    if any(c not in vocabulary.index for c in text):
        text = "".join(c if c in vocabulary.index else s for c, s in zip(text, simplify(text), strict=True))
    return vocabulary.encode(text)


def _log_probabilities(
    likelihood: Likelihood, form: Form, poems: NDArray[np.int32], vocabulary: Vocabulary
) -> NDArray[np.float32]:
    parts = [
        likelihood.log_probabilities(form, poems[start : start + POEMS_AT_ONCE])
        for start in range(0, len(poems), POEMS_AT_ONCE)
    ]
    share = np.where(poems == vocabulary.unknown, math.log(vocabulary.unknown_types), 0.0).astype(np.float32)
    return np.concatenate(parts) - share


@dataclass(frozen=True)
class Question:
    """Which of these lines follows three given ones? The first of `choices` does."""

    given: tuple[str, ...]
    choices: tuple[str, ...]


def questions(rows: list[Row]) -> list[Question]:
    """One a poem for which nine others of the list, all of one form, have a fourth line that rhymes with line 2."""
    random = np.random.default_rng(_SEED)
    by_group: dict[str, list[str]] = {}
    for line in dict.fromkeys(row.lines[FOURTH] for row in rows):
        for group in groups_of(line[-1]):
            by_group.setdefault(group, []).append(line)
    found = []
    for row in rows:
        rhyming = sorted({line for group in groups_of(row.lines[1][-1]) for line in by_group.get(group, [])})
        wrong = [line for line in rhyming if line != row.lines[FOURTH]]
        if len(wrong) >= CHOICES - 1:
            chosen = random.choice(len(wrong), CHOICES - 1, replace=False)
            found.append(Question(row.lines[:FOURTH], (row.lines[FOURTH], *(wrong[i] for i in chosen))))
    return found


def _next_lines(form: Form, rows: list[Row], likelihood: Likelihood, vocabulary: Vocabulary) -> tuple[int, int]:
    """How many fourth lines were found, of how many asked."""
    asked = questions(rows)
    if not asked:
        return 0, 0
    # Four lines are enough for the question; the rest of an eight-line poem would only be padding.
    slots = form.line_count * form.line_length
    poems = np.zeros((len(asked) * CHOICES, slots), np.int32)
    upto = (FOURTH + 1) * form.line_length
    poems[:, :upto] = [_encode("".join(q.given) + line, vocabulary) for q in asked for line in q.choices]
    losses = _log_probabilities(likelihood, form, poems, vocabulary)[:, FOURTH * form.line_length : upto]
    scores = losses.sum(axis=1).reshape(-1, CHOICES)
    return int((scores.argmax(axis=1) == 0).sum()), len(asked)
