"""Tone templates (平仄格律) of the four regulated forms.

    templates(Form.WUJUE)[0].lines == ("？平平仄仄", "？仄仄平平", "？仄？平仄", "平平仄仄平")

A poem is a chain of four line types, called here A B C D. Their second characters are 平 仄 平 仄; A and D end oblique,
B and C end level. Two rules make the chain: the lines of a couplet oppose each other in their second character (对),
the couplets join in it (粘). With the rhyme on even lines and an optional rhyme on line 1, each form and rhyme tone
has exactly four lawful chains, and `templates` derives them from these rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from engines.poem.rhyme_book import LEVEL, OBLIQUE, Tone
from engines.requests import Form

FREE = "？"

# Five characters. Free slots follow 一三五不论 as far as it is safe: C keeps its first character level, or its second
# would be the only level one besides the rhyme (孤平); A and B keep their third, or three like tones would end them.
FIVE_CHARACTER_LINES: dict[str, str] = {"A": "？平平仄仄", "B": "？仄仄平平", "C": "平平仄仄平", "D": "？仄？平仄"}


def _seven(five: str) -> str:
    """Two characters more in front, the second of them opposed to the second of the five."""
    return FREE + (OBLIQUE if five[1] == LEVEL else LEVEL) + five


LINE_TYPES: dict[int, dict[str, str]] = {
    5: FIVE_CHARACTER_LINES,
    7: {name: _seven(marks) for name, marks in FIVE_CHARACTER_LINES.items()},
}


@dataclass(frozen=True)
class Template:
    """A lawful tone pattern for a whole poem.

    name: the line types in order, for example "ABDC".
    lines: one mark a character: "平", "仄" or "？" where the tone is free.
    rhyme_lines: lines (from 0) that end in the rhyme; rhyme_tone: the tone of that rhyme.
    """

    form: Form
    name: str
    lines: tuple[str, ...]
    rhyme_lines: tuple[int, ...]
    rhyme_tone: Tone

    @property
    def rhyme_slots(self) -> tuple[tuple[int, int], ...]:
        """(line, position) of every rhyming character, from 0."""
        return tuple((line, self.form.line_length - 1) for line in self.rhyme_lines)


def fits(mark: str, tones: frozenset[Tone]) -> bool:
    """Whether a character with these tones may stand under this mark; a polyphone may if either reading may."""
    return mark == FREE or mark in tones


@cache
def templates(form: Form, rhyme_tone: Tone = LEVEL) -> tuple[Template, ...]:
    """The four lawful templates of a form; those whose first line does not rhyme come first.

    Level rhyme is the rule of regulated verse. For an oblique rhyme (仄韵) the same four line types change places: A
    and D carry the rhyme, B and C stand on the odd lines. Old-style quatrains (古绝) are freer; this is our choice,
    because it mirrors the level templates and keeps 粘 and 对.
    """
    found = []
    for first in "ADBC":
        name = _chain(first, form.line_count, rhyme_tone)
        lines = tuple(LINE_TYPES[form.line_length][line_type] for line_type in name)
        rhyme_lines = tuple(i for i in range(form.line_count) if lines[i][-1] == rhyme_tone)
        found.append(Template(form, name, lines, rhyme_lines, rhyme_tone))
    return tuple(sorted(found, key=lambda template: len(template.rhyme_lines)))


def _chain(first: str, line_count: int, rhyme_tone: Tone) -> str:
    """The line types that 粘 and 对 force after the first one."""
    names = first
    for line in range(1, line_count):
        before = FIVE_CHARACTER_LINES[names[-1]][1]
        second = before if line % 2 == 0 else (OBLIQUE if before == LEVEL else LEVEL)
        end = rhyme_tone if line % 2 == 1 else (OBLIQUE if rhyme_tone == LEVEL else LEVEL)
        names += next(n for n, marks in FIVE_CHARACTER_LINES.items() if marks[1] == second and marks[-1] == end)
    return names
