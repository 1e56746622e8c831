"""Signs that the bot is at work: "typing…" for five seconds, and drafts that stream in before the message."""

from __future__ import annotations

import asyncio

from bot.playground.entities import find_entities
from bot.playground.model import Chat
from bot.playground.page.frame import Frame
from bot.playground.page.richtext import rich_text
from bot.playground.page.words import Words

ACTION_SECONDS = 5.0  # Telegram's own
DRAFT_SECONDS = 30.0  # a draft that no message follows
_DOTS = '<div class="bubble typing"><i></i><i></i><i></i></div>'


class Presence:
    """What the bot seems to be doing in the chat that is shown."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._end: asyncio.TimerHandle | None = None
        self._chat: Chat | None = None
        self._words: Words | None = None

    def show_in(self, chat: Chat, words: Words) -> None:
        """Begins afresh in a chat."""
        self._chat, self._words = chat, words
        self.settle()

    def act(self, action: str) -> None:
        """A chat action arrived."""
        if self._words is not None:
            status = self._words.uploading if action.startswith("upload") else self._words.typing
            self._show(status, _DOTS, ACTION_SECONDS)

    def draft(self, text: str) -> None:
        """A draft arrived; an empty one means that the bot is thinking."""
        if self._words is not None:
            body = f'<div class="bubble"><div class="text">{rich_text(text, find_entities(text))}</div></div>'
            self._show(self._words.typing, body if text else _DOTS, DRAFT_SECONDS)

    def stop(self) -> None:
        """Ends the wait for the end of what is shown."""
        if self._end is not None:
            self._end.cancel()
            self._end = None

    def settle(self) -> None:
        """Nothing goes on (any more)."""
        self.stop()
        if self._chat is not None and self._words is not None:
            quiet = self._words.bot if self._chat.is_private else self._words.members.format(len(self._chat.members))
            self._frame.show_head(self._chat, quiet, busy=False)
        self._frame.draft.set_content("")

    def _show(self, status: str, body: str, seconds: float) -> None:
        self.stop()
        if self._chat is not None:
            self._frame.show_head(self._chat, status, busy=True)
        self._frame.draft.set_content(body)
        self._end = asyncio.get_running_loop().call_later(seconds, self.settle)
