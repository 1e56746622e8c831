"""The text lane's work, opened in its worker process (engines/worker.py)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Protocol

from engines import device
from engines.requests import ClassicRequest, ClassicResult, EngineError, PoemRequest, PoemResult, Request
from engines.wire import Outcome
from engines.worker import Work

POEMS_AT_ONCE = 32  # nobody in a batch has to wait longer than the whole of it takes: about a second and a half


class Poet(Protocol):
    """engines.poem.writer.Writer."""

    def write(self, requests: Sequence[PoemRequest]) -> Sequence[PoemResult | EngineError]:
        """One poem a request."""


class Student(Protocol):
    """engines.poem.classic.ClassicWriter: the course's network."""

    def write(self, requests: Sequence[ClassicRequest]) -> Sequence[ClassicResult | EngineError]:
        """One poem a request."""


def open_writer() -> Work:
    """Loads the writer and warms it up, seconds of work; EngineError without usable weights.

    The course's network is loaded when it is first asked for, a second or so a stage: few ask, and its stages
    take sixty megabytes each.
    """
    device.prepare()
    from engines.poem.writer import Writer  # noqa: PLC0415 (imports TensorFlow, which `prepare` must find unused)

    writer = Writer.load()
    writer.warm_up()

    @functools.cache
    def student() -> Student:
        from engines.poem.classic import ClassicWriter  # noqa: PLC0415 (as above)

        return ClassicWriter.load()

    return lambda batch: outcomes(batch.requests, writer, student)


def outcomes(requests: Sequence[Request], poet: Poet, student: Callable[[], Student]) -> list[Outcome]:
    """One outcome a request, in their order; without the course's weights only what asks for them is refused."""
    ours = [request for request in requests if isinstance(request, PoemRequest)]
    classic = [request for request in requests if isinstance(request, ClassicRequest)]
    written = iter(poet.write(ours) if ours else ())
    taught = iter(_taught(classic, student) if classic else ())
    return [next(taught) if isinstance(request, ClassicRequest) else next(written) for request in requests]


def _taught(
    requests: Sequence[ClassicRequest], student: Callable[[], Student]
) -> Sequence[ClassicResult | EngineError]:
    try:
        return student().write(requests)
    except EngineError as error:
        return [error] * len(requests)
