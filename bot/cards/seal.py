"""A seal (印章): a name cut in stone and printed in cinnabar, white on red (白文) or red on paper (朱文)."""

from __future__ import annotations

import zlib

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bot.cards.layout import Box
from bot.cards.looks import Colour
from bot.cards.paper import clouds
from bot.cards.typeface import Faces

_FINER = 3  # times the size while it is cut
_PASTE_WHITE: Colour = (246, 238, 224)
_TURN = 1.3  # degrees: no hand presses a seal quite straight


def press(picture: Image.Image, box: Box, name: str, faces: Faces, *, red: Colour, carved: bool) -> None:
    """Prints a seal into a box of a picture. carved: the name white on red rather than red in a red frame."""
    width, height = round(box.width * _FINER), round(box.height * _FINER)
    writing = _writing(name, faces, width, height, 0.09 if carved else 0.13)
    plate = Image.new("L", (width, height))
    pen = ImageDraw.Draw(plate)
    corner = round(min(width, height) * 0.07)
    pen.rounded_rectangle((0, 0, width - 1, height - 1), corner, fill=255)
    if carved:
        plate.paste(0, mask=writing)
    else:
        rim = round(min(width, height) * 0.05)
        pen.rounded_rectangle((rim, rim, width - 1 - rim, height - 1 - rim), corner // 2, fill=0)
        plate.paste(255, mask=writing)
    ink = _worn(plate, zlib.crc32(name.encode()))
    margin = 6 * _FINER
    sheet = Image.new("L", (width + 2 * margin, height + 2 * margin))
    sheet.paste(ink, (margin, margin))
    sheet = sheet.rotate(_TURN, Image.Resampling.BICUBIC)
    sheet = sheet.resize((sheet.width // _FINER, sheet.height // _FINER), Image.Resampling.LANCZOS)
    if carved:  # on dark paper too the name is white
        pen = ImageDraw.Draw(picture)
        pen.rounded_rectangle((box.left + 4, box.top + 4, box.right - 4, box.bottom - 4), 6, _PASTE_WHITE)
    picture.paste(red, (round(box.left) - 6, round(box.top) - 6), sheet)


def _writing(name: str, faces: Faces, width: int, height: int, edge: float) -> Image.Image:
    """The name, each character drawn out to fill its field: four in a square, right column first, or a column."""
    columns = 2 if len(name) == 4 else 1
    rows = -(-len(name) // columns)
    margin = min(width, height) * edge
    field_width, field_height = (width - 2 * margin) / columns, (height - 2 * margin) / rows
    gap = min(field_width, field_height) * 0.07
    writing = Image.new("L", (width, height))
    for number, character in enumerate(name):
        column, row = divmod(number, rows)
        shape = faces.shape(character, round(max(field_width, field_height)))
        across, down = field_width - gap, field_height - gap
        # A character of one stroke, such as 一, would become a bar if it were drawn out to the whole field.
        down = min(down, 2.0 * across * shape.height / shape.width)
        across = min(across, 2.0 * down * shape.width / shape.height)
        fitted = shape.resize((max(1, round(across)), max(1, round(down))), Image.Resampling.LANCZOS)
        x = width - margin - (column + 0.5) * field_width - fitted.width / 2
        y = margin + (row + 0.5) * field_height - fitted.height / 2
        writing.paste(fitted, (round(x), round(y)))
    return writing


def _worn(plate: Image.Image, seed: int) -> Image.Image:
    """With the chipped edges and uneven ink of a print from stone."""
    numbers = np.random.default_rng(seed)
    grain = clouds(plate.size, 9, numbers) * 0.6 + clouds(plate.size, 4, numbers) * 0.4
    soft = np.asarray(plate.filter(ImageFilter.GaussianBlur(2.2)), np.float32) / 255
    cut = np.clip((soft - 0.5 - (grain - 0.5) * 0.55) * 6 + 0.5, 0, 1)
    uneven = 0.84 + 0.16 * clouds(plate.size, 40, numbers)
    dry = clouds(plate.size, 3, numbers) > 0.86  # where the paste did not reach the paper
    return Image.fromarray((255 * cut * uneven * np.where(dry, 0.45, 1)).astype(np.uint8))
