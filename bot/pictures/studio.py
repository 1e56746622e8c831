"""How pictures are made: photos fetched, checked and kept; the engines asked; their pictures kept and shown."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from PIL import Image
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import RetryAfter

from bot.asking import Misread
from bot.attachments import Attachment, download
from bot.content import Content, Picture
from bot.lanes import Lane
from bot.pace import in_seconds
from bot.photos import BadPhoto, check
from bot.pictures.asking import Gallery
from bot.pictures.canvas import Canvas, Press
from bot.pictures.painting import Painted, Painting, paintings_from_json, paintings_to_json
from bot.pictures.scene import numbered, scene
from bot.pictures.shelf import Shelf
from bot.records import Job, Kind
from bot.texts import Texts
from engines.requests import EngineError, PictureResult, Progress, Request, Result, StyleRequest, StyleSource

LONGEST = 1600  # pixels: what a painting's long side has at most
LONGEST_OF_SHEET = 512  # of a picture in an album of several, which is there to choose from
SHEET = 6  # presets in such an album: a row of three and a row of three on a phone


class Photos:
    """Photos by their name with Telegram, checked; fetched when they are not on the shelf."""

    def __init__(self, bot: Bot, shelf: Shelf) -> None:
        self._bot = bot
        self._shelf = shelf

    async def get(self, photo: Attachment, longest: int = LONGEST) -> bytes:
        """A photo fit for the engines. Raises Misread with a sentence about what is wrong with it."""
        key = f"photo:{longest}:{photo.unique_id}"
        known = await self._shelf.find(key)
        if known is not None:
            return known
        try:
            data = (await check(await self._download(photo), longest=longest)).data
        except BadPhoto as bad:
            raise Misread(bad.key, **bad.arguments) from bad
        await self._shelf.keep(key, data)
        return data

    async def _download(self, photo: Attachment) -> bytes:
        while True:
            try:
                return await download(self._bot, photo)
            except RetryAfter as error:
                await asyncio.sleep(in_seconds(error.retry_after))


class StyleMaker:
    """A photo in a style, in one pass."""

    noun = "picture"
    action = ChatAction.UPLOAD_PHOTO
    kind = Kind.STYLE

    def __init__(self, photos: Photos, shelf: Shelf, *, canvas: Canvas, texts: Texts, lane: Lane) -> None:
        self._photos = photos
        self._shelf = shelf
        self._texts = texts
        self._canvas = canvas
        self.lane = lane
        self.example: Request = StyleRequest(b"", (StyleSource(preset="水墨"),), fine=self.kind is Kind.FINE)

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`: one painting."""
        painting = Painting.from_json(job.request)
        assert painting.content is not None
        content = await self._photos.get(painting.content)
        styles = [
            StyleSource(preset=style) if isinstance(style, str) else StyleSource(await self._photos.get(style))
            for style in painting.styles
        ]
        request = StyleRequest(
            content,
            tuple(styles),
            strength=painting.strength / 100,
            keep_colours=painting.keep_colours,
            detail=painting.detail,
            fine=self.kind is Kind.FINE,
        )
        return (request,)

    async def keep(self, job: Job, results: Sequence[Result]) -> str:
        """As `Maker.keep`."""
        painted = []
        for number, result in enumerate(results):
            assert isinstance(result, PictureResult)
            key = f"painted:{job.id}:{number}"
            await self._shelf.keep(key, result.picture)
            painted.append(Painted(key, result.width, result.height, result.finished))
        return paintings_to_json(tuple(painted))

    def explain(self, job: Job, error: EngineError) -> str:
        """As `Maker.explain`."""
        return escape(error.sentence(job.language), quote=False)

    async def present(self, job: Job) -> Content:
        """As `Maker.present`: the picture, what it is, and what can be done with it."""
        assert job.result is not None
        painting = Painting.from_json(job.request)
        (painted,) = paintings_from_json(job.result)
        return Content(
            self._canvas.caption(painting, job.kind, job.language, finished=painted.finished),
            self._canvas.buttons(job.id, painting, job.kind, job.language),
            (await self._picture(painted, f"shihua-{job.id}"),),
        )

    async def notice(self, job: Job, before: int | None) -> Content:
        """As `Maker.notice`."""
        return Content(self._wait(job, before))

    async def preview(self, job: Job, progress: Progress) -> Content | None:
        """As `Maker.preview`: seconds of work are not worth one."""
        return None

    def _wait(self, job: Job, before: int | None) -> str:
        if before:
            return self._texts.say(job.language, "queue-place-picture", n=before)
        return self._texts.say(job.language, "queue-soon-picture")

    async def _picture(self, painted: Painted, name: str) -> Picture:
        """A painting as a photo. The file itself is several times as large, and Telegram would compress it anyway."""
        data = await self._shelf.find(painted.key)
        if data is None:
            raise LookupError(f"{painted.key} is not on the shelf")
        return Picture(await asyncio.to_thread(_jpeg, data), f"{name}.jpg")


