"""The text lane's work: our poems and the course's in one batch."""

import pytest

from engines.poem.lane import outcomes
from engines.requests import ClassicRequest, EngineError, PoemRequest

MISSING = EngineError("还没有练好", "not trained yet")


class Echo:
    """Answers every request with itself, and keeps how many came together."""

    def __init__(self):
        self.batches = []

    def write(self, requests):
        self.batches.append(len(requests))
        return list(requests)


def missing():
    raise MISSING


MIXED = [ClassicRequest(character="月"), PoemRequest(theme="月"), ClassicRequest(), PoemRequest()]


def test_answers_come_in_the_order_of_asking_whoever_writes_them():
    poet, student = Echo(), Echo()
    assert outcomes(MIXED, poet, lambda: student) == MIXED
    assert (poet.batches, student.batches) == ([2], [2])


def test_nobody_loads_the_courses_network_who_does_not_ask_for_it():
    assert outcomes(MIXED[1::2], Echo(), lambda: pytest.fail("loaded")) == MIXED[1::2]


def test_without_the_courses_weights_our_poems_are_written_all_the_same():
    assert outcomes(MIXED, Echo(), missing) == [MISSING, MIXED[1], MISSING, MIXED[3]]
