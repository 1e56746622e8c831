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

from engines.requests.errors import EngineError
from engines.requests.poems import is_han
from engines.requests.script import fold

FILE: Final = Path(__file__).resolve().parents[1] / "vision" / "classes.tsv"
SUGGESTED: Final = 3
ALIKE: Final = 0.6  # of difflib's ratio: below it names have nothing in common that a person would see
WELL_KNOWN: Final = ("金鱼", "香蕉", "王企鹅")


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


def is_class(name: str) -> bool:
    """Whether `number_of` knows a name."""
    return _key(name) in _numbers()


def number_of(name: str) -> int:
    """The place in CLASSES of a class by its Chinese name in either script, its English name or its WordNet number.

    Case, spaces and hyphens don't count. Raises EngineError with names that work when there is none.
    """
    number = _numbers().get(_key(name))
    if number is not None:
        return number
    near = nearest(name)
    others = near or well_known()
    zh, en = "、".join(known.zh for known in others), ", ".join(known.en for known in others)
    raise EngineError(
        f"网络的 200 类里没有“{name}”；{'相近的有' if near else '可以写'} {zh}，例如：{others[0].zh}",
        f'"{name}" is none of the network\'s 200 classes; {"the nearest are" if near else "try"} {en}, for example: '
        f"{others[0].en}",
    )


def nearest(name: str) -> tuple[Class, ...]:
    """Classes that a name may mean, none when none is really near.

    Those with all of it in their name come first (猫: 虎斑猫), then those that are written alike, then those that share
    a Chinese character.
    """
    numbers, wanted = _numbers(), _key(name)
    within = [number for key, number in numbers.items() if wanted and wanted in key]
    alike = [numbers[key] for key in difflib.get_close_matches(wanted, numbers, SUGGESTED, cutoff=ALIKE)]
    characters = {character for character in wanted if is_han(character)} - {"子"}  # in 量子 as in 鞋子 a mere ending
    sharing = sorted(
        (number for number, known in enumerate(CLASSES) if characters & set(known.zh)),
        key=lambda number: -len(characters & set(CLASSES[number].zh)),
    )
    return tuple(CLASSES[number] for number in list(dict.fromkeys(within + alike + sharing))[:SUGGESTED])


def well_known() -> tuple[Class, ...]:
    """A few classes that everybody knows."""
    return tuple(CLASSES[number_of(name)] for name in WELL_KNOWN)


@cache
def _numbers() -> dict[str, int]:
    return {_key(name): number for number, known in enumerate(CLASSES) for name in (known.zh, known.en, known.wnid)}


def _key(name: str) -> str:
    return fold("".join(character for character in name.casefold() if character.isalnum()))
