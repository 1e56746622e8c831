"""What every training run has: a clock, a checkpoint that is whole or not there, a curve, minutes as the budget.

    checkpoint = Checkpoint(folder, [*network.variables, *optimiser.variables])
    clock = checkpoint.restore() if resume else Clock()
    run(clock, minutes * 60, step=..., measure=..., save=..., folder=folder)

Time, not steps, is the budget: the rate falls to zero as the minutes run out, whatever the machine.
"""

from __future__ import annotations

import json
import logging
import os
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engines.requests import EngineError

log = logging.getLogger(__name__)

SECONDS_BETWEEN_POINTS = 300.0
CHECKPOINT_FILE, CURVE_FILE, RECIPE_FILE = "checkpoint.npz", "curve.jsonl", "recipe.json"


@dataclass
class Clock:
    """Where a run stands; saved with every checkpoint. examples: characters or pictures that were learnt from."""

    step: int = 0
    examples: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Checkpoint:
    """The variables of a run in its folder, with its clock."""

    folder: Path
    variables: Sequence[Any]

    def save(self, clock: Clock) -> None:
        """Writes the file whole or not at all."""
        arrays = {f"variable{i}": variable.numpy() for i, variable in enumerate(self.variables)}
        temporary = self.folder / "checkpoint.partial"
        with temporary.open("wb") as file:
            np.savez(file, clock=np.array(json.dumps(asdict(clock))), **arrays)
        temporary.replace(self.folder / CHECKPOINT_FILE)

    def restore(self) -> Clock:
        """Takes up what was saved. Raises EngineError when there is no checkpoint, or one of another network."""
        try:
            # Opened here, because np.load leaves a file that it can't read open.
            with (self.folder / CHECKPOINT_FILE).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                for i, variable in enumerate(self.variables):
                    variable.assign(arrays[f"variable{i}"])
                return Clock(**json.loads(str(arrays["clock"])))
        except (OSError, EOFError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
            raise EngineError(
                f"{self.folder} 里没有可以接着练的训练；去掉 --resume 从头开始",
                f"{self.folder} holds no run that can be taken up; leave --resume away to begin one",
            ) from error


def refuse_both(*, resume: bool, begin_with: Path | None) -> None:
    """Raises EngineError when a run is to be taken up and to begin with other weights."""
    if resume and begin_with is not None:
        raise EngineError(
            "--resume 接着练自己的存档，--begin-with 从别的权重开始，只能选一样",
            "--resume takes up a run's own checkpoint, --begin-with begins with other weights: choose one of them",
        )


def begin(folder: Path, recipe: dict[str, Any], *, resume: bool) -> dict[str, Any]:
    """Makes a run's folder and answers with its recipe: the given one, or when resumed the one it began with.

    Raises EngineError when a run would be overwritten, or there is none to resume; the folder is untouched then.
    """
    if resume:
        try:
            kept: dict[str, Any] = json.loads((folder / RECIPE_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise EngineError(
                f"{folder} 里没有可以接着练的训练；去掉 --resume 从头开始",
                f"{folder} holds no run that can be taken up; leave --resume away to begin one",
            ) from error
        return kept
    if (folder / CHECKPOINT_FILE).exists():
        raise EngineError(
            f"{folder} 里已有一次训练；加 --resume 接着练，或另选 --folder",
            f"{folder} holds a run already: take it up with --resume, or name another --folder",
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RECIPE_FILE).write_text(json.dumps(recipe), encoding="utf-8")
    (folder / CURVE_FILE).unlink(missing_ok=True)
    return recipe


def rate(step: int, share: float, *, warm_up: int, decay_from: float) -> float:
    """The factor on the learning rate: up over `warm_up` steps, down to zero from `decay_from` of the time on."""
    warm = min(1.0, (step + 1) / warm_up)
    return warm * min(1.0, max(0.0, (1.0 - share) / (1.0 - decay_from)))


def run(
    clock: Clock,
    seconds: float,
    *,
    step: Callable[[float], float],
    measure: Callable[[], dict[str, Any]],
    save: Callable[[], None],
    folder: Path,
    between_points: float = SECONDS_BETWEEN_POINTS,
) -> None:
    """Steps until `clock` shows `seconds`, earlier sessions included, with points of the curve and checkpoints.

    step: one update, given the share of the time that has passed (0–1); counts itself in clock.step and clock.examples
        and returns the loss. measure: more figures for the curve's point. Ctrl-C loses nothing, a kill at most
        `between_points` seconds.
    """
    losses: list[float] = []
    next_point = clock.seconds + between_points
    try:
        while clock.seconds < seconds:
            began = time.monotonic()
            losses.append(step(clock.seconds / seconds))
            clock.seconds += time.monotonic() - began
            if clock.seconds >= min(next_point, seconds):
                point = asdict(clock) | {"loss": float(np.mean(losses)), "load": os.getloadavg()[0]} | measure()
                with (folder / CURVE_FILE).open("a", encoding="utf-8") as file:
                    file.write(json.dumps(point, ensure_ascii=False) + "\n")
                log.info("%s", json.dumps(point, ensure_ascii=False))
                save()
                losses, next_point = [], clock.seconds + between_points
    except KeyboardInterrupt:
        save()
        raise
