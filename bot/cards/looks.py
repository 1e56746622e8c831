"""The looks of a card: papers with the ink, the rules and the seal that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PIL import Image

Colour = tuple[int, int, int]

_CINNABAR: Colour = (178, 40, 34)


@dataclass(frozen=True)
class Look:
    """name: part of a key of bot/texts. paper: the function of bot/cards/paper.py that makes it.

    ink: of the poem; pale: of title, form and marks. rule: between the columns, if any. carved: a seal white on red.
    plain: the paper's own colour, for the panel on a picture.
    """

    name: str
    paper: str
    ink: Colour
    pale: Colour
    plain: Colour
    red: Colour = _CINNABAR
    rule: Colour | None = None
    carved: bool = True


LOOKS: dict[str, Look] = {
    look.name: look
    for look in (
        Look("xuan", "rice_paper", (34, 31, 30), (92, 84, 76), (247, 242, 230)),
        Look("gold", "gold_flecked", (46, 34, 26), (112, 84, 52), (243, 230, 202), carved=False),
        Look("red", "red_letter", (58, 24, 22), (124, 58, 50), (240, 205, 192), rule=(198, 104, 92), carved=False),
        Look("green", "blue_green", (28, 48, 48), (58, 92, 90), (240, 232, 208)),
        Look("night", "night", (236, 224, 190), (172, 176, 178), (24, 34, 58), (186, 52, 44)),
        Look("stone", "rubbing", (236, 230, 216), (206, 200, 186), (32, 32, 33), (186, 48, 40)),
    )
}


@cache
def ground(name: str) -> Image.Image:
    """A look's paper, made once; to be copied before it is written on."""
    from bot.cards import paper  # noqa: PLC0415 (numpy, which a bot that prints no card does not need)

    made: Image.Image = getattr(paper, LOOKS[name].paper)()
    return made
