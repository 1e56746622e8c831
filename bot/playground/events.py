"""What happens in the pretend Telegram, for those who watch: the chat page and waiting tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.playground.model import CallbackAnswer, Chat, Message

T = TypeVar("T")


@dataclass(frozen=True)
class Sent:
    """A message appeared."""

    message: Message


@dataclass(frozen=True)
class Edited:
    """A message changed: words, media, buttons or reactions."""

    message: Message


@dataclass(frozen=True)
class Deleted:
    """A message is gone."""

    message: Message


@dataclass(frozen=True)
class Acting:
    """The bot is "typing", "upload_photo", …; chats show it for 5 seconds at most."""

    chat: Chat
    action: str


@dataclass(frozen=True)
class Drafted:
    """The bot streams a message that isn't there yet."""

    chat: Chat
    draft_id: int
    text: str


@dataclass(frozen=True)
class Answered:
    """A button's press was answered, for the person who pressed it."""

    person_id: int
    answer: CallbackAnswer


@dataclass(frozen=True)
class ProfileChanged:
    """The bot's commands, name or description changed."""


@dataclass(frozen=True)
class ChatChanged:
    """A chat has a new value: its id, type, title or members."""

    before: Chat
    chat: Chat


Event = Sent | Edited | Deleted | Acting | Drafted | Answered | ProfileChanged | ChatChanged


class Events:
    """Hands every event to every listener, and lets a coroutine wait until something holds."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Event], None]] = []
        self._waiting: set[asyncio.Event] = set()

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Calls `listener` with every event from now on; the returned function ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def publish(self, event: Event) -> None:
        """Tells everyone."""
        for listener in tuple(self._listeners):
            listener(event)
        for waiting in self._waiting:
            waiting.set()

    async def wait_for(self, condition: Callable[[], T | None], timeout: float) -> T:  # noqa: ASYNC109
        """The first value of `condition` that is true in Python's sense, asked now and after every event.

        Raises TimeoutError after `timeout` seconds.
        """
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            async with asyncio.timeout(timeout):
                while True:
                    changed.clear()
                    value = condition()
                    if value:
                        return value
                    await changed.wait()
        finally:
            self._waiting.discard(changed)
