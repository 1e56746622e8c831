"""A person's picture -> checked, upright, metadata-free bytes: the only door for pictures.

    photo = await check(data)                    # Photo: RGB, sRGB, long side at most 1600 px
    small = await check(data, longest=320)       # the same as a thumbnail
    await check(b"not a picture")                # raises BadPhoto("photo-unknown")

This process opens nothing: bot/darkroom.py does, in a process of its own for each picture, within limits of memory and
time. Measured on two cores busy with something else: 0.7 s for 12 megapixels of JPEG, 3 s for as many of HEIC.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from weakref import WeakKeyDictionary

MOST_BYTES = 20 << 20  # the largest file that Telegram hands to a bot
TIME_LIMIT = 20.0  # seconds; forty megapixels of HEIC, the slowest that is let in, take half of it
AT_ONCE = 2  # processes; each may take a gigabyte

log = logging.getLogger(__name__)

_DARKROOM = Path(__file__).with_name("darkroom.py")
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


@dataclass(frozen=True)
class Photo:
    """A picture fit for the engines: the bytes of a JPEG or PNG file, RGB, no metadata; width and height in pixels."""

    data: bytes
    format: Literal["JPEG", "PNG"]
    width: int
    height: int


class BadPhoto(Exception):  # noqa: N818 (the picture is bad, the program is well)
    """A picture that can't be used: a key of bot/texts, and the sentence's arguments."""

    def __init__(self, key: str, **arguments: int) -> None:
        super().__init__(key)
        self.key = key
        self.arguments = arguments


async def check(data: bytes | bytearray, *, longest: int = 1600) -> Photo:
    """The picture in a file's bytes, made fit for the engines; never larger than it was.

    data: JPEG, PNG, WEBP, HEIC or GIF (its first frame), known by content.
    longest: the most pixels the result's long side may have.

    Raises BadPhoto; RuntimeError when it is this machine's fault that the picture could not be opened.
    """
    if longest < 1:
        raise ValueError(f"longest is a number of pixels, not {longest}")
    if not data:
        raise BadPhoto("photo-empty")
    if len(data) > MOST_BYTES:
        raise BadPhoto("photo-heavy", most=MOST_BYTES >> 20)
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        status, answer, complaint = await _develop(data, longest)
    if status is None or status < 0:
        log.warning(
            "a picture of %d bytes was given up: %s", len(data), "time" if status is None else f"signal {-status}"
        )
        raise BadPhoto("photo-hard")
    head, _, picture = answer.partition(b"\n")
    if status > 0 or not head:
        raise RuntimeError(f"the darkroom failed with status {status}: {complaint.decode(errors='replace')[-2000:]}")
    told = json.loads(head)
    if "key" in told:
        log.info("a picture of %d bytes was refused: %s (%s)", len(data), told["key"], told["reason"])
        raise BadPhoto(told["key"], **told["arguments"])
    return Photo(picture, told["format"], told["width"], told["height"])


async def _develop(data: bytes | bytearray, longest: int) -> tuple[int | None, bytes, bytes]:
    """The exit status (negative: the signal; None: ended at the time limit), standard output and standard error."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-I", str(_DARKROOM), str(longest)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(),
    )
    try:
        async with asyncio.timeout(TIME_LIMIT):
            output, complaint = await process.communicate(data)
    except TimeoutError:
        return None, b"", b""
    else:
        return process.returncode, output, complaint
    finally:
        if process.returncode is None:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kills and reaps; a cancelled caller does not cut this short, or a zombie would stay behind."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    # communicate rather than wait: what already stands in the pipe must be read before asyncio sees the end of it.
    end = asyncio.ensure_future(process.communicate())
    try:
        await asyncio.shield(end)
    except asyncio.CancelledError:
        await end
        raise


def _environment() -> dict[str, str]:
    """No secret of the bot's own environment: only what finding Python's libraries may need."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}
    return kept | {"MALLOC_ARENA_MAX": "1"}
