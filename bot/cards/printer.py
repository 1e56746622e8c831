"""The press of the house: one for all cards.

printer = Printer(lambda: Faces.find(folder))
jpeg = printer.print(Card(("山为斜好几", …), "春雪", "五绝", "张三"), "xuan")   # bytes, 1080 x 1440
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property

from bot.cards.layout import Card
from bot.cards.typeface import Faces


class Printer:
    """Prints cards, one at a time whatever thread asks."""

    def __init__(self, find: Callable[[], Faces]) -> None:
        self._find = find
        self._turn = threading.Lock()

    @cached_property
    def faces(self) -> Faces:
        """The typefaces, looked for when the first card needs them: that reads whole folders."""
        return self._find()

    def print(self, card: Card, look: str, picture: bytes | None = None) -> bytes:
        """A card as a JPEG; see `bot.cards.printing.printed`."""
        from bot.cards.printing import printed  # noqa: PLC0415 (numpy, which a bot that prints no card does not need)

        with self._turn:
            return printed(card, look, picture, self.faces)
