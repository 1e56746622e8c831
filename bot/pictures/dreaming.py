"""How dreams are made and shown: a picture that can be watched meanwhile, a film, and what can be done with them."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction

from bot.asking import Misread
from bot.content import Content, Film
from bot.lanes import Lane
from bot.pictures.fetching import Photos
from bot.pictures.maker import PictureMaker
from bot.pictures.painting import paintings_from_json
from bot.pictures.reading import Motifs
from bot.pictures.shelf import Shelf
from bot.pictures.wishes import Dream
from bot.presses import Press
from bot.records import Job
from bot.texts import Texts
from engines.requests import DreamRequest, FilmResult, Language, Progress, Request, Result

_FAMILY = "dream"
_NAMES_A_ROW = 3
_POSTER = 320  # pixels: what Telegram takes for a film's thumbnail


class DreamCanvas:
    """Captions and buttons of dreams."""

    def __init__(self, texts: Texts, motifs: Motifs) -> None:
        self._texts = texts
        self._motifs = motifs

    def caption(self, dream: Dream, language: Language) -> str:
        """Motif, strength and depth in a row; below it what the person should know."""
        name = self._motifs.label(dream.motif, language)
        parts = [
            self._texts.say(language, "dream-of", name=name) if name else self._texts.say(language, "dream"),
            self._texts.say(language, "picture-strength", n=dream.strength),
        ]
        if dream.depth > 1:
            parts.append(self._texts.say(language, "dream-depth", n=dream.depth))
        rows = [" · ".join(parts)]
        if dream.left_out:
            rows.append(self._texts.say(language, "first-photo-only", n=dream.left_out))
        return "\n".join(rows)

    def buttons(self, job_id: int, language: Language) -> InlineKeyboardMarkup:
        """What can be done with a dream."""

        def button(action: str) -> InlineKeyboardButton:
            text = self._texts.say(language, f"button-{action}")
            return InlineKeyboardButton(text, callback_data=Press(_FAMILY, action, job_id).data)

        second = [button("motifs")] if self._motifs.motifs else []
        return InlineKeyboardMarkup(
            [
                [button("shallower"), button("deeper")],
                [*second, button("further")],
                [button("film"), button("file")],
            ]
        )

    def motifs(self, job_id: int, dream: Dream, language: Language) -> InlineKeyboardMarkup:
        """Instead of the buttons: what it shall be about."""
        now = self._motifs.label(dream.motif, "zh")
        names = []
        for motif in self._motifs.motifs:
            name = self._motifs.label(motif.name, language)
            text = f"· {name} ·" if self._motifs.label(motif.name, "zh") == now else name
            names.append(InlineKeyboardButton(text, callback_data=Press(_FAMILY, "motif", job_id, motif.name).data))
        rows = [names[i : i + _NAMES_A_ROW] for i in range(0, len(names), _NAMES_A_ROW)]
        back = self._texts.say(language, "button-back")
        return InlineKeyboardMarkup(
            [*rows, [InlineKeyboardButton(back, callback_data=Press(_FAMILY, "back", job_id).data)]]
        )

    def stop(self, job_id: int, language: Language) -> InlineKeyboardMarkup:
        """The button that cancels."""
        text = self._texts.say(language, "button-stop")
        return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=Press(_FAMILY, "stop", job_id).data)]])


class DreamMaker(PictureMaker):
    """A photo dreamt: the person watches the picture change, and may end it."""

    watched = True
    zoom = False
    progress = "dream-progress"

    def __init__(self, photos: Photos, shelf: Shelf, *, canvas: DreamCanvas, texts: Texts, lane: Lane) -> None:
        super().__init__(photos, shelf, texts=texts, lane=lane)
        self._canvas = canvas
        self.example = DreamRequest(b"", zoom=self.zoom)

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`: one dream."""
        dream = Dream.from_json(job.request)
        return (DreamRequest(await self._beginning(job), dream.motif, dream.strength / 100, self.zoom),)

    async def present(self, job: Job) -> Content:
        """As `Maker.present`: the picture, what it is, and what can be done with it."""
        assert job.result is not None
        (painted,) = paintings_from_json(job.result)
        return Content(
            self._canvas.caption(Dream.from_json(job.request), job.language),
            self._canvas.buttons(job.id, job.language),
            (await self._picture(painted, f"shihua-{job.id}"),),
        )

    async def notice(self, job: Job, before: int | None) -> Content:
        """As `Maker.notice`: the photo, with a button that cancels."""
        stop = self._canvas.stop(job.id, job.language)
        return await self._easel(job, before, self.progress, stop, self._beginning(job))

    async def preview(self, job: Job, progress: Progress) -> Content | None:
        """As `Maker.preview`."""
        return self._progressed(job, progress, self.progress, self._canvas.stop(job.id, job.language))

    async def _beginning(self, job: Job) -> bytes:
        """What is dreamt: the photo, or what an earlier dream has made of it. Raises Misread."""
        dream = Dream.from_json(job.request)
        if dream.base is not None:
            picture = await self._shelf.find(f"painted:{dream.base}:0")
            if picture is None:
                raise Misread("dream-base-gone")
            return picture
        assert dream.content is not None
        return await self._photos.get(dream.content)


@dataclass(frozen=True)
class Filmed:
    """A film that was made: where it and its first picture are on the shelf, its size in pixels, its seconds."""

    key: str
    poster: str
    width: int
    height: int
    seconds: float


class FilmMaker(DreamMaker):
    """A short film that sinks into the dream."""

    zoom = True
    progress = "film-progress"
    action = ChatAction.UPLOAD_VIDEO

    async def keep(self, job: Job, results: Sequence[Result]) -> str:
        """As `Maker.keep`."""
        (result,) = results
        assert isinstance(result, FilmResult)
        filmed = Filmed(f"film:{job.id}", f"poster:{job.id}", result.width, result.height, result.seconds)
        await self._shelf.keep(filmed.key, result.film)
        await self._shelf.keep(filmed.poster, await asyncio.to_thread(_thumbnail, result.poster))
        return json.dumps(dataclasses.asdict(filmed))

    async def present(self, job: Job) -> Content:
        """As `Maker.present`: the film and what it shows."""
        assert job.result is not None
        filmed = Filmed(**json.loads(job.result))
        film = Film(
            await self._kept(filmed.key),
            f"shihua-{job.id}.mp4",
            await self._kept(filmed.poster),
            filmed.width,
            filmed.height,
            filmed.seconds,
        )
        return Content(self._canvas.caption(Dream.from_json(job.request), job.language), film=film)


def _thumbnail(poster: bytes) -> bytes:
    """The engines' first picture of a film, as small as Telegram wants it."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(poster), formats=["JPEG"]) as picture:
        picture.thumbnail((_POSTER, _POSTER))
        picture.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
