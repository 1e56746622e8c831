"""The bot's command menus and its public name and descriptions."""

from __future__ import annotations

import re

from telegram.constants import BotCommandLimit, BotCommandScopeType

from bot.playground.calls import Call, method
from bot.playground.commands import Scope
from bot.playground.events import ProfileChanged
from bot.playground.model import Command, bad_request
from bot.playground.wire import Json

_NAME = re.compile(r"/?[a-z0-9_]{1,32}")
_TEXTS = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}


@method("setMyCommands")
async def set_my_commands(call: Call) -> bool:
    """Replaces the menu of a scope and language."""
    items = call.objects("commands")
    if len(items) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = []
    for item in items:
        name, description = str(item.get("command") or ""), str(item.get("description") or "").strip()
        if not _NAME.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not BotCommandLimit.MIN_DESCRIPTION <= len(description) <= BotCommandLimit.MAX_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append(Command(name.removeprefix("/"), description))
    call.world.menus.set(_scope(call), _language(call), tuple(commands))
    call.world.events.publish(ProfileChanged())
    return True


@method("getMyCommands")
async def get_my_commands(call: Call) -> list[Json]:
    """The menu of a scope and language, empty when there is none."""
    menu = call.world.menus.get(_scope(call), _language(call))
    return [{"command": c.command, "description": c.description} for c in menu]


@method("deleteMyCommands")
async def delete_my_commands(call: Call) -> bool:
    """Deletes the menu of a scope and language; broader ones show again."""
    call.world.menus.set(_scope(call), _language(call), ())
    call.world.events.publish(ProfileChanged())
    return True


def _scope(call: Call) -> Scope:
    raw = call.object("scope")
    kind = str(raw.get("type", "default"))
    if kind not in {scope.value for scope in BotCommandScopeType}:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat_id, user_id = raw.get("chat_id"), raw.get("user_id")
    if kind in ("chat", "chat_administrators", "chat_member") and call.world.chat(int(chat_id or 0)) is None:
        raise bad_request("chat not found")
    return Scope(kind, None if chat_id is None else int(chat_id), None if user_id is None else int(user_id))


def _language(call: Call) -> str:
    code = call.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _profile_methods(suffix: str, field: str) -> None:
    """SetMyName and getMyName, setMyDescription and getMyDescription, … differ in nothing but the text they keep."""

    @method(f"setMy{suffix}")
    async def set_text(call: Call) -> bool:
        call.world.profile[field, _language(call)] = call.text(field)
        call.world.events.publish(ProfileChanged())
        return True

    @method(f"getMy{suffix}")
    async def get_text(call: Call) -> Json:
        default = call.world.bot.first_name if field == "name" else ""
        profile = call.world.profile
        return {field: profile.get((field, _language(call))) or profile.get((field, "")) or default}


for _suffix, _field in _TEXTS.items():
    _profile_methods(_suffix, _field)


@method("setChatMenuButton")
async def set_chat_menu_button(call: Call) -> bool:
    """Accepted: the page always shows the command menu."""
    return True


@method("getChatMenuButton")
async def get_chat_menu_button(call: Call) -> Json:
    """The menu button that every chat has here."""
    return {"type": "commands"}
