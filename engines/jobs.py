"""One request on its way through a lane, and what its asker is told when it comes to nothing."""

from __future__ import annotations

import asyncio

from engines.requests import EngineError, Progress, Request
from engines.wire import Outcome

FAILED = EngineError(
    "引擎出了差错，原因已记入日志；请再试一次，或换个题目",
    "The engine failed and the log says why; please try again, or ask for something a little different",
    retry=True,
)
CLOSED = EngineError(
    "引擎正在关闭；请过一会儿再试",
    "The engines are shutting down; please try again in a moment",
    retry=True,
)


def too_long(seconds: float) -> EngineError:
    """What a person is told whose request ran into its limit of `seconds`."""
    return EngineError(
        f"{seconds:g} 秒还没做完，已经停下；请再试一次",
        f"This took longer than {seconds:g} seconds and was stopped; please try again",
        retry=True,
    )


class Job:
    """One request on its way through a lane."""

    def __init__(self, request: Request, time_limit: float, enough: asyncio.Event | None = None) -> None:
        self.request = request
        self.time_limit = time_limit
        self.enough = enough or asyncio.Event()  # once set, the best so far will do
        self.alone = False  # it was in a batch that failed
        self.over = False  # answered, or nobody waits any more
        self.events: asyncio.Queue[Progress | Outcome] = asyncio.Queue()
        self._limit: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Starts the clock of the time limit."""
        self._limit = asyncio.get_running_loop().call_later(self.time_limit, self.answer, too_long(self.time_limit))

    def pause(self) -> None:
        """Stops the clock; `begin` starts it afresh."""
        if self._limit is not None:
            self._limit.cancel()

    def answer(self, outcome: Outcome) -> None:
        """Hands over the outcome, unless there was one before."""
        if not self.over:
            self.end()
            self.events.put_nowait(outcome)

    def end(self) -> None:
        """Takes the job out of play."""
        self.over = True
        self.pause()
