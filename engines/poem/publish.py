"""Takes a training run's weights into the repository: weights/poem.npz, its curve and its row in the manifest.

    python -m engines poem publish var/training/poem

The figures in the row come from examining the float16 file itself, on the poems that the run put aside.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from engines import manifest, places
from engines.poem import curve, weights
from engines.poem.evaluate import Evaluation, examine, read_rows
from engines.poem.likelihood import Likelihood
from engines.poem.writer import WEIGHTS_FILE
from engines.requests import EngineError, Form

CURVE_FILE = "poem-curve.png"
MOST_POEMS = 2000  # of a form: enough for the first three digits
FEWEST_POEMS = 100  # fewer would say little
MADE_BY = "python -m engines poem train"
DATA = "snowtraces/poetry-source (MIT), four regulated forms, without the held-out poems"


def publish(run: Path, folder: Path = places.WEIGHTS) -> dict[str, Evaluation]:
    """Copies, examines and records; returns the evaluations by name ("validation 五绝", "examination 五绝", …).

    Raises EngineError when `run` is no folder of a training run.
    """
    needed = [run / name for name in ("poem.npz", "recipe.json", "curve.jsonl", "validation.tsv", "examination.tsv")]
    missing = next((path.name for path in needed if not path.is_file()), None)
    if missing is not None:
        raise EngineError(
            f"{run} 里没有 {missing}，请先训练：python -m engines poem train",
            f"{run} has no {missing}; train first: python -m engines poem train",
        )
    content = (run / "poem.npz").read_bytes()
    trained = weights.load(content)
    likelihood = Likelihood(trained.network)
    found: dict[str, Evaluation] = {}
    for part in ("validation", "examination"):
        if not (run / f"{part}.tsv").read_text(encoding="utf-8").strip():
            continue  # a run without a held-out list has no examination
        rows = read_rows(run / f"{part}.tsv")
        for form in Form:
            poems = [row for row in rows if row.form == form][:MOST_POEMS]
            if len(poems) >= FEWEST_POEMS:
                found[f"{part} {form}"] = examine(poems, likelihood, trained.vocabulary, run.name)
    folder.mkdir(exist_ok=True)
    shutil.copyfile(run / "poem.npz", folder / WEIGHTS_FILE)
    curve.draw(run / "curve.jsonl", folder / CURVE_FILE)
    last = json.loads((run / "curve.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    manifest.record(
        folder / WEIGHTS_FILE,
        folder,
        made_by=MADE_BY,
        data=DATA,
        licence="MIT",
        recipe=json.loads((run / "recipe.json").read_text(encoding="utf-8")),
        training={"step": last["step"], "characters": last["examples"], "seconds": round(last["seconds"])},
        metrics={
            name: {
                "perplexity": evaluation.perplexity,
                "characters": evaluation.characters,
                "next_line_accuracy": evaluation.next_line_accuracy,
            }
            for name, evaluation in found.items()
        },
    )
    return found
