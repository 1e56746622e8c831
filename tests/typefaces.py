"""Typefaces for tests: every character a rectangle, so that nothing depends on what was fetched or is installed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

EVERYTHING = "".join(map(chr, range(0x4E00, 0xA000)))


def rectangles(path: Path, characters: Iterable[str] = EVERYTHING, height: int = 700) -> Path:
    """Writes a typeface with one glyph for all these characters: a rectangle `height` of a thousand units high."""
    pen = TTGlyphPen(None)
    for x, y in ((100, 0), (100, height), (900, height), (900, 0)):
        (pen.moveTo if (x, y) == (100, 0) else pen.lineTo)((x, y))
    pen.closePath()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({ord(character): "box" for character in characters})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "box": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "box": (1000, 100)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Rectangles", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path
