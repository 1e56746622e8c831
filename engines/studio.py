"""The picture lanes' work, opened in their worker processes (engines/worker.py): painting, looking, fooling, dreaming.

What can't be loaded (fast style's weights, which are fetched) is told to those who ask for it; the others never notice.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

from engines import device
from engines.requests import DreamRequest, EngineError, FoolRequest, LookRequest, StyleRequest
from engines.wire import Outcome
from engines.worker import Batch, Work

PICTURES_AT_ONCE = 4  # nobody waits longer than four take: four seconds at 1280 px on two cores
SLOW_LIMIT = 150.0  # seconds, well beyond those after which fine style and dreams end by themselves

Opened = TypeVar("Opened")


def open_quick() -> Work:
    """Fast style, looking and fooling: loaded and warmed up, seconds of work."""
    device.prepare()
    # These import TensorFlow, which `prepare` must find unused.
    from engines.style.painter import Painter  # noqa: PLC0415
    from engines.vision.onlooker import Onlooker  # noqa: PLC0415

    painter, onlooker = _opened(Painter.load), _opened(Onlooker.load)
    for loaded in (painter, onlooker):
        if not isinstance(loaded, EngineError):
            loaded.warm_up()

    def paint(requests: list[StyleRequest]) -> list[Outcome]:
        return [painter] * len(requests) if isinstance(painter, EngineError) else [*painter.fast(requests)]

    def see(request: LookRequest | FoolRequest) -> Outcome:
        if isinstance(onlooker, EngineError):
            return onlooker
        try:
            return onlooker.look(request) if isinstance(request, LookRequest) else onlooker.fool(request)
        except EngineError as error:
            return error

    def make(batch: Batch) -> list[Outcome]:
        painted = iter(paint([request for request in batch.requests if isinstance(request, StyleRequest)]))
        return [
            see(request) if isinstance(request, LookRequest | FoolRequest) else next(painted)
            for request in batch.requests
        ]

    return make


def open_slow() -> Work:
    """Fine style and dreams, one at a time; each is loaded when the first of its kind is asked for."""
    device.prepare()
    from engines.style.painter import Painter  # noqa: PLC0415
    from engines.vision.dreamer import Dreamer  # noqa: PLC0415

    open_painter, open_dreamer = functools.cache(Painter.load), functools.cache(Dreamer.load)

    def make(batch: Batch) -> list[Outcome]:
        (request,) = batch.requests
        report = functools.partial(batch.report, 0)
        if isinstance(request, DreamRequest):
            return [open_dreamer().dream(request, report)]
        assert isinstance(request, StyleRequest)
        return [open_painter().fine(request, report, enough=functools.partial(batch.enough, 0))]

    return make


def _opened(load: Callable[[], Opened]) -> Opened | EngineError:
    try:
        return load()
    except EngineError as error:
        return error
