"""Whom a message's keyboard concerns: a plain function of what is shown."""

from __future__ import annotations

from bot.playground.entities import utf16_slice
from bot.playground.model import Message, User


def concerns(message: Message, original: Message | None, viewer: User) -> bool:
    """Whether the viewer is to see the reply keyboard, or the request to reply, that a message brings.

    original: the message it replies to. A selective keyboard concerns only that one's author and who is mentioned
    (https://core.telegram.org/bots/api#forcereply); any other, everybody.
    """
    if message.keyboard is None:
        return False
    if not message.keyboard.selective:
        return True
    if original is not None and original.sender == viewer:
        return True
    handle = None if viewer.username is None else f"@{viewer.username}".lower()
    return any(
        entity.user_id == viewer.id
        if entity.type == "text_mention"
        else entity.type == "mention" and utf16_slice(message.text, entity.offset, entity.length).lower() == handle
        for entity in message.entities
    )
