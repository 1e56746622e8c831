"""Who the bot is, and what it may know of chats and their members."""

from __future__ import annotations

from bot.playground import wire
from bot.playground.calls import Call, method
from bot.playground.model import Chat, User, bad_request
from bot.playground.wire import Json


@method("getMe")
async def get_me(call: Call) -> Json:
    """The bot itself."""
    return wire.user(call.world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not call.world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("logOut")
@method("close")
async def leave(call: Call) -> bool:
    """Accepted: there is no other server to go to."""
    return True


@method("getChat")
async def get_chat(call: Call) -> Json:
    """A chat with its settings."""
    return wire.chat(call.chat()) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }


@method("getChatMember")
async def get_chat_member(call: Call) -> Json:
    """One member; a stranger has left."""
    chat = call.chat()
    user_id = call.integer("user_id")
    if user_id is None:
        raise bad_request("invalid user_id specified")
    return _member(call, chat, call.world.user(user_id))


@method("getChatAdministrators")
async def get_chat_administrators(call: Call) -> list[Json]:
    """The group's creator, and the bot where it was made an administrator."""
    chat = call.chat()
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    listed = [_member(call, chat, user) for user in chat.members]
    return [member for member in listed if member["status"] in ("creator", "administrator")]


@method("getChatMemberCount")
async def get_chat_member_count(call: Call) -> int:
    """How many are in the chat, the bot included."""
    chat = call.chat()
    return 2 if chat.is_private else len(chat.members)


@method("leaveChat")
async def leave_chat(call: Call) -> bool:
    """The bot leaves a group."""
    chat = call.chat()
    if chat.is_private:
        raise bad_request("chat is a private chat")
    call.world.blocked.add(chat.id)
    return True


def _member(call: Call, chat: Chat, user: User) -> Json:
    person = {"user": wire.user(user)}
    if user.id == call.world.bot.id:
        status = "administrator" if chat.id in call.world.administered else "member"
        return person | wire.member_status(status)
    if user not in chat.members:
        return person | wire.member_status("left")
    creator = not chat.is_private and user == chat.members[0]
    return person | wire.member_status("creator" if creator else "member")
