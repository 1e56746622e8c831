"""What a person may ask of the course's own network, and what comes back.

It writes as the course does: twenty-four characters, punctuation among them, each drawn after the six before it, and
nothing checks the result. Form, rhyme and theme are therefore no part of a request.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from engines.requests.errors import EngineError
from engines.requests.poems import Mode, han_only, is_han

LINE_LENGTH, LINES = 5, 4
ROW = LINE_LENGTH + 1  # a line and its punctuation
TEMPERATURES = {Mode.CONSERVATIVE: 0.6, Mode.NORMAL: 1.0, Mode.OPEN: 1.4}  # p^(1/T): the course's labels, put right


class Stage(StrEnum):
    """How far the training was when the network was kept."""

    EARLY = "early"  # 150 steps
    MIDDLE = "middle"  # half of the time
    FINAL = "final"


@dataclass(frozen=True)
class ClassicRequest:
    """One poem by the course's network, please.

    At most one of `first_line`, `character`, `acrostic`, `random_line` says how it begins; none of them means
    `random_line`, because this network can't begin by itself.

    first_line: 5 Chinese characters, either script, punctuation forgiven.
    character: one that the poem begins with; the end of a random poem stands before it, unseen.
    acrostic: 4 characters, the heads of the lines (藏头), primed in the same way.
    random_line: begin with the first line of a random poem that the network learnt from.
    seed: same request and seed, same poem; None draws one.

    Raises EngineError when the parts contradict each other.
    """

    first_line: str | None = None
    character: str | None = None
    acrostic: str | None = None
    random_line: bool = False
    mode: Mode = Mode.NORMAL
    stage: Stage = Stage.FINAL
    seed: int | None = None

    def __post_init__(self) -> None:
        given = [name for name in ("first_line", "character", "acrostic") if getattr(self, name) is not None]
        if len(given) + self.random_line > 1:
            raise EngineError(
                "首句、起字、藏头、随机只能选一样，例如：山为斜好几",
                "Choose one of first line, character, acrostic and random, for example: 山为斜好几",
            )
        for name in given:
            text = han_only(getattr(self, name))
            object.__setattr__(self, name, text)
            _check(name, text)
        if not given:
            object.__setattr__(self, "random_line", True)

    @property
    def temperature(self) -> float:
        """What the logits are divided by: below 1 the likely becomes likelier."""
        return TEMPERATURES[self.mode]

    def to_json(self) -> str:
        """The request as one JSON object; `from_json` reads it back."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The request that `to_json` wrote."""
        fields = json.loads(text)
        return cls(**fields | {"mode": Mode(fields["mode"]), "stage": Stage(fields["stage"])})


def _check(name: str, text: str) -> None:
    foreign = next((c for c in text if not is_han(c)), None)
    if foreign is not None:
        raise EngineError(
            f"「{foreign}」不是汉字，诗里只用汉字，例如：山为斜好几",
            f"“{foreign}” is not a Chinese character and poems use nothing else; for example: 山为斜好几",
        )
    count = len(text)
    if name == "first_line" and count != LINE_LENGTH:
        raise EngineError(
            f"经典网络只写五言，首句要五个汉字，这里有 {count} 个，例如：山为斜好几",
            f"The course's network writes lines of five: a first line has 5 Chinese characters, this one has {count}; "
            "for example: 山为斜好几",
        )
    if name == "character" and count != 1:
        raise EngineError("起字只要一个汉字，例如：月", "Give one Chinese character to begin with, for example: 月")
    if name == "acrostic" and count != LINES:
        raise EngineError(
            f"经典网络的藏头要四个汉字，这里有 {count} 个，例如：争云夏日",
            f"An acrostic of the course's network hides 4 Chinese characters, here there are {count}; "
            "for example: 争云夏日",
        )


@dataclass(frozen=True)
class ClassicResult:
    """Twenty-four characters as they were drawn.

    rows: four of six characters, punctuation included; nothing makes it stand at a row's end.
    primed: what the network read before the poem, the end of a random poem; "" where a whole line was given.
    fixed: the number of leading characters that were given.
    step, perplexity: how far this stage's training was, and its perplexity per character on poems it had not seen.
    rhyme_group: the 平水韵 group that lines 2 and 4 happen to rhyme on; None where they don't, or where
    punctuation that went astray leaves no lines to rhyme.
    """

    rows: tuple[str, ...]
    mode: Mode
    stage: Stage
    temperature: float
    seed: int
    model: str
    step: int
    perplexity: float
    milliseconds: float
    primed: str = ""
    fixed: int = 0
    rhyme_group: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines without their punctuation, where the poem is well formed."""
        return tuple(row[:LINE_LENGTH] for row in self.rows)

    @property
    def text(self) -> str:
        """Two rows beside each other, as poems are printed; where punctuation went astray it shows."""
        return "\n".join(a + b for a, b in zip(self.rows[::2], self.rows[1::2], strict=True))

    @property
    def well_formed(self) -> bool:
        """Whether it came out as four lines of five characters, a comma and a full stop in turn behind them."""
        ends = ("，", "。") * (LINES // 2)
        return all(
            row[LINE_LENGTH:] == end and all(map(is_han, row[:LINE_LENGTH]))
            for row, end in zip(self.rows, ends, strict=True)
        )

    def to_json(self) -> str:
        """The result as one JSON object, `text` and `well_formed` included; `from_json` reads it back."""
        more = {"text": self.text, "well_formed": self.well_formed}
        return json.dumps(dataclasses.asdict(self) | more, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The result that `to_json` wrote."""
        fields = json.loads(text)
        del fields["text"], fields["well_formed"]
        fields |= {"rows": tuple(fields["rows"]), "mode": Mode(fields["mode"]), "stage": Stage(fields["stage"])}
        return cls(**fields)
