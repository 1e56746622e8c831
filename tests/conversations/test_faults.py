"""Bad days: a Telegram that is slow, full, unreachable or gone, and a bot that is restarted."""

import asyncio
import time

import pytest

from bot.content import Content
from bot.pace import Limits, Pace
from bot.records import Status
from tests.conftest import HURRIED, Play, Talk


async def test_a_429_holds_up_its_chat_and_no_other(talk: Talk):
    one, two, _ = talk.world.people
    talk.world.faults.too_many_requests("sendMessage", retry_after=3, chat_id=one.id)
    began = time.monotonic()
    slow = await talk.say("/poem 月", person=one)
    await talk.ask("/poem 花", person=two)
    assert time.monotonic() - began < 3
    assert (await talk.world.answer_to(slow)).text.startswith("月")
    assert time.monotonic() - began >= 3
    assert len(await talk.settled()) == 1


@pytest.mark.parametrize("method", ["sendMessage", "getUpdates"])
async def test_server_errors_delay_the_answer_and_lose_nothing(talk: Talk, method: str):
    talk.world.faults.server_error(method, times=1 if method == "getUpdates" else 3)
    assert (await talk.ask("/poem 月")).text.startswith("月")
    assert len(await talk.settled()) == 1
    assert len(talk.engines.asked) == 1


async def test_the_bot_starts_although_telegram_does_not_answer_at_first(play: Play, world):
    world.faults.server_error("getMe")
    async with play() as talk:
        assert (await talk.ask("/poem 月")).text.startswith("月")


async def test_another_poller_is_outlived(talk: Talk, caplog: pytest.LogCaptureFixture):
    talk.world.faults.conflict()
    assert (await talk.ask("/poem 月")).text.startswith("月")
    await talk.settled()


async def test_a_person_who_blocked_the_bot_is_left_alone(talk: Talk, caplog: pytest.LogCaptureFixture):
    talk.engines.gate.clear()
    await talk.say("/poem 月")
    await talk.engines.until_asked(1)
    await talk.world.block(talk.me)
    talk.engines.gate.set()
    await talk.all_written()
    assert await talk.shihua.store.counts(talk.world.bot.id) == {Status.DONE: 1}
    assert "ERROR" not in caplog.text
    assert (await talk.ask("/poem 花", person=talk.world.people[1])).buttons


async def test_a_poem_asked_for_before_a_restart_is_answered_after_it_once(play: Play):
    async with play() as talk:
        talk.engines.gate.clear()
        asked = await talk.say("/poem 月")
        await talk.engines.until_asked(1)
    assert talk.said() == []
    talk.engines.gate.set()
    async with play() as talk:
        assert (await talk.world.answer_to(asked)).text.startswith("月")
        assert len(await talk.settled()) == 1
    async with play() as talk:
        assert len(await talk.settled()) == 1 + 1  # with the /about of the run before


async def test_what_was_said_while_the_bot_was_away_is_answered(play: Play, world):
    asked = await world.say(world.people[0], world.private, "/poem 月")
    async with play() as talk:
        assert (await talk.world.answer_to(asked)).text.startswith("月")


async def test_poems_of_a_crowd_are_all_answered_at_telegrams_pace(play: Play):
    hurried = Limits(**vars(HURRIED) | {"private": Pace(2, 0.02), "group": Pace(2, 0.05), "overall": Pace(5, 0.005)})
    async with play(limits=hurried) as talk:
        for _ in range(6):
            for person in talk.world.people:
                await talk.say("/poem 月", talk.group, person)
        began = time.monotonic()
        await talk.until_said(18, talk.group)
        assert time.monotonic() - began >= 16 * 0.05 * 0.9


async def test_edits_of_one_message_are_merged_in_a_group(play: Play):
    async with play(limits=Limits(**vars(HURRIED) | {"edits_apart": 0.1})) as talk:
        message = await talk.ask("/poem 月", talk.group)
        sender = talk.shihua.sender
        await sender.edit(talk.group.id, message.id, Content("0"))
        began = time.monotonic()
        await asyncio.gather(*(sender.edit(talk.group.id, message.id, Content(str(n))) for n in range(1, 9)))
        now = talk.world.message(talk.group, message.id)
        assert (now.text, now.edits) == ("8", 2)
        assert time.monotonic() - began >= 0.09


async def test_an_edit_that_changes_nothing_is_no_error(talk: Talk, caplog: pytest.LogCaptureFixture):
    message = await talk.ask("/help")
    await talk.shihua.sender.edit(talk.private.id, message.id, Content("同样"))
    await talk.shihua.sender.edit(talk.private.id, message.id, Content("同样"))
    assert "could not be edited" not in caplog.text
