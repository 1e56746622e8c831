"""One beginning, written by every stage of the course's network and by ours: what to ask for, and what can be counted.

    beginning = ClassicRequest(first_line="山为斜好几", seed=7)
    requests = Comparison.requests(beginning)      # nine of the course's network, three of ours
    found = Comparison.of(results)                 # one result a request, in their order
    found.count(Stage.EARLY)                       # Count(well_formed=0, rhymed=0, distinct=31)

All poems have one seed, so that luck is the same and what differs is the network and the mode.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from engines.requests.classic import ClassicRequest, ClassicResult, Stage
from engines.requests.poems import BOLDNESS, PoemRequest, PoemResult, is_han


def as_ours(request: ClassicRequest) -> PoemRequest:
    """The same beginning, mode and seed for our own network."""
    return PoemRequest(
        first_line=request.first_line,
        character=request.character,
        acrostic=request.acrostic,
        random_line=request.random_line,
        mode=request.mode,
        seed=request.seed,
    )


@dataclass(frozen=True)
class Count:
    """What was counted on some poems.

    well_formed: poems with all punctuation in its place. rhymed: poems whose even lines rhyme.
    distinct: different Chinese characters in all of them together.
    """

    well_formed: int
    rhymed: int
    distinct: int


@dataclass(frozen=True)
class Comparison:
    """Poems in every mode of BOLDNESS: classic, stage after stage; and ours."""

    classic: tuple[ClassicResult, ...]
    ours: tuple[PoemResult, ...]

    @classmethod
    def requests(cls, beginning: ClassicRequest) -> tuple[ClassicRequest | PoemRequest, ...]:
        """What to ask for; the beginning's own stage and mode don't matter. ValueError for a random line, which would
        not be the same for both networks.
        """
        if beginning.random_line:
            raise ValueError("a comparison needs a beginning that is given")
        asked = [dataclasses.replace(beginning, stage=stage, mode=mode) for stage in Stage for mode in BOLDNESS]
        return (*asked, *(as_ours(dataclasses.replace(beginning, mode=mode)) for mode in BOLDNESS))

    @classmethod
    def of(cls, results: Sequence[object]) -> Self:
        """The answers to `requests`, in their order."""
        return cls(
            tuple(result for result in results if isinstance(result, ClassicResult)),
            tuple(result for result in results if isinstance(result, PoemResult)),
        )

    def at(self, stage: Stage) -> tuple[ClassicResult, ...]:
        """The poems of a stage, a mode each."""
        return tuple(result for result in self.classic if result.stage is stage)

    def count(self, stage: Stage) -> Count:
        """What its poems came to."""
        poems = self.at(stage)
        return Count(
            sum(poem.well_formed for poem in poems),
            sum(poem.rhyme_group is not None for poem in poems),
            _distinct([poem.text for poem in poems]),
        )

    def count_ours(self) -> Count:
        """The same for ours: the form sets punctuation, and rhyme fails only where a line's end was given."""
        rhymed = [all(departure.reason != "rhyme" for departure in poem.departures) for poem in self.ours]
        return Count(len(self.ours), sum(rhymed), _distinct([poem.text for poem in self.ours]))

    def to_json(self) -> str:
        """The comparison as one JSON object; `from_json` reads it back."""
        fields = {"classic": [r.to_json() for r in self.classic], "ours": [r.to_json() for r in self.ours]}
        return json.dumps(fields, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The comparison that `to_json` wrote."""
        fields = json.loads(text)
        return cls(
            tuple(ClassicResult.from_json(result) for result in fields["classic"]),
            tuple(PoemResult.from_json(result) for result in fields["ours"]),
        )


def _distinct(texts: Sequence[str]) -> int:
    return len({character for text in texts for character in text if is_han(character)})
