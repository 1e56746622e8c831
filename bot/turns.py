"""Whose turn it is: chats in a ring, each chat's own jobs in order, so that a busy chat can't hold up the others."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable


class Turns:
    """Waiting jobs by id.

    turns.add(1, chat_id=10); turns.add(2, chat_id=10); turns.add(3, chat_id=20)
    [turns.take(), turns.take(), turns.take()]    # [1, 3, 2]
    """

    def __init__(self) -> None:
        self._ring: OrderedDict[int, deque[int]] = OrderedDict()

    def add(self, job_id: int, chat_id: int, *, first: bool = False) -> None:
        """Appends a job to its chat's; first: puts it before them, for a second attempt."""
        waiting = self._ring.setdefault(chat_id, deque())
        if first:
            waiting.appendleft(job_id)
        else:
            waiting.append(job_id)

    def drop(self, job_id: int) -> bool:
        """Forgets a job; whether it was waiting."""
        for chat_id, waiting in self._ring.items():
            if job_id in waiting:
                waiting.remove(job_id)
                if not waiting:
                    del self._ring[chat_id]
                return True
        return False

    def take(self, may: Callable[[int], bool] = lambda chat_id: True) -> int | None:
        """The next job of the next chat that may have one; that chat goes to the ring's end."""
        for chat_id, waiting in self._ring.items():
            if may(chat_id):
                job_id = waiting.popleft()
                if waiting:
                    self._ring.move_to_end(chat_id)
                else:
                    del self._ring[chat_id]
                return job_id
        return None

    def before(self, job_id: int) -> int:
        """How many jobs go before this one, as things stand; 0 for one that doesn't wait."""
        for place, (chat_id, waiting) in enumerate(self._ring.items()):
            if job_id in waiting:
                rounds = waiting.index(job_id)
                others = ((p, len(jobs)) for p, (other, jobs) in enumerate(self._ring.items()) if other != chat_id)
                return rounds + sum(min(count, rounds + (p < place)) for p, count in others)
        return 0
