"""From a call's parameters to what a message is made of: text with entities, buttons, the message replied to."""

from __future__ import annotations

from typing import Any

from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.playground.calls import Call
from bot.playground.entities import find_entities, parse_html, trim
from bot.playground.model import Button, Chat, Entity, Keyboard, bad_request


def message_text(call: Call) -> tuple[str, tuple[Entity, ...]]:
    """The text of a message to send, formatted and checked."""
    text, entities = _formatted(call.text("text"), call.text("parse_mode"), call.objects("entities"))
    if not text:
        raise bad_request("message text is empty")
    if len(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad_request("message is too long")
    return text, entities


def caption(source: str, parse_mode: str, entities: list[dict[str, Any]]) -> tuple[str, tuple[Entity, ...]]:
    """A caption, formatted and checked; it may be empty."""
    text, found = _formatted(source, parse_mode, entities)
    if len(text) > MessageLimit.CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    return text, found


def call_caption(call: Call) -> tuple[str, tuple[Entity, ...]]:
    """The caption that a call brings."""
    return caption(call.text("caption"), call.text("parse_mode"), call.objects("caption_entities"))


def _formatted(source: str, parse_mode: str, listed: list[dict[str, Any]]) -> tuple[str, tuple[Entity, ...]]:
    entities = tuple(_entity(raw) for raw in listed)
    text = source
    if parse_mode.lower() == "html":
        text, entities = parse_html(source)
    elif parse_mode:
        # Markdown is left out: a bot that escapes its texts for HTML has no use for a second way.
        raise bad_request("unsupported parse_mode")
    text, entities = trim(text.replace("\r\n", "\n"), entities)
    return text, find_entities(text, entities)


def _entity(raw: dict[str, Any]) -> Entity:
    user = raw.get("user")
    try:
        return Entity(
            str(raw["type"]),
            int(raw["offset"]),
            int(raw["length"]),
            raw.get("url"),
            raw.get("language"),
            int(user["id"]) if user else None,
        )
    except (KeyError, TypeError, ValueError):
        raise bad_request("can't parse MessageEntity: type, offset and length are needed") from None


def keyboard(call: Call) -> Keyboard | None:
    """The reply_markup of a call."""
    markup = call.object("reply_markup")
    if not markup:
        return None
    if "inline_keyboard" in markup:
        rows = tuple(tuple(_inline_button(b) for b in row) for row in _rows(markup["inline_keyboard"]) if row)
        return Keyboard("inline", rows) if rows else None
    selective = bool(markup.get("selective"))
    if "keyboard" in markup:
        return Keyboard(
            "reply",
            tuple(tuple(_reply_button(b) for b in row) for row in _rows(markup["keyboard"])),
            markup.get("input_field_placeholder"),
            bool(markup.get("one_time_keyboard")),
            selective,
        )
    if markup.get("remove_keyboard"):
        return Keyboard("remove", selective=selective)
    if markup.get("force_reply"):
        return Keyboard("force_reply", placeholder=markup.get("input_field_placeholder"), selective=selective)
    raise bad_request("object expected as reply markup")


def _rows(raw: object) -> list[list[object]]:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request("can't parse reply keyboard markup JSON object")
    return raw


def _inline_button(raw: object) -> Button:
    if not isinstance(raw, dict) or not raw.get("text"):
        raise bad_request("can't parse inline keyboard button: Text buttons must have non-empty text")
    button = Button(
        str(raw["text"]),
        raw.get("callback_data"),
        raw.get("url"),
        raw.get("switch_inline_query", raw.get("switch_inline_query_current_chat")),
    )
    if button.callback_data is not None:
        if not 1 <= len(button.callback_data.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    elif button.url is not None:
        if not button.url.startswith(("http://", "https://", "tg://")):
            raise bad_request("inline keyboard button URL is invalid: Wrong HTTP URL")
    elif button.switch_inline_query is None:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return button


def _reply_button(raw: object) -> Button:
    return Button(str(raw.get("text", "")) if isinstance(raw, dict) else str(raw))


def replied_message(call: Call, chat: Chat) -> int | None:
    """The id of the message to reply to, checked; None when the call names none, or may do without it."""
    raw = call.object("reply_parameters")
    message_id = raw.get("message_id", call.integer("reply_to_message_id"))
    if message_id is None:
        return None
    if not str(message_id).isdigit():
        raise bad_request("invalid message identifier specified")
    if call.world.message(chat, int(message_id)) is not None:
        return int(message_id)
    if raw.get("allow_sending_without_reply") or call.boolean("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
