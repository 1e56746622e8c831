"""One worker process, seen from the lane that owns it.

asyncio's subprocesses rather than `multiprocessing`: the latter imports the parent's main module again in the child
(the whole bot, with its memory), keeps a second helper process, and its pipes block an event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import sys
from collections.abc import Callable
from typing import Self

import psutil

from engines.places import ROOT
from engines.wire import Message, Order, frame, read_message

logger = logging.getLogger(__name__)

# One malloc arena: glibc's one a thread cost the warmed text worker 70 MB of 1.5 GB and saved no time (two cores).
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}

BOOT = "from engines.worker import main; main()"


class WorkerEnded(Exception):  # noqa: N818 (an event; the lane decides whether it is anybody's error)
    """The worker process is gone, or is to be."""


class WorkerProcess:
    """A running `engines.worker`, its socket and its end.

    `on_end` is called in the event loop as soon as the worker's side of the socket closes, which the kernel does the
    moment the process dies, whatever killed it.
    """

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        on_end: Callable[[], None],
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self._on_end = on_end
        self._inbox: asyncio.Queue[Message | None] = asyncio.Queue()
        self.ended = False
        self._reading = asyncio.create_task(self._read(), name=f"worker {process.pid}")

    @classmethod
    async def spawn(cls, factory: str, on_end: Callable[[], None]) -> Self:
        """Starts a worker for `factory` ("module:function"); OSError when the system refuses."""
        ours, theirs = socket.socketpair()
        with theirs:
            # The connection first: once the process runs nothing is awaited, so a cancelled start leaves no orphan.
            reader, writer = await asyncio.open_unix_connection(sock=ours)
            try:
                process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    *("-X", "faulthandler"),  # native code that crashes leaves its stack in the log
                    *("-c", BOOT, str(theirs.fileno()), factory),
                    stdin=asyncio.subprocess.DEVNULL,
                    cwd=ROOT,
                    env=os.environ | ENVIRONMENT,
                    pass_fds=(theirs.fileno(),),
                )
            except BaseException:
                writer.close()
                raise
        return cls(process, reader, writer, on_end)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def memory(self) -> int | None:
        """Resident memory in bytes; None once the process is gone."""
        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.Error:
            return None

    def post(self, order: Order) -> None:
        """Sends an order without waiting until it has left."""
        if not self.ended:
            self._writer.write(frame(order))

    async def send(self, order: Order) -> None:
        """Sends an order; WorkerEnded when nobody is left to take it."""
        try:
            self._writer.write(frame(order))
            await self._writer.drain()
        except OSError as error:
            raise WorkerEnded from error

    async def receive(self) -> Message:
        """The next message; WorkerEnded when there will be none. A cancelled call loses nothing."""
        message = await self._inbox.get()
        if message is None:
            raise WorkerEnded
        return message

    async def _read(self) -> None:
        try:
            while True:
                self._inbox.put_nowait(await read_message(self._reader))
        except (asyncio.IncompleteReadError, OSError):
            pass
        except Exception:
            logger.exception("worker %d sent what cannot be read", self.pid)
        finally:
            self.ended = True
            self._inbox.put_nowait(None)
            self._on_end()

    async def kill(self) -> int:
        """Ends the process at once, if it still runs; returns its exit status (negative: the signal).

        Cancelling the caller does not cut this short: it takes milliseconds, and half of it would leave a zombie.
        """
        end = asyncio.create_task(self._end())
        try:
            return await asyncio.shield(end)
        except asyncio.CancelledError:
            await end
            raise

    async def _end(self) -> int:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        status = await self._process.wait()
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
        await self._reading
        return status
