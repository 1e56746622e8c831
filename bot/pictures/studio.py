"""How paintings are made: one, one refined, several to choose from."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from bot.content import Content, Picture
from bot.lanes import Lane
from bot.pictures.asking import Gallery
from bot.pictures.canvas import Canvas
from bot.pictures.fetching import Photos
from bot.pictures.maker import PictureMaker
from bot.pictures.painting import Painting, paintings_from_json, paintings_to_json
from bot.pictures.scene import numbered, scene
from bot.pictures.shelf import Shelf
from bot.presses import Press
from bot.records import Job, Kind
from bot.texts import Texts
from engines.requests import PictureResult, Progress, Request, Result, StyleRequest, StyleSource

LONGEST_OF_SHEET = 512  # of a picture in an album of several, which is there to choose from
SHEET = 6  # presets in such an album: a row of three and a row of three on a phone


class StyleMaker(PictureMaker):
    """A photo in a style, in one pass."""

    kind = Kind.STYLE

    def __init__(self, photos: Photos, shelf: Shelf, *, canvas: Canvas, texts: Texts, lane: Lane) -> None:
        super().__init__(photos, shelf, texts=texts, lane=lane)
        self._canvas = canvas
        self.example = StyleRequest(b"", (StyleSource(preset="水墨"),), fine=self.kind is Kind.FINE)

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


class FineMaker(StyleMaker):
    """The same by optimisation: the person watches the picture change, and may end it and keep what there is."""

    kind = Kind.FINE
    watched = True

    async def notice(self, job: Job, before: int | None) -> Content:
        """As `Maker.notice`: the picture to be refined, with a button that cancels."""
        stop = self._canvas.stop(job.id, job.language)
        return await self._easel(job, before, "fine-progress", stop, self._beginning(job))

    async def preview(self, job: Job, progress: Progress) -> Content | None:
        """As `Maker.preview`."""
        return self._progressed(job, progress, "fine-progress", self._canvas.enough(job.id, job.language))

    async def _beginning(self, job: Job) -> bytes:
        """The painting under whose button the work was asked for, or else the photo."""
        press = Press.read(job.pressed or "", "style")
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
