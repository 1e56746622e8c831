"""Prints a card: the page of bot/cards/layout.py on the paper of a look, or on a picture."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from bot.cards import seal
from bot.cards.layout import HEIGHT, WIDTH, Box, Card, Glyph, Page, Tone, lay_out
from bot.cards.looks import LOOKS, Colour, Look, ground
from bot.cards.paper import clouds
from bot.cards.typeface import Faces

QUALITY = 90
_AROUND = 52  # pixels of the panel around what is written on a picture
_COVER = 0.80  # of the panel: a word is legible on any picture, and the picture still shows through
_FINER = 4  # times the size while circles are drawn


def printed(card: Card, look: str, picture: bytes | None, faces: Faces) -> bytes:
    """A card as a JPEG. picture: PNG or JPEG of our own making, the ground instead of paper.

    Raises LookupError for a character that no typeface has, ValueError for lines that don't fit.
    """
    page = lay_out(card, on_picture=picture is not None)
    style = LOOKS[look]
    sheet = ground(look).copy() if picture is None else _panelled(picture, page, style)
    if picture is None and style.rule is not None:
        _rule(sheet, page, style.rule)
    # Ink is nowhere quite even; on stone and at night the same unevenness reads as wear and as glow.
    for glyphs, colour in ((page.poem, style.ink), ((*page.title, *page.form), style.pale)):
        sheet.paste(colour, mask=ImageChops.multiply(_mask(glyphs, faces), _density()))
    if page.tones:
        sheet.paste(style.pale, mask=_circles(page.tones))
    seal.press(sheet, page.seal, card.seal, faces, red=style.red, carved=style.carved)
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=QUALITY, subsampling="4:4:4")
    return buffer.getvalue()


def _mask(glyphs: Iterable[Glyph], faces: Faces) -> Image.Image:
    mask = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(mask)
    for glyph in glyphs:
        faces.draw(pen, glyph)
    return mask


@cache
def _density() -> Image.Image:
    """How much ink the paper took, 84-100 %."""
    return Image.fromarray(
        (255 * (0.84 + 0.16 * clouds((WIDTH, HEIGHT), 22, np.random.default_rng(9)))).astype(np.uint8)
    )


def _rule(sheet: Image.Image, page: Page, colour: Colour) -> None:
    """The frame and the lines between columns that letter paper has (界栏)."""
    pen = ImageDraw.Draw(sheet)
    whole, room = page.whole, 46
    left, top, right, bottom = whole.left - room, whole.top - room, whole.right + room, whole.bottom + room
    for inset, width in ((0, 4), (12, 2)):
        pen.rectangle((left - inset + 6, top - inset + 6, right + inset - 6, bottom + inset - 6), None, colour, width)
    for x in page.rules if page.title else page.rules[1:]:
        pen.line((x, top + 8, x, bottom - 8), colour, 2)


def _circles(tones: Iterable[Tone]) -> Image.Image:
    """The marks of the old anthologies: ○ level (平), ● oblique (仄), ◐ either."""
    mask = Image.new("L", (WIDTH, HEIGHT))
    for tone in tones:
        side = round(2 * tone.radius + 4) * _FINER
        mark = Image.new("L", (side, side))
        pen = ImageDraw.Draw(mark)
        box = (_FINER, _FINER, side - _FINER, side - _FINER)
        pen.ellipse(box, 255 if tone.tone == "仄" else 0, 255, round(_FINER * max(1.6, tone.radius * 0.24)))
        if tone.tone == "中":
            pen.pieslice(box, 90, 270, 255)
        small = mark.resize((side // _FINER, side // _FINER), Image.Resampling.LANCZOS)
        mask.paste(small, (round(tone.x - small.width / 2), round(tone.y - small.height / 2)))
    return mask


def _panelled(picture: bytes, page: Page, style: Look) -> Image.Image:
    """The picture over all of the card, and on it a panel in the colour of the paper, where the poem will stand."""
    with Image.open(io.BytesIO(picture), formats=["PNG", "JPEG"]) as opened:
        sheet = ImageOps.fit(opened.convert("RGB"), (WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    box = _panel(page.whole)
    inside = sheet.crop(box)
    small = inside.resize((max(1, inside.width // 8), max(1, inside.height // 8)), Image.Resampling.BOX)
    blurred = small.filter(ImageFilter.GaussianBlur(4)).resize(inside.size, Image.Resampling.BICUBIC)
    sheet.paste(Image.blend(blurred, Image.new("RGB", inside.size, style.plain), _COVER), box)
    left, top, right, bottom = box
    ImageDraw.Draw(sheet).rectangle((left + 9, top + 9, right - 10, bottom - 10), None, style.pale, 2)
    return sheet


def _panel(whole: Box) -> tuple[int, int, int, int]:
    return (
        max(0, round(whole.left - _AROUND)),
        max(0, round(whole.top - _AROUND)),
        min(WIDTH, round(whole.right + _AROUND)),
        min(HEIGHT, round(whole.bottom + _AROUND)),
    )
