"""The buttons under a painting, in a gallery of presets, and under a picture that is being refined."""

from __future__ import annotations

from dataclasses import replace

from telegram import CallbackQuery, InlineKeyboardMarkup

from bot.commands.pressing import Bench, Buttons
from bot.commands.spoken import Asker
from bot.pictures.asking import Gallery
from bot.pictures.canvas import Canvas
from bot.pictures.painting import STRENGTHS, Painting, paintings_from_json
from bot.pictures.wishes import read_wish
from bot.presses import Press
from bot.records import Job, Kind
from engines.requests import FINE_DETAIL, USUAL_DETAIL


class StyleButtons(Buttons):
    """What presses do under paintings and in galleries."""

    family = "style"
    kinds = frozenset({Kind.STYLE, Kind.FINE, Kind.SHEET})

    def __init__(self, bench: Bench, *, gallery: Gallery, canvas: Canvas) -> None:
        super().__init__(bench)
        self._gallery = gallery
        self._canvas = canvas

    async def act(self, query: CallbackQuery, asker: Asker, press: Press) -> None:
        """As `Buttons.act`."""
        if press.action == "pick":
            await self._pick(query, asker, press.value)
            return
        job = await self._job(asker, press)
        if job is None:
            await self._answer(query, "press-picture-gone")
        elif press.action == "stop":
            await self._stop(query, asker, job)
        elif press.action == "enough":
            ended = self._bench.jobs.finish_early(job, asker.person_id)
            await self._answer(query, "press-enough" if ended else "press-enough-not")
        elif job.result is None or not self._fits(press, job):
            await self._answer(query, "press-picture-gone")
        elif press.action in ("strengths", "gallery", "back"):
            await self._show(query, asker, self._keyboard(press.action, job, asker))
        elif press.action == "file":
            await self._send_file(query, asker, job)
        else:
            await self._paint(query, asker, press, job)

    async def _pick(self, query: CallbackQuery, asker: Asker, name: str) -> None:
        """A preset of a gallery: for the photo that the person has sent, or will be asked for."""
        if self._gallery.named(name) is None:
            await self._answer(query, "press-picture-gone")
            return
        sitting = await self._bench.invitations.open(asker)
        if sitting is None and await self._bench.orders.pressed_lately(asker):
            await self._answer(query, "press-picture-already")
            return
        wish = Painting() if sitting is None else read_wish(sitting.kind, sitting.wish)
        painting = wish if isinstance(wish, Painting) else Painting(wish.content)
        unrefined = await self._bench.orders.was_to_be_refined(asker)
        await self._bench.orders.begin(asker, replace(painting, styles=(name,), unrefined=unrefined), Kind.STYLE)
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

    async def _paint(self, query: CallbackQuery, asker: Asker, press: Press, job: Job) -> None:
        painting = self._next(press, job)
        if painting is None:
            await self._answer(query, f"press-most-{press.action}")
            return
        refined = press.action == "fine" or (job.kind is Kind.FINE and painting.can_refine)
        kind = Kind.FINE if refined else Kind.STYLE
        begun = await self._bench.orders.begin(asker, painting, kind, ends_sitting=False)
        key = f"press-{press.action}" if begun is not None else "press-picture-already"
        arguments = {"name": self._gallery.label(press.value, asker.language)} if press.action == "wear" else {}
        await self._answer(query, key, **(arguments if begun is not None else {}))
        if press.action in ("strength", "wear") and job.kind is not Kind.SHEET:  # the choice is made
            keyboard = self._keyboard("back", job, asker)
            self._bench.aside.run(self._bench.sender.edit(asker.chat_id, asker.message_id, keyboard))

    def _next(self, press: Press, job: Job) -> Painting | None:
        """The painting with one thing changed; None when it can't change further that way."""
        painting = replace(Painting.from_json(job.request), unrefined=False)
        (painted, *_) = paintings_from_json(job.result or "")
        usual = FINE_DETAIL if job.kind is Kind.FINE else USUAL_DETAIL
        drawn_at = painting.detail or min(usual, max(painted.width, painted.height))
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
