"""Words that don't belong in a group: who says one to the bot is told so in a sentence, and nothing comes of it."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler

from bot.asking import EXAMPLES
from bot.commands.general import MENU
from bot.commands.spoken import AnyHandler, Speaker, is_private, said_in, text_of
from bot.wording import Words
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

    def __init__(self, words: Words, unwanted: WordFile, speaker: Speaker) -> None:
        self._words = words
        self._unwanted = unwanted
        self._speaker = speaker

    def handlers(self) -> list[AnyHandler]:
        """For messages with such a word that are meant for the bot."""
        return [_Heard(self)]

    def heard(self, message: Message) -> str | None:
        """An example of what would work, for a message that has such a word and is meant for the bot."""
        said, private = said_in(message, self._words), is_private(message)
        if said is None:
            command, text = "", text_of(message) if private else ""
        elif said.command in _GUARDED:
            command, text = said.command, said.argument
        else:
            command, text = "", said.command if private or said.addressed else ""
        word = self._unwanted.current().found(text)
        if word is None:
            return None
        log.info("declined for the word %s", word)
        return _EXAMPLES.get(command, EXAMPLES["poem"])

    async def decline(self, message: Message, example: str) -> None:
        """Says so."""
        await self._speaker.answer(message, "unwanted", example=example)


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
