"""Takes a training run's weights into the repository: weights/poem.npz, its curve and its row in the manifest.

    python -m engines poem publish var/training/poem
    python -m engines poem publish var/training/poem --average-with weights/poem.npz

The figures in the row come from examining the float16 file itself, on the poems that the run put aside.
"""

from __future__ import annotations

import hashlib
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
PUBLISHED = "published.npz"  # in the run's folder until it is examined
MOST_POEMS = 2000  # of a form: enough for the first three digits
FEWEST_POEMS = 100  # fewer would say little
MADE_BY = "python -m engines poem train"
DATA = "snowtraces/poetry-source (MIT), four regulated forms, without the held-out poems"


def publish(run: Path, folder: Path = places.WEIGHTS, *, average_with: Path | None = None) -> dict[str, Evaluation]:
    """Takes over, examines and records; returns the evaluations by name ("validation 五绝", "examination 五绝", …).

    average_with: weights that the run began with: what is published is the mean of both.
    Raises EngineError when `run` is no folder of a training run, or the other weights are of another kind.
    """
    needed = [run / name for name in ("poem.npz", "recipe.json", "curve.jsonl", "validation.tsv", "examination.tsv")]
    missing = next((path.name for path in needed if not path.is_file()), None)
    if missing is not None:
        raise EngineError(
            f"{run} 里没有 {missing}，请先训练：python -m engines poem train",
            f"{run} has no {missing}; train first: python -m engines poem train",
        )
    trained = weights.read(run / "poem.npz")
    earlier = None
    if average_with is not None:
        trained = _mean(weights.read(average_with), trained, average_with)
        earlier = hashlib.sha256(average_with.read_bytes()).hexdigest()
    weights.save(trained, run / PUBLISHED)
    trained = weights.read(run / PUBLISHED)  # as it will be read: float16
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
    shutil.copyfile(run / PUBLISHED, folder / WEIGHTS_FILE)
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
        averaged_with=earlier,
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


def _mean(
    first: weights.TrainedPoemNetwork, second: weights.TrainedPoemNetwork, path: Path
) -> weights.TrainedPoemNetwork:
    try:
        return weights.mean(first, second)
    except ValueError as error:
        raise EngineError(
            f"{path} 的网络大小或字表不同，不能取平均；请给出这次训练开始时的权重",
            f"{path} is a network of another size or vocabulary: give the weights that the run began with",
        ) from error
