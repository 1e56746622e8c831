"""Which typeface has a character, and its glyphs: no card ever shows an empty box.

    faces = Faces.find(folder)                    # what set-up fetched, then this machine's own typefaces
    faces.missing("山为斜好几")                    # "" when every character can be set
    faces.draw(pen, Glyph("山", 100, 100, 96), fill=255)

A typeface counts as having a character only when its character map (cmap) says so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, ImageDraw, ImageFont

from bot.cards.layout import Glyph
from engines.requests import read_fonts

# Typefaces with Chinese characters that systems come with: regular script first, then Song, then the rest.
_ON_SYSTEMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"lxgw-?wenkai|kaiti|simkai|ukai",
        r"noto-?serif-?cjk|noto-?serif-?sc|source-?han-?serif|songti|simsun|uming",
        r"noto-?sans-?cjk|noto-?sans-?sc|source-?han-?sans|pingfang|msyh|wqy|droidsansfallback",
    )
)
_SUFFIXES = frozenset({".ttf", ".otf", ".ttc"})
_SQUARE = "国"  # fills its square evenly, so that its middle is the middle of all
_BASELINE = 0.88  # of the size below a character's top, where a typeface lacks even that one


@dataclass(frozen=True)
class Face:
    """A typeface file."""

    path: Path

    @cached_property
    def characters(self) -> frozenset[int]:
        """Code points that it has glyphs for; none when the file can't be read."""
        try:
            with self.path.open("rb") as file, TTFont(file, lazy=True, fontNumber=0) as font:
                return frozenset(font.getBestCmap() or ())
        except (OSError, TTLibError):
            return frozenset()

    def __contains__(self, character: str) -> bool:
        return ord(character) in self.characters


class Faces:
    """Typefaces in order of preference. Not for several threads at once: FreeType's faces are not."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self._faces = tuple(faces)
        self._sizes: dict[tuple[Path, int], ImageFont.FreeTypeFont] = {}
        self._baselines: dict[Path, float] = {}

    @classmethod
    def find(cls, folder: Path, system: Iterable[Path] | None = None) -> Faces:
        """The fetched typefaces of a folder that are there, then the system's. system: its folders of typefaces."""
        fetched = [path for font in read_fonts() if (path := folder / font.file).is_file()]
        return cls([Face(path) for path in (*fetched, *_of_system(_folders() if system is None else system))])

    @property
    def any(self) -> bool:
        """Whether there is a typeface with Chinese characters."""
        return any(_SQUARE in face for face in self._faces)

    def missing(self, text: str) -> str:
        """The characters that no typeface has, each once."""
        return "".join(c for c in dict.fromkeys(text) if all(c not in face for face in self._faces))

    def draw(self, pen: ImageDraw.ImageDraw, glyph: Glyph, *, bold: int = 0) -> None:
        """Draws a character in white. bold: pixels by which its strokes grow. Raises LookupError for a missing one."""
        face = self._face(glyph.character)
        x, y = glyph.left + glyph.size / 2, glyph.top + self._baseline(face) * glyph.size
        font = self._font(face.path, glyph.size)
        pen.text((x, y), glyph.character, 255, font, "ms", stroke_width=bold, stroke_fill=255)

    def shape(self, character: str, size: int) -> Image.Image:
        """A character alone, white on black, cut to its strokes."""
        picture = Image.new("L", (2 * size, 2 * size))
        self.draw(ImageDraw.Draw(picture), Glyph(character, size / 2, size / 2, size), bold=round(size * 0.028))
        return picture.crop(picture.getbbox())

    def _face(self, character: str) -> Face:
        for face in self._faces:
            if character in face:
                return face
        raise LookupError(f"no typeface has {character!r}")

    def _font(self, path: Path, size: int) -> ImageFont.FreeTypeFont:
        known = self._sizes.get((path, size))
        if known is None:
            known = self._sizes[path, size] = ImageFont.truetype(path, size)
        return known

    def _baseline(self, face: Face) -> float:
        """How far below its top a character's baseline is, in sizes."""
        if face.path not in self._baselines:
            top, bottom = self._font(face.path, 100).getbbox(_SQUARE, anchor="ls")[1::2]
            self._baselines[face.path] = 0.5 - (top + bottom) / 200 if _SQUARE in face else _BASELINE
        return self._baselines[face.path]


def _folders() -> tuple[Path, ...]:
    """Where this system keeps typefaces."""
    home = Path.home()
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    if sys.platform == "win32":
        return (Path("C:/Windows/Fonts"),)
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts"


def _of_system(folders: Iterable[Path]) -> Iterator[Path]:
    """The system's Chinese typefaces, the finer first."""
    files = sorted(
        path for folder in folders if folder.is_dir() for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES
    )
    for pattern in _ON_SYSTEMS:
        yield from (path for path in files if pattern.search(path.name))
