"""A person's picture -> checked, upright, metadata-free bytes: the only door for pictures.

    photo = await check(data)                    # Photo: RGB, sRGB, long side at most 1600 px
    small = await check(data, longest=320)       # the same as a thumbnail
    await check(b"not a picture")                # raises BadPhoto("photo-unknown")

This process opens nothing: the darkroom (engines/requests/darkroom.py) does, in a process of its own for each picture,
within limits of memory and time. Measured on two cores busy with something else: 0.7 s for 12 megapixels of JPEG, 3 s
for as many of HEIC.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from weakref import WeakKeyDictionary

from engines.requests.darkroom import (
    LONGEST,
    MOST_BYTES,
    TIME_LIMIT,
    Photo,
    Refusal,
    command,
    environment,
    read_answer,
    weighed,
)

AT_ONCE = 2  # processes; each may take a gigabyte

log = logging.getLogger(__name__)

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class BadPhoto(Exception):  # noqa: N818 (the picture is bad, the program is well)
    """A picture that can't be used: a key of bot/texts, and the sentence's arguments."""

    def __init__(self, key: str, **arguments: int) -> None:
        super().__init__(key)
        self.key = key
        self.arguments = arguments


async def check(data: bytes | bytearray, *, longest: int = LONGEST) -> Photo:
    """The picture in a file's bytes, made fit for the engines; never larger than it was.

    data: JPEG, PNG, WEBP, HEIC or GIF (its first frame), known by content.
    longest: the most pixels the result's long side may have.

    Raises BadPhoto; RuntimeError when it is this machine's fault that the picture could not be opened.
    """
    if longest < 1:
        raise ValueError(f"longest is a number of pixels, not {longest}")
    found = weighed(data) or await _in_turn(data, longest)
    if isinstance(found, Refusal):
        log.info("a picture of %d bytes was refused: %s (%s)", len(data), found.key, found.reason)
        raise BadPhoto(found.key, **found.arguments)
    return found


async def _in_turn(data: bytes | bytearray, longest: int) -> Photo | Refusal:
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        return read_answer(*await _develop(data, longest))


async def _develop(data: bytes | bytearray, longest: int) -> tuple[int | None, bytes, bytes]:
    """The exit status (negative: the signal; None: ended at the time limit), standard output and standard error."""
    process = await asyncio.create_subprocess_exec(
        *command(longest),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(),
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


__all__ = ["AT_ONCE", "MOST_BYTES", "TIME_LIMIT", "BadPhoto", "Photo", "check"]
