"""What people see while they wait, and how they stop waiting."""

import asyncio

from bot.playground.events import Acting, Event, Sent
from bot.store import Store
from engines.requests import PoemRequest
from tests.conftest import Play, Talk


async def test_the_bot_is_seen_typing_until_the_poem_is_there(talk: Talk):
    seen: list[Event] = []
    talk.engines.gate.clear()
    talk.world.listen(seen.append)
    asked = await talk.say("/poem 月")
    await talk.world.wait_for(lambda: len([e for e in seen if isinstance(e, Acting) and e.action == "typing"]) >= 2)
    talk.engines.gate.set()
    await talk.world.answer_to(asked)
    await talk.settled()
    acts = len([e for e in seen if isinstance(e, Acting)])
    await talk.settled()
    assert len([e for e in seen if isinstance(e, Acting)]) == acts


async def test_a_quick_poem_comes_without_any_notice(talk: Talk):
    await talk.ask("/poem 月")
    assert len(await talk.settled()) == 1


async def test_a_long_wait_is_explained_and_the_notice_goes_when_the_poem_comes(play: Play):
    async with play(queue_notice_after=0.01) as talk:
        talk.engines.gate.clear()
        notice = await talk.ask("/poem 月")
        assert notice.text == "正在研墨，写好就发来；不想等了发 /cancel"
        talk.engines.gate.set()
        await talk.world.wait_for(lambda: talk.world.message(talk.private, notice.id) is None)
        (answer,) = talk.said()
        assert answer.text.startswith("月")


async def test_a_notice_sent_as_the_bot_ends_is_taken_away_after_the_restart(play: Play, monkeypatch):
    async def keep_late(store: Store, job_id: int, message_id: int) -> None:
        await asyncio.sleep(0.2)
        await keep(store, job_id, message_id)

    keep = Store.keep_notice
    monkeypatch.setattr(Store, "keep_notice", keep_late)
    async with play(queue_notice_after=0.01) as talk:
        talk.engines.gate.clear()
        notice = await talk.ask("/poem 月")
    talk.engines.gate.set()
    async with play() as talk:
        await talk.world.wait_for(lambda: talk.world.message(talk.private, notice.id) is None)
        assert [m.text[0] for m in talk.said()] == ["月"]


async def test_those_who_stand_in_the_queue_are_told_their_place(play: Play):
    async with play(queue_notice_after=0.05, poems_at_once=1) as talk:
        talk.engines.gate.clear()
        one, two, ruth = talk.world.people
        await talk.say("/poem 月", person=one)
        await talk.engines.until_asked(1)
        notice = await talk.ask("/poem 花", person=two)
        assert notice.text == "前面还有 1 首，写好就发来；不想等了发 /cancel"
        notice = await talk.ask("/poem 雪", person=ruth)
        assert notice.text == "2 poems are before yours; it comes as soon as it is written. To give up: /cancel"
        talk.engines.gate.set()
        await talk.all_written()


async def test_who_asks_for_much_is_told_once(play: Play):
    sent: list[str] = []
    async with play(queue_notice_after=0.5) as talk:
        talk.world.listen(lambda event: sent.append(event.message.text) if isinstance(event, Sent) else None)
        talk.engines.gate.clear()
        for character in "月花雪":
            await talk.say(f"/poem {character}")
        await talk.engines.until_asked(3)
        await talk.until_said(1)
        await talk.ask("/help")
        talk.engines.gate.set()
        await talk.all_written()
    assert len([text for text in sent if text.startswith("正在研墨")]) == 1


async def test_who_was_not_told_because_of_another_notice_is_told_when_that_is_gone(play: Play):
    async with play(queue_notice_after=0.01, poems_at_once=1) as talk:
        talk.engines.gate.clear()
        await talk.ask("/poem 月")
        await talk.say("/poem 花")
        helped = await talk.ask("/help")
        job, _ = await talk.shihua.store.unfinished(talk.world.bot.id)
        await talk.shihua.jobs.cancel(talk.private.id, talk.me.id, job.id)
        second = await talk.world.answer_to(helped)
        assert second.text == "正在研墨，写好就发来；不想等了发 /cancel"
        talk.engines.gate.set()
        await talk.all_written()


async def test_cancel_stops_ones_own_poems_queued_and_running(play: Play):
    async with play(poems_at_once_in_a_chat=1) as talk:
        talk.engines.gate.clear()
        one, two, _ = talk.world.people
        await talk.say("/poem 月", talk.group, one)
        await talk.engines.until_asked(1)
        await talk.say("/poem 花", talk.group, two)
        await talk.say("/poem 雪", talk.group, one)
        answer = await talk.ask("/cancel", talk.group, one)
        assert answer.text == "已取消 2 首"
        await talk.engines.until_asked(2)
        assert talk.engines.given_up == [PoemRequest(character="月")]
        talk.engines.gate.set()
        left = await talk.settled(talk.group)
        assert [m.text[:1] for m in left] == ["已", "花"]


async def test_cancel_takes_the_notice_away(play: Play):
    async with play(queue_notice_after=0.01) as talk:
        talk.engines.gate.clear()
        notice = await talk.ask("/poem 月")
        await talk.say("取消")
        await talk.world.wait_for(lambda: talk.world.message(talk.private, notice.id) is None)
        assert [m.text for m in await talk.settled()] == ["已取消 1 首"]


async def test_cancel_with_nothing_to_cancel_says_how_to_begin(talk: Talk):
    assert (await talk.ask("/cancel")).text == "没有正在写的诗或正在画的画，想写一首就发：/poem 山为斜好几"


async def test_a_busy_chat_does_not_hold_up_another(play: Play):
    async with play(poems_at_once=2, poems_at_once_in_a_chat=1) as talk:
        talk.engines.gate.clear()
        one, two, _ = talk.world.people
        for character in "月花雪":
            await talk.say(f"/poem {character}", person=one)
        await talk.say("/poem 春", person=two)
        await talk.engines.until_asked(2)
        assert [r.character for r in talk.engines.asked] == ["月", "春"]
        talk.engines.gate.set()
        await talk.until_said(3)
        assert talk.engines.most_running == 2


async def test_a_poem_on_its_way_out_does_not_keep_others_from_being_written(play: Play):
    async with play(poems_at_once=1) as talk:
        one, two, _ = talk.world.people
        talk.world.faults.too_many_requests("sendMessage", retry_after=2, chat_id=one.id)
        held_up = await talk.say("/poem 月", person=one)
        await talk.engines.until_asked(1)
        await talk.ask("/poem 花", person=two)
        assert len(talk.said(talk.world.private_with(one))) == 0
        await talk.world.answer_to(held_up)


async def test_waiting_poems_are_with_the_engines_together(talk: Talk):
    talk.engines.gate.clear()
    for person in talk.world.people:
        for character in "月花雪春":
            await talk.say(f"/poem {character}", person=person)
    await talk.engines.until_asked(12)
    talk.engines.gate.set()
    await talk.all_written()
    assert talk.engines.most_running == 12
