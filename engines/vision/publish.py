"""Takes a training run's weights into the repository: weights/vision.npz, its curve and its row in the manifest.

    python -m engines vision publish --data tiny-imagenet-200.zip

The figures in the row come from examining the float16 file itself, on the validation pictures.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from engines import curves, manifest, places
from engines.requests import SIZES, Attack, EngineError
from engines.training import CURVE_FILE, RECIPE_FILE
from engines.vision.dataset import Dataset, read
from engines.vision.examine import accuracy, attack_success
from engines.vision.layers import WEIGHTS_FILE
from engines.vision.train import NETWORK_FILE, read_network

CURVE_PICTURE = "vision-curve.png"
PUBLISHED = "published.npz"  # in the run's folder until it is examined
ATTACKED = 200  # pictures
MADE_BY = "python -m engines vision train"
DATA = "Tiny ImageNet, 400 pictures of each of 200 classes (ImageNet's research terms)"


def publish(
    run: Path, data: Path | Dataset, folder: Path = places.WEIGHTS, *, average_with: Path | None = None
) -> dict[str, Any]:
    """Takes over, examines and records; returns the figures: top1, top5, and the attacks' success.

    average_with: weights that the run began with: what is published is the mean of both.
    Raises EngineError when `run` is no folder of a training run, or `data` is not Tiny ImageNet.
    """
    needed = [run / name for name in (NETWORK_FILE, RECIPE_FILE, CURVE_FILE)]
    missing = next((path.name for path in needed if not path.is_file()), None)
    if missing is not None:
        raise EngineError(
            f"{run} 里没有 {missing}，请先训练：python -m engines vision train",
            f"{run} has no {missing}; train first: python -m engines vision train",
        )
    dataset = data if isinstance(data, Dataset) else read(data)
    classes = len(dataset.wnids)
    network = read_network(run / NETWORK_FILE, classes)
    earlier = None
    if average_with is not None:
        network = network.mean(read_network(average_with, classes))
        earlier = hashlib.sha256(average_with.read_bytes()).hexdigest()
    network.save(run / PUBLISHED)
    network = read_network(run / PUBLISHED, classes)  # as it will be read: float16
    figures: dict[str, Any] = dict(zip(("top1", "top5"), accuracy(network, dataset.validation), strict=True))
    figures["fooled"] = attack_success(network, dataset.validation.some(ATTACKED), SIZES, tuple(Attack))
    folder.mkdir(exist_ok=True)
    shutil.copyfile(run / PUBLISHED, folder / WEIGHTS_FILE)
    draw(run / CURVE_FILE, folder / CURVE_PICTURE)
    last = json.loads((run / CURVE_FILE).read_text(encoding="utf-8").splitlines()[-1])
    manifest.record(
        folder / WEIGHTS_FILE,
        folder,
        made_by=MADE_BY,
        data=DATA,
        licence="MIT",
        recipe=json.loads((run / RECIPE_FILE).read_text(encoding="utf-8")),
        training={name: round(last[name]) for name in ("step", "examples", "seconds")},
        averaged_with=earlier,
        metrics=figures,
    )
    return figures


def draw(curve: Path, picture: Path) -> None:
    """Accuracy on the validation pictures against minutes of training, as a PNG."""
    curves.draw(
        curve,
        picture,
        {"first answer right": lambda point: point["top1"], "among the first five": lambda point: point["top5"]},
        title="The image network learns",
        figure_of="share of 4,000 validation pictures",
    )
