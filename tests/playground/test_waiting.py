import asyncio

import pytest


async def test_an_answer_that_came_before_one_waits_for_it_counts(call, world, xiaoman):
    asked = await world.say(xiaoman, world.private, "/poem")
    await call("sendMessage", chat_id=world.private.id, text="山")
    assert (await world.answer_to(asked)).text == "山"


async def test_waiting_ends_with_the_event_or_with_the_time(call, world, xiaoman):
    asked = await world.say(xiaoman, world.private, "/poem")
    waiting = asyncio.create_task(world.answer_to(asked))
    await call("sendMessage", chat_id=world.private.id, text="山")
    poem = await waiting
    with pytest.raises(TimeoutError):
        await world.change_of(poem, timeout=0.01)
    await call("editMessageText", chat_id=world.private.id, message_id=poem.id, text="水")
    assert (await world.change_of(poem)).text == "水"


async def test_a_listener_that_stopped_hears_nothing_more(world, xiaoman):
    seen = []
    stop = world.listen(seen.append)
    await world.say(xiaoman, world.private, "一")
    stop()
    await world.say(xiaoman, world.private, "二")
    assert [event.message.text for event in seen] == ["一"]
