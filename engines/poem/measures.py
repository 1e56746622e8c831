"""What can be counted on 五绝 without any network: rules kept, characters repeated, lines known, sameness.

verse(poems, known)          # Verse(rhymed=.86, …)
sameness(poems)              # how much of a poem the next ones of the same group have as well
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from engines.poem.novelty import Runs
from engines.poem.prosody import is_lawful, is_lawful_line, is_rhymed
from engines.poem.rhyme_book import LEVEL
from engines.requests import Form

FORM = Form.WUJUE
Lines = tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """What was read in training: its lines, and its runs of four characters."""

    lines: Runs
    fours: Runs

    @classmethod
    def of(cls, poems: Sequence[Sequence[str]]) -> Known:
        """What these poems have."""
        return cls(Runs.of(poems, 0), Runs.of(poems, 4))


@dataclass(frozen=True)
class Verse:
    """Shares, 0–1.

    rhymed: poems whose even lines share a 平水韵 group; rhymed_level: one of level tone. lawful: poems that fit a
    strict template and rhyme on a level tone; lawful_lines: lines with one of the four patterns. repeating: poems in
    which a character stands twice; distinct: different characters of all, the mean of the poems. known_lines,
    known_fours: lines and runs of four characters that the training poems have.
    """

    rhymed: float
    rhymed_level: float
    lawful: float
    lawful_lines: float
    repeating: float
    distinct: float
    known_lines: float
    known_fours: float


def verse(poems: Sequence[Lines], known: Known) -> Verse:
    """Counts on at least one 五绝."""
    lines = [line for poem in poems for line in poem]
    distinct = [len(set("".join(poem))) / len("".join(poem)) for poem in poems]
    return Verse(
        rhymed=_share([is_rhymed(poem) for poem in poems]),
        rhymed_level=_share([is_rhymed(poem, LEVEL) for poem in poems]),
        lawful=_share([is_rhymed(poem, LEVEL) and is_lawful(poem, FORM) for poem in poems]),
        lawful_lines=_share([is_lawful_line(line) for line in lines]),
        repeating=_share([share < 1 for share in distinct]),
        distinct=sum(distinct) / len(distinct),
        known_lines=known.lines.share(lines),
        known_fours=known.fours.share(lines),
    )


def sameness(poems: Sequence[Lines]) -> float:
    """The mean share of a poem's characters that another poem of the group has as well, 0–1, over all pairs."""
    characters = [set("".join(poem)) for poem in poems]
    shared = [2 * len(a & b) / (len(a) + len(b)) for a, b in combinations(characters, 2)]
    return sum(shared) / len(shared)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found)
