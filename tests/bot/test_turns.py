"""Whose turn it is among the chats."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.turns import Turns


def everything(turns: Turns) -> list[int]:
    taken = []
    while (job_id := turns.take()) is not None:
        taken.append(job_id)
    return taken


def test_chats_take_turns_and_each_keeps_its_order():
    turns = Turns()
    for job_id, chat_id in ((1, 10), (2, 10), (3, 10), (4, 20), (5, 20), (6, 30)):
        turns.add(job_id, chat_id)
    assert everything(turns) == [1, 4, 6, 2, 5, 3]


def test_a_chat_that_may_not_is_passed_over_without_losing_its_place():
    turns = Turns()
    turns.add(1, 10)
    turns.add(2, 20)
    assert turns.take(lambda chat_id: chat_id != 10) == 2
    assert turns.take(lambda chat_id: chat_id != 10) is None
    assert turns.take() == 1


def test_a_second_attempt_goes_before_the_chats_others():
    turns = Turns()
    turns.add(1, 10)
    turns.add(2, 10, first=True)
    assert everything(turns) == [2, 1]


def test_a_dropped_job_is_gone():
    turns = Turns()
    turns.add(1, 10)
    turns.add(2, 10)
    assert turns.drop(1) and not turns.drop(1)
    assert everything(turns) == [2]


@given(st.lists(st.integers(1, 4), max_size=20))
def test_the_place_told_is_the_place_kept(chats: list[int]):
    turns = Turns()
    for job_id, chat_id in enumerate(chats):
        turns.add(job_id, chat_id)
    told = {job_id: turns.before(job_id) for job_id in range(len(chats))}
    assert [told[job_id] for job_id in everything(turns)] == list(range(len(chats)))


@given(st.lists(st.integers(1, 4), max_size=20))
def test_no_chat_waits_longer_than_one_round(chats: list[int]):
    turns = Turns()
    for job_id, chat_id in enumerate(chats):
        turns.add(job_id, chat_id)
    seen: Counter[int] = Counter()
    left = Counter(chats)
    for job_id in everything(turns):
        seen[chats[job_id]] += 1
        left[chats[job_id]] -= 1
        waiting = [chat_id for chat_id, number in left.items() if number]
        assert all(seen[chats[job_id]] - seen[chat_id] <= 1 for chat_id in waiting)
