"""Whom a keyboard concerns, and what it asks for."""

import pytest

from bot.playground.page.addressing import concerns


@pytest.fixture
def concerned(call, world):
    """Sends a request to reply into the group; the first names of those whom it concerns."""

    async def concerned(text, markup, reply_to=None, **parameters):
        if reply_to is not None:
            parameters["reply_parameters"] = {"message_id": reply_to.id}
        await call("sendMessage", chat_id=world.group.id, text=text, reply_markup=markup, **parameters)
        sent = world.transcript(world.group)[-1]
        return [person.first_name for person in world.people if concerns(sent, reply_to, person)]

    return concerned


SELECTIVE = {"force_reply": True, "selective": True}


async def test_a_selective_request_concerns_whose_message_it_replies_to(world, concerned, aheng):
    asked = await world.say(aheng, world.group, "/style")
    assert await concerned("请发照片", SELECTIVE, asked) == [aheng.first_name]


async def test_a_selective_request_concerns_who_is_named_by_link(concerned, aheng):
    link = f'<a href="tg://user?id={aheng.id}">阿衡</a> 请发照片'
    assert await concerned(link, SELECTIVE, parse_mode="HTML") == [aheng.first_name]


async def test_a_selective_request_concerns_who_is_mentioned_in_any_case(concerned, aheng):
    assert await concerned(f"🌸 @{aheng.username.upper()} 请发照片", SELECTIVE) == [aheng.first_name]


async def test_a_selective_request_for_nobody_concerns_nobody(concerned, aheng):
    assert await concerned(f"{aheng.username} 请发照片", SELECTIVE) == []


@pytest.mark.parametrize("markup", [{"keyboard": [["山"]]}, {"remove_keyboard": True}])
async def test_reply_keyboards_are_selective_too(world, concerned, aheng, markup):
    asked = await world.say(aheng, world.group, "/style")
    assert await concerned("请选", markup | {"selective": True}, asked) == [aheng.first_name]


@pytest.mark.parametrize("markup", [{"force_reply": True}, {"force_reply": True, "selective": False}])
async def test_any_other_request_concerns_everybody(world, concerned, aheng, markup):
    asked = await world.say(aheng, world.group, "/style")
    assert await concerned("请发照片", markup, asked) == [person.first_name for person in world.people]
