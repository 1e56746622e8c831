"""How the darkroom is asked and what it answers, for everyone who lets a stranger's picture in: bot and shell.

    done = subprocess.run(command(1600), input=data, capture_output=True, env=environment(), timeout=TIME_LIMIT)
    photo = read_answer(done.returncode, done.stdout, done.stderr)      # a Photo, or a Refusal

engines/darkroom.py is a program of its own, started for each picture, so that a hostile file has only that process to
hurt. Nothing here opens a picture.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

PROGRAM = Path(__file__).resolve().parents[1] / "darkroom.py"
LONGEST = 1600  # pixels: what the engines work at
MOST_BYTES = 20 << 20  # the largest file that Telegram hands to a bot
TIME_LIMIT = 20.0  # seconds; forty megapixels of HEIC, the slowest that is let in, take half of it


@dataclass(frozen=True)
class Photo:
    """A picture fit for the engines: the bytes of a JPEG or PNG file, RGB, no metadata; width and height in pixels."""

    data: bytes
    format: Literal["JPEG", "PNG"]
    width: int
    height: int


@dataclass(frozen=True)
class Refusal:
    """A picture that stays outside: a key of the sentence to say, its arguments, and what the log should know."""

    key: str
    arguments: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""


def weighed(data: bytes | bytearray) -> Refusal | None:
    """The refusal of a file that need not be opened to be refused: an empty one, or one of too many bytes."""
    if not data:
        return Refusal("photo-empty")
    return Refusal("photo-heavy", {"most": MOST_BYTES >> 20}) if len(data) > MOST_BYTES else None


def command(longest: int) -> list[str]:
    """What starts the darkroom; longest: the most pixels the result's long side may have. It reads standard input."""
    return [sys.executable, "-I", str(PROGRAM), str(longest)]


def environment() -> dict[str, str]:
    """No secret of the asker's own environment: only what finding Python's libraries may need."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}
    return kept | {"MALLOC_ARENA_MAX": "1"}


def read_answer(status: int | None, output: bytes, complaint: bytes) -> Photo | Refusal:
    """What came of a picture.

    status: the darkroom's exit status (negative: the signal that ended it; None: it took too long and was ended);
    output, complaint: what it wrote to standard output and standard error.

    Raises RuntimeError when it is this machine's fault that the picture could not be opened.
    """
    if status is None or status < 0:
        return Refusal("photo-hard", reason="time" if status is None else f"signal {-status}")
    head, _, picture = output.partition(b"\n")
    if status > 0 or not head:
        raise RuntimeError(f"the darkroom failed with status {status}: {complaint.decode(errors='replace')[-2000:]}")
    told = json.loads(head)
    if "key" in told:
        return Refusal(told["key"], told["arguments"], told["reason"])
    return Photo(picture, told["format"], told["width"], told["height"])
