"""Entities of texts: the HTML that bots send, and what Telegram finds by itself (commands, mentions, links, hashtags).

Offsets count UTF-16 code units, as the Bot API's do. HTML follows https://core.telegram.org/bots/api#html-style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.playground.model import Entity, bad_request

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_START = re.compile(r"<([A-Za-z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?)*)\s*/?>")
_END = re.compile(r"</([A-Za-z][\w-]*)?\s*>")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]+));")

# A letter of any script after a command or mention makes it an ordinary word: /poem明月 is no command.
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"，。！？；：、（）【】《》]+[^\s<>\"，。！？；：、（）【】《》.,!?;:)\]'])"
    r"|(?<![\w/@])(?P<email>[A-Za-z0-9._+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,})"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z][A-Za-z0-9_]{2,31})?)(?![\w/<>@])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})(?!\w)"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d_]\w*)"
)


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part that an entity covers."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "ignore")


def find_entities(text: str, known: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
    """`known` together with the commands, mentions, links and hashtags outside of code and links, in order."""
    closed = [(e.offset, e.offset + e.length) for e in known if e.type in ("code", "pre", "text_link")]
    found = list(known)
    for match in _FOUND.finditer(text):
        kind = match.lastgroup or ""
        offset = utf16_length(text[: match.start()])
        length = utf16_length(match.group())
        if not any(start < offset + length and offset < end for start, end in closed):
            found.append(Entity(kind, offset, length))
    return tuple(sorted(found, key=lambda e: (e.offset, -e.length)))


def trim(text: str, entities: tuple[Entity, ...] = ()) -> tuple[str, tuple[Entity, ...]]:
    """Text without white space around it, as Telegram keeps it, and its entities moved along."""
    bare = text.lstrip()
    shift = utf16_length(text) - utf16_length(bare)
    bare = bare.rstrip()
    end = utf16_length(bare)
    kept = []
    for entity in entities:
        first = min(max(entity.offset - shift, 0), end)
        last = min(max(entity.offset + entity.length - shift, 0), end)
        if last > first:
            kept.append(replace(entity, offset=first, length=last - first))
    return bare, tuple(kept)


@dataclass
class _Open:
    """A start tag that waits for its end."""

    tag: str
    offset: int
    attributes: dict[str, str]


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Text and entities of a message sent with parse_mode HTML.

    Raises BotApiError "can't parse entities: …" with the byte offset, as Telegram does.
    """
    text: list[str] = []
    length = 0
    open_tags: list[_Open] = []
    entities: list[Entity] = []
    at = 0
    while at < len(source):
        character = source[at]
        if character == "<" and source[at + 1 : at + 2] == "/":
            at = _close(source, at, length, open_tags, entities)
            continue
        if character == "<":
            at = _open(source, at, length, open_tags)
            continue
        reference = _REFERENCE.match(source, at) if character == "&" else None
        piece = _character(reference) if reference else None
        if reference and piece:
            at = reference.end()
        else:
            piece = character
            at += 1
        text.append(piece)
        length += utf16_length(piece)
    if open_tags:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{open_tags[-1].tag}"')
    ordered = sorted((e for e in entities if e.length), key=lambda e: (e.offset, -e.length))
    return "".join(text), tuple(ordered)


def _character(reference: re.Match[str]) -> str | None:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _NAMED.get(name)
    point = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(point) if 0 < point < 0x110000 and not 0xD800 <= point < 0xE000 else None


def _open(source: str, at: int, length: int, open_tags: list[_Open]) -> int:
    match = _START.match(source, at)
    if match is None:
        name = re.match(r"<([A-Za-z][\w-]*)", source[at:])
        if name is not None and name.group(1).lower() in _TAGS:
            raise _unparsable(f"Unclosed start tag at byte offset {_bytes(source, at)}")
        found = re.match(r"<([^\s>]*)", source[at:])
        tag = found.group(1) if found else ""
        raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {_bytes(source, at)}')
    tag = match.group(1).lower()
    attributes = {
        name.lower(): parse_references(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(match.group(2))
    }
    if tag not in _TAGS:
        raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {_bytes(source, at)}')
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {_bytes(source, at)}')
    open_tags.append(_Open(tag, length, attributes))
    return match.end()


def _close(source: str, at: int, length: int, open_tags: list[_Open], entities: list[Entity]) -> int:
    match = _END.match(source, at)
    if not open_tags:
        raise _unparsable(f"Unexpected end tag at byte offset {_bytes(source, at)}")
    tag = open_tags.pop()
    found = (match.group(1) or tag.tag).lower() if match else ""
    if match is None or found != tag.tag:
        raise _unparsable(
            f'Unmatched end tag at byte offset {_bytes(source, at)}, expected "</{tag.tag}>", found "</{found}>"'
        )
    language = tag.attributes.get("class", "").removeprefix("language-") if tag.tag == "code" else ""
    parent = open_tags[-1] if open_tags else None
    if tag.tag == "code" and parent is not None and parent.tag == "pre" and parent.offset == tag.offset:
        parent.attributes["language"] = language
        return match.end()
    kind = _TAGS[tag.tag]
    entity = Entity(kind, tag.offset, length - tag.offset)
    if kind == "text_link":
        entity = _link(entity, tag.attributes.get("href"))
    elif kind == "pre" and tag.attributes.get("language"):
        entity = replace(entity, language=tag.attributes["language"])
    elif kind == "blockquote" and "expandable" in tag.attributes:
        entity = replace(entity, type="expandable_blockquote")
    if entity.type != "text_link" or entity.url:
        entities.append(entity)
    return match.end()


def _link(entity: Entity, address: str | None) -> Entity:
    if address and address.startswith("tg://user?id="):
        number = address.removeprefix("tg://user?id=")
        if number.isdigit():
            return replace(entity, type="text_mention", user_id=int(number))
    # Telegram drops links it can't open instead of refusing the message.
    openable = address is not None and re.match(r"(https?|tg|mailto|tel|ftp):", address) is not None
    return replace(entity, url=address if openable else None)


def parse_references(text: str) -> str:
    """Text with HTML's character references replaced, as inside an attribute."""
    return _REFERENCE.sub(lambda match: _character(match) or match.group(), text)


def _bytes(source: str, at: int) -> int:
    return len(source[:at].encode())


def _unparsable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
