import pytest


async def heard(world, updates):
    return [u["message"]["text"] for u in await updates() if "message" in u and "text" in u["message"]]


@pytest.mark.parametrize(
    ("text", "delivered"),
    [
        ("/poem 月", True),
        ("/poem@shihua_bot 月", True),
        ("/poem@Shihua_Bot 月", True),
        ("/poem@other_bot 月", False),
        ("/poem明月", True),
        ("今晚的月色真好", False),
        ("@shihua_bot 写一首", False),
    ],
)
async def test_privacy_mode_lets_only_commands_through(world, updates, xiaoman, text, delivered):
    await world.say(xiaoman, world.group, text)
    assert await heard(world, updates) == ([text] if delivered else [])


async def test_replies_to_the_bot_arrive_and_replies_to_people_do_not(call, world, updates, xiaoman, aheng):
    await call("sendMessage", chat_id=world.group.id, text="山")
    (poem,) = world.transcript(world.group)
    reply = await world.say(xiaoman, world.group, "好", reply_to=poem)
    await world.say(aheng, world.group, "是好", reply_to=reply)
    assert await heard(world, updates) == ["好"]


async def test_an_administrator_and_a_bot_without_privacy_mode_hear_everything(world, updates, xiaoman):
    await world.promote_bot(xiaoman)
    await world.say(xiaoman, world.group, "月")
    world.administered.clear()
    world.privacy = False
    await world.say(xiaoman, world.group, "星")
    assert await heard(world, updates) == ["月", "星"]


async def test_edits_follow_privacy_mode_too(world, updates, xiaoman):
    said = await world.say(xiaoman, world.group, "月")
    await world.edit(xiaoman, said, "星")
    assert await updates() == []


async def test_a_group_that_became_a_supergroup_names_its_new_id(call, world, updates):
    old = world.group
    new = await world.migrate()
    assert str(new.id).startswith("-100")
    services = [u["message"] for u in await updates()]
    assert services[0]["migrate_to_chat_id"] == new.id
    assert services[1]["migrate_from_chat_id"] == old.id
    answer = await call("sendMessage", chat_id=old.id, text="山")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await call("sendMessage", chat_id=new.id, text="山"))["ok"]
    assert world.group == new


async def test_a_removed_bot_is_refused_and_hears_nothing_more(world, refused, updates, xiaoman):
    await world.remove_bot(xiaoman)
    await world.say(xiaoman, world.group, "/poem")
    (update,) = await updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    answer = await refused("sendMessage", chat_id=world.group.id, text="山")
    assert answer == "Forbidden: bot was kicked from the group chat"
