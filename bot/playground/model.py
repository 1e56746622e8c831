"""What a pretend Telegram is made of: people, chats, messages, buttons, files. Plain values, nothing happens here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypedDict


@dataclass(frozen=True)
class User:
    """A person or the bot. Ids are beyond 32 bits, as real ones may be."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False


class ChatType(StrEnum):
    """The kinds of chat the playground has; channels are none of them."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


@dataclass(frozen=True)
class Chat:
    """A chat. A private one has its person's id; a group's id is negative, a supergroup's begins with -100."""

    id: int
    type: ChatType
    title: str
    members: tuple[User, ...]

    @property
    def is_private(self) -> bool:
        """Whether this is one person's chat with the bot."""
        return self.type is ChatType.PRIVATE


@dataclass(frozen=True)
class Entity:
    """A stretch of a text with a meaning. offset and length count UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None


@dataclass(frozen=True)
class Button:
    """A button under a message: `callback_data` or `url` (inline), or neither (its text is sent as a message)."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    switch_inline_query: str | None = None


@dataclass(frozen=True)
class Keyboard:
    """What a message brings along: inline buttons, a reply keyboard, or a request to reply.

    kind: "inline", "reply", "remove" or "force_reply"; selective: the latter three only concern who is mentioned in
    the message or wrote the one it replies to; placeholder: what the empty composer says.
    """

    kind: str
    rows: tuple[tuple[Button, ...], ...] = ()
    placeholder: str | None = None
    one_time: bool = False
    selective: bool = False


@dataclass(frozen=True)
class File:
    """A stored file. `path` is of the playground's own making and never holds the sender's name for it.

    width and height in pixels for pictures and films, 0 otherwise; seconds: of a film; `name` is what the sender called
    it, for display only.
    """

    id: str
    unique_id: str
    path: str
    size: int
    mime_type: str
    width: int = 0
    height: int = 0
    name: str | None = None
    seconds: int = 0


class MediaKind(StrEnum):
    """How a file travels in a message."""

    PHOTO = "photo"
    DOCUMENT = "document"
    ANIMATION = "animation"


@dataclass(frozen=True)
class Media:
    """A message's file, the last of `files`; before it a photo has smaller sizes, a film its first picture."""

    kind: MediaKind
    files: tuple[File, ...]


@dataclass(frozen=True)
class Message:
    """A message as it stands now; an edit makes a new value with the same id.

    text is the caption when `media` is set. edits counts changes after sending, keyboards included; `edited` (Unix
    seconds) is set only when the words or the media changed, which is what chats mark as "edited".
    service holds the Bot API's service fields, for example {"migrate_to_chat_id": -100…}.
    """

    id: int
    chat: Chat
    sender: User
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    media_group_id: str | None = None
    reply_to: int | None = None
    keyboard: Keyboard | None = None
    edited: int | None = None
    edits: int = 0
    reactions: tuple[tuple[int, str], ...] = ()
    via_bot: bool = False
    service: tuple[tuple[str, Any], ...] = ()

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every button under the message, row after row."""
        return () if self.keyboard is None else tuple(button for row in self.keyboard.rows for button in row)

    @property
    def from_bot(self) -> bool:
        """Whether the bot sent it."""
        return self.sender.is_bot


class MessageFields(TypedDict, total=False):
    """What a new or changed `Message` says beside its place."""

    text: str
    entities: tuple[Entity, ...]
    media: Media | None
    media_group_id: str | None
    reply_to: int | None
    keyboard: Keyboard | None
    edited: int | None
    reactions: tuple[tuple[int, str], ...]
    via_bot: bool
    service: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Command:
    """An entry of the command menu."""

    command: str
    description: str


@dataclass(frozen=True)
class CallbackAnswer:
    """What a person sees after pressing a button: a toast, a dialog (`alert`), or nothing (`text` empty)."""

    text: str = ""
    alert: bool = False
    url: str | None = None


class BotApiError(Exception):
    """A refusal in Telegram's own words and shape."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> BotApiError:
    """A 400 with Telegram's prefix."""
    return BotApiError(400, f"Bad Request: {reason}")
