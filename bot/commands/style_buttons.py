"""The buttons under a painting, in a gallery of presets, and under a picture that is being refined."""

from __future__ import annotations

from dataclasses import replace

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler

from bot.aside import Aside
from bot.commands.invitations import Invitations
from bot.commands.spoken import AnyHandler, Asker, Context, thread
from bot.commands.styles import Styles
from bot.content import Content, Picture
from bot.inbox import source_of
from bot.jobs import Jobs
from bot.pictures.asking import Gallery
from bot.pictures.canvas import Canvas, Press
from bot.pictures.painting import STRENGTHS, Painting, paintings_from_json
from bot.pictures.shelf import Shelf
from bot.records import Job, Kind
from bot.sender import Sender
from bot.store import Store
from bot.texts import Texts, language_of


class StyleButtons:
    """What presses do. Anyone in a chat may press what stands there, but end only the own work."""

    def __init__(
        self,
        bot_id: int,
        *,
        styles: Styles,
        invitations: Invitations,
        jobs: Jobs,
        sender: Sender,
        store: Store,
        shelf: Shelf,
        gallery: Gallery,
        canvas: Canvas,
        texts: Texts,
        aside: Aside,
    ) -> None:
        self._bot_id = bot_id
        self._styles = styles
        self._invitations = invitations
        self._jobs = jobs
        self._sender = sender
        self._store = store
        self._shelf = shelf
        self._gallery = gallery
        self._canvas = canvas
        self._texts = texts
        self._aside = aside

    def handlers(self) -> list[AnyHandler]:
        """For presses."""
        return [
            CallbackQueryHandler(self._pressed, lambda data: isinstance(data, str) and Press.read(data) is not None)
        ]

    async def _pressed(self, update: Update, _context: Context) -> None:
        query = update.callback_query
        assert query is not None
        press = Press.read(query.data or "")
        assert press is not None
        if query.message is None:
            await self._answer(query, "press-picture-gone")
            return
        asker = _asker(update, query, query.message.chat.id)
        if press.action == "pick":
            await self._pick(query, asker, press.value)
            return
        job = await self._store.job(self._bot_id, press.job_id)
        if job is None or job.chat_id != asker.chat_id or job.kind in (Kind.POEM, Kind.GALLERY):
            await self._answer(query, "press-picture-gone")
        elif press.action == "stop":
            cancelled = await self._jobs.cancel(asker.chat_id, asker.person_id, job.id)
            await self._answer(query, "press-stop" if cancelled else "press-stop-not")
        elif job.result is None or not self._fits(press, job):
            await self._answer(query, "press-picture-gone")
        elif press.action in ("strengths", "gallery", "back"):
            await self._answer(query, None)
            # Aside, because an edit in a group may have to wait, and the chat's next message should not.
            self._aside.run(
                self._sender.edit(asker.chat_id, asker.message_id, self._keyboard(press.action, job, asker))
            )
        elif press.action == "file":
            await self._send_file(query, asker, job)
        else:
            await self._paint(query, asker, press, job)

    async def _pick(self, query: CallbackQuery, asker: Asker, name: str) -> None:
        """A preset of a gallery: for the photo that the person has sent, or will be asked for."""
        if self._gallery.named(name) is None:
            await self._answer(query, "press-picture-gone")
            return
        sitting = await self._invitations.open(asker)
        if sitting is None and await self._styles.pressed_lately(asker):
            await self._answer(query, "press-picture-already")
            return
        painting = Painting() if sitting is None else Painting.from_json(sitting.painting)
        await self._styles.begin(asker, replace(painting, styles=(name,)), Kind.STYLE)
        key = "press-pick" if painting.content is None else "press-wear"
        await self._answer(query, key, name=self._gallery.label(name, asker.language))

    def _fits(self, press: Press, job: Job) -> bool:
        """Whether the button stands under this painting: data that says otherwise was not made by this bot."""
        if press.action == "wear":
            return self._gallery.named(press.value) is not None
        if press.action == "strength" and press.value not in map(str, STRENGTHS):
            return False
        painting = Painting.from_json(job.request)
        if (press.action == "swap" and not painting.can_swap) or (press.action == "fine" and not painting.can_refine):
            return False
        return job.kind is not Kind.SHEET

    def _keyboard(self, action: str, job: Job, asker: Asker) -> InlineKeyboardMarkup:
        painting = Painting.from_json(job.request)
        if action == "strengths":
            return self._canvas.strengths(job.id, painting, asker.language)
        if action == "gallery":
            return self._canvas.presets(job.id, asker.language, back=True)
        return self._canvas.buttons(job.id, painting, job.kind, asker.language)

    async def _send_file(self, query: CallbackQuery, asker: Asker, job: Job) -> None:
        (painted, *_) = paintings_from_json(job.result or "")
        data = await self._shelf.find(painted.key)
        if data is None:
            await self._answer(query, "press-picture-gone")
            return
        await self._answer(query, "press-file")
        content = Content("", pictures=(Picture(data, f"shihua-{job.id}.png", as_file=True),))
        self._aside.run(self._sender.send(asker.chat_id, content, reply_to=asker.reply_to, thread_id=asker.thread_id))

    async def _paint(self, query: CallbackQuery, asker: Asker, press: Press, job: Job) -> None:
        painting = self._next(press, job)
        if painting is None:
            await self._answer(query, f"press-most-{press.action}")
            return
        refined = press.action == "fine" or (job.kind is Kind.FINE and painting.can_refine)
        kind = Kind.FINE if refined else Kind.STYLE
        begun = await self._styles.begin(asker, painting, kind, ends_sitting=False)
        key = f"press-{press.action}" if begun is not None else "press-picture-already"
        arguments = {"name": self._gallery.label(press.value, asker.language)} if press.action == "wear" else {}
        await self._answer(query, key, **(arguments if begun is not None else {}))

    def _next(self, press: Press, job: Job) -> Painting | None:
        """The painting with one thing changed; None when it can't change further that way."""
        painting = Painting.from_json(job.request)
        (painted, *_) = paintings_from_json(job.result or "")
        drawn_at = painting.detail or max(painted.width, painted.height)
        match press.action:
            case "strength":
                return replace(painting, strength=int(press.value))
            case "colours":
                return replace(painting, keep_colours=not painting.keep_colours)
            case "finer":
                return painting.finer(drawn_at)
            case "coarser":
                return painting.coarser(drawn_at)
            case "wear":
                return replace(painting, styles=(press.value,), left_out=0)
            case "swap":
                return painting.swapped()
        return painting

    async def _answer(self, query: CallbackQuery, key: str | None, **arguments: str) -> None:
        language = language_of(query.from_user.language_code)
        await self._sender.answer_press(query.id, "" if key is None else self._texts.say(language, key, **arguments))


def _asker(update: Update, query: CallbackQuery, chat_id: int) -> Asker:
    message = query.message
    assert message is not None
    return Asker(
        source_of(update),
        chat_id,
        query.from_user.id,
        language_of(query.from_user.language_code),
        message.chat.type == ChatType.PRIVATE,
        message.message_id,
        thread(message) if isinstance(message, Message) else None,
        query.from_user.first_name,
        query.data,
    )
