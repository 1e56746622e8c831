"""Prosody: what a poem keeps of the rules, which template suits given words, and the tables that decoding masks with.

    match = nearest_templates(Form.WUJUE, {(0, i): c for i, c in enumerate("山为斜好几")})[0]
    match.template.lines   # ("？平平仄仄", …)
    match.departures       # () since the line is lawful

Tones and rhymes are those of 平水韵 (engines.poem.rhyme_book); a polyphone passes where either reading would. Nothing
here imports TensorFlow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.poem.rhyme_book import LEVEL, OBLIQUE, Tone, groups_of, rhyme_groups, tone_mark, tones_of
from engines.poem.templates import FREE, LINE_TYPES, Template, fits, templates
from engines.requests import Departure, Form

Slot = tuple[int, int]  # line and position, both from 0

# How much a broken slot weighs when templates are compared: a line's end carries rhyme and cadence, the even slots
# carry the pattern (二四六分明), the odd ones are half free by custom (一三五不论).
_END_WEIGHT, _EVEN_WEIGHT, _ODD_WEIGHT = 3, 2, 1


@dataclass(frozen=True)
class TemplateMatch:
    """A template, where the asker's words leave it, and the rhyme groups that remain possible.

    departures: in reading order; empty when the words are lawful.
    rhyme_groups: names of groups of the template's rhyme tone; all of them unless given words stand at rhyme slots.
    cost: 0 when lawful; weighs the line's end above the even slots above the odd ones.
    """

    template: Template
    departures: tuple[Departure, ...]
    rhyme_groups: tuple[str, ...]
    cost: int


def nearest_templates(
    form: Form, known: Mapping[Slot, str], rhyme_tone: Tone | None = None
) -> tuple[TemplateMatch, ...]:
    """The form's four templates, nearest to the given characters first; equally near ones keep the order of the book.

    known: characters that the asker fixed, by (line, position). Characters that the rhyme book lacks fit any tone, but
    not a rhyme.
    rhyme_tone: None takes level rhyme, unless a character given at the end of an even line can only be oblique.
    """
    tone = rhyme_tone or _forced_rhyme_tone(form, known)
    matches = [_match(template, known) for template in templates(form, tone)]
    return tuple(sorted(matches, key=lambda match: match.cost))


def _forced_rhyme_tone(form: Form, known: Mapping[Slot, str]) -> Tone:
    ends = [known.get((line, form.line_length - 1)) for line in range(1, form.line_count, 2)]
    return OBLIQUE if any(end and tones_of(end) == {OBLIQUE} for end in ends) else LEVEL


def _match(template: Template, known: Mapping[Slot, str]) -> TemplateMatch:
    possible = [group.name for group in rhyme_groups().values() if group.tone == template.rhyme_tone]
    departures = []
    cost = 0
    for (line, position), character in sorted(known.items()):
        if (line, position) in template.rhyme_slots:
            shared = [name for name in possible if name in groups_of(character)]
            broken, possible = not shared, shared or possible
            reason = "rhyme"
        else:
            tones = tones_of(character)
            broken = bool(tones) and not fits(template.lines[line][position], tones)
            reason = "head" if position == 0 and (line, 1) not in known else "first_line"
        if broken:
            departures.append(Departure(line, position, character, reason))
            cost += _slot_weight(template, position)
    return TemplateMatch(template, tuple(departures), tuple(possible), cost)


def _slot_weight(template: Template, position: int) -> int:
    if position == template.form.line_length - 1:
        return _END_WEIGHT
    return _EVEN_WEIGHT if position % 2 == 1 else _ODD_WEIGHT


@dataclass(frozen=True)
class ProsodyTables:
    """What a decoder may put where, for a vocabulary of V characters and G = 106 groups.

    level, oblique: (V,) bool, characters that may be level / oblique; a polyphone is in both, an unknown one in none.
    rhymes: (G, V) bool, the characters of each group.
    group_names, group_tones: G names in the order of `rhymes`, and their tones.
    """

    level: NDArray[np.bool_]
    oblique: NDArray[np.bool_]
    rhymes: NDArray[np.bool_]
    group_names: tuple[str, ...]
    group_tones: tuple[Tone, ...]

    @classmethod
    def of(cls, vocabulary: Sequence[str]) -> ProsodyTables:
        """The tables for a vocabulary; entries that are no characters (padding, marks) pass nowhere."""
        groups = rhyme_groups()
        rows = {name: row for row, name in enumerate(groups)}
        rhymes = np.zeros((len(groups), len(vocabulary)), dtype=np.bool_)
        for column, character in enumerate(vocabulary):
            for name in groups_of(character):
                rhymes[rows[name], column] = True
        tones = tuple(group.tone for group in groups.values())
        is_level = np.array([tone == LEVEL for tone in tones])
        return cls(rhymes[is_level].any(axis=0), rhymes[~is_level].any(axis=0), rhymes, tuple(groups), tones)

    def allowed(self, mark: str) -> NDArray[np.bool_]:
        """(V,) bool: characters that a template mark lets stand; everything at "？"."""
        if mark == FREE:
            return np.ones_like(self.level)
        return self.level if mark == LEVEL else self.oblique

    def rhyming(self, group: str) -> NDArray[np.bool_]:
        """(V,) bool: characters of the group with this name."""
        row: NDArray[np.bool_] = self.rhymes[self.group_names.index(group)]
        return row


def tone_pattern(line: str) -> str:
    """One mark a character: "平", "仄", "中" (both readings), "？" (not in the rhyme book)."""
    return "".join(tone_mark(character) for character in line)


def line_fits(line: str, marks: str) -> bool:
    """Whether every character of a line may stand under its mark; one that the book lacks may stand only where free."""
    return len(line) == len(marks) and all(fits(m, tones_of(c)) for c, m in zip(line, marks, strict=True))


def is_lawful_line(line: str) -> bool:
    """Whether a line of five or seven characters has one of the four lawful tone patterns."""
    return any(line_fits(line, marks) for marks in LINE_TYPES.get(len(line), {}).values())


def alternates(line: str) -> bool:
    """Whether the second and fourth characters can be read in opposite tones."""
    second, fourth = tones_of(line[1]), tones_of(line[3])
    return bool(second and fourth) and len(second | fourth) == 2


def is_lawful(lines: Sequence[str], form: Form) -> bool:
    """Whether a poem fits one strict template of level rhyme, tones only; see `common_rhyme_groups` for the rhyme."""
    return len(lines) == form.line_count and any(
        all(line_fits(line, marks) for line, marks in zip(lines, template.lines, strict=True))
        for template in templates(form)
    )


def common_rhyme_groups(lines: Sequence[str], tone: Tone | None = None) -> frozenset[str]:
    """Names of the groups that the ends of all even lines share, of one tone or of either."""
    shared = frozenset.intersection(*(groups_of(line[-1]) for line in lines[1::2]))
    return frozenset(name for name in shared if tone is None or rhyme_groups()[name].tone == tone)


def is_rhymed(lines: Sequence[str], tone: Tone | None = None) -> bool:
    """Whether the even lines share a rhyme group, of one tone or of either."""
    return bool(common_rhyme_groups(lines, tone))


def rhyme_group(lines: Sequence[str]) -> str | None:
    """The group a poem rhymes on, the best guess where polyphones leave several; None when the even lines don't rhyme.

    The guess prefers a group that line 1 shares, then level tone, then the larger group.
    """
    first = groups_of(lines[0][-1])
    groups = rhyme_groups()
    return max(
        sorted(common_rhyme_groups(lines)),
        key=lambda name: (name in first, groups[name].tone == LEVEL, len(groups[name].characters)),
        default=None,
    )
