"""The pace at which messages go out."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Limits, Meter, Pace, in_seconds


def departures(pace: Pace, arrivals: list[float]) -> list[float]:
    """When messages go that are ready at these times, one after the other."""
    meter, now, gone = Meter(pace), 0.0, []
    for arrival in arrivals:
        now = max(now, arrival)
        now += meter.wait(now)
        meter.take(now)
        gone.append(now)
    return gone


def test_a_burst_goes_at_once_and_the_rest_at_the_interval():
    assert departures(Pace(3, 2.0), [0.0] * 6) == [0, 0, 0, 2, 4, 6]


def test_silence_gives_the_burst_back():
    assert departures(Pace(2, 1.0), [0, 0, 10, 10, 10]) == [0, 0, 10, 10, 11]


def test_after_a_429_nothing_goes_for_that_long_and_then_no_burst():
    meter = Meter(Pace(3, 1.0))
    meter.hold(0.0, 5.0)
    assert meter.wait(0.0) == 5.0
    assert meter.wait(5.0) == 0.0
    meter.take(5.0)
    assert meter.wait(5.0) == 1.0


@pytest.mark.parametrize(
    ("pace", "most", "seconds"),
    [(Limits().private, 20, 20.0), (Limits().group, 20, 60.0), (Limits().overall, 30, 1.0)],
)
@given(data=st.data())
def test_telegrams_limits_hold_in_any_window(pace: Pace, most: int, seconds: float, data: st.DataObject):
    gaps = data.draw(st.lists(st.floats(0, 2 * pace.interval), min_size=1, max_size=80))
    arrivals = [sum(gaps[:n]) for n in range(len(gaps))]
    gone = departures(pace, arrivals)
    for first in gone:
        assert len([at for at in gone if first <= at < first + seconds - 1e-6]) <= most


def test_durations_come_as_seconds():
    assert in_seconds(timedelta(seconds=1.5)) == 1.5
    assert in_seconds(3) == 3.0
