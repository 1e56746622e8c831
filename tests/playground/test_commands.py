import pytest

COMMANDS = [{"command": "poem", "description": "写一首诗"}]
ENGLISH = [{"command": "poem", "description": "write a poem"}]


def shown(world, chat, person):
    return [c.description for c in world.menus.shown(chat, person.id, person.language_code)]


async def test_a_person_sees_the_menu_in_the_own_language_and_others_the_default(call, world):
    xiaoman, _, ruth = world.people
    await call("setMyCommands", commands=ENGLISH)
    await call("setMyCommands", commands=COMMANDS, language_code="zh")
    assert shown(world, world.private, xiaoman) == ["写一首诗"]
    assert shown(world, world.private_with(ruth), ruth) == ["write a poem"]


async def test_the_narrowest_scope_wins_and_deleting_it_shows_the_broader_one_again(call, world, xiaoman):
    scope = {"type": "all_group_chats"}
    await call("setMyCommands", commands=COMMANDS)
    await call("setMyCommands", commands=ENGLISH, scope=scope)
    assert shown(world, world.group, xiaoman) == ["write a poem"]
    assert shown(world, world.private, xiaoman) == ["写一首诗"]
    await call("deleteMyCommands", scope=scope)
    assert shown(world, world.group, xiaoman) == ["写一首诗"]


async def test_a_menu_is_read_back_exactly_by_scope_and_language(call):
    await call("setMyCommands", commands=COMMANDS, language_code="zh")
    assert (await call("getMyCommands", language_code="zh"))["result"] == COMMANDS
    assert (await call("getMyCommands"))["result"] == []


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([{"command": "写诗", "description": "写一首诗"}], "BOT_COMMAND_INVALID"),
        ([{"command": "Poem", "description": "写一首诗"}], "BOT_COMMAND_INVALID"),
        ([{"command": "poem", "description": " "}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        (COMMANDS * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_menus_that_telegram_refuses(refused, commands, reason):
    assert await refused("setMyCommands", commands=commands) == f"Bad Request: {reason}"


async def test_name_and_descriptions_are_kept_by_language(call):
    await call("setMyDescription", description="写诗", language_code="zh")
    assert (await call("getMyDescription", language_code="zh"))["result"] == {"description": "写诗"}
    assert (await call("getMyDescription"))["result"] == {"description": ""}
    assert (await call("getMyName"))["result"] == {"name": "诗画"}
