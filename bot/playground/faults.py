"""Troubles on a switch: what a Bot API server and its network do to a bot on a bad day.

world.faults.too_many_requests("sendMessage", retry_after=2)
world.faults.server_error("getUpdates", times=3)
world.faults.lose_reply("sendMessage")     # done, but the bot never hears so
world.faults.repeat_update()               # the next update is handed out twice
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.model import BotApiError

ANY_METHOD = "*"


@dataclass(frozen=True)
class Fault:
    """What happens to a call: wait `delay` seconds, then raise `error`; with `performed`, do the work first.

    chat_id: only calls for this chat; None is any.
    """

    error: BotApiError | None = None
    delay: float = 0.0
    performed: bool = False
    chat_id: int | None = None


class Faults:
    """The troubles to come, per method ("*" is any), each for a number of calls, used up in the order they were set."""

    def __init__(self) -> None:
        self._coming: list[tuple[str, Fault]] = []
        self.repeated_updates = 0

    def add(self, method: str, fault: Fault, times: int = 1) -> None:
        """Lets the next `times` calls of `method` meet `fault`."""
        self._coming.extend([(method.lower(), fault)] * times)

    def too_many_requests(
        self, method: str, *, retry_after: int = 1, times: int = 1, chat_id: int | None = None
    ) -> None:
        """429 with retry_after in seconds."""
        error = BotApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
        self.add(method, Fault(error, chat_id=chat_id), times)

    def conflict(self, times: int = 1) -> None:
        """409 for getUpdates, as if another instance polled with the same token."""
        self.add("getUpdates", Fault(polling_conflict()), times)

    def server_error(self, method: str, *, times: int = 1, chat_id: int | None = None) -> None:
        """500, nothing done."""
        self.add(method, Fault(BotApiError(500, "Internal Server Error"), chat_id=chat_id), times)

    def lose_reply(self, method: str, *, times: int = 1, chat_id: int | None = None) -> None:
        """502 although the work was done: the bot can't know."""
        self.add(method, Fault(BotApiError(502, "Bad Gateway"), performed=True, chat_id=chat_id), times)

    def slow(self, method: str, *, seconds: float, times: int = 1, chat_id: int | None = None) -> None:
        """The call succeeds after `seconds`."""
        self.add(method, Fault(delay=seconds, chat_id=chat_id), times)

    def repeat_update(self, times: int = 1) -> None:
        """Each of the next `times` updates is handed out once more after it was acknowledged, with the same id."""
        self.repeated_updates += times

    def clear(self) -> None:
        """No more troubles."""
        self._coming.clear()
        self.repeated_updates = 0

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault this call meets, used up by it."""
        for index, (name, fault) in enumerate(self._coming):
            if name in (ANY_METHOD, method.lower()) and fault.chat_id in (None, chat_id):
                del self._coming[index]
                return fault
        return None


def polling_conflict() -> BotApiError:
    """What a poll hears when another one took its place."""
    return BotApiError(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
