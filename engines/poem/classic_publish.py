"""Takes the three stages of a run into the repository: weights/poem-classic.npz, its curve, its row, its card's table.

    python -m engines poem classic publish var/training/poem-classic

Every stage is examined twice, as it was kept (float16) and as it will be read back, so that the row and the card say
what the smaller file costs.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from engines import curves, manifest, model_cards, places
from engines.poem import classic_weights
from engines.poem.classic import WEIGHTS_FILE
from engines.poem.classic_corpus import Windows
from engines.poem.classic_network import Judge
from engines.poem.classic_train import EXAMINATION_FILE, TABLES_FILE, VALIDATION_FILE, read_vocabulary, stage_file
from engines.poem.classic_weights import Kept, Primes
from engines.poem.vocabulary import Vocabulary
from engines.requests import EngineError
from engines.requests.classic import Stage
from engines.training import CURVE_FILE, RECIPE_FILE

CURVE_PICTURE = "poem-classic-curve.png"
CARD = "poem-classic.md"
MADE_BY = "python -m engines poem classic train"
DATA = "snowtraces/poetry-source (MIT), five-character poems of the recipe's dynasty, without the held-out poems"
Figures = dict[str, dict[str, Any]]  # by stage


def publish(run: Path, folder: Path = places.WEIGHTS) -> Figures:
    """Packs, examines and records; returns the figures of every stage.

    Raises EngineError when `run` is no folder of a training run, or one that was too short to have its stages.
    """
    needed = [*(stage_file(stage) for stage in Stage), TABLES_FILE, VALIDATION_FILE, EXAMINATION_FILE, CURVE_FILE]
    missing = next((name for name in [*needed, RECIPE_FILE] if not (run / name).is_file()), None)
    if missing is not None:
        raise EngineError(
            f"{run} 里没有 {missing}，请先训练（或用 --resume 接着练）：python -m engines poem classic train",
            f"{run} has no {missing}; train first, or longer with --resume: python -m engines poem classic train",
        )
    vocabulary = read_vocabulary(run)
    parts = {
        "validation": Windows.of(_poems(run / VALIDATION_FILE), vocabulary),
        "examination": Windows.of(_poems(run / EXAMINATION_FILE), vocabulary),
    }
    stages: dict[Stage, Kept] = {}
    figures: Figures = {}
    for stage in Stage:
        kept = classic_weights.load_stage(run / stage_file(stage))
        stages[stage], figures[stage] = _examined(kept, parts, vocabulary)
    tables = json.loads((run / TABLES_FILE).read_text(encoding="utf-8"))
    folder.mkdir(exist_ok=True)
    classic_weights.save(stages, vocabulary, Primes.of(tables["random_poems"], vocabulary), folder / WEIGHTS_FILE)
    draw(run / CURVE_FILE, folder / CURVE_PICTURE)
    final = stages[Stage.FINAL]
    manifest.record(
        folder / WEIGHTS_FILE,
        folder,
        made_by=MADE_BY,
        data=DATA,
        licence="MIT",
        recipe=json.loads((run / RECIPE_FILE).read_text(encoding="utf-8")),
        training={"step": final.step, "examples": final.examples, "seconds": round(final.seconds)},
        poems=tables["poems"],
        characters=len(vocabulary.characters),
        metrics=figures,
    )
    model_cards.fill(folder / CARD, "figures", _table(figures, (folder / WEIGHTS_FILE).stat().st_size))
    return figures


def _poems(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split()


def _examined(kept: Kept, parts: dict[str, Windows], vocabulary: Vocabulary) -> tuple[Kept, dict[str, Any]]:
    """The stage with its perplexity, and its figures; `packed` is of the weights as they will be read back."""
    figures: dict[str, Any] = {"step": kept.step, "examples": kept.examples, "seconds": round(kept.seconds)}
    network = kept.network()
    judge = Judge(network)
    for name, arrays in (("kept", kept.arrays), ("packed", classic_weights.rounded(kept).arrays)):
        network.assign(arrays)
        found = {part: judge.perplexity(windows, vocabulary) for part, windows in parts.items()}
        figures[name] = {part: round(figure, 2) for part, figure in found.items() if not math.isnan(figure)}
    perplexity = figures["packed"].get("validation", 0.0)
    return Kept(kept.arrays, kept.step, kept.examples, kept.seconds, perplexity), figures


def draw(curve: Path, picture: Path) -> None:
    """Perplexity on validation poems against minutes of training, as a PNG."""
    curves.draw(
        curve,
        picture,
        {"five characters, from the second line on": lambda point: point["perplexity"]},
        title="The course's network learns",
        figure_of="perplexity per character, validation poems",
        scale="log",
    )


def _table(figures: Figures, size: int) -> str:
    rows = [
        f"| {stage} | {of['step']:,} | {of['examples']:,} | {of['seconds'] / 60:.1f} | {_both(of, 'validation')} "
        f"| {_both(of, 'examination')} |\n"
        for stage, of in figures.items()
    ]
    return (
        "| stage | steps | windows | minutes | validation: float16, packed | examination: float16, packed |\n"
        f"|---|---|---|---|---|---|\n{''.join(rows)}\nThe file has {size / 1e6:.1f} MB.\n"
    )


def _both(figures: dict[str, Any], part: str) -> str:
    return ", ".join(f"{figures[name][part]:.1f}" for name in ("kept", "packed") if part in figures[name]) or "–"
