"""From poems to training batches: what is kept, the vocabulary, the split, the mixture of forms.

Three rules keep the examination honest. A poem with two or more lines in the list of held-out lines is the examination
and is seen by nothing here, the vocabulary count included. A fixed share of the rest is the validation split. A poem
that shares two lines with a validation poem (the same poem in another edition) is dropped from training.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engines.poem.corpus_sources import Poem
from engines.poem.network import TITLE_LENGTH
from engines.requests import EngineError, Form, han_only, is_han

# How often a form's poems are drawn, relative to its share of the corpus' characters: the shortest form is the one most
# asked for and has the fewest characters, the longest has more than its use deserves.
FORM_WEIGHTS = {Form.WUJUE: 4.0, Form.QIJUE: 1.0, Form.WULV: 1.0, Form.QILV: 0.5}
VALIDATION_SHARE = 50  # one poem in fifty
MINIMUM_COUNT = 5  # a character that the corpus has less often cannot be learned
TITLED_SHARE = 0.5  # half of the poems are read with their title, half without


@dataclass(frozen=True)
class RegulatedPoem:
    """A poem of one of the four forms, in simplified characters without punctuation."""

    form: Form
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class FormArrays:
    """The poems of one form as vocabulary indices.

    poems: (count, slots) int32, the vocabulary's unknown index where a character is not in it.
    titles: (count, TITLE_LENGTH) int32, -1 where the title is shorter.
    """

    poems: np.ndarray
    titles: np.ndarray


def line_hash(line: str) -> str:
    """The hash that held-out lists hold: the first 16 hex digits of the line's sha256."""
    return hashlib.sha256(line.encode()).hexdigest()[:16]


def read_held_out(path: Path) -> frozenset[str]:
    """The line hashes of the examination poems. Raises EngineError when the file can't be read."""
    try:
        return frozenset(path.read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        raise EngineError(f"读不了 {path}，须是 UTF-8 文本", f"{path} cannot be read; it must be UTF-8 text") from error


def plain_title(title: str) -> str:
    """A title without brackets, numbering (其一, 二首) and punctuation: the part that says what a poem is about."""
    bare = re.sub(r"[（(\[【〔].*?[)）\]】〕]", "", title)
    bare = re.sub(r"其[一二三四五六七八九十百]+$|[一二三四五六七八九十百]+首(?=$|[ 　·])", "", bare.strip())
    return "".join(c for c in han_only(bare) if is_han(c))


def regulated(poems: Iterable[Poem]) -> Iterator[RegulatedPoem]:
    """The distinct poems of the four forms, Chinese characters throughout, in the order they come."""
    seen: set[tuple[str, ...]] = set()
    for poem in poems:
        lengths = {len(line) for line in poem.lines}
        if len(lengths) != 1 or len(poem.lines) not in (4, 8) or not lengths <= {5, 7} or poem.lines in seen:
            continue
        if not all(is_han(c) for line in poem.lines for c in line):
            continue
        seen.add(poem.lines)
        yield RegulatedPoem(Form.of(lengths.pop(), len(poem.lines)), plain_title(poem.title), poem.lines)


@dataclass(frozen=True)
class Split:
    """Poems by what they are for."""

    training: list[RegulatedPoem]
    validation: list[RegulatedPoem]
    examination: list[RegulatedPoem]


def split(poems: Iterable[RegulatedPoem], held_out: frozenset[str]) -> Split:
    """Divides poems into training, validation and examination; the same poems always fall the same way."""
    rest: list[RegulatedPoem] = []
    examination: list[RegulatedPoem] = []
    validation: list[RegulatedPoem] = []
    chosen: set[str] = set()
    for poem in poems:
        hashes = [line_hash(line) for line in poem.lines]
        if sum(h in held_out for h in hashes) >= 2:
            examination.append(poem)
        elif int(hashes[0], 16) % VALIDATION_SHARE == 0:
            validation.append(poem)
            chosen.update(poem.lines)
        else:
            rest.append(poem)
    training = [poem for poem in rest if sum(line in chosen for line in poem.lines) < 2]
    return Split(training, validation, examination)


def write_rows(poems: Iterable[RegulatedPoem], path: Path) -> None:
    """Writes poems as `engines.poem.evaluate` reads them, a row each."""
    rows = (f"{poem.form.line_length}\t{poem.title}\t{'|'.join(poem.lines)}\n" for poem in poems)
    path.write_text("".join(rows), encoding="utf-8")


def count_characters(poems: Iterable[RegulatedPoem]) -> Counter[str]:
    """How often each character stands in the lines of `poems`."""
    counts: Counter[str] = Counter()
    for poem in poems:
        counts.update("".join(poem.lines))
    return counts


def as_arrays(poems: Iterable[RegulatedPoem], index: dict[str, int], unknown: int) -> dict[Form, FormArrays]:
    """Poems as indices, by form; title characters outside the vocabulary are left out."""
    rows: dict[Form, list[list[int]]] = {form: [] for form in Form}
    titles: dict[Form, list[list[int]]] = {form: [] for form in Form}
    for poem in poems:
        rows[poem.form].append([index.get(c, unknown) for c in "".join(poem.lines)])
        titles[poem.form].append(title_indices(poem.title, index))
    return {
        form: FormArrays(
            np.array(rows[form], np.int32).reshape(-1, form.line_count * form.line_length),
            np.array(titles[form], np.int32).reshape(-1, TITLE_LENGTH),
        )
        for form in Form
    }


def title_indices(title: str, index: dict[str, int]) -> list[int]:
    """The first TITLE_LENGTH known characters of a title, padded with -1."""
    known = [index[c] for c in title if c in index][:TITLE_LENGTH]
    return known + [-1] * (TITLE_LENGTH - len(known))


@dataclass(frozen=True)
class Batch:
    """Poems of one form; titles is None for a batch that is read without."""

    form: Form
    poems: np.ndarray
    titles: np.ndarray | None


def batches(arrays: dict[Form, FormArrays], characters: int, seed: int) -> Iterator[Batch]:
    """Batches without end, about `characters` characters each, forms mixed by FORM_WEIGHTS, each form shuffled anew
    every time it has been read through.
    """
    random = np.random.default_rng(seed)
    forms = [form for form in Form if len(arrays[form].poems)]
    weights = np.array([FORM_WEIGHTS[form] * arrays[form].poems.size for form in forms])
    orders = {form: _shuffled(random, len(arrays[form].poems)) for form in forms}
    while True:
        form = forms[random.choice(len(forms), p=weights / weights.sum())]
        size = max(1, characters // arrays[form].poems.shape[1])
        chosen = np.fromiter(orders[form], np.int64, size)
        titled = random.random() < TITLED_SHARE
        yield Batch(form, arrays[form].poems[chosen], arrays[form].titles[chosen] if titled else None)


def _shuffled(random: np.random.Generator, count: int) -> Iterator[int]:
    while True:
        yield from random.permutation(count)
