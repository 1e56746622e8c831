"""The learning curve of the poem network as a picture."""

from __future__ import annotations

import functools
from pathlib import Path

from engines import curves

NAMES = {
    "五绝": "five characters, four lines",
    "七绝": "seven characters, four lines",
    "五律": "five characters, eight lines",
    "七律": "seven characters, eight lines",
    "五绝 titled": "five characters, four lines, title read",
}


def draw(curve: Path, picture: Path) -> None:
    """Perplexity on the validation split against minutes of training, from a run's curve.jsonl, as a PNG."""
    series = {name: functools.partial(_perplexity, form) for form, name in NAMES.items()}
    curves.draw(
        curve,
        picture,
        series,
        title="The poem network learns",
        figure_of="perplexity per character, validation split",
        scale="log",
    )


def _perplexity(form: str, point: curves.Figures) -> float | None:
    found: float | None = point["perplexity"].get(form)
    return found
