"""What a person may ask of the poem engine, and what comes back."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from engines.requests.errors import EngineError

MINIMUM_CANDIDATES = 16
MAXIMUM_CANDIDATES = 64


class Form(StrEnum):
    """The four regulated forms (近体诗): two line lengths, quatrain or eight lines."""

    WUJUE = "五绝"
    QIJUE = "七绝"
    WULV = "五律"
    QILV = "七律"

    @property
    def line_length(self) -> int:
        """Characters in a line: 5 or 7."""
        return 5 if self in (Form.WUJUE, Form.WULV) else 7

    @property
    def line_count(self) -> int:
        """Lines in a poem: 4 (绝句) or 8 (律诗)."""
        return 4 if self in (Form.WUJUE, Form.QIJUE) else 8

    @classmethod
    def of(cls, line_length: int, line_count: int) -> Form:
        """The form with these sizes; ValueError when there is none."""
        for form in cls:
            if (form.line_length, form.line_count) == (line_length, line_count):
                return form
        raise ValueError(f"no regulated form has {line_count} lines of {line_length} characters")


class Mode(StrEnum):
    """How bold the sampling is. The course's own labels were the wrong way round; these are right."""

    OPEN = "开放"
    NORMAL = "正常"
    CONSERVATIVE = "保守"

    @property
    def bolder(self) -> Mode | None:
        """The next bolder mode; None for the boldest."""
        return _neighbour(self, 1)

    @property
    def tamer(self) -> Mode | None:
        """The next tamer mode; None for the tamest."""
        return _neighbour(self, -1)


BOLDNESS = (Mode.CONSERVATIVE, Mode.NORMAL, Mode.OPEN)  # the modes, each bolder than the one before


def _neighbour(mode: Mode, step: int) -> Mode | None:
    place = BOLDNESS.index(mode) + step
    return BOLDNESS[place] if 0 <= place < len(BOLDNESS) else None


def han_only(text: str) -> str:
    """`text` without spaces and punctuation of any width, compatibility forms folded (NFKC)."""
    kept = unicodedata.normalize("NFKC", text)
    return "".join(c for c in kept if unicodedata.category(c)[0] not in "PZCSM")


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one (CJK unified ideographs, their extensions, and 〇)."""
    point = ord(character)
    return 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF or 0x20000 <= point <= 0x3FFFF or character == "〇"


MAXIMUM_THEME = 24  # characters; the network reads the first eight of a title
MAXIMUM_HEADS = 8


@dataclass(frozen=True)
class PoemRequest:
    """One poem, please.

    At most one of `first_line`, `character`, `acrostic`, `random_line` says how it begins; `theme` may stand alone or
    with any of them. With none of all, the network writes freely. `form` follows from the first line's length when
    left out, is an eight-line form when an acrostic has more than four heads, and otherwise 五绝.

    first_line: 5 or 7 Chinese characters, either script, punctuation forgiven.
    character: one character that the poem begins with.
    acrostic: 2–8 characters, the heads of the lines from the first on (藏头).
    random_line: begin with the first line of a random five- (or seven-) character poem of the corpus.
    seed: same request and seed, same poem; None draws one.
    candidates: how many poems are written in one batch to choose from, 16–64.

    Raises EngineError when the parts contradict each other.
    """

    first_line: str | None = None
    character: str | None = None
    acrostic: str | None = None
    random_line: bool = False
    theme: str | None = None
    form: Form | None = None
    mode: Mode = Mode.NORMAL
    seed: int | None = None
    candidates: int = MINIMUM_CANDIDATES

    def __post_init__(self) -> None:
        for name in ("first_line", "character", "acrostic", "theme"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, han_only(value))
        beginnings = (self.first_line is not None, self.character is not None, self.acrostic is not None)
        if sum(beginnings) + self.random_line > 1:
            raise EngineError(
                "首句、起字、藏头、随机只能选一样，例如：山为斜好几",
                "Choose one of first line, character, acrostic and random, for example: 山为斜好几",
            )
        for text in (self.first_line, self.character, self.acrostic, self.theme):
            _refuse_other_scripts(text)
        self._check_lengths()
        if not MINIMUM_CANDIDATES <= self.candidates <= MAXIMUM_CANDIDATES:
            raise EngineError(
                f"候选数目须在 {MINIMUM_CANDIDATES} 到 {MAXIMUM_CANDIDATES} 之间，例如：{MINIMUM_CANDIDATES}",
                f"The number of candidates must be from {MINIMUM_CANDIDATES} to {MAXIMUM_CANDIDATES}, "
                f"for example {MINIMUM_CANDIDATES}",
            )

    def _check_lengths(self) -> None:
        if self.first_line is not None:
            length = len(self.first_line)
            if length not in (5, 7):
                raise EngineError(
                    f"首句要五个或七个汉字，这里有 {length} 个，例如：山为斜好几",
                    f"A first line has 5 or 7 Chinese characters, this one has {length}; for example: 山为斜好几",
                )
            if self.form is not None and self.form.line_length != length:
                raise EngineError(
                    f"{self.form} 每句 {self.form.line_length} 字，首句却有 {length} 字；换个体裁，或换一句",
                    f"A line of {self.form} has {self.form.line_length} characters, the first line has {length}: "
                    "choose another form or another line",
                )
        if self.character is not None and len(self.character) != 1:
            raise EngineError("起字只要一个汉字，例如：月", "Give one Chinese character to begin with, for example: 月")
        if self.acrostic is not None:
            heads = len(self.acrostic)
            if not 2 <= heads <= MAXIMUM_HEADS:
                raise EngineError(
                    f"藏头要二到八个汉字，这里有 {heads} 个，例如：争云夏日",
                    f"An acrostic hides 2 to 8 Chinese characters, here there are {heads}; for example: 争云夏日",
                )
            if self.form is not None and self.form.line_count < heads:
                raise EngineError(
                    f"{self.form} 只有 {self.form.line_count} 句，藏不下 {heads} 个字；去掉体裁，或用五律、七律",
                    f"{self.form} has only {self.form.line_count} lines, too few for {heads} characters: "
                    "leave the form out, or use 五律 or 七律",
                )
        if self.theme is not None and not 1 <= len(self.theme) <= MAXIMUM_THEME:
            raise EngineError(
                f"题目要一到 {MAXIMUM_THEME} 个汉字，例如：春雪",
                f"A theme has 1 to {MAXIMUM_THEME} Chinese characters, for example: 春雪",
            )

    @property
    def resolved_form(self) -> Form:
        """The form that will be written."""
        if self.form is not None:
            return self.form
        if self.first_line is not None:
            return Form.of(len(self.first_line), 4)
        return Form.WULV if self.acrostic is not None and len(self.acrostic) > 4 else Form.WUJUE

    def to_json(self) -> str:
        """The request as one JSON object; `from_json` reads it back."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The request that `to_json` wrote."""
        fields = json.loads(text)
        fields["form"] = None if fields["form"] is None else Form(fields["form"])
        fields["mode"] = Mode(fields["mode"])
        return cls(**fields)


