"""/script, 简 or 繁: which characters a person is written to in."""

from __future__ import annotations

import re

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler

from bot.asking import Misread
from bot.commands.spoken import AnyHandler, Context, SaidHandler, Speaker
from bot.content import Content
from bot.preferences import Preferences
from bot.presses import Press
from bot.script import Script, script_of
from bot.sender import Sender
from bot.texts import Texts
from bot.wording import Said, Words
from engines.requests import Language
from engines.requests.script import simplify

_FAMILY = "script"
# In simplified characters and small letters, without 字, 中文 or Chinese behind them.
_NAMES = {
    Script.SIMPLIFIED: ("简", "简体", "simplified", "hans", "zh-hans"),
    Script.TRADITIONAL: ("繁", "繁体", "正体", "traditional", "hant", "zh-hant"),
}
_BEHIND = re.compile(r"(?:字|中文|[\s-]*chinese)$")


class Scripts:
    """Tells and changes a person's script."""

    def __init__(self, words: Words, *, preferences: Preferences, sender: Sender, texts: Texts) -> None:
        self._words = words
        self._preferences = preferences
        self._sender = sender
        self._texts = texts
        self._speaker = Speaker(sender, texts, preferences)

    def handlers(self) -> list[AnyHandler]:
        """For the command and its buttons."""
        return [
            SaidHandler({"script"}, self._words, self._said),
            CallbackQueryHandler(
                self._pressed, lambda data: isinstance(data, str) and Press.read(data, _FAMILY) is not None
            ),
        ]

    async def _said(self, _update: Update, message: Message, said: Said) -> None:
        if not said.argument or message.from_user is None:  # nobody for whom it could be kept
            await self._speaker.send(message, self._present(await self._speaker.language_in(message)))
            return
        try:
            script = read_script(said.argument)
        except Misread as misread:
            await self._speaker.answer(message, misread.key, **misread.arguments)
            return
        await self._preferences.keep(message.from_user.id, script)
        await self._speaker.answer(message, "script-kept", script=script)

    async def _pressed(self, update: Update, _context: Context) -> None:
        query = update.callback_query
        assert query is not None
        press = Press.read(query.data or "", _FAMILY)
        assert press is not None
        if press.value in list(Script):
            await self._preferences.keep(query.from_user.id, Script(press.value))
        language = await self._preferences.language_of(query.from_user)
        await self._sender.answer_press(query.id, self._texts.say(language, "script-kept", script=script_of(language)))
        await self._show(query, language)

    async def _show(self, query: CallbackQuery, language: Language) -> None:
        """Tells it in the message as well where there is but one person whom it can be about."""
        if query.message is not None and query.message.chat.type == ChatType.PRIVATE:
            await self._sender.edit(query.message.chat.id, query.message.message_id, self._present(language))

    def _present(self, language: Language) -> Content:
        buttons = [
            InlineKeyboardButton(script.label, callback_data=Press(_FAMILY, "set", value=script).data)
            for script in Script
        ]
        return Content(
            self._texts.say(language, "script-now", script=script_of(language)), InlineKeyboardMarkup([buttons])
        )


def read_script(words: str) -> Script:
    """The script in the words behind /script. Raises Misread."""
    word = _BEHIND.sub("", simplify(words.lower())).replace("_", "-")
    for script, names in _NAMES.items():
        if word in names:
            return script
    raise Misread("script-unknown", word=words[:20])
