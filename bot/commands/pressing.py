"""What the buttons under pictures have in common, whatever family they are of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from bot.aside import Aside
from bot.commands.invitations import Invitations
from bot.commands.orders import Orders
from bot.commands.spoken import AnyHandler, Asker, Context
from bot.content import Content, Picture
from bot.inbox import source_of
from bot.jobs import Jobs
from bot.pictures.painting import paintings_from_json
from bot.pictures.shelf import Shelf
from bot.preferences import Preferences
from bot.presses import Press
from bot.records import Job, Kind
from bot.sender import Sender
from bot.store import Store
from bot.texts import Texts


@dataclass(frozen=True)
class Bench:
    """What buttons work with."""

    bot_id: int
    orders: Orders
    invitations: Invitations
    jobs: Jobs
    sender: Sender
    store: Store
    shelf: Shelf
    texts: Texts
    aside: Aside
    preferences: Preferences


class Buttons(ABC):
    """Buttons of a family (bot/pictures/presses.py) under pictures of some kinds.

    Anyone in a chat may press what stands there, but end only the own work.
    """

    family: ClassVar[str]
    kinds: ClassVar[frozenset[Kind]]

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def handlers(self) -> list[AnyHandler]:
        """For presses."""
        return [
            CallbackQueryHandler(
                self._pressed, lambda data: isinstance(data, str) and Press.read(data, self.family) is not None
            )
        ]

    @abstractmethod
    async def act(self, query: CallbackQuery, asker: Asker, press: Press) -> None:
        """Does what the button says, and answers the press."""

    async def _pressed(self, update: Update, _context: Context) -> None:
        query = update.callback_query
        assert query is not None
        press = Press.read(query.data or "", self.family)
        assert press is not None
        if query.message is None:
            await self._answer(query, "press-picture-gone")
            return
        language = await self._bench.preferences.language_of(query.from_user)
        await self.act(query, Asker.pressing(query, query.message, source_of(update), language), press)

    async def _job(self, asker: Asker, press: Press) -> Job | None:
        """The job whose picture the button stands under, if it is of this chat and of a kind that has such buttons."""
        job = await self._bench.store.job(self._bench.bot_id, press.job_id)
        return job if job is not None and job.chat_id == asker.chat_id and job.kind in self.kinds else None

    async def _stop(self, query: CallbackQuery, asker: Asker, job: Job) -> None:
        cancelled = await self._bench.jobs.cancel(asker.chat_id, asker.person_id, job.id)
        await self._answer(query, "press-stop" if cancelled else "press-stop-not")

    async def _show(self, query: CallbackQuery, asker: Asker, keyboard: InlineKeyboardMarkup) -> None:
        """Puts other buttons in the place of these."""
        await self._answer(query, None)
        # Aside, because an edit in a group may have to wait, and the chat's next message should not.
        self._bench.aside.run(self._bench.sender.edit(asker.chat_id, asker.message_id, keyboard))

    async def _send_file(self, query: CallbackQuery, asker: Asker, job: Job) -> None:
        (painted, *_) = paintings_from_json(job.result or "")
        data = await self._bench.shelf.find(painted.key)
        if data is None:
            await self._answer(query, "press-picture-gone")
            return
        await self._answer(query, "press-file")
        content = Content("", pictures=(Picture(data, f"shihua-{job.id}.png", as_file=True),))
        self._bench.aside.run(
            self._bench.sender.send(asker.chat_id, content, reply_to=asker.reply_to, thread_id=asker.thread_id)
        )

    async def _answer(self, query: CallbackQuery, key: str | None, **arguments: str | int) -> None:
        language = await self._bench.preferences.language_of(query.from_user)
        text = "" if key is None else self._bench.texts.say(language, key, **arguments)
        await self._bench.sender.answer_press(query.id, text)
