"""Inline queries, "@bot …" typed in any chat, that wait for the bot's results."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

LIFETIME = 30.0  # seconds within which results are taken

Results = list[dict[str, Any]]


class InlineQueries:
    """Queries by id; each can be answered once, within LIFETIME."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._waiting: dict[str, tuple[float, asyncio.Future[Results]]] = {}
        self._ids = itertools.count(int(clock() * 1000) * 1_000_000)

    def begin(self) -> tuple[str, asyncio.Future[Results]]:
        """A new query: its id and the results to come."""
        query_id = str(next(self._ids))
        results: asyncio.Future[Results] = asyncio.get_running_loop().create_future()
        self._waiting[query_id] = (self._clock(), results)
        return query_id, results

    def answer(self, query_id: str, results: Results) -> bool:
        """Hands over the results; false when the id is unknown or too old."""
        began, waiting = self._waiting.pop(query_id, (float("-inf"), None))
        if waiting is None or self._clock() - began > LIFETIME:
            return False
        if not waiting.done():
            waiting.set_result(results)
        return True
