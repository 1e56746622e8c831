"""One photo in every preset on one sheet, with the names below."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont

from engines.requests import Preset
from engines.style.pictures import Picture

COLUMNS = 4
MARGIN = 16  # pixels
NAME_SIZE = 22

# Families with Chinese characters, as the systems that carry them call them.
CHINESE_FONTS = (
    *("Noto Serif CJK SC", "Noto Serif CJK JP", "Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Serif SC"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "AR PL UMing CN", "Songti SC", "PingFang SC", "SimSun"),
    *("Microsoft YaHei", "Droid Sans Fallback"),
)


def sheet(paintings: Sequence[Picture], presets: Sequence[Preset]) -> Image.Image:
    """The paintings, all of one size, in rows, each above its name; English names where no Chinese font is found."""
    height, width = paintings[0].shape[:2]
    font, chinese = _font()
    columns = min(COLUMNS, len(paintings))
    rows = -(-len(paintings) // columns)
    across, down = width + MARGIN, height + NAME_SIZE + 2 * MARGIN
    drawn = Image.new("RGB", (columns * across + MARGIN, rows * down + MARGIN), "white")
    pen = ImageDraw.Draw(drawn)
    for index, (painting, preset) in enumerate(zip(paintings, presets, strict=True)):
        left, top = MARGIN + index % columns * across, MARGIN + index // columns * down
        drawn.paste(Image.fromarray((painting * 255 + 0.5).astype(np.uint8)), (left, top))
        name = preset.name if chinese else preset.english
        pen.text((left + width // 2, top + height + MARGIN // 2), name, "black", font, anchor="ma")
    return drawn


def _font() -> tuple[ImageFont.FreeTypeFont, bool]:
    """A font and whether it has Chinese characters."""
    found = {entry.name: entry.fname for entry in font_manager.fontManager.ttflist}
    for family in CHINESE_FONTS:
        if family in found:
            return ImageFont.truetype(found[family], NAME_SIZE), True
    return ImageFont.truetype(found["DejaVu Sans"], NAME_SIZE), False  # comes with matplotlib
