"""The named styles: who asks needs to know no more of them than their names.

weights/style-presets.json holds {"presets": [{"name": "水墨", "english": "Ink wash", "numbers": [100 numbers]}, …]} in
the order of the gallery.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "weights" / "style-presets.json"


@dataclass(frozen=True)
class Preset:
    """A named style. name: what StyleSource.preset takes, and what Chinese speakers see; english: what others see."""

    name: str
    english: str


def read_presets(file: Path = FILE) -> tuple[Preset, ...]:
    """The presets in the gallery's order; none when the file is not there."""
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))["presets"]
    except FileNotFoundError:
        return ()
    return tuple(Preset(entry["name"], entry["english"]) for entry in listed)
