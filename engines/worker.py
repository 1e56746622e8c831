"""The worker process's side of a lane; `engines.process` starts it with a socket and the name of a function.

The named function loads and warms what the lane makes and returns the work: a function from a `Batch` to one outcome
a request. The text lane names `engines.poem.lane:open_writer`; a lane of long work names another function and has
Progress and cancelling from `Batch`:

    def open_painter() -> Work:
        painter = Painter.load()

        def paint(batch: Batch) -> list[Outcome]:
            for fraction, preview in painter.steps(batch.requests[0]):
                batch.report(0, Progress(fraction, preview))  # raises Cancelled once nobody waits
            return [painter.result()]

        return paint

The process ends when its lane does, however that ended: the socket then reads end of file, and on Linux the kernel also
kills it with its parent, which helps even when native code holds the interpreter's lock.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import queue
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from engines.requests import EngineError, Progress, Request
from engines.wire import (
    Abandoned,
    Broken,
    Cancel,
    Enough,
    Finished,
    Make,
    Message,
    Order,
    Outcome,
    Ready,
    Refused,
    Report,
    frame,
    read_order,
)

PR_SET_PDEATHSIG = 1  # linux/prctl.h

CANNOT_START = EngineError(
    "写诗作画的引擎没能启动，原因已记入日志；请稍后再试",
    "The engine could not start and the log says why; please try again later",
    retry=True,
)


class Cancelled(Exception):  # noqa: N818 (not an error: the asker changed his mind)
    """Every request of the batch has been cancelled; the work may stop."""


class Batch:
    """Requests to be made together.

    requests: in the order of asking.
    """

    def __init__(self, number: int, requests: tuple[Request, ...], send: Callable[[Message], None]) -> None:
        self.number = number
        self.requests = requests
        self._send = send
        self._cancelled: set[int] = set()
        self._hastened: set[int] = set()

    @property
    def abandoned(self) -> bool:
        """Whether every request was cancelled meanwhile."""
        return len(self._cancelled) == len(self.requests)

    def report(self, index: int, progress: Progress) -> None:
        """Sends the asker of `requests[index]` a Progress; raises Cancelled when nobody waits for the batch."""
        if self.abandoned:
            raise Cancelled
        self._send(Report(index, progress))

    def enough(self, index: int) -> bool:
        """Whether who waits for `requests[index]` wants the best so far; work that has one ends with it."""
        return index in self._hastened

    def cancel(self, index: int) -> None:
        """Notes that nobody waits for `requests[index]`; called from the thread that reads orders."""
        self._cancelled.add(index)

    def hasten(self, index: int) -> None:
        """Notes that the best so far is wanted of `requests[index]`; called from the thread that reads orders."""
        self._hastened.add(index)


Work = Callable[[Batch], Sequence[Outcome]]


class Inbox:
    """Orders as they arrive, read in a thread of their own so that cancelling and the lane's end reach running work."""

    def __init__(self, stream: BinaryIO, send: Callable[[Message], None]) -> None:
        self._stream = stream
        self._send = send
        self._batches: queue.SimpleQueue[Batch] = queue.SimpleQueue()
        self._latest: Batch | None = None
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def next(self) -> Batch:
        """The next batch, waiting for it."""
        return self._batches.get()

    def _read(self) -> None:
        try:
            while True:
                self._take(read_order(self._stream))
        except (EOFError, ConnectionResetError):
            os._exit(0)  # the lane is gone: nobody waits for anything, and tidy teardown of TensorFlow takes seconds
        except BaseException:
            traceback.print_exc()
            os._exit(1)

    def _take(self, order: Order) -> None:
        match order:
            case Make(number, requests):
                self._latest = Batch(number, requests, self._send)
                self._batches.put(self._latest)
            case Cancel(number, index):
                if (batch := self._running(number)) is not None:
                    batch.cancel(index)
            case Enough(number, index):
                if (batch := self._running(number)) is not None:
                    batch.hasten(index)

    def _running(self, number: int) -> Batch | None:
        """The batch of this number, None when it is over: its result can cross an order on the way."""
        return self._latest if self._latest is not None and self._latest.number == number else None


def load(factory: str) -> Work:
    """The work that `factory` ("module:function") opens."""
    module, function = factory.split(":")
    opened: Work = getattr(importlib.import_module(module), function)()
    return opened


def perform(work: Work, batch: Batch) -> Message:
    """What came of one batch."""
    try:
        outcomes = tuple(work(batch))
    except Cancelled:
        return Abandoned()
    except EngineError as error:
        return Finished((error,) * len(batch.requests))
    except Exception:
        return Broken(traceback.format_exc())
    if len(outcomes) != len(batch.requests):
        return Broken(f"the work made {len(outcomes)} outcomes for {len(batch.requests)} requests")
    return Finished(outcomes)


def serve(lane: socket.socket, factory: str) -> None:
    """Loads, says so, and makes batches until the lane goes away; returns only when loading failed."""

    def send(message: Message) -> None:
        try:
            lane.sendall(frame(message))
        except OSError:  # the lane is gone; the thread that reads orders notices too, whichever comes first
            os._exit(0)

    inbox = Inbox(lane.makefile("rb"), send)
    try:
        work = load(factory)
    except EngineError as error:
        send(Refused(error, None))
        return
    except Exception:
        send(Refused(CANNOT_START, traceback.format_exc()))
        return
    send(Ready())
    while True:
        send(perform(work, inbox.next()))


def die_with_parent() -> None:
    """Asks the kernel to kill this process when its parent ends (Linux; elsewhere the socket alone tells).

    Strictly, when the thread that started it ends: the one that runs the lane's event loop.
    """
    if sys.platform == "linux":
        prctl: Any = ctypes.CDLL(None).prctl
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Runs one worker on the socket whose descriptor is the first argument."""
    # Ctrl-C reaches every process of the terminal; ending workers is the parent's job.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    descriptor, factory = sys.argv[1:]
    serve(socket.socket(fileno=int(descriptor)), factory)
