"""The Bot API's JSON for what `model` holds."""

from __future__ import annotations

from typing import Any

from bot.playground.model import Button, Chat, Entity, File, Keyboard, MediaKind, Message, User
from bot.playground.state import State

Json = dict[str, Any]


def user(person: User) -> Json:
    """A User object."""
    fields: Json = {"id": person.id, "is_bot": person.is_bot, "first_name": person.first_name}
    if person.username:
        fields["username"] = person.username
    if person.language_code:
        fields["language_code"] = person.language_code
    return fields


def chat(value: Chat) -> Json:
    """A Chat object."""
    fields: Json = {"id": value.id, "type": value.type.value}
    if value.is_private:
        person = value.members[0]
        fields["first_name"] = person.first_name
        if person.username:
            fields["username"] = person.username
    else:
        fields["title"] = value.title
    return fields


def entity(state: State, value: Entity) -> Json:
    """A MessageEntity object."""
    fields: Json = {"type": value.type, "offset": value.offset, "length": value.length}
    if value.url is not None:
        fields["url"] = value.url
    if value.language is not None:
        fields["language"] = value.language
    if value.user_id is not None:
        fields["user"] = user(state.user(value.user_id))
    return fields


def message(state: State, value: Message, *, with_reply: bool = True) -> Json:
    """A Message object; a message replied to is included without the one it replied to itself."""
    fields: Json = {
        "message_id": value.id,
        "from": user(value.sender),
        "chat": chat(value.chat),
        "date": value.date,
    }
    entities = [entity(state, e) for e in value.entities]
    text, listed = ("caption", "caption_entities") if value.media else ("text", "entities")
    if value.text:
        fields[text] = value.text
    if entities:
        fields[listed] = entities
    if value.media:
        fields |= _media(value)
    if value.media_group_id:
        fields["media_group_id"] = value.media_group_id
    if value.edited is not None:
        fields["edit_date"] = value.edited
    if value.via_bot:
        fields["via_bot"] = user(state.bot)
    if value.keyboard and value.keyboard.kind == "inline":
        fields["reply_markup"] = keyboard(value.keyboard)
    original = None if value.reply_to is None else state.message(value.chat, value.reply_to)
    if with_reply and original is not None:
        fields["reply_to_message"] = message(state, original, with_reply=False)
    return fields | dict(value.service)


def keyboard(value: Keyboard) -> Json:
    """An InlineKeyboardMarkup object."""
    return {"inline_keyboard": [[_button(b) for b in row] for row in value.rows]}


def _button(button: Button) -> Json:
    fields: Json = {"text": button.text}
    if button.callback_data is not None:
        fields["callback_data"] = button.callback_data
    if button.url is not None:
        fields["url"] = button.url
    if button.switch_inline_query is not None:
        fields["switch_inline_query"] = button.switch_inline_query
    return fields


def file(value: File, *, with_path: bool = False) -> Json:
    """A File object, or the part that PhotoSize and Document share with it."""
    fields: Json = {"file_id": value.id, "file_unique_id": value.unique_id, "file_size": value.size}
    if with_path:
        fields["file_path"] = value.path
    return fields


def _media(value: Message) -> Json:
    if value.media is None:
        return {}
    if value.media.kind is MediaKind.PHOTO:
        return {"photo": [_picture(f) for f in value.media.files]}
    stored = value.media.files[-1]
    document = file(stored) | {"mime_type": stored.mime_type}
    if stored.name:
        document["file_name"] = stored.name
    if value.media.kind is MediaKind.ANIMATION:
        if len(value.media.files) > 1:
            document["thumbnail"] = _picture(value.media.files[0])
        animation = document | {"width": stored.width, "height": stored.height, "duration": stored.seconds}
        return {"animation": animation, "document": document}
    return {"document": document}


def _picture(value: File) -> Json:
    """A PhotoSize object."""
    return file(value) | {"width": value.width, "height": value.height}


def member_status(status: str) -> Json:
    """The fields that a ChatMember of this status must have, its user aside."""
    if status == "kicked":
        return {"status": status, "until_date": 0}
    if status == "creator":
        return {"status": status, "is_anonymous": False}
    if status != "administrator":
        return {"status": status}
    rights = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
        "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
    )
    return {"status": status} | dict.fromkeys(rights.split(), False) | {"can_manage_chat": True}
