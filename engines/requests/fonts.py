"""The typefaces that set-up fetches for poem cards: the finest first, the others for characters that it lacks.

engines/fonts.json says where they come from and under which licence; `python -m engines fonts` fetches them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "fonts.json"


@dataclass(frozen=True)
class Font:
    """A typeface in an npm package.

    file: its name here. package: name and version; archive: what npm calls the download, megabytes: its size,
    integrity: its hash in npm's notation. member, licence_member: the typeface (TTF or WOFF) and its licence in the
    archive. licence: SPDX.
    """

    file: str
    family: str
    package: str
    archive: str
    integrity: str
    megabytes: int
    member: str
    licence_member: str
    licence: str
    copyright: str


def read_fonts(file: Path = FILE) -> tuple[Font, ...]:
    """The typefaces in order of preference."""
    return tuple(Font(**entry) for entry in json.loads(file.read_text(encoding="utf-8"))["fonts"])
