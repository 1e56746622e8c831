"""What is thrown away at a start and once a day after it: pictures, updates and jobs that nobody needs any more.

house = Housekeeping(bot_id, store, shelf, jobs_days=90)
await house.tidy()
await house.keep()             # until cancelled
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from bot.pictures.shelf import Shelf
from bot.store import Store

log = logging.getLogger(__name__)

DAY = 24 * 3600.0  # seconds
REMEMBERED = 2 * DAY  # after which a handled update is forgotten; Telegram repeats none older than one day
# Seconds between glances at the clock. One long sleep would not count the nights that a laptop is asleep itself.
GLANCE = 600.0


class Housekeeping:
    """The daily clearance. bot: the bot's own user id, as in the store; clock: Unix seconds, the store's own."""

    def __init__(
        self, bot: int, store: Store, shelf: Shelf, *, jobs_days: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._bot = bot
        self._store = store
        self._shelf = shelf
        self._jobs_days = jobs_days
        self._clock = clock
        self._tidied = 0.0

    async def tidy(self) -> None:
        """Throws away pictures long unused, updates long handled and jobs long finished."""
        now = self._clock()
        await self._shelf.tidy()
        await self._store.forget_updates(now - REMEMBERED)
        await self._store.forget_jobs(self._bot, now - self._jobs_days * DAY)
        self._tidied = now

    async def keep(self) -> None:
        """Tidies whenever a day has passed. What goes wrong goes to the log, and is tried again at the next glance."""
        while True:
            await asyncio.sleep(GLANCE)
            if self._clock() - self._tidied >= DAY:
                try:
                    await self.tidy()
                except Exception:
                    log.exception("the daily clearance failed")
