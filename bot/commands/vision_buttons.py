"""The buttons under dreams, under pictures that fool the network, and those that say what a photo is for."""

from __future__ import annotations

from dataclasses import replace

from telegram import CallbackQuery

from bot.commands.pressing import Bench, Buttons
from bot.commands.spoken import Asker
from bot.pictures.dreaming import DreamCanvas
from bot.pictures.fooling import FoolCanvas, Fooled, name_of
from bot.pictures.reading import Motifs
from bot.pictures.wishes import Dream, Fool, Inscription
from bot.presses import Press
from bot.records import Job, Kind
from engines.requests import SIZES, Attack

# What the photo of a sitting may become by a button, instead of a painting.
PURPOSES = {Kind.DREAM: Dream, Kind.FOOL: Fool, Kind.INSCRIPTION: Inscription}


class DreamButtons(Buttons):
    """What presses do under dreams, and under those that are still dreamt."""

    family = "dream"
    kinds = frozenset({Kind.DREAM, Kind.FILM})

    def __init__(self, bench: Bench, *, motifs: Motifs, canvas: DreamCanvas) -> None:
        super().__init__(bench)
        self._motifs = motifs
        self._canvas = canvas

    async def act(self, query: CallbackQuery, asker: Asker, press: Press) -> None:
        """As `Buttons.act`."""
        job = await self._job(asker, press)
        if job is None:
            await self._answer(query, "press-picture-gone")
        elif press.action == "stop":
            await self._stop(query, asker, job)
        elif job.result is None or job.kind is not Kind.DREAM:
            await self._answer(query, "press-picture-gone")
        elif press.action == "motifs":
            dream = Dream.from_json(job.request)
            await self._show(query, asker, self._canvas.motifs(job.id, dream, asker.language))
        elif press.action == "back":
            await self._show(query, asker, self._canvas.buttons(job.id, asker.language))
        elif press.action == "file":
            await self._send_file(query, asker, job)
        else:
            await self._dream(query, asker, press, job)

    async def _dream(self, query: CallbackQuery, asker: Asker, press: Press, job: Job) -> None:
        further = press.action == "further"
        if further and await self._bench.shelf.find(f"painted:{job.id}:0") is None:
            await self._answer(query, "press-picture-gone")
            return
        if press.action == "motif" and self._motifs.named(press.value) is None:
            await self._answer(query, "press-picture-gone")
            return
        dream = self._next(press, job)
        if dream is None:
            await self._answer(query, f"press-most-{press.action}")
            return
        kind = Kind.FILM if press.action == "film" else Kind.DREAM
        begun = await self._bench.orders.begin(asker, dream, kind, ends_sitting=False)
        if begun is None:
            await self._answer(query, "press-picture-already")
        elif press.action == "motif":
            await self._answer(query, "press-motif", name=self._motifs.label(press.value, asker.language))
        else:
            await self._answer(query, f"press-{press.action}")

    def _next(self, press: Press, job: Job) -> Dream | None:
        """The dream with one thing changed; None when it can't change further that way."""
        dream = Dream.from_json(job.request)
        match press.action:
            case "deeper":
                return dream.deeper()
            case "shallower":
                return dream.shallower()
            case "further":
                return dream.again(job.id)
            case "motif":
                return replace(dream, motif=self._motifs.named(press.value))
        return dream


class FoolButtons(Buttons):
    """What presses do under pictures that fool the network, or don't."""

    family = "fool"
    kinds = frozenset({Kind.FOOL})

    def __init__(self, bench: Bench, *, canvas: FoolCanvas) -> None:
        super().__init__(bench)
        self._canvas = canvas

    async def act(self, query: CallbackQuery, asker: Asker, press: Press) -> None:
        """As `Buttons.act`."""
        job = await self._job(asker, press)
        if job is None or job.result is None:
            await self._answer(query, "press-picture-gone")
            return
        wish, fooled = Fool.from_json(job.request), Fooled.from_json(job.result)
        if press.action == "targets":
            await self._show(query, asker, self._canvas.targets(job.id, fooled, asker.language))
        elif press.action == "back":
            await self._show(query, asker, self._canvas.buttons(job.id, wish, asker.language))
        else:
            await self._fool(query, asker, press, wish, fooled)

    async def _fool(self, query: CallbackQuery, asker: Asker, press: Press, wish: Fool, fooled: Fooled) -> None:
        changed = _changed(press, wish, fooled)
        if changed is None:
            await self._answer(query, "press-picture-gone")
        elif changed == wish:
            await self._answer(query, "press-same")
        else:
            begun = await self._bench.orders.begin(asker, changed, Kind.FOOL, ends_sitting=False)
            names = {label.wnid: name_of(label, asker.language) for label in fooled.targets}
            key = "press-picture-already" if begun is None else f"press-{press.action}"
            await self._answer(query, key, value=names.get(press.value, press.value.upper()))


class PurposeButtons(Buttons):
    """What presses do under the question what is to become of a photo."""

    family = "photo"
    kinds = frozenset[Kind]()

    async def act(self, query: CallbackQuery, asker: Asker, press: Press) -> None:
        """As `Buttons.act`."""
        kind = next((kind for kind in PURPOSES if kind == press.value), None)
        photo = None if kind is None else await self._bench.orders.waiting_photo(asker)
        if kind is None or photo is None:
            already = kind is not None and await self._bench.orders.pressed_lately(asker)
            await self._answer(query, "press-picture-already" if already else "press-photo-gone")
            return
        begun = await self._bench.orders.begin(asker, PURPOSES[kind](photo), kind)
        await self._answer(query, "press-picture-already" if begun is None else "press-make")


def _changed(press: Press, wish: Fool, fooled: Fooled) -> Fool | None:
    """The wish with one thing changed; None for data that was not made by this bot."""
    if press.action == "size" and press.value in map(str, SIZES):
        return replace(wish, size=int(press.value))
    if press.action == "attack" and press.value in list(Attack):
        return replace(wish, attack=Attack(press.value))
    if press.action == "target" and press.value in [label.wnid for label in fooled.targets]:
        return replace(wish, target=press.value)
    return replace(wish, target=None) if press.action == "any" else None
