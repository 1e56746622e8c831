"""How fast Telegram lets a bot speak, and how fast it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True)
class Pace:
    """`burst` messages at once, then one every `interval` seconds."""

    burst: int
    interval: float


@dataclass(frozen=True)
class Limits:
    """What the sender keeps to; the defaults are Telegram's (core.telegram.org/bots/faq#my-bot-is-hitting-limits).

    private: about one a second with short bursts, here 20 in any 20 seconds: 8 at once and 12 more.
    group: 20 in any minute: 5 at once and 15 more. overall: 30 in any second: 5 at once and 25 more.
    edits_apart: seconds between two edits of a message in a group; in a private chat the pace alone decides.
    first_retry, longest_retry: seconds to wait after a failure of the network, doubled each time up to the longest.
    patience: seconds of failures in a row after which a message is given up.
    typing_after: seconds before "typing" is shown at all, so that it can't arrive after a quick answer.
    typing_every: seconds between repeats; Telegram shows it for 5.
    """

    private: Pace = Pace(8, 1.6)
    group: Pace = Pace(5, 4.0)
    overall: Pace = Pace(5, 0.04)
    edits_apart: float = 3.0
    first_retry: float = 1.0
    longest_retry: float = 30.0
    patience: float = 600.0
    typing_after: float = 0.4
    typing_every: float = 4.5


@dataclass
class Meter:
    """Keeps a pace (generic cell rate algorithm): one number says when the next message would be due at a steady rate.

    Times are seconds of any one clock.
    """

    pace: Pace
    _due: float = field(default=0.0)

    def wait(self, now: float) -> float:
        """Seconds until a message may go."""
        return max(0.0, self._due - (self.pace.burst - 1) * self.pace.interval - now)

    def take(self, now: float) -> None:
        """Counts a message that goes now."""
        self._due = max(self._due, now) + self.pace.interval

    def hold(self, now: float, seconds: float) -> None:
        """Lets nothing go for that long, and then begins without a burst."""
        self._due = max(self._due, now + seconds + (self.pace.burst - 1) * self.pace.interval)

    def rest(self, now: float) -> float:
        """Seconds until the meter is as good as new."""
        return max(0.0, self._due - now)

    def idle(self, now: float) -> bool:
        """Whether the meter is as good as new."""
        return self._due <= now


def in_seconds(duration: float | timedelta) -> float:
    """A duration as python-telegram-bot gives it, in seconds."""
    return duration.total_seconds() if isinstance(duration, timedelta) else float(duration)
