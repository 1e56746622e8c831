"""Lanes: jobs of a kind side by side with those of other kinds, so that a poem never waits for a picture.

lane = Queue(Lane("image", at_once=8))
lane.add(job); lane.next_id(); lane.free(job)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot.records import Job
from bot.turns import Turns


@dataclass(frozen=True)
class Lane:
    """How many jobs are with the engines at once, in all and of one chat; and the patience of those who wait.

    time_limit: seconds a job may take once its work has begun. notice_after: seconds before a person is told the place.
    """

    name: str = "text"
    at_once: int = 32
    at_once_in_a_chat: int = 8
    time_limit: float = 20.0
    notice_after: float = 3.0


class Queue:
    """A lane's jobs: those that wait for their turn, and those that are counted against its limits."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self._turns = Turns()
        self._begun: set[int] = set()
        self._of_chat: Counter[int] = Counter()

    def add(self, job: Job, *, first: bool = False) -> None:
        """Puts a job behind those of its chat; first: before them, for a second attempt."""
        self._turns.add(job.id, job.chat_id, first=first)

    def drop(self, job_id: int) -> bool:
        """Forgets a job; whether it was waiting."""
        return self._turns.drop(job_id)

    def next_id(self) -> int | None:
        """The job whose turn it is, None while the lane is full."""
        if len(self._begun) >= self.lane.at_once:
            return None
        return self._turns.take(lambda chat_id: self._of_chat[chat_id] < self.lane.at_once_in_a_chat)

    def begin(self, job: Job) -> None:
        """Counts a job against the limits."""
        self._begun.add(job.id)
        self._of_chat[job.chat_id] += 1

    def written(self, job: Job) -> None:
        """The engines are done with a job: it no longer counts against `at_once`."""
        self._begun.discard(job.id)

    def end(self, job: Job) -> None:
        """Nothing of a job counts any more."""
        self._begun.discard(job.id)
        self._of_chat -= Counter([job.chat_id])  # drops chats that come to nothing

    def before(self, job_id: int, with_engines: int) -> int:
        """How many jobs go before a waiting one; with_engines: how many the engines say they have."""
        return self._turns.before(job_id) + max(len(self._begun), with_engines)

    def clear(self) -> None:
        """Forgets those that wait."""
        self._turns = Turns()
