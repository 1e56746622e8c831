"""Updates are written down before Telegram is told that they arrived."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError
from telegram import Update

from bot.inbox import source_of
from bot.records import Received
from bot.store import Store
from tests.conftest import Play, Talk


async def test_an_update_that_could_not_be_written_down_is_not_acknowledged(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
):
    keep = Store.keep_updates
    failures = []

    async def full_disk(store: Store, bot: int, received):
        if received and not failures:
            failures.append(received)
            raise OperationalError("INSERT", {}, Exception("disk is full"))
        return await keep(store, bot, received)

    monkeypatch.setattr(Store, "keep_updates", full_disk)
    assert (await talk.ask("/poem 月")).text.startswith("月")
    assert failures
    assert len(await talk.settled()) == 1


async def test_an_update_acknowledged_but_not_handled_is_handled_after_a_restart(
    play: Play, monkeypatch: pytest.MonkeyPatch
):
    held = asyncio.Event()

    async def stuck(*_args: object, **_fields: object) -> None:
        held.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr("bot.jobs.Jobs.submit", stuck)
        patch.setattr("bot.application.STOPPING", 0.01)
        async with play() as talk:
            asked = await talk.say("/poem 月")
            await held.wait()
    async with play() as talk:
        assert (await talk.world.answer_to(asked)).text.startswith("月")
        assert len(await talk.settled()) == 1


async def test_a_kept_update_that_cannot_be_read_any_more_does_not_stop_the_start(
    play: Play, caplog: pytest.LogCaptureFixture
):
    async with play() as talk:
        kept = Received(1, "update:1", '{"update_id": 1, "message": {"message_id": "?", "chat": 5}}')
        await talk.shihua.store.keep_updates(talk.world.bot.id, [kept])
    async with play() as talk:
        assert "update 1 can't be read any more" in caplog.text
        assert (await talk.ask("/poem 月")).text.startswith("月")
        assert await talk.shihua.store.unhandled_updates(talk.world.bot.id) == []


async def test_one_chats_slow_handler_does_not_hold_up_another(talk: Talk):
    one, two, _ = talk.world.people
    talk.world.faults.slow("sendMessage", seconds=0.5, chat_id=one.id)
    slow = await talk.say("/help", person=one)
    await talk.ask("/help", person=two)
    assert not [m for m in talk.said() if m.id > slow.id]
    await talk.world.answer_to(slow)


async def test_a_fault_in_a_handler_is_admitted_in_one_sentence_and_logged(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    async def broken(*_args: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(talk.shihua.jobs, "cancel", broken)
    answer = await talk.ask("/cancel")
    assert answer.text == "我这边出了差错，已经记下；请再发一次，例如：/poem 山为斜好几"
    assert "secret detail" in caplog.text
    assert (await talk.ask("/help")).text


def test_the_same_message_has_the_same_source_whatever_the_updates_id():
    message = {"message_id": 7, "date": 0, "chat": {"id": -5, "type": "group"}}
    first, second = (Update.de_json({"update_id": n, "message": message}, None) for n in (1, 2))
    assert source_of(first) == source_of(second) == "message:-5:7"
    assert source_of(Update(3)) == "update:3"
