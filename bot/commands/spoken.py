"""What every family of commands needs: handlers for what was said, and where an answer goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CallbackContext

from bot.content import Content
from bot.preferences import Preferences
from bot.sender import Sender
from bot.texts import Texts
from bot.wording import Said, Words
from engines.requests import Language

Context = CallbackContext[Any, Any, Any, Any]
AnyHandler = BaseHandler[Update, Any, Any]
Answer = Callable[[Update, Message, Said], Awaitable[None]]


class SaidHandler(BaseHandler[Update, Any, None]):
    """Hands messages that say one of `commands` to `answer`; edits of old messages are no messages."""

    def __init__(self, commands: Collection[str], words: Words, answer: Answer) -> None:
        async def unused(_update: Update, _context: object) -> None: ...

        super().__init__(unused)
        self._commands = frozenset(commands)
        self._words = words
        self._answer = answer

    def check_update(self, update: object) -> Said | None:
        """What was said, when it is for this handler."""
        if not isinstance(update, Update) or update.message is None:
            return None
        said = said_in(update.message, self._words)
        return said if said is not None and said.command in self._commands else None

    async def handle_update(self, update: Update, application: object, check_result: object, context: object) -> None:
        """Calls `answer`."""
        assert update.message is not None
        assert isinstance(check_result, Said)
        await self._answer(update, update.message, check_result)


def text_of(message: Message) -> str:
    """A message's words: its text, or the caption of its picture."""
    return message.text or message.caption or ""


def said_in(message: Message, words: Words) -> Said | None:
    """The command that a message or its picture's caption is."""
    return words.read(text_of(message), private=is_private(message), caption=message.caption is not None)


def is_private(message: Message) -> bool:
    """Whether a message was said to the bot alone."""
    return message.chat.type == ChatType.PRIVATE


def quoted(message: Message) -> int | None:
    """The message id to quote in an answer: in a group people must see who is answered."""
    return None if is_private(message) else message.message_id


def thread(message: Message) -> int | None:
    """The forum topic of a message."""
    return message.message_thread_id if message.is_topic_message else None


@dataclass(frozen=True)
class Asker:
    """Who asks for something, where, and what an answer quotes.

    source: as in NewJob. name: of one who pressed a button, and so has said nothing that could be quoted.
    """

    source: str
    chat_id: int
    person_id: int
    language: Language
    private: bool
    message_id: int
    thread_id: int | None = None
    name: str | None = None
    pressed: str | None = None

    @classmethod
    def of(cls, message: Message, source: str, language: Language) -> Asker:
        """The one who said something."""
        return cls(
            source,
            message.chat_id,
            message.from_user.id if message.from_user else message.chat_id,
            language,
            is_private(message),
            message.message_id,
            thread(message),
        )

    @classmethod
    def pressing(
        cls, query: CallbackQuery, message: MaybeInaccessibleMessage, source: str, language: Language
    ) -> Asker:
        """The one who pressed a button under a message."""
        return cls(
            source,
            message.chat.id,
            query.from_user.id,
            language,
            message.chat.type == ChatType.PRIVATE,
            message.message_id,
            thread(message) if isinstance(message, Message) else None,
            query.from_user.first_name,
            query.data,
        )

    @property
    def reply_to(self) -> int | None:
        """The message to quote: in a group people must see who is answered."""
        return None if self.private else self.message_id


class Speaker:
    """Answers messages with sentences of bot/texts."""

    def __init__(self, sender: Sender, texts: Texts, preferences: Preferences) -> None:
        self._sender = sender
        self._texts = texts
        self._preferences = preferences

    async def language_in(self, message: Message) -> Language:
        """The language to answer a message in."""
        return await self._preferences.language_of(message.from_user)

    async def answer(self, message: Message, key: str, **arguments: str | int) -> None:
        """Sends the sentence in the asker's language, quoting the message in a group."""
        await self.send(message, Content(self._texts.say(await self.language_in(message), key, **arguments)))

    async def answer_all(self, message: Message, *sentences: tuple[str, int]) -> None:
        """Sends sentences about numbers, a row each."""
        language = await self.language_in(message)
        await self.send(message, Content("\n".join(self._texts.say(language, key, n=n) for key, n in sentences)))

    async def send(self, message: Message, content: Content) -> None:
        """Answers with something else."""
        await self._sender.send(message.chat_id, content, reply_to=quoted(message), thread_id=thread(message))
