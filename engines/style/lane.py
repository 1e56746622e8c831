"""The picture lanes' work, opened in their worker processes (engines/worker.py)."""

from __future__ import annotations

import functools

from engines import device
from engines.requests import StyleRequest
from engines.wire import Outcome
from engines.worker import Batch, Work

PICTURES_AT_ONCE = 4  # nobody waits longer than four take: four seconds at 1280 px on two cores
FINE_LIMIT = 150.0  # seconds, well beyond those after which fine style ends by itself


def open_painter() -> Work:
    """Loads the painter and warms it up, seconds of work; EngineError without the fetched weights."""
    device.prepare()
    from engines.style.painter import Painter  # noqa: PLC0415 (imports TensorFlow, which `prepare` must find unused)

    painter = Painter.load()
    painter.warm_up()

    def paint(batch: Batch) -> list[Outcome]:
        requests = [request for request in batch.requests if isinstance(request, StyleRequest)]
        outcomes: list[Outcome] = []
        fast = iter(painter.fast([request for request in requests if not request.fine]))
        for index, request in enumerate(requests):
            outcomes.append(
                painter.fine(request, functools.partial(batch.report, index)) if request.fine else next(fast)
            )
        return outcomes

    return paint