class FineMaker(StyleMaker):
    """The same by optimisation: the person watches the picture change and may end it."""

    kind = Kind.FINE

    async def notice(self, job: Job, before: int | None) -> Content:
        """As `Maker.notice`: the picture to be refined, with a button that cancels."""
        text = self._wait(job, before) if before else self._texts.say(job.language, "fine-progress", n=0)
        stop = self._canvas.stop(job.id, job.language)
        try:
            picture = await self._beginning(job)
        except Misread:
            return Content(text, stop)  # what is wrong with the photo is the job's own to tell
        return Content(text, stop, (Picture(picture, f"shihua-{job.id}.png"),))

    async def preview(self, job: Job, progress: Progress) -> Content | None:
        """As `Maker.preview`."""
        if progress.preview is None:
            return None
        text = self._texts.say(job.language, "fine-progress", n=round(100 * progress.fraction))
        return Content(
            text, self._canvas.stop(job.id, job.language), (Picture(progress.preview, f"shihua-{job.id}.jpg"),)
        )

    async def _beginning(self, job: Job) -> bytes:
        """The painting under whose button the work was asked for, or else the photo."""
        press = Press.read(job.pressed or "")
        picture = None if press is None else await self._shelf.find(f"painted:{press.job_id}:0")
        if picture is not None:
            return picture
        content = Painting.from_json(job.request).content
        assert content is not None
        return await self._photos.get(content)


class SheetMaker(StyleMaker):
    """One photo in several presets: an album to choose from."""

    kind = Kind.SHEET

    def __init__(
        self, photos: Photos, shelf: Shelf, *, canvas: Canvas, texts: Texts, lane: Lane, gallery: Gallery
    ) -> None:
        super().__init__(photos, shelf, canvas=canvas, texts=texts, lane=lane)
        self._gallery = gallery

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`: one for each preset of the album."""
        painting = Painting.from_json(job.request)
        assert painting.content is not None
        content = await self._photos.get(painting.content, LONGEST_OF_SHEET)
        return [StyleRequest(content, (StyleSource(preset=name),)) for name in self._names()]

    async def present(self, job: Job) -> Content:
        """As `Maker.present`: the album, and below it a button for each preset."""
        assert job.result is not None
        pictures = [
            replace(await self._picture(painted, f"shihua-{job.id}-{number}"), caption=name)
            for number, (name, painted) in enumerate(
                zip(
                    (self._gallery.label(n, job.language) for n in self._names()),
                    paintings_from_json(job.result),
                    strict=False,
                )
            )
        ]
        return Content(
            self._texts.say(job.language, "sheet-choose"),
            self._canvas.presets(job.id, job.language),
            tuple(pictures),
        )

    def _names(self) -> list[str]:
        return [preset.name for preset in self._gallery.presets[:SHEET]]


class GalleryMaker(SheetMaker):
    """All presets on a picture of our own: made once, then taken from the shelf."""

    kind = Kind.GALLERY

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`: one for each preset, none when the gallery is on the shelf."""
        if await self._shelf.find(self._key) is not None:
            return ()
        content = await asyncio.to_thread(scene)
        return [StyleRequest(content, (StyleSource(preset=preset.name),)) for preset in self._gallery.presets]

    async def keep(self, job: Job, results: Sequence[Result]) -> str:
        """As `Maker.keep`."""
        if results:
            pictures = [result.picture for result in results if isinstance(result, PictureResult)]
            await self._shelf.keep(self._key, await asyncio.to_thread(numbered, pictures))
        return paintings_to_json(())

    async def present(self, job: Job) -> Content:
        """As `Maker.present`: the picture, and below it a button for each preset."""
        data = await self._shelf.find(self._key)
        if data is None:
            raise LookupError("the gallery is not on the shelf")
        return Content(
            self._texts.say(job.language, "styles-gallery"),
            self._canvas.presets(0, job.language, numbered=True),
            (Picture(data, "shihua.jpg"),),
        )

    @property
    def _key(self) -> str:
        names = "\n".join(preset.name for preset in self._gallery.presets)
        return f"gallery:{hashlib.sha256(names.encode()).hexdigest()}"


def _jpeg(png: bytes) -> bytes:
    """A painting of the engines (nothing else is opened in this process) as a JPEG of high quality."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        picture.save(buffer, "JPEG", quality=93, subsampling=0)
    return buffer.getvalue()
