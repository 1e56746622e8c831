"""Sending, editing, deleting and copying of text messages; reactions, drafts, chat actions."""

from __future__ import annotations

from typing import Unpack

from telegram.constants import ChatAction, MessageLimit, ReactionEmoji

from bot.playground import composing, wire
from bot.playground.calls import Call, method
from bot.playground.events import Acting, Drafted
from bot.playground.model import Chat, Message, MessageFields, bad_request
from bot.playground.wire import Json

_ACTIONS = frozenset(action.value for action in ChatAction)
_REACTIONS = frozenset(emoji.value for emoji in ReactionEmoji)


@method("sendMessage")
async def send_message(call: Call) -> Json:
    """Sends a text."""
    chat = call.chat()
    text, entities = composing.message_text(call)
    markup = composing.keyboard(call)
    reply_to = composing.replied_message(call, chat)
    call.world.limits.admit(chat.id)
    sent = call.world.post(chat, call.world.bot, text=text, entities=entities, keyboard=markup, reply_to=reply_to)
    return wire.message(call.world, sent)


@method("editMessageText")
async def edit_message_text(call: Call) -> Json:
    """Replaces the text and the buttons of an own message; buttons that are not given again are gone."""
    message = own_message(call)
    text, entities = composing.message_text(call)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    return change(call, message, text=text, entities=entities, keyboard=composing.keyboard(call))


@method("editMessageCaption")
async def edit_message_caption(call: Call) -> Json:
    """Replaces the caption and the buttons."""
    message = own_message(call)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    text, entities = composing.call_caption(call)
    return change(call, message, text=text, entities=entities, keyboard=composing.keyboard(call))


@method("editMessageReplyMarkup")
async def edit_message_reply_markup(call: Call) -> Json:
    """Replaces the buttons."""
    return change(call, own_message(call), keyboard=composing.keyboard(call))


@method("deleteMessage")
async def delete_message(call: Call) -> bool:
    """Deletes a message: an own one, any in a private chat, any in a group that the bot administers."""
    _delete(call, call.chat(), call.integer("message_id"))
    return True


@method("deleteMessages")
async def delete_messages(call: Call) -> bool:
    """Deletes up to 100 messages; those that are gone already are passed over."""
    chat = call.chat()
    for message_id in call.integers("message_ids"):
        if call.world.message(chat, message_id) is not None:
            _delete(call, chat, message_id)
    return True


def _delete(call: Call, chat: Chat, message_id: int | None) -> None:
    message = call.world.message(chat, message_id or 0)
    if message is None:
        raise bad_request("message to delete not found")
    if not (message.from_bot or chat.is_private or chat.id in call.world.administered):
        raise bad_request("message can't be deleted")
    call.world.remove(message)


@method("copyMessage")
async def copy_message(call: Call) -> Json:
    """Sends the content of a message once more, without its origin."""
    chat, original = call.chat(), _source(call)
    if original.service:
        raise bad_request("message can't be copied")
    call.world.limits.admit(chat.id)
    copied = call.world.post(
        chat,
        call.world.bot,
        text=original.text,
        entities=original.entities,
        media=original.media,
        keyboard=composing.keyboard(call),
        reply_to=composing.replied_message(call, chat),
    )
    return {"message_id": copied.id}


@method("forwardMessage")
async def forward_message(call: Call) -> Json:
    """Sends a message on with its origin."""
    chat, original = call.chat(), _source(call)
    if original.service:
        raise bad_request("message can't be forwarded")
    call.world.limits.admit(chat.id)
    origin = {"type": "user", "date": original.date, "sender_user": wire.user(original.sender)}
    forwarded = call.world.post(
        chat,
        call.world.bot,
        text=original.text,
        entities=original.entities,
        media=original.media,
        service=(("forward_origin", origin),),
    )
    return wire.message(call.world, forwarded)


def _source(call: Call) -> Message:
    original = call.world.message(call.chat("from_chat_id"), call.integer("message_id") or 0)
    if original is None:
        verb = "copy" if call.method.lower() == "copymessage" else "forward"
        raise bad_request(f"message to {verb} not found")
    return original


@method("sendChatAction")
async def send_chat_action(call: Call) -> bool:
    """Shows "typing…" or its like for 5 seconds at most."""
    chat, action = call.chat(), call.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.events.publish(Acting(chat, action))
    return True


@method("sendMessageDraft")
async def send_message_draft(call: Call) -> bool:
    """Streams the beginning of a message into a private chat; nothing of it stays."""
    chat, draft_id = call.chat(), call.integer("draft_id")
    if not chat.is_private:
        raise bad_request("message drafts can be sent only to private chats")
    if not draft_id:
        raise bad_request("draft_id must be non-zero")
    text = call.text("text")
    if len(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad_request("message is too long")
    call.world.events.publish(Drafted(chat, draft_id, text))
    return True


@method("setMessageReaction")
async def set_message_reaction(call: Call) -> bool:
    """Puts one emoji under a message, or takes it away."""
    chat, world = call.chat(), call.world
    message = world.message(chat, call.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to react not found")
    chosen = call.objects("reaction")
    if len(chosen) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = [str(reaction.get("emoji")) for reaction in chosen]
    if not _REACTIONS.issuperset(emoji):
        raise bad_request("REACTION_INVALID")
    others = tuple(pair for pair in message.reactions if pair[0] != world.bot.id)
    world.replace(message, reactions=others + tuple((world.bot.id, e) for e in emoji))
    return True


def own_message(call: Call) -> Message:
    """The message an edit names, if the bot may edit it."""
    if call.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = call.chat()
    message = call.world.message(chat, call.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def change(call: Call, message: Message, **fields: Unpack[MessageFields]) -> Json:
    """Carries out an edit, or refuses one that changes nothing; returns the edited Message."""
    if all(getattr(message, name) == value for name, value in fields.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    call.world.limits.admit(message.chat.id)
    if set(fields) != {"keyboard"}:
        fields["edited"] = call.world.now()
    return wire.message(call.world, call.world.replace(message, **fields))
