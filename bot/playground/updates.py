"""The queue of updates between people and the bot: kept until acknowledged, handed out by long polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.playground.faults import Faults, polling_conflict

Update = dict[str, Any]

# Kinds that a bot has to ask for by name; an empty allowed_updates means every kind but these.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """Updates in order. Each is `{"update_id": …, kind: payload}`, written down as things stood when it happened.

    first_id: should be beyond every id of earlier runs, or a bot that remembers those takes new updates for old ones.
    polled: set while a long poll waits, which is when a bot is known to listen.
    on_change: called after every change.
    """

    def __init__(self, faults: Faults, first_id: int) -> None:
        self._faults = faults
        self.pending: list[Update] = []
        self.next_id = first_id
        self._allowed: frozenset[str] = frozenset()
        self._poll: asyncio.Future[None] | None = None
        self.polled = asyncio.Event()
        self.on_change: Callable[[], None] = lambda: None

    def add(self, kind: str, payload: dict[str, Any]) -> None:
        """Appends an update unless the bot doesn't want its kind; wakes the poll that waits."""
        if kind not in self._allowed and (self._allowed or kind in _ON_REQUEST):
            return
        self.pending.append({"update_id": self.next_id, kind: payload})
        self.next_id += 1
        self.on_change()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def __len__(self) -> int:
        return len(self.pending)

    def allow(self, kinds: list[str]) -> None:
        """Which kinds the bot wants from now on; an empty list is every kind but those to be asked for by name."""
        self._allowed = frozenset(kinds)

    def acknowledge(self, offset: int) -> None:
        """Forgets what came before `offset`; a negative one keeps that many from the end."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            gone = [update for update in self.pending if update["update_id"] < offset]
            self.pending = self.pending[len(gone) :]
            again = gone[: self._faults.repeated_updates]
            self._faults.repeated_updates -= len(again)
            self.pending[:0] = again
        if offset != 0:
            self.on_change()

    def forget_all(self) -> None:
        """drop_pending_updates."""
        self.pending.clear()
        self.on_change()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Update]:  # noqa: ASYNC109
        """The next updates, at most `limit`; waits up to `timeout` seconds for one.

        Raises the 409 in a poll that still waits when a new one begins.
        """
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(polling_conflict())
        self.acknowledge(offset)
        if not self.pending and timeout > 0:
            mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._poll = mine
            self.polled.set()
            try:
                async with asyncio.timeout(timeout):
                    await mine
            except TimeoutError:
                return []
            finally:
                if self._poll is mine:
                    self._poll = None
                    self.polled.clear()
        return self.pending[:limit]

    def restore(self, pending: list[Update], next_id: int) -> None:
        """Takes over the updates of an earlier run; ids never go back."""
        self.pending = list(pending)
        self.next_id = max(self.next_id, next_id)
