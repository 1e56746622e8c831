"""Presses of inline buttons that wait for the bot's answer."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.model import CallbackAnswer, User

LIFETIME = 150.0  # seconds within which Telegram takes an answer


@dataclass(frozen=True)
class _Press:
    person: User
    began: float
    answer: asyncio.Future[CallbackAnswer]


class Presses:
    """Presses by their query id; each can be answered once, within LIFETIME."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._waiting: dict[str, _Press] = {}
        # Real ids are long; beginning with the time keeps them unlike those before a restart.
        self._ids = itertools.count(int(clock() * 1000) * 1_000_000)

    def begin(self, person: User) -> tuple[str, asyncio.Future[CallbackAnswer]]:
        """A new press: its query id and its answer to come."""
        query_id = str(next(self._ids))
        answer: asyncio.Future[CallbackAnswer] = asyncio.get_running_loop().create_future()
        self._waiting[query_id] = _Press(person, self._clock(), answer)
        return query_id, answer

    def answer(self, query_id: str, answer: CallbackAnswer) -> User | None:
        """Gives the answer to the one who pressed and returns them; None when the id is unknown or too old."""
        press = self._waiting.pop(query_id, None)
        if press is None or self._clock() - press.began > LIFETIME:
            return None
        if not press.answer.done():
            press.answer.set_result(answer)
        return press.person
