"""Words that don't belong in a group: who says one to the bot is told so in a sentence, and nothing comes of it."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler

from bot.asking import EXAMPLES
from bot.commands.general import MENU
from bot.commands.spoken import AnyHandler, Speaker, is_private, said_in, text_of
from bot.wording import Words, command_named, near_command
from engines.requests.words import WordFile

log = logging.getLogger(__name__)

# Who is angry and wants to cancel is to be obeyed, whatever else is said.
_GUARDED = frozenset({*MENU, "inscribe"} - {"cancel"})
_EXAMPLES = {
    **EXAMPLES,
    "card": "/card 床前明月光，疑是地上霜。举头望明月，低头思故乡。",
    "seal": "/seal 张三",
    "style": "/style 水墨",
}


class Unwanted:
    """Goes before the families of commands, so that none of them takes or repeats such a word."""

    def __init__(self, bot_id: int, words: Words, unwanted: WordFile, speaker: Speaker) -> None:
        self._bot_id = bot_id
        self._words = words
        self._unwanted = unwanted
        self._speaker = speaker

    def handlers(self) -> list[AnyHandler]:
        """For messages with such a word that are meant for the bot."""
        return [_Heard(self)]

    def heard(self, message: Message) -> str | None:
        """An example of what would work, for a message that has such a word and is meant for the bot."""
        said, meant = said_in(message, self._words), is_private(message) or self._is_answered(message)
        texts: tuple[str, ...] = ()
        command = ""
        if said is None:
            texts = (text_of(message),) if meant else ()
        elif said.command in _GUARDED:
            command, texts = said.command, (said.argument,)
        elif said.command != "cancel" and (meant or said.addressed):
            # A mistyped command is repeated together with what stands behind it.
            command, texts = command_named(near_command(said.command) or ""), (said.command, said.argument)
        listed = self._unwanted.current()
        word = next((word for text in texts if (word := listed.found(text)) is not None), None)
        if word is None:
            return None
        log.info("declined for the word %s", word)
        return _EXAMPLES.get(command, EXAMPLES["poem"])

    async def declined(self, message: Message) -> bool:
        """Whether a message has such a word and is meant for the bot, which says so then."""
        example = self.heard(message)
        if example is not None:
            await self.decline(message, example)
        return example is not None

    async def decline(self, message: Message, example: str) -> None:
        """Says so."""
        await self._speaker.answer(message, "unwanted", example=example)

    def _is_answered(self, message: Message) -> bool:
        """Whether a message answers one of the bot's, a question for a style perhaps."""
        replied = message.reply_to_message
        return replied is not None and replied.from_user is not None and replied.from_user.id == self._bot_id


class _Heard(BaseHandler[Update, Any, None]):
    """Messages that are declined; edits of old messages are no messages."""

    def __init__(self, unwanted: Unwanted) -> None:
        async def unused(_update: Update, _context: object) -> None: ...

        super().__init__(unused)
        self._unwanted = unwanted

    def check_update(self, update: object) -> str | None:
        """The example to answer with."""
        if not isinstance(update, Update) or update.message is None:
            return None
        return self._unwanted.heard(update.message)

    async def handle_update(self, update: Update, application: object, check_result: object, context: object) -> None:
        """Declines."""
        assert update.message is not None
        assert isinstance(check_result, str)
        await self._unwanted.decline(update.message, check_result)
