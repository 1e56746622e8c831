"""/pinyin and 拼音: how a poem is read aloud."""

from __future__ import annotations

from telegram import Message, Update

from bot.asking import Misread
from bot.cards.wish import CardWish
from bot.commands.poems import KINDS, poem_of, set_and_spelled
from bot.commands.spoken import AnyHandler, SaidHandler, Speaker, text_of
from bot.content import Content
from bot.course.making import written_by_course
from bot.preferences import Preferences
from bot.records import Kind
from bot.script import set_verse
from bot.sender import Sender
from bot.spelling import spelled
from bot.store import Store
from bot.texts import Texts
from bot.verse import Row, rows_of, spelling_text
from bot.wording import Said, Words, tidy
from engines.requests import Language
from engines.requests.words import WordFile

_EXAMPLE = "/pinyin 床前明月光"
MOST = 400  # characters: with their syllables about as much as a message holds


class Spellings:
    """Finds the verse that is meant and spells it."""

    def __init__(
        self,
        bot_id: int,
        words: Words,
        *,
        store: Store,
        preferences: Preferences,
        sender: Sender,
        texts: Texts,
        unwanted: WordFile,
    ) -> None:
        self._bot_id = bot_id
        self._words = words
        self._store = store
        self._texts = texts
        self._unwanted = unwanted
        self._speaker = Speaker(sender, texts, preferences)

    def handlers(self) -> list[AnyHandler]:
        """For the command; the button is of bot/commands/poems.py."""
        return [SaidHandler({"pinyin"}, self._words, self._pinyin)]

    async def _pinyin(self, _update: Update, message: Message, said: Said) -> None:
        language = await self._speaker.language_in(message)
        try:
            title, rows = await self._verse(message, said.argument, language)
            if self._unwanted.current().found_in((title or "", *(row.line for row in rows))) is not None:
                raise Misread("unwanted", example=_EXAMPLE)
        except Misread as misread:
            await self._speaker.answer(message, misread.key, **misread.arguments)
            return
        await self._speaker.send(message, Content(spelling_text(title, rows, language, self._texts)))

    async def _verse(self, message: Message, words: str, language: Language) -> tuple[str | None, list[Row]]:
        """The verse that is meant: written behind the command, answered, or the person's last poem here.

        Raises Misread when there is none.
        """
        if words:
            return None, _rows(words, language, typed=True)
        replied = message.reply_to_message
        if replied is None:
            person_id = message.from_user.id if message.from_user else message.chat_id
            job = await self._store.latest(self._bot_id, message.chat_id, person_id, (*KINDS, Kind.CLASSIC))
            if job is None:
                raise Misread("pinyin-no-verse")
        else:
            job = await self._store.job_of_message(self._bot_id, message.chat_id, replied.message_id)
        if job is not None and (poem := poem_of(job, language)) is not None:
            return poem.theme, set_and_spelled(job, language)
        if job is not None and (classic := written_by_course(job)) is not None:
            return None, _rows(classic.text, language)
        if job is not None and job.kind is Kind.STAGES:
            raise Misread("pinyin-no-verse")
        if job is not None and job.kind is Kind.CARD:
            card = CardWish.from_json(job.request).in_script(language)
            return card.title, [Row(line, spelled(line)) for line in card.lines]
        words = tidy("" if replied is None else text_of(replied))
        # Words between dots are notes below a poem, or its dynasty and author.
        return None, _rows("\n".join(row for row in words.splitlines() if "·" not in row), language)


def _rows(text: str, language: Language, *, typed: bool = False) -> list[Row]:
    rows = [Row(set_verse(line, language, typed=typed), spelled(line), mark) for line, mark in rows_of(text)]
    length = sum(len(row.line) for row in rows)
    if not rows:
        raise Misread("no-characters", example=_EXAMPLE) if typed else Misread("pinyin-no-verse")
    if length > MOST:
        raise Misread("pinyin-long", n=length, most=MOST)
    return rows
