"""Poem cards as the bot prints them: `python -m tests.load.cards` prints seconds a card as JSON."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass

from bot.cards.layout import Card
from bot.cards.looks import LOOKS
from bot.cards.printer import Printer
from bot.cards.typeface import Faces
from bot.settings import read_settings
from tests.load.timing import REPEATS, Times

CARD = Card(("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"), "登鹳雀楼", "五绝", "王之涣")


@dataclass(frozen=True)
class LookFigures:
    """cold: seconds of the first card of a look, whose paper is made then; warm: of those that follow."""

    cold: float
    warm: Times


@dataclass(frozen=True)
class CardFigures:
    """By look; the very first card also looks for the typefaces. No look where no typeface has Chinese characters."""

    looks: dict[str, LookFigures]


def measure() -> CardFigures:
    """Prints a card with a title and a seal REPEATS times in every look, after a first one."""
    folder = read_settings().fonts_folder
    printer = Printer(lambda: Faces.find(folder))

    def seconds(look: str) -> float:
        start = time.perf_counter()
        printer.print(CARD, look)
        return time.perf_counter() - start

    try:
        looks = {look: LookFigures(seconds(look), Times.of([seconds(look) for _ in range(REPEATS)])) for look in LOOKS}
    except LookupError:
        looks = {}
    return CardFigures(looks)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(measure())) + "\n")
