"""/limits: what networks like these can't do, shown on the last pictures and the last poem that a person got here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.content import Content, Picture
from bot.lanes import Lane
from bot.pictures.dreaming import DreamCanvas
from bot.pictures.fetching import Photos
from bot.pictures.fooling import CONFIDENT, Fooled, name_of, percent
from bot.pictures.inscribing import Inscribed
from bot.pictures.maker import PictureMaker
from bot.pictures.painting import paintings_from_json
from bot.pictures.shelf import Shelf
from bot.pictures.wishes import Dream, Fool
from bot.records import Job, Kind
from bot.script import set_verse
from bot.store import Store
from bot.texts import Texts
from engines.requests import LookRequest, Request, Result, visibility

_PAINTINGS = (Kind.STYLE, Kind.FINE)
_CHAPTERS = ("pixels", "certain", "texture", "poem", "data", "rely")


class LessonMaker(PictureMaker):
    """The lesson, chapter by chapter; a chapter that can be shown on something of the person's own says so."""

    example: Request = LookRequest(b"")

    def __init__(
        self, photos: Photos, shelf: Shelf, *, canvas: DreamCanvas, store: Store, texts: Texts, lane: Lane
    ) -> None:
        super().__init__(photos, shelf, texts=texts, lane=lane)
        self._canvas = canvas
        self._store = store

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`: none, what there is is shown."""
        return ()

    async def keep(self, job: Job, results: Sequence[Result]) -> str:
        """As `Maker.keep`: nothing is made."""
        return "{}"

    async def present(self, job: Job) -> Content:
        """As `Maker.present`: the person's own pictures, and the lesson below them."""
        shown = {
            "certain": await self._last(job, (Kind.FOOL,), self._fool),
            "texture": await self._last(job, (Kind.DREAM,), self._dream),
            "poem": await self._last(job, (Kind.INSCRIPTION,), self._poem),
        }
        painting = await self._last(job, _PAINTINGS, self._painting)
        rows = [self._texts.say(job.language, "limits-title")]
        for chapter in _CHAPTERS:
            rows += ["", self._texts.say(job.language, f"limits-{chapter}")]
            if chapter in shown:
                own = shown[chapter]
                rows.append(self._texts.say(job.language, f"limits-{chapter}-try") if own is None else own[0])
            if chapter == "texture" and painting is not None:
                rows.append(painting[0])
        found = [shown["certain"], shown["texture"], painting]
        pictures = [picture for own in found if own is not None for picture in own[1:] if isinstance(picture, Picture)]
        return Content("\n".join(rows), pictures=tuple(pictures))

    async def _last(
        self, job: Job, kinds: Sequence[Kind], show: Callable[[Job], Awaitable[tuple[str, Picture | None]]]
    ) -> tuple[str, Picture | None] | None:
        """The last of these kinds that the person got in this chat, as a sentence and a picture, if there is one."""
        last = await self._store.latest(job.bot, job.chat_id, job.person_id, kinds)
        if last is None:
            return None
        try:
            return await show(replace(last, language=job.language))
        except LookupError:
            return None  # pictures are kept for some days only

    async def _fool(self, job: Job) -> tuple[str, Picture | None]:
        fooled = Fooled.from_json(job.result or "")
        before, after = fooled.before[0], fooled.after[0]
        size = Fool.from_json(job.request).size
        sentence = self._texts.say(
            job.language,
            f"limits-certain-own-{_outcome(fooled)}",
            before=name_of(before, job.language),
            sure=percent(before.share),
            after=name_of(after, job.language),
            now=percent(after.share),
            n=size,
            visibility=visibility(size),
        )
        return sentence, Picture(await self._kept(fooled.sheet), f"shihua-{job.id}.jpg", self._caption(job, "fool"))

    async def _dream(self, job: Job) -> tuple[str, Picture | None]:
        (painted,) = paintings_from_json(job.result or "")
        picture = await self._picture(painted, f"shihua-{job.id}")
        name = self._canvas.caption(replace(Dream.from_json(job.request), left_out=0), job.language)
        own = self._texts.say(job.language, "limits-texture-own", name=name)
        return own, replace(picture, caption=self._caption(job, "dream"))

    async def _painting(self, job: Job) -> tuple[str, Picture | None]:
        (painted,) = paintings_from_json(job.result or "")
        picture = await self._picture(painted, f"shihua-{job.id}")
        return self._texts.say(job.language, "limits-painting-own"), replace(
            picture, caption=self._caption(job, "painting")
        )

    async def _poem(self, job: Job) -> tuple[str, Picture | None]:
        inscribed = Inscribed.from_json(job.result or "")
        sentence = self._texts.say(
            job.language,
            "limits-poem-own",
            name=name_of(inscribed.labels[0], job.language),
            share=percent(inscribed.labels[0].share),
            theme=set_verse(inscribed.request.theme or "", job.language),
        )
        return sentence, None

    def _caption(self, job: Job, what: str) -> str:
        return self._texts.say(job.language, f"limits-your-{what}")


def _outcome(fooled: Fooled) -> str:
    """What an attack shows of the network's confidence, as the end of a sentence's key."""
    if not fooled.fooled:
        return "withstood"
    if fooled.unsure:
        return "unsure"
    return "fooled" if fooled.after[0].share >= CONFIDENT else "doubtful"
