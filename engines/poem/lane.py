"""The text lane's work, opened in its worker process (engines/worker.py)."""

from __future__ import annotations

from engines import device
from engines.requests import PoemRequest
from engines.wire import Outcome
from engines.worker import Batch, Work

POEMS_AT_ONCE = 32  # nobody in a batch has to wait longer than the whole of it takes: about a second and a half


def open_writer() -> Work:
    """Loads the writer and warms it up, seconds of work; EngineError without usable weights."""
    device.prepare()
    from engines.poem.writer import Writer  # noqa: PLC0415 (imports TensorFlow, which `prepare` must find unused)

    writer = Writer.load()
    writer.warm_up()

    def write(batch: Batch) -> list[Outcome]:
        return [*writer.write([request for request in batch.requests if isinstance(request, PoemRequest)])]

    return write
