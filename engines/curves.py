"""The learning curve of a training run as a picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

Figures = Mapping[str, Any]  # a point of curve.jsonl


def draw(
    curve: Path,
    picture: Path,
    series: Mapping[str, Callable[[Figures], float | None]],
    *,
    title: str,
    figure_of: str,
    scale: str = "linear",
) -> None:
    """Figures against minutes of training, from a run's curve.jsonl, as a PNG.

    series: by name, how a line's value is found in a point; a line that lacks a point is left out. figure_of: what the
    vertical axis says. Latin names only: many machines' matplotlib has no Chinese font.
    """
    points = [json.loads(line) for line in curve.read_text(encoding="utf-8").splitlines()]
    minutes = [point["seconds"] / 60 for point in points]
    figure = Figure(figsize=(8, 5), dpi=120, layout="constrained")
    axes = figure.subplots()
    for name, value in series.items():
        values = [value(point) for point in points]
        known = [found for found in values if found is not None]
        if len(known) == len(points):
            axes.plot(minutes, known, label=name)
    axes.set(xlabel="minutes of training", ylabel=figure_of, yscale=scale, title=title)
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(picture, metadata={"Software": None})
