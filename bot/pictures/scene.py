"""A landscape drawn here, to show styles on when a person has sent no photo; and pictures side by side with numbers."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 320, 240  # pixels
COLUMNS = 4
GAP = 6
_HORIZON = 150
_RIDGES = (  # base line, height, waves across, shift, colour: from the farthest to the nearest
    (118, 46, 1.3, 0.4, (150, 170, 190)),
    (132, 40, 2.1, 2.2, (104, 132, 140)),
    (_HORIZON, 34, 1.7, 4.4, (62, 96, 80)),
)


def scene() -> bytes:
    """A sunset over mountains and water, as a PNG of WIDTH x HEIGHT pixels."""
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(picture)
    for y in range(_HORIZON):
        share = y / _HORIZON
        pen.line((0, y, WIDTH, y), (int(70 + 180 * share), int(120 + 70 * share), int(190 - 60 * share)))
    pen.ellipse((205, 48, 249, 92), (255, 236, 180))
    for base, height, waves, shift, colour in _RIDGES:
        ridge = [
            (x, base - height * abs(math.sin(waves * x / 50 + shift) * math.cos(x / 37 + shift)))
            for x in range(WIDTH + 1)
        ]
        pen.polygon([*ridge, (WIDTH, _HORIZON), (0, _HORIZON)], colour)
    water = picture.crop((0, 2 * _HORIZON - HEIGHT, WIDTH, _HORIZON)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    picture.paste(
        Image.blend(water.filter(ImageFilter.BoxBlur(2)), Image.new("RGB", water.size, (40, 80, 110)), 0.3),
        (0, _HORIZON),
    )
    for x, top in ((38, 84), (58, 104), (20, 112)):
        pen.rectangle((x - 2, top + 30, x + 2, 214), (58, 40, 30))
        for layer in range(4):
            y = top + 24 * layer
            pen.polygon([(x, y), (x - 9 - 4 * layer, y + 34), (x + 9 + 4 * layer, y + 34)], (28, 62 + 8 * layer, 44))
    pen.polygon([(0, HEIGHT), (0, 204), (90, 212), (150, HEIGHT)], (46, 66, 40))
    return _encoded(picture, "PNG")


def numbered(pictures: Sequence[bytes]) -> bytes:
    """PNG pictures of one size in rows of COLUMNS, counted from 1 on, as one JPEG."""
    opened = [Image.open(io.BytesIO(picture), formats=["PNG"]) for picture in pictures]
    width, height = opened[0].size
    rows = math.ceil(len(opened) / COLUMNS)
    columns = min(COLUMNS, len(opened))
    together = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), "white")
    pen = ImageDraw.Draw(together)
    font = ImageFont.load_default(28)
    for index, picture in enumerate(opened):
        left, top = GAP + index % COLUMNS * (width + GAP), GAP + index // COLUMNS * (height + GAP)
        together.paste(picture, (left, top))
        pen.text((left + 8, top + 4), str(index + 1), "white", font, stroke_width=3, stroke_fill="black")
    return _encoded(together, "JPEG", quality=88)


def _encoded(picture: Image.Image, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
