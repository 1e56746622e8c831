"""Where every character of a card stands: vertical columns from right to left, as poems were written.

    page = lay_out(Card(("山为斜好几", …), "春雪", "五绝", "张三"))
    page.poem[0]      # Glyph("山", left=…, top=…, size=…)

Quatrains have a column a line, longer poems a column a couplet. The title is a smaller column to the right of the poem;
form and seal stand to its left, down at its end, where a calligrapher signs. Punctuation is left out, as it was.
Nothing here draws or knows of typefaces. All lengths are pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1080, 1440
MOST_SEAL = 4  # characters
MOST_LINES = 16
MOST_IN_LINE = 12  # characters
_ROOM = (880, 1120)  # for everything that is written, on paper
_ROOM_ON_PICTURE = (800, 1060)
_LARGEST = 112  # of the poem's characters; larger ones leave no empty paper, which a poem needs
_LARGEST_ON_PICTURE = 80  # there the picture wants to be seen
_SMALLEST = 24
_DOWN = 1.16  # from character to character of a column, in sizes
_BREAK = 0.55  # more between the two lines of a couplet
_ACROSS = 1.56  # from column to column
_ACROSS_WITH_TONES = 1.72
_WIDEST = 1.9
_ABOVE = 0.46  # of the empty height; less below looks as if the poem were sinking


@dataclass(frozen=True)
class Card:
    """What a card says.

    lines: Chinese characters only. title: up to 24 of them. form: a short name, "五绝". seal: 1–4 characters.
    tones: a string of 平, 仄 and other marks a line, to be set beside the characters; none to leave them out.
    """

    lines: tuple[str, ...]
    title: str | None = None
    form: str = ""
    seal: str = "诗画"
    tones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glyph:
    """A character in its square."""

    character: str
    left: float
    top: float
    size: int


@dataclass(frozen=True)
class Tone:
    """A tone mark: a circle around a point. tone: 平, 仄 or 中."""

    tone: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Page:
    """A card's characters in reading order. rules: x of the lines between columns; whole: all that is written."""

    poem: tuple[Glyph, ...]
    title: tuple[Glyph, ...]
    form: tuple[Glyph, ...]
    tones: tuple[Tone, ...]
    seal: Box
    rules: tuple[float, ...]
    whole: Box


@dataclass(frozen=True)
class _Measures:
    """Of one size of type: columns' distance, their height, the title's type and columns, the signature's width."""

    size: int
    across: float
    height: float
    small: int
    title: tuple[str, ...]
    width: float


def columns_of(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """The lines that share a column: one of a quatrain, two of a longer poem."""
    if len(lines) <= 4:
        return [(line,) for line in lines]
    return [tuple(lines[i : i + 2]) for i in range(0, len(lines), 2)]


def lay_out(card: Card, *, on_picture: bool = False) -> Page:
    """The page of a card. on_picture: smaller, to the right. Raises ValueError for lines that no page has room for."""
    if not 1 <= len(card.lines) <= MOST_LINES or not all(1 <= len(line) <= MOST_IN_LINE for line in card.lines):
        raise ValueError(f"{len(card.lines)} lines don't make a card")
    columns = columns_of(card.lines)
    measures = _measures(card, columns, _ROOM_ON_PICTURE if on_picture else _ROOM, on_picture=on_picture)
    top = (HEIGHT - measures.height) * _ABOVE
    right = WIDTH - (WIDTH - measures.width) * (0.34 if on_picture else 0.5)
    left = right - measures.width
    title, edge = _title(measures, right, top)
    poem, tones = _poem(card, columns, measures, edge, top)
    end = edge - len(columns) * measures.across
    seal, form = _signature(card, measures, end, top + measures.height)
    rules = tuple(edge - number * measures.across for number in range(len(columns) + 1))
    return Page(poem, title, form, tones, seal, rules, Box(left, top, right, top + measures.height))


def _measures(card: Card, columns: Sequence[tuple[str, ...]], room: tuple[int, int], *, on_picture: bool) -> _Measures:
    """The largest type that fits."""
    least = _ACROSS_WITH_TONES if card.tones else _ACROSS
    largest = _LARGEST_ON_PICTURE if on_picture else _LARGEST
    for size in range(largest, _SMALLEST, -1):
        height = max(_column_height(column, size) for column in columns)
        small = max(40, min(56, round(size * 0.5)))
        title = _title_columns(card.title or "", small, height)
        beside = len(title) * small * 1.3 + (size * 0.35 if title else 0) + _seal_size(card.seal, small)[0] + size * 0.3
        across = min(size * _WIDEST, (room[0] - beside) / len(columns))
        if height <= room[1] and across >= size * least:
            return _Measures(size, across, height, small, title, beside + across * len(columns))
    raise ValueError("no type is small enough for this poem")


def _column_height(column: Sequence[str], size: int) -> float:
    steps = sum(map(len, column)) * _DOWN - (_DOWN - 1)
    return size * (steps + _BREAK * (len(column) - 1))


def _title_columns(title: str, small: int, height: float) -> tuple[str, ...]:
    """A long title in columns of nearly one length."""
    if not title:
        return ()
    most = max(1, math.floor((height - small) / (small * _DOWN)) + 1)
    length = math.ceil(len(title) / math.ceil(len(title) / most))
    return tuple(title[i : i + length] for i in range(0, len(title), length))


def _title(measures: _Measures, right: float, top: float) -> tuple[tuple[Glyph, ...], float]:
    """The title and the right edge of the poem's first column."""
    small = measures.small
    glyphs = [
        Glyph(character, right - small * (1 + 1.3 * column), top + small * _DOWN * row, small)
        for column, text in enumerate(measures.title)
        for row, character in enumerate(text)
    ]
    edge = right - len(measures.title) * small * 1.3 - (measures.size * 0.35 if glyphs else 0)
    return tuple(glyphs), edge


def _poem(
    card: Card, columns: Sequence[tuple[str, ...]], measures: _Measures, edge: float, top: float
) -> tuple[tuple[Glyph, ...], tuple[Tone, ...]]:
    size, glyphs, marks = measures.size, [], []
    tones = iter(card.tones)
    for number, column in enumerate(columns):
        left = edge - (number + 0.5) * measures.across - size / 2
        y = top
        for line in column:
            for character, tone in zip(line, next(tones, "").ljust(len(line)), strict=False):
                glyphs.append(Glyph(character, left, y, size))
                if tone in "平仄中":
                    marks.append(Tone(tone, left + size * 1.2, y + size / 2, size * 0.085))
                y += size * _DOWN
            y += size * _BREAK
    return tuple(glyphs), tuple(marks)


def _seal_size(name: str, small: int) -> tuple[float, float]:
    """One character or four in a square, two or three in a column."""
    side = small * 1.5
    return {1: (side * 1.15, side * 1.15), 2: (side, side * 1.8), 3: (side, side * 2.6)}.get(
        len(name), (side * 1.55, side * 1.55)
    )


def _signature(card: Card, measures: _Measures, edge: float, bottom: float) -> tuple[Box, tuple[Glyph, ...]]:
    """The seal at the columns' foot and the form above it."""
    small = measures.small
    width, height = _seal_size(card.seal, small)
    left = edge - measures.size * 0.3 - width
    seal = Box(left, bottom - height, left + width, bottom)
    top = seal.top - small * 0.5 - small * _DOWN * len(card.form)
    form = tuple(
        Glyph(character, left + width / 2 - small / 2, top + small * _DOWN * row, small)
        for row, character in enumerate(card.form)
    )
    return seal, form
