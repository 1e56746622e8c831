"""/start, /help, /about, /cancel, and a word to those who said something else."""

from __future__ import annotations

from importlib.metadata import version

from telegram import BotCommand, Message, Update
from telegram.ext import MessageHandler, filters

from bot.asking import is_line
from bot.commands.poems import Poems
from bot.commands.spoken import AnyHandler, Asker, Context, SaidHandler, Speaker, is_private, said_in, text_of
from bot.inbox import source_of
from bot.jobs import Jobs
from bot.pictures.wiring import PictureCommands
from bot.records import Kind
from bot.store import Store
from bot.texts import Texts
from bot.wording import Said, Words, tidy
from engines.requests import MAXIMUM_THEME, Language, han_only, is_han

MENU = (
    *("poem", "acrostic", "theme", "stages", "card", "seal"),
    *("script", "pinyin"),
    *("style", "styles", "dream", "fool", "limits"),
    *("cancel", "help", "about"),
)
POEMS = (Kind.POEM, Kind.INSCRIPTION, Kind.CLASSIC, Kind.STAGES)  # counted as such by /cancel


def menu(language: Language, texts: Texts) -> list[BotCommand]:
    """The command menu in a language."""
    return [BotCommand(command, texts.say(language, f"command-{command}")) for command in MENU]


class General:
    """Everything that leads to no poem by itself. Its last handler takes what no other has taken."""

    def __init__(
        self,
        bot_id: int,
        words: Words,
        *,
        jobs: Jobs,
        store: Store,
        speaker: Speaker,
        poems: Poems,
        pictures: PictureCommands,
    ) -> None:
        self._bot_id = bot_id
        self._words = words
        self._jobs = jobs
        self._store = store
        self._speaker = speaker
        self._poems = poems
        self._styles = pictures.styles
        self._invitations = pictures.invitations
        self._photographs = pictures.photographs
        self._motifs = pictures.visions.motifs

    def handlers(self) -> list[AnyHandler]:
        """The commands, a group's change into a supergroup, and what is left."""
        return [
            SaidHandler({"start"}, self._words, self._start),
            SaidHandler({"help"}, self._words, self._help),
            SaidHandler({"about"}, self._words, self._about),
            SaidHandler({"cancel"}, self._words, self._cancel),
            MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, self._migrate),
            MessageHandler(filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, self._anything_else),
        ]

    async def _start(self, _update: Update, message: Message, _said: Said) -> None:
        await self._speaker.answer(message, "start", name=message.from_user.first_name if message.from_user else "")

    async def _help(self, _update: Update, message: Message, _said: Said) -> None:
        motifs = self._motifs.listed(await self._speaker.language_in(message))
        await self._speaker.answer(message, "help", motifs=motifs)

    async def _about(self, _update: Update, message: Message, _said: Said) -> None:
        await self._speaker.answer(message, "about", version=version("shihua"))

    async def _cancel(self, _update: Update, message: Message, _said: Said) -> None:
        person_id = message.from_user.id if message.from_user else message.chat_id
        kinds = [job.kind for job in await self._jobs.cancel(message.chat_id, person_id)]
        poems = sum(kind in POEMS for kind in kinds)
        forgotten = await self._invitations.forget(message.chat_id, person_id)
        await self._speaker.answer_all(
            message,
            *([("cancelled-poem", poems)] if poems else []),
            *([("cancelled-picture", len(kinds) - poems)] if len(kinds) > poems else []),
            *([("cancelled-sitting", 1)] if forgotten else []),
            *([] if kinds or forgotten else [("nothing-to-cancel", 0)]),
        )

    async def _migrate(self, update: Update, _context: Context) -> None:
        """Telegram tells twice, in the old group and in the new one; the second time there is nothing left to move."""
        message = update.message
        assert message is not None
        old = message.migrate_from_chat_id or message.chat_id
        new = message.migrate_to_chat_id or message.chat_id
        await self._store.migrate_chat(self._bot_id, old, new)

    async def _anything_else(self, update: Update, _context: Context) -> None:
        message = update.message
        assert message is not None
        private = is_private(message)
        said = said_in(message, self._words)
        if (slip := self._photographs.slip(message)) is not None:
            asker = Asker.of(message, source_of(update), await self._speaker.language_in(message))
            await self._photographs.correct(asker, message, slip)
        elif said is not None and (private or said.addressed):
            await self._speaker.answer(message, "unknown-command", command=said.command)
        elif await self._styles.take_words(update, message):
            return
        elif private:
            await self._bare(update, message, tidy(text_of(message)))

    async def _bare(self, update: Update, message: Message, text: str) -> None:
        """Words without a command: a line of verse is continued, anything else gets a hint."""
        characters = han_only(text)
        if is_line(text):
            await self._poems.write(update, message, Said("poem", text))
        elif 2 <= len(characters) <= MAXIMUM_THEME and all(is_han(c) for c in characters):
            await self._speaker.answer(message, "hint-theme", text=characters)
        else:
            await self._speaker.answer(message, "hint")
