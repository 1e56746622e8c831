"""What a lane and its worker process say to each other, and how it crosses the socket between them.

One message is one frame: its length in four bytes (big-endian), then a pickle. Pickle is safe here because both ends
are this program, on a socket pair that nothing else can open.
"""

from __future__ import annotations

import asyncio
import pickle
import struct
from dataclasses import dataclass
from typing import BinaryIO

from engines.requests import EngineError, Progress, Request, Result

LENGTH = struct.Struct("!I")

Outcome = Result | EngineError


@dataclass(frozen=True)
class Make:
    """Lane to worker: make these, together. `batch` is a number that the lane uses once."""

    batch: int
    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Cancel:
    """Lane to worker: nobody waits for this member of the batch any more."""

    batch: int
    index: int


@dataclass(frozen=True)
class Enough:
    """Lane to worker: who waits for this member of the batch wants the best so far of it, now."""

    batch: int
    index: int


@dataclass(frozen=True)
class Ready:
    """Worker to lane: loaded and warm."""


@dataclass(frozen=True)
class Refused:
    """Worker to lane: it could not start. `traceback` is for the log, None when the error already says it all."""

    error: EngineError
    traceback: str | None


@dataclass(frozen=True)
class Report:
    """Worker to lane: how far a member of the running batch is."""

    index: int
    progress: Progress


@dataclass(frozen=True)
class Finished:
    """Worker to lane: the batch's outcomes, one a request in the order of asking."""

    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class Abandoned:
    """Worker to lane: work stopped early because every member of the batch was cancelled."""


@dataclass(frozen=True)
class Broken:
    """Worker to lane: the work raised something that is not an EngineError; the worker itself goes on."""

    traceback: str


Order = Make | Cancel | Enough
Message = Ready | Refused | Report | Finished | Abandoned | Broken


def frame(message: Order | Message) -> bytes:
    """A message as the bytes that cross the socket."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(body)) + body


def read_order(stream: BinaryIO) -> Order:
    """The next order, waiting for it; EOFError when the lane is gone."""
    order: Order = pickle.loads(_exactly(stream, LENGTH.unpack(_exactly(stream, LENGTH.size))[0]))  # noqa: S301 (above)
    return order


def _exactly(stream: BinaryIO, size: int) -> bytes:
    body = stream.read(size)
    if len(body) < size:
        raise EOFError
    return body


async def read_message(stream: asyncio.StreamReader) -> Message:
    """The worker's next message; asyncio.IncompleteReadError when the worker is gone."""
    (size,) = LENGTH.unpack(await stream.readexactly(LENGTH.size))
    message: Message = pickle.loads(await stream.readexactly(size))  # noqa: S301 (above)
    return message
