"""The report as people read it: a JSON file, a PNG, and a table for the model card."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from matplotlib.figure import Figure

from engines.poem.measures import Verse
from engines.poem.report import CLASSIC, HUMAN, Figures, Report
from engines.requests import EngineError

# Latin names only: many machines' matplotlib has no Chinese font.
NAMES = {
    HUMAN: "old poets",
    CLASSIC: "course's LSTM",
    "conservative": "ours 0.6",
    "normal": "ours 1.0",
    "open": "ours 1.3",
}


@dataclass(frozen=True)
class Measure:
    """A row of the table: what it is called, which figure it shows, how many decimals."""

    name: str
    figure: str
    decimals: int = 3


ROWS = (
    Measure("perplexity, held-out 五绝", "perplexity", 1),
    Measure("perplexity, validation 五绝", "perplexity_validation", 1),
    Measure("perplexity from the second line on", "perplexity_later", 1),
    Measure("true fourth line of ten", "next_line"),
    Measure("punctuation in place", "well_formed"),
    Measure("even lines rhyme", "rhymed"),
    Measure("on a level tone", "rhymed_level"),
    Measure("whole poem lawful", "lawful"),
    Measure("lawful lines", "lawful_lines"),
    Measure("poems with a repeated character", "repeating"),
    Measure("distinct characters / characters", "distinct"),
    Measure("lines known from training", "known_lines"),
    Measure("runs of four known from training", "known_fours"),
    Measure("characters shared, same theme", "same_theme"),
    Measure("characters shared, other themes", "other_themes"),
    Measure("told from human by a classifier", "human_or_not"),
    Measure("a poem's theme of ten, by likelihood", "theme_named"),
    Measure("a theme's poem of ten, by what the theme adds", "theme_over_none"),
    Measure("a theme's poem of ten, by likelihood alone", "theme_by_itself"),
    Measure("a theme's poem of ten, by a judge that counts", "theme_by_counts"),
)
DRAWN = (
    ("even lines rhyme", "rhymed"),
    ("lawful lines", "lawful_lines"),
    ("repeated character", "repeating"),
    ("lines known", "known_lines"),
    ("runs of four known", "known_fours"),
    ("shared, same theme", "same_theme"),
    ("shared, other themes", "other_themes"),
    ("told from human", "human_or_not"),
    ("poem found by its theme", "theme_over_none"),
    ("the same, by counting", "theme_by_counts"),
)


def value(figures: Figures, name: str) -> float | None:
    """A figure by its name, None where it was not taken."""
    found = getattr(figures.verse if name in Verse.__dataclass_fields__ else figures, name, None)
    return None if found is None or math.isnan(found) else float(found)


def table(report: Report, before: Report | None) -> str:
    """Markdown: measures down, writers across; where a figure was another before, that stands first."""
    writers = list(report.writers)
    rows = [f"| | {' | '.join(NAMES[w] for w in writers)} |", "|---" * (len(writers) + 1) + "|"]
    for measure in ROWS:
        cells = [_cell(measure, writer, report, before) for writer in writers]
        if any(cell != "–" for cell in cells):
            rows.append(f"| {measure.name} | {' | '.join(cells)} |")
    counts = ", ".join(f"{NAMES[w]} {figures.poems:,}" for w, figures in report.writers.items())
    said = [f"Poems: {counts}. Ours: {report.model}."]
    if before is not None:
        said.append(f"Before the arrow: {before.model} and its way of choosing.")
    return "\n".join([*rows, "", " ".join(said), ""])


def _cell(measure: Measure, writer: str, report: Report, before: Report | None) -> str:
    now = _shown(measure, report.writers[writer])
    if before is None or writer == HUMAN or writer not in before.writers:
        return now
    earlier = _shown(measure, before.writers[writer])
    return now if earlier in ("–", now) else f"{earlier} → {now}"


def _shown(measure: Measure, figures: Figures) -> str:
    found = value(figures, measure.figure)
    return "–" if found is None else f"{found:.{measure.decimals}f}"


def draw(report: Report, before: Report | None, picture: Path) -> None:
    """One small chart a measure, a bar a writer; pale bars: before."""
    columns = 5
    figure = Figure(figsize=(14, 5.6), dpi=110, layout="constrained")
    charts: Sequence[object] = figure.subplots(math.ceil(len(DRAWN) / columns), columns).flat
    writers = list(report.writers)
    for (title, name), axes in zip(DRAWN, charts, strict=False):
        for place, writer in enumerate(writers):
            found = value(report.writers[writer], name)
            earlier = None if before is None or writer not in before.writers else value(before.writers[writer], name)
            colour = "#555555" if writer == HUMAN else "#c0803c" if writer == CLASSIC else "#3c6fa0"
            if earlier is not None and earlier != found:
                axes.bar(place - 0.2, earlier, 0.4, color=colour, alpha=0.35)  # type: ignore[attr-defined]
                axes.bar(place + 0.2, found or 0, 0.4, color=colour)  # type: ignore[attr-defined]
            else:
                axes.bar(place, found or 0, 0.7, color=colour)  # type: ignore[attr-defined]
            label = "–" if found is None else f"{found:.2f}"
            axes.text(place, (found or 0) + 0.01, label, ha="center", fontsize=7)  # type: ignore[attr-defined]
        axes.set_title(title, fontsize=9)  # type: ignore[attr-defined]
        axes.set_ylim(0, 1.12)  # type: ignore[attr-defined]
        axes.set_xticks(range(len(writers)), [NAMES[w] for w in writers], rotation=35, ha="right", fontsize=7)  # type: ignore[attr-defined]
    figure.savefig(picture, metadata={"Software": None})


def save(report: Report, path: Path) -> None:
    """Writes the figures as JSON."""
    path.write_text(json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> Report:
    """What `save` wrote. Raises EngineError when the file is something else."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        writers = {
            name: Figures(**figures | {"verse": None if figures["verse"] is None else Verse(**figures["verse"])})
            for name, figures in fields["writers"].items()
        }
        return Report(fields["model"], fields["classic_model"], writers)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(
            f"{path} 不是一份诗的报告，例如：--before weights/poem-report.json",
            f"{path} is no report on poems; for example: --before weights/poem-report.json",
        ) from error
