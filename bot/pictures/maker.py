"""What all makers of pictures have in common: where pictures are kept, how they go out, what is said meanwhile."""

from __future__ import annotations

import asyncio
import io
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Sequence
from html import escape

from PIL import Image
from telegram import InlineKeyboardMarkup
from telegram.constants import ChatAction

from bot.asking import Misread
from bot.content import Content, Picture
from bot.lanes import Lane
from bot.pictures.fetching import Photos
from bot.pictures.painting import Painted, paintings_to_json
from bot.pictures.shelf import Shelf
from bot.records import Job
from bot.texts import Texts
from engines.requests import EngineError, PictureResult, Progress, Request, Result


class PictureMaker(ABC):
    """A maker (bot/making.py) of pictures that takes seconds: nothing to watch meanwhile."""

    noun = "picture"
    action = ChatAction.UPLOAD_PHOTO
    watched = False
    work = ""  # what is said to be done meanwhile, where it is something else than with other pictures
    example: Request

    def __init__(self, photos: Photos, shelf: Shelf, *, texts: Texts, lane: Lane) -> None:
        self._photos = photos
        self._shelf = shelf
        self._texts = texts
        self.lane = lane

    @abstractmethod
    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`."""

    async def more(self, job: Job, results: Sequence[Result]) -> Sequence[Request]:
        """As `Maker.more`: nothing."""
        return ()

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
        return escape(self._texts.relay(job.language, error), quote=False)

    @abstractmethod
    async def present(self, job: Job) -> Content:
        """As `Maker.present`."""

    async def notice(self, job: Job, before: int | None) -> Content:
        """As `Maker.notice`."""
        return Content(self._wait(job, before))

    async def preview(self, job: Job, progress: Progress) -> Content | None:
        """As `Maker.preview`: seconds of work are not worth one."""
        return None

    def _wait(self, job: Job, before: int | None) -> str:
        if before:
            return self._texts.say(job.language, f"queue-place-{self.noun}", n=before)
        return self._texts.say(job.language, f"queue-soon-{self.work or self.noun}")

    async def _easel(
        self, job: Job, before: int | None, progress: str, stop: InlineKeyboardMarkup, beginning: Awaitable[bytes]
    ) -> Content:
        """A notice in which the picture can be watched. progress: the key of its sentence; beginning: what is shown."""
        text = self._wait(job, before) if before else self._texts.say(job.language, progress, n=0)
        try:
            picture = await beginning
        except Misread:
            return Content(text, stop)  # what is wrong with the photo is the job's own to tell
        return Content(text, stop, (Picture(picture, f"shihua-{job.id}.png"),))

    def _progressed(self, job: Job, progress: Progress, key: str, keyboard: InlineKeyboardMarkup) -> Content | None:
        """The same with a preview, if there is one."""
        if progress.preview is None:
            return None
        text = self._texts.say(job.language, key, n=round(100 * progress.fraction))
        return Content(text, keyboard, (Picture(progress.preview, f"shihua-{job.id}.jpg"),))

    async def _kept(self, key: str) -> bytes:
        """What was made, from the shelf. Raises LookupError."""
        data = await self._shelf.find(key)
        if data is None:
            raise LookupError(f"{key} is not on the shelf")
        return data

    async def _picture(self, painted: Painted, name: str) -> Picture:
        """A painting as a photo. The file itself is several times as large, and Telegram would compress it anyway."""
        return Picture(await asyncio.to_thread(as_jpeg, await self._kept(painted.key)), f"{name}.jpg")


def as_jpeg(png: bytes) -> bytes:
    """A picture of the engines (nothing else is opened in this process) as a JPEG of high quality."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        picture.save(buffer, "JPEG", quality=93, subsampling=0)
    return buffer.getvalue()
