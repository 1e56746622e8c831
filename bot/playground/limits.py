"""Telegram's sending rates: a message a second to a chat in the mean, 20 a minute to a group, 30 a second in all."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable

from bot.playground.model import BotApiError

PRIVATE_RATE = (20, 20.0)  # messages, seconds: a message a second on average, bursts pass
GROUP_RATE = (20, 60.0)
OVERALL_RATE = (30, 1.0)


class RateLimits:
    """Counts what the bot sends once `enabled`; off by default, so that tests of other things run at full speed.

    clock: seconds, any origin.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.enabled = False
        self._clock = clock
        self._sent: defaultdict[int | None, deque[float]] = defaultdict(deque)

    def admit(self, chat_id: int) -> None:
        """Counts one message or edit; raises the 429 with the seconds to wait when it comes too early."""
        if not self.enabled:
            return
        now = self._clock()
        rates = {chat_id: GROUP_RATE if chat_id < 0 else PRIVATE_RATE, None: OVERALL_RATE}
        for key, (count, seconds) in rates.items():
            sent = self._sent[key]
            while sent and sent[0] <= now - seconds:
                sent.popleft()
            if len(sent) >= count:
                wait = max(1, math.ceil(sent[0] + seconds - now))
                raise BotApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        for key in rates:
            self._sent[key].append(now)
