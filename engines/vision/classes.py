"""The 200 classes of Tiny ImageNet in the order of the network's answers: names, and words that classical poems use.

CLASSES[0]                       # Class(wnid="n01443537", zh="金鱼", en="goldfish", words=("游鱼", "池鱼", "戏鱼"))
CLASSES[number_of("Goldfish")]   # the same; 金鱼, 金魚 and n01443537 find it too
"""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from engines.requests import EngineError
from engines.requests.script import fold

FILE: Final = Path(__file__).with_name("classes.tsv")
SUGGESTED: Final = 3


@dataclass(frozen=True)
class Class:
    """wnid: WordNet's number. zh, en: its names. words: from classical poems, the most fitting first."""

    wnid: str
    zh: str
    en: str
    words: tuple[str, ...]


def _read() -> tuple[Class, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(Class(row["wnid"], row["zh"], row["en"], tuple(row["words"].split())) for row in rows)


CLASSES: Final = _read()


def number_of(name: str) -> int:
    """The place in CLASSES of a class by its Chinese name in either script, its English name or its WordNet number.

    Case, spaces and hyphens don't count. Raises EngineError with the nearest names when there is none.
    """
    numbers = _numbers()
    wanted = _key(name)
    if wanted in numbers:
        return numbers[wanted]
    near = [CLASSES[number] for number in _nearest(wanted)]
    zh, en = "、".join(known.zh for known in near), ", ".join(known.en for known in near)
    raise EngineError(
        f"网络的 200 类里没有“{name}”；相近的有 {zh}，例如：{near[0].zh}",
        f'"{name}" is none of the network\'s 200 classes; the nearest are {en}, for example: {near[0].en}',
    )


def _nearest(wanted: str) -> list[int]:
    """Classes with `wanted` in their name first (猫: 虎斑猫), then those that are written alike."""
    numbers = _numbers()
    within = [number for key, number in numbers.items() if wanted and wanted in key]
    alike = [numbers[key] for key in difflib.get_close_matches(wanted, numbers, SUGGESTED, cutoff=0.0)]
    return list(dict.fromkeys(within + alike))[:SUGGESTED]


@cache
def _numbers() -> dict[str, int]:
    return {_key(name): number for number, known in enumerate(CLASSES) for name in (known.zh, known.en, known.wnid)}


def _key(name: str) -> str:
    return fold("".join(character for character in name.casefold() if character.isalnum()))
