"""A message as the inside of its bubble: who, what, buttons, time. Plain functions from values to safe HTML."""

from __future__ import annotations

from datetime import datetime
from html import escape

from bot.playground.model import Button, MediaKind, Message, User
from bot.playground.page.richtext import has_verse, rich_text
from bot.playground.page.words import Words

FILES = "/playground/files"


def avatar(user: User) -> str:
    """A round avatar with the last character of a Chinese name or the first letter of another; the bot has a seal."""
    letter = "诗" if user.is_bot else user.first_name[-1] if user.first_name[-1] > "\u3000" else user.first_name[0]
    colour = "seal" if user.is_bot else f"tint{user.id % 3}"
    return f'<span class="avatar {colour}" aria-hidden="true">{escape(letter)}</span>'


def crowd() -> str:
    """The avatar of the group."""
    return '<span class="avatar crowd" aria-hidden="true">社</span>'


def classes(message: Message, person: User, *, grouped: bool) -> str:
    """The classes of a message's row as `person` sees it; grouped: it goes on after one of the same sender."""
    side = "own" if message.sender == person else "bot" if message.from_bot else "other"
    if message.service and not message.text and not message.media:
        side = "service"
    return f"message {side}{' grouped' if grouped else ''}"


def bubble(message: Message, original: Message | None, words: Words) -> str:
    """The HTML inside a message's row.

    original: the message it replies to. Buttons carry data-message and data-button (their index), read by page.js.
    """
    if dict(message.service).keys() & {"migrate_to_chat_id", "migrate_from_chat_id"}:
        return f'<p class="notice">{escape(words.migrated)}</p>'
    name = f'<div class="name">{escape(message.sender.first_name)}</div>'
    quote = "" if original is None else _quote(original, words)
    kind = "poem" if message.from_bot and has_verse(message.text) else "prose"
    text = f'<div class="text {kind}">{rich_text(message.text, message.entities)}</div>' if message.text else ""
    only_media = " bare" if message.media and not message.text and original is None else ""
    body = f"{name}{quote}{_media(message, words)}{text}{_meta(message, words)}"
    return (
        f'<div class="face">{avatar(message.sender)}</div>'
        f'<div class="stack">'
        f'<div class="bubble{only_media}" id="message-{message.id}" data-reply="{message.id}">{body}</div>'
        f"{_buttons(message)}{_reactions(message)}</div>"
        f'<button type="button" class="reply" data-reply-to="{message.id}" '
        f'aria-label="{escape(words.reply)}" title="{escape(words.reply)}">↩&#xFE0E;</button>'
    )


def summary(message: Message | None, words: Words) -> str:
    """A message in one short line of plain text, for quotes and the list of chats."""
    if message is None:
        return words.nothing_yet
    if message.text:
        return message.text.replace("\n", " ")[:80]
    if message.media:
        names = {MediaKind.PHOTO: words.picture, MediaKind.ANIMATION: words.film}
        return names.get(message.media.kind, words.file)
    return words.migrated


def _quote(original: Message, words: Words) -> str:
    return (
        f'<a class="quoted" href="#message-{original.id}"><b>{escape(original.sender.first_name)}</b>'
        f"<span>{escape(summary(original, words))}</span></a>"
    )


def _media(message: Message, words: Words) -> str:
    if message.media is None:
        return ""
    largest = message.media.files[-1]
    address = f"{FILES}/{largest.path}"
    if message.media.kind is MediaKind.PHOTO or largest.mime_type == "image/gif":
        size = f'width="{largest.width}" height="{largest.height}" ' if largest.width else ""
        label = escape(summary(message, words))
        return (
            f'<button type="button" class="photo" data-enlarge="{address}" aria-label="{label}">'
            f'<img src="{address}" {size}alt="{label}"></button>'
        )
    if message.media.kind is MediaKind.ANIMATION:
        return _film(message, address)
    name = escape(largest.name or words.file)
    return (
        f'<a class="document" href="{address}" download><span class="sheet" aria-hidden="true">⤓</span>'
        f"<span><b>{name}</b><small>{_size(largest.size)}</small></span></a>"
    )


def _film(message: Message, address: str) -> str:
    """A film as chats show it: small, silent, over and over."""
    assert message.media is not None
    *posters, film = message.media.files
    poster = "".join(f' poster="{FILES}/{picture.path}"' for picture in posters)
    size = f' width="{film.width}" height="{film.height}"' if film.width else ""
    return f'<video class="film" src="{address}"{poster}{size} autoplay loop muted playsinline></video>'


def _size(count: int) -> str:
    return f"{count / 1024:.1f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"


def _meta(message: Message, words: Words) -> str:
    moment = datetime.fromtimestamp(message.date).astimezone()
    edited = f'<span class="edited">{escape(words.edited)}</span> ' if message.edited else ""
    return f'<div class="meta">{edited}<time datetime="{moment.isoformat()}">{moment:%H:%M}</time></div>'


def _buttons(message: Message) -> str:
    if message.keyboard is None or message.keyboard.kind != "inline":
        return ""
    rows = []
    index = 0
    for row in message.keyboard.rows:
        cells = []
        for button in row:
            cells.append(_button(message, button, index))
            index += 1
        rows.append(f'<div class="row">{"".join(cells)}</div>')
    return f'<div class="buttons">{"".join(rows)}</div>'


def _button(message: Message, button: Button, index: int) -> str:
    text = escape(button.text)
    if button.url is not None and button.url.startswith(("http://", "https://")):
        return f'<a class="press" href="{escape(button.url)}" target="_blank" rel="noopener noreferrer">{text} ↗</a>'
    return f'<button type="button" class="press" data-message="{message.id}" data-button="{index}">{text}</button>'


def _reactions(message: Message) -> str:
    emoji = [escape(emoji) for _, emoji in message.reactions]
    return f'<div class="reactions">{"".join(f"<span>{e}</span>" for e in emoji)}</div>' if emoji else ""
