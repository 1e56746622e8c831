"""A text with entities as HTML that is safe to show: every character of it escaped, every tag of our own making."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise

from bot.playground.entities import utf16_length, utf16_slice
from bot.playground.model import Entity

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "pre": "code",
}
_SPANS = {"hashtag", "mention", "text_mention", "email", "spoiler"}
_QUOTES = {"blockquote", "expandable_blockquote"}
# A couplet as the bot writes it; anything else is prose.
_VERSE = re.compile(r"[\u3400-\u9fff〇]{5}，[\u3400-\u9fff〇]{5}。|[\u3400-\u9fff〇]{7}，[\u3400-\u9fff〇]{7}。")


def rich_text(text: str, entities: tuple[Entity, ...]) -> str:
    """HTML with a block a line: class "verse" for couplets, "quote" for quotations, "block" for preformatted text."""
    blocks = []
    offset = 0
    for line in text.split("\n"):
        end = offset + utf16_length(line)
        here = [e for e in entities if e.offset < end and e.offset + e.length > offset]
        blocks.append(f'<div class="{_line_class(line, here)}">{_line(text, offset, end, here) or "<br>"}</div>')
        offset = end + 1
    return "".join(blocks)


def has_verse(text: str) -> bool:
    """Whether a line of the text is a couplet."""
    return any(_VERSE.fullmatch(line) for line in text.split("\n"))


def _line_class(line: str, entities: list[Entity]) -> str:
    types = {e.type for e in entities}
    if types & _QUOTES:
        return "line quote"
    if "pre" in types:
        return "line block"
    return "verse" if _VERSE.fullmatch(line) else "line"


def _line(text: str, start: int, end: int, entities: list[Entity]) -> str:
    cuts = {start, end}
    for entity in entities:
        cuts |= {max(entity.offset, start), min(entity.offset + entity.length, end)}
    ordered = sorted(cuts)
    html = []
    for first, last in pairwise(ordered):
        piece = utf16_slice(text, first, last - first)
        marked = escape(piece)
        covering = [e for e in entities if e.offset <= first and e.offset + e.length >= last]
        for entity in sorted(covering, key=lambda e: e.length):
            marked = _mark(marked, entity, text)
        html.append(marked)
    return "".join(html)


def _mark(html: str, entity: Entity, text: str) -> str:
    if entity.type in _TAGS:
        tag = _TAGS[entity.type]
        return f"<{tag}>{html}</{tag}>"
    if entity.type == "bot_command":
        command = escape(utf16_slice(text, entity.offset, entity.length))
        return f'<button type="button" class="command" data-say="{command}">{html}</button>'
    if entity.type == "code":
        # A tap copies code in Telegram; here it goes straight to where one would paste it.
        code = escape(utf16_slice(text, entity.offset, entity.length))
        # No button element: one is a block inside the row, and long code in it would break the sentence around it.
        return f'<span class="code" role="button" tabindex="0" data-fill="{code}">{html}</span>'
    if entity.type in ("url", "text_link"):
        address = entity.url or utf16_slice(text, entity.offset, entity.length)
        if re.match(r"(https?|mailto|tel):", address):
            return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{html}</a>'
    if entity.type in _SPANS:
        return f'<span class="{entity.type}">{html}</span>'
    return html
