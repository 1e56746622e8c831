"""How cards are made: on paper at once (a tenth of a second), on a photo once the engines have painted that."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.asking import Misread
from bot.cards.looks import LOOKS
from bot.cards.printer import Printer
from bot.cards.wish import CardWish
from bot.content import Content, Picture
from bot.lanes import Lane
from bot.pictures.fetching import Photos
from bot.pictures.maker import PictureMaker
from bot.pictures.painting import paintings_from_json
from bot.pictures.shelf import Shelf
from bot.presses import Press
from bot.records import Job
from bot.texts import Texts
from engines.requests import Request, StyleRequest, StyleSource

_A_ROW = 3


class Mount:
    """Turns a finished job into its card with the buttons below it, in any look."""

    def __init__(self, photos: Photos, shelf: Shelf, *, printer: Printer, texts: Texts) -> None:
        self.photos = photos
        self.printer = printer
        self._shelf = shelf
        self._texts = texts

    async def printed(self, job: Job, look: str, *, marked: bool, as_file: bool = False) -> Content:
        """The card. marked: whether with its tones. as_file: untouched and alone, since Telegram makes photos smaller.

        Raises LookupError when its painting was thrown away, Misread.
        """
        wish = CardWish.from_json(job.request)
        data = await asyncio.to_thread(
            self.printer.print, wish.card(marked=marked), look, await self._ground(job, wish)
        )
        keyboard = None if as_file else self._buttons(job, wish, look, marked=marked)
        return Content("", keyboard, (Picture(data, f"shihua-{job.id}-{look}.jpg", as_file=as_file),))

    async def _ground(self, job: Job, wish: CardWish) -> bytes | None:
        if wish.content is None:
            return None
        painted = paintings_from_json(job.result or "[]")
        if not painted:
            return await self.photos.get(wish.content)
        data = await self._shelf.find(painted[0].key)
        if data is None:
            raise LookupError(f"{painted[0].key} is not on the shelf")
        return data

    def _buttons(self, job: Job, wish: CardWish, look: str, *, marked: bool) -> InlineKeyboardMarkup:
        """Every look, the present one marked; below them tones and seal."""

        def button(text: str, press: Press) -> InlineKeyboardButton:
            return InlineKeyboardButton(text, callback_data=press.data)

        names = []
        for name in LOOKS:
            label = self._texts.say(job.language, f"look-{name}")
            value = look_value(name, marked=marked)
            names.append(button(f"· {label} ·" if name == look else label, Press("card", "look", job.id, value)))
        last = []
        if wish.tones:
            text = self._texts.say(job.language, "button-card-plain" if marked else "button-card-tones")
            last.append(button(text, Press("card", "look", job.id, look_value(look, marked=not marked))))
        last.append(button(self._texts.say(job.language, "button-card-seal"), Press("card", "seal", job.id)))
        value = look_value(look, marked=marked)
        last.append(button(self._texts.say(job.language, "button-file"), Press("card", "file", job.id, value)))
        return InlineKeyboardMarkup([*(names[i : i + _A_ROW] for i in range(0, len(names), _A_ROW)), last])


class CardMaker(PictureMaker):
    """Cards as jobs."""

    noun = "card"
    example: Request = StyleRequest(b"", (StyleSource(preset="水墨"),))

    def __init__(self, mount: Mount, shelf: Shelf, *, texts: Texts, lane: Lane) -> None:
        super().__init__(mount.photos, shelf, texts=texts, lane=lane)
        self._mount = mount

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`: the photo painted, if there is one that is to be."""
        wish = CardWish.from_json(job.request)
        await asyncio.to_thread(self._check, wish)
        if wish.content is None:
            return ()
        photo = await self._photos.get(wish.content)
        return () if wish.style is None else (StyleRequest(photo, (StyleSource(preset=wish.style),)),)

    def _check(self, wish: CardWish) -> None:
        """Raises Misread when no typeface here has all characters."""
        faces = self._mount.printer.faces
        if not faces.any:
            raise Misread("card-no-typeface")
        missing = faces.missing("".join((*wish.lines, wish.title or "", wish.form, wish.seal)))
        if missing:
            raise Misread("card-no-glyph", characters=missing)

    async def present(self, job: Job) -> Content:
        """As `Maker.present`."""
        wish = CardWish.from_json(job.request)
        return await self._mount.printed(job, wish.look, marked=wish.marked)


def look_value(look: str, *, marked: bool) -> str:
    """How a card shall look next, as a button's value: all of it, so that buttons need no memory."""
    return f"{look}.{int(marked)}"


def read_look(value: str) -> tuple[str, bool] | None:
    """What `look_value` wrote."""
    look, _, marked = value.partition(".")
    return (look, marked == "1") if look in LOOKS and marked in ("0", "1") else None
