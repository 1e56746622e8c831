"""Work beside the handlers: what takes longer than the next message of a chat should wait for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from telegram.error import TelegramError

from bot.sender import Unreachable

log = logging.getLogger(__name__)


class Aside:
    """Runs coroutines; what they raise goes to the log. What must not be lost by `stop` has to be in the store.

    grace: seconds that `stop` leaves to what still runs.
    """

    def __init__(self, grace: float = 5.0) -> None:
        self._grace = grace
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[None]:
        """Begins at once and returns; the task may be cancelled."""
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)

        def ended(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            work.close()  # Python warns of a coroutine that was never begun, as one cancelled at once is

        task.add_done_callback(ended)
        return task

    async def stop(self) -> None:
        """Ends everything, at the latest when the grace is over."""
        tasks = list(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=self._grace)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _logged(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except (TelegramError, Unreachable) as error:
        log.info("nobody heard it: %s", error)
    except Exception:
        log.exception("something beside a message failed")
