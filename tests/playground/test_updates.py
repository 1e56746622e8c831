import asyncio

import pytest


async def poll(call, **parameters):
    return asyncio.create_task(call("getUpdates", **parameters))


async def polling(world):
    async with asyncio.timeout(2):
        await world.updates.polled.wait()


async def test_updates_stay_until_acknowledged(world, updates, xiaoman):
    await world.say(xiaoman, world.private, "一")
    await world.say(xiaoman, world.private, "二")
    first = await updates()
    assert [u["message"]["text"] for u in first] == ["一", "二"]
    assert await updates() == first
    assert await updates(first[1]["update_id"]) == first[1:]
    assert await updates(first[1]["update_id"] + 1) == []


async def test_limit_and_a_negative_offset(world, updates, xiaoman):
    for text in "一二三":
        await world.say(xiaoman, world.private, text)
    assert [u["message"]["text"] for u in await updates(limit=2)] == ["一", "二"]
    assert [u["message"]["text"] for u in await updates(-1)] == ["三"]
    assert [u["message"]["text"] for u in await updates()] == ["三"]


async def test_a_long_poll_ends_as_soon_as_someone_speaks(call, world, xiaoman):
    waiting = await poll(call, timeout=30)
    await polling(world)
    await world.say(xiaoman, world.private, "月")
    assert [u["message"]["text"] for u in (await waiting)["result"]] == ["月"]


async def test_a_second_poll_ends_the_first_with_409(call, world, xiaoman):
    first = await poll(call, timeout=30)
    await polling(world)
    second = await poll(call, timeout=30)
    answer = await first
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
    await polling(world)
    await world.say(xiaoman, world.private, "月")
    assert len((await second)["result"]) == 1


async def test_only_allowed_kinds_arrive_from_then_on(world, updates, xiaoman):
    await updates(allowed_updates=["callback_query"])
    said = await world.say(xiaoman, world.private, "月")
    await world.edit(xiaoman, said, "日")
    assert await updates() == []
    await updates(allowed_updates=[])
    await world.edit(xiaoman, said, "星")
    assert [list(u)[1] for u in await updates()] == ["edited_message"]


async def test_an_update_tells_how_things_stood_when_it_happened(world, updates, xiaoman):
    said = await world.say(xiaoman, world.private, "月")
    await world.edit(xiaoman, said, "日")
    first, second = await updates()
    assert first["message"]["text"] == "月"
    assert second["edited_message"]["text"] == "日"
    assert "edit_date" in second["edited_message"]


async def test_pending_updates_can_be_dropped(call, world, updates, xiaoman):
    await world.say(xiaoman, world.private, "月")
    assert (await call("getWebhookInfo"))["result"]["pending_update_count"] == 1
    await call("deleteWebhook", drop_pending_updates=True)
    assert await updates() == []


async def test_empty_words_are_not_said(world, xiaoman):
    with pytest.raises(ValueError, match="visible character"):
        await world.say(xiaoman, world.private, "  ")


async def test_nobody_speaks_in_another_persons_private_chat(world, aheng):
    with pytest.raises(ValueError, match="阿衡 is not in the chat"):
        await world.say(aheng, world.private, "月")
    assert (await world.say(aheng, world.private_with(aheng), "月")).id == 1