def _refuse_other_scripts(text: str | None) -> None:
    foreign = next((c for c in text or "" if not is_han(c)), None)
    if foreign is not None:
        raise EngineError(
            f"「{foreign}」不是汉字，诗里只用汉字，例如：山为斜好几",
            f"“{foreign}” is not a Chinese character and poems use nothing else; for example: 山为斜好几",
        )


@dataclass(frozen=True)
class Departure:
    """A place where a poem leaves its tone template or rhyme, and why.

    line and position count from 0; reason is "first_line" (the asker's own words), "head" (a hidden character) or
    "rhyme" (the asker's words at a rhyme).
    """

    line: int
    position: int
    character: str
    reason: str


@dataclass(frozen=True)
class PoemResult:
    """A poem with what is known about it.

    lines: without punctuation, simplified characters.
    tones: per line one mark a character: "平", "仄", "中" (both readings exist), "？" (not in the rhyme book).
    template: per line one mark a character: "平", "仄" or "？" where the form leaves the tone free.
    rhyme_group: name of the 平水韵 group, for example "一东"; rhyme_tone "平" or "仄".
    departures: slots that broke the template, and why.
    score: what candidates were ranked by, higher is better; mean log-probability (nats a character) plus its terms.
    corpus_checked: whether candidates with a line known to the corpus could be dropped (false without a corpus).
    fixed: the number of leading characters that the asker (or the corpus, for a random line) gave.
    """

    lines: tuple[str, ...]
    form: Form
    mode: Mode
    tones: tuple[str, ...]
    template: tuple[str, ...]
    rhyme_group: str
    rhyme_tone: str
    departures: tuple[Departure, ...]
    score: float
    model: str
    seed: int
    milliseconds: float
    candidates: int
    corpus_checked: bool
    theme: str | None = None
    fixed: int = 0

    @property
    def text(self) -> str:
        """The poem punctuated as the form demands, a couplet a row."""
        return "\n".join(f"{a}，{b}。" for a, b in zip(self.lines[::2], self.lines[1::2], strict=True))

    def to_json(self) -> str:
        """The result as one JSON object, `text` included; `from_json` reads it back."""
        return json.dumps(dataclasses.asdict(self) | {"text": self.text}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The result that `to_json` wrote."""
        fields = json.loads(text)
        del fields["text"]
        for name in ("lines", "tones", "template"):
            fields[name] = tuple(fields[name])
        fields["departures"] = tuple(Departure(**d) for d in fields["departures"])
        fields["form"] = Form(fields["form"])
        fields["mode"] = Mode(fields["mode"])
        return cls(**fields)
