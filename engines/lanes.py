"""A lane: one queue, one worker process, and the promise that every request in it gets an answer.

Requests that wait together are made as one batch. What happens when something goes wrong:

- The work raises an EngineError: its sentence goes to the one who asked.
- The work raises anything else, or the worker dies (a crash, the kernel's out-of-memory killer, kill -9): which
  member of the batch was at fault is unknown, so each is made once more, alone, by the same or a new worker. One that
  fails alone is answered with an error; the others never notice, and those still queued keep their places.
- The work takes longer than a request's time limit: that request is answered with an error at its limit, because the
  limit is a promise. When the longest limit in the batch has passed the worker is taken to hang and is killed.
- The worker can't start: those who wait are told why, and so is everyone who asks before the next attempt, which comes
  after a pause that doubles. A worker that dies silently while starting is tried once more before anyone is told.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Literal

from engines.jobs import CLOSED, FAILED, Job, too_long
from engines.process import WorkerEnded, WorkerProcess
from engines.requests import EngineError, Event, Request, Result
from engines.wire import Abandoned, Broken, Cancel, Enough, Finished, Make, Message, Refused, Report
from engines.worker import CANNOT_START

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LaneSettings:
    """What makes a lane.

    name: for the log and for `status`.
    factory: "module:function" that opens the work in the worker process (engines/worker.py).
    maximum_batch: requests made together at most.
    time_limit: seconds a request may take once begun, unless it brings its own limit.
    start_limit: seconds from a worker's start until it must be ready; TensorFlow, weights and compiling on a slow and
        busy machine included.
    gathering: seconds an idle lane waits for company before it begins; short enough that nobody feels it, long enough
        for what arrived in the same turn of the event loop.
    first_pause, longest_pause: seconds between failed starts, doubling from one to the other.
    """

    name: str
    factory: str
    maximum_batch: int = 1
    time_limit: float = 30.0
    start_limit: float = 180.0
    gathering: float = 0.003
    first_pause: float = 1.0
    longest_pause: float = 30.0


@dataclass(frozen=True)
class LaneStatus:
    """A lane at a glance, for /about and the benchmark.

    pid and memory (resident bytes) are None while no worker lives; waiting counts queued and running requests;
    restarts, batches and requests count from the lane's start.
    """

    name: str
    state: Literal["starting", "idle", "busy", "pausing", "closed"]
    pid: int | None
    memory: int | None
    waiting: int
    restarts: int
    batches: int
    requests: int


class Lane:
    """A queue of requests before one worker process."""

    def __init__(self, settings: LaneSettings) -> None:
        self.settings = settings
        self._queue: deque[Job] = deque()
        self._running: Sequence[Job] = ()
        self._stirred = asyncio.Event()  # a job arrived, or the worker ended
        self._worker: WorkerProcess | None = None
        self._ready = False
        self._refusal: EngineError | None = None
        self._failures = 0  # workers that ended, since the last batch that went well
        self._spawned = self._batches = self._requests = 0
        self._serving: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def started(self) -> bool:
        """Whether it has been told to start."""
        return self._serving is not None

    async def start(self) -> None:
        """Starts the worker, unless that is done, and returns at once."""
        if self._serving is None and not self._closed:
            self._serving = asyncio.create_task(self._serve(), name=f"{self.settings.name} lane")

    async def close(self) -> None:
        """Ends the worker; everyone who still waits is told so."""
        self._closed = True
        for job in (*self._running, *self._queue):
            job.answer(CLOSED)
        self._queue.clear()
        if self._serving is not None:
            self._serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._serving

    async def run(
        self, request: Request, time_limit: float | None = None, enough: asyncio.Event | None = None
    ) -> AsyncGenerator[Event, None]:
        """As `Engines.run`."""
        if self._closed:
            raise copy(CLOSED)
        if self._refusal is not None:
            raise copy(self._refusal)
        job = Job(request, self.settings.time_limit if time_limit is None else time_limit, enough)
        hastening = asyncio.create_task(self._hasten(job))
        self._queue.append(job)
        self._stirred.set()
        try:
            while True:
                event = await job.events.get()
                if isinstance(event, EngineError):
                    raise copy(event)  # its twins go to others, and a raised exception keeps a traceback
                yield event
                if isinstance(event, Result):
                    return
        finally:
            hastening.cancel()
            self._withdraw(job)

    def waiting(self) -> int:
        """Requests in the lane that still want an answer, queued and running."""
        return len(self._queue) + sum(not job.over for job in self._running)

    def status(self) -> LaneStatus:
        """The lane at a glance."""
        worker = self._worker
        state: Literal["starting", "idle", "busy", "pausing", "closed"]
        if self._closed:
            state = "closed"
        elif worker is None:
            state = "starting" if self._refusal is None else "pausing"
        elif not self._ready:
            state = "starting"
        else:
            state = "busy" if self._running else "idle"
        return LaneStatus(
            name=self.settings.name,
            state=state,
            pid=None if worker is None else worker.pid,
            memory=None if worker is None else worker.memory(),
            waiting=self.waiting(),
            restarts=max(0, self._spawned - 1),
            batches=self._batches,
            requests=self._requests,
        )

    def _withdraw(self, job: Job) -> None:
        if job.over:
            return
        job.end()
        if job in self._queue:
            self._queue.remove(job)
        elif self._worker is not None and job in self._running:
            self._worker.post(Cancel(self._batches, self._running.index(job)))

    async def _hasten(self, job: Job) -> None:
        """Passes on that the best so far will do; of a job that is not begun, `_make` does."""
        await job.enough.wait()
        if self._worker is not None and job in self._running:
            self._worker.post(Enough(self._batches, self._running.index(job)))

    async def _serve(self) -> None:
        while True:
            await asyncio.sleep(self._pause())
            self._refusal = None
            try:
                worker = await WorkerProcess.spawn(self.settings.factory, self._stirred.set)
            except OSError:
                logger.exception("%s lane: no worker process could be started", self.settings.name)
                self._failures += 1
                self._refuse(CANNOT_START)
                continue
            self._worker = worker
            self._spawned += 1
            try:
                if await self._becomes_ready(worker):
                    while True:
                        await self._make(worker, await self._next_batch(worker))
            except WorkerEnded:
                pass
            finally:
                self._worker, self._ready = None, False
                status = await worker.kill()
            self._failures += 1
            logger.warning("%s lane: worker %d ended with status %d", self.settings.name, worker.pid, status)

    def _pause(self) -> float:
        """Seconds before the next start: none after a first death, at once doubling when starting itself fails."""
        doublings = self._failures - (1 if self._refusal is not None else 2)
        if doublings < 0:
            return 0.0
        return min(self.settings.first_pause * 2.0 ** min(doublings, 32), self.settings.longest_pause)

    async def _becomes_ready(self, worker: WorkerProcess) -> bool:
        began = time.monotonic()
        try:
            async with asyncio.timeout(self.settings.start_limit):
                message = await worker.receive()
        except TimeoutError:
            logger.error("%s lane: worker %d is not ready after its limit", self.settings.name, worker.pid)
            self._refuse(CANNOT_START)
            return False
        except WorkerEnded:
            if self._failures > 0:
                self._refuse(CANNOT_START)
            return False
        if isinstance(message, Refused):
            logger.error("%s lane can't start: %s", self.settings.name, message.traceback or message.error.en)
            self._refuse(message.error)
            return False
        self._ready = True
        logger.info("%s lane: worker %d ready in %.1f s", self.settings.name, worker.pid, time.monotonic() - began)
        return True

    def _refuse(self, error: EngineError) -> None:
        self._refusal = error
        for job in self._queue:
            job.answer(error)
        self._queue.clear()

    async def _next_batch(self, worker: WorkerProcess) -> Sequence[Job]:
        while True:
            if not self._queue:
                await self._stir(worker)
                await asyncio.sleep(self.settings.gathering)
            if worker.ended:
                raise WorkerEnded
            if batch := self._take():
                return batch

    async def _stir(self, worker: WorkerProcess) -> None:
        while not self._queue and not worker.ended:
            self._stirred.clear()
            await self._stirred.wait()

    def _take(self) -> Sequence[Job]:
        batch: list[Job] = []
        while self._queue and len(batch) < self.settings.maximum_batch:
            if batch and self._queue[0].alone:
                break
            batch.append(self._queue.popleft())
            if batch[0].alone:
                break
        return batch

    async def _make(self, worker: WorkerProcess, batch: Sequence[Job]) -> None:
        self._running = batch
        self._batches += 1
        self._requests += len(batch)
        for job in batch:
            job.begin()
        longest = max(job.time_limit for job in batch)
        try:
            async with asyncio.timeout(longest):
                await worker.send(Make(self._batches, tuple(job.request for job in batch)))
                for index, job in enumerate(batch):
                    if job.enough.is_set():
                        worker.post(Enough(self._batches, index))
                while not self._hear(await worker.receive()):
                    pass
        except TimeoutError:
            logger.error("%s lane: worker %d hangs and is killed", self.settings.name, worker.pid)
            for job in batch:
                job.answer(too_long(job.time_limit))
            raise WorkerEnded from None
        except WorkerEnded:
            self._part()
            raise
        finally:
            self._running = ()

    def _hear(self, message: Message) -> bool:
        """Passes on what the worker says of the running batch; true when the batch is over."""
        match message:
            case Report(index, progress):
                if not self._running[index].over:
                    self._running[index].events.put_nowait(progress)
                return False
            case Finished(outcomes):
                self._failures = 0
                for job, outcome in zip(self._running, outcomes, strict=True):
                    job.answer(outcome)
            case Broken(traceback):
                logger.error("%s lane: the work failed\n%s", self.settings.name, traceback)
                self._part()
            case Abandoned():
                pass
            case _:
                raise AssertionError(f"a ready worker never says {message!r}")
        return True

    def _part(self) -> None:
        """After a failure of the running batch: its only member is told, several are made again one by one."""
        if len(self._running) == 1:
            self._running[0].answer(FAILED)
            return
        again = [job for job in self._running if not job.over]
        for job in again:
            job.pause()
            job.alone = True
        self._queue.extendleft(reversed(again))
