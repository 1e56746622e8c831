"""The learning curve of a training run as a picture."""

from __future__ import annotations

import json
from pathlib import Path

from matplotlib.figure import Figure

# Latin names: the curve must be readable on machines whose matplotlib has no Chinese font.
NAMES = {
    "五绝": "five characters, four lines",
    "七绝": "seven characters, four lines",
    "五律": "five characters, eight lines",
    "七律": "seven characters, eight lines",
    "五绝 titled": "five characters, four lines, title read",
}


def draw(curve: Path, picture: Path) -> None:
    """Perplexity on the validation split against minutes of training, from a run's curve.jsonl, as a PNG."""
    points = [json.loads(line) for line in curve.read_text(encoding="utf-8").splitlines()]
    minutes = [point["seconds"] / 60 for point in points]
    figure = Figure(figsize=(8, 5), dpi=120, layout="constrained")
    axes = figure.subplots()
    for form, name in NAMES.items():
        if all(form in point["perplexity"] for point in points):
            axes.plot(minutes, [point["perplexity"][form] for point in points], label=name)
    axes.set(
        xlabel="minutes of training", ylabel="perplexity per character, validation split", yscale="log",
        title="The poem network learns",
    )  # fmt: skip
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(picture, metadata={"Software": None})
