"""How the network is fooled, and how that is shown: what it saw and sees now, the difference, and what else to try."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content import Content, Picture
from bot.lanes import Lane
from bot.pictures.fetching import Photos
from bot.pictures.maker import PictureMaker
from bot.pictures.shelf import Shelf
from bot.pictures.wishes import Fool
from bot.presses import Press
from bot.records import Job
from bot.script import is_chinese, written
from bot.texts import Texts
from engines.requests import SIZES, Attack, FoolRequest, FoolResult, Label, Language, Request, Result, visibility

_FAMILY = "fool"
_TARGETS = 3  # suggested: what the network thinks of next, so that they can be reached
_MOST_NAME = 18  # characters of a name in a button
_TALL = 1.2  # height over width from which three pictures go into a row
_SIDE = 640  # pixels: the long side of a picture in the comparison
_GAP = 6
UNSURE = 0.3  # share of a first label below which it is wrong three times in four, as engines/vision/look.py counted
CONFIDENT = 0.5  # share from which a wrong label is a confident one


@dataclass(frozen=True)
class Fooled:
    """What came of it, as FoolResult says it; picture, sheet: keys on the shelf."""

    before: tuple[Label, ...]
    after: tuple[Label, ...]
    picture: str
    sheet: str
    amplified: int
    width: int
    height: int
    fooled: bool
    smallest: int | None
    target: Label | None

    def to_json(self) -> str:
        """As a job keeps it; `from_json` reads it back."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Fooled:
        """What `to_json` wrote."""
        fields = json.loads(text)
        for name in ("before", "after"):
            fields[name] = tuple(Label(**label) for label in fields[name])
        fields["target"] = None if fields["target"] is None else Label(**fields["target"])
        return cls(**fields)

    @property
    def targets(self) -> tuple[Label, ...]:
        """Classes to aim at."""
        return self.before[1 : 1 + _TARGETS]

    @property
    def unsure(self) -> bool:
        """Whether the network did not really know before."""
        return self.before[0].share < UNSURE


class FoolCanvas:
    """Words and buttons about networks that were fooled."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def text(self, wish: Fool, fooled: Fooled, language: Language) -> str:
        """What the network saw and sees, what was done, and why that works."""

        def say(key: str, **arguments: str | int) -> str:
            return self._texts.say(language, key, **arguments)

        first, now = name_of(fooled.before[0], language), name_of(fooled.after[0], language)
        target = None if fooled.target is None else name_of(fooled.target, language)
        outcome = "fooled" if fooled.fooled else "withstood"
        verdict = (
            say(f"fool-{outcome}", before=first, after=now)
            if target is None
            else say(f"fool-{outcome}-target", target=target, after=now)
        )
        rows = [
            f"<b>{verdict}</b>",
            *([say("fool-unsure", share=percent(fooled.before[0].share))] if fooled.unsure else []),
            say("fool-before"),
            _table(fooled.before, language),
            say("fool-after", n=wish.size, attack=wish.attack.upper()),
            _table(fooled.after, language),
            *self._smallest(wish, fooled, language),
            say(f"fool-why-{outcome}", attack=wish.attack),
            say("fool-visible", size=wish.size, visibility=visibility(wish.size)),
            f"<i>{say('fool-tall' if is_tall(fooled.width, fooled.height) else 'fool-wide', n=fooled.amplified)}</i>",
        ]
        if wish.left_out:
            rows.append(say("first-photo-only", n=wish.left_out))
        return "\n".join(rows)

    def buttons(self, job_id: int, wish: Fool, language: Language) -> InlineKeyboardMarkup:
        """Other sizes, the other method, a target."""
        sizes = [
            _button(_marked(f"±{size}", chosen=size == wish.size), Press(_FAMILY, "size", job_id, str(size)))
            for size in SIZES
        ]
        attacks = [
            _button(_marked(attack.upper(), chosen=attack is wish.attack), Press(_FAMILY, "attack", job_id, attack))
            for attack in Attack
        ]
        aims = [_button(self._texts.say(language, "button-targets"), Press(_FAMILY, "targets", job_id))]
        if wish.target is not None:
            aims.append(_button(self._texts.say(language, "button-any"), Press(_FAMILY, "any", job_id)))
        return InlineKeyboardMarkup([sizes, attacks, aims])

    def targets(self, job_id: int, fooled: Fooled, language: Language) -> InlineKeyboardMarkup:
        """Instead of the buttons: what the network shall see."""
        names = [
            _button(name_of(label, language)[:_MOST_NAME], Press(_FAMILY, "target", job_id, label.wnid))
            for label in fooled.targets
        ]
        back = _button(self._texts.say(language, "button-back"), Press(_FAMILY, "back", job_id))
        return InlineKeyboardMarkup([names, [back]])

    def _smallest(self, wish: Fool, fooled: Fooled, language: Language) -> list[str]:
        """How large the change has to be; nothing where a smaller one happens to work and this one's neighbour not."""
        smallest, method = fooled.smallest, wish.attack.upper()
        if smallest is None:
            return [] if fooled.fooled else [self._texts.say(language, "fool-smallest-none", attack=method)]
        if fooled.fooled:
            key = "fool-smallest-enough" if smallest < wish.size else "fool-smallest-exact"
            fits = smallest <= wish.size
        else:
            key = "fool-smallest-needed" if smallest > wish.size else "fool-smallest-less"
            fits = smallest != wish.size
        return [self._texts.say(language, key, n=smallest, attack=method)] if fits else []


class FoolMaker(PictureMaker):
    """A photo changed so that the network sees something else and the eye doesn't."""

    work = "fool"

    def __init__(self, photos: Photos, shelf: Shelf, *, canvas: FoolCanvas, texts: Texts, lane: Lane) -> None:
        super().__init__(photos, shelf, texts=texts, lane=lane)
        self._canvas = canvas
        self.example = FoolRequest(b"")

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`: one attack."""
        wish = Fool.from_json(job.request)
        return (FoolRequest(await self._photo(wish), wish.attack, wish.size, wish.target),)

    async def keep(self, job: Job, results: Sequence[Result]) -> str:
        """As `Maker.keep`: the changed picture, and one that compares it with the photo."""
        (result,) = results
        assert isinstance(result, FoolResult)
        photo = await self._photo(Fool.from_json(job.request))
        sheet = await asyncio.to_thread(compared, photo, result.picture, result.difference)
        fooled = Fooled(
            result.before,
            result.after,
            f"fooled:{job.id}",
            f"compared:{job.id}",
            result.amplified,
            result.width,
            result.height,
            result.fooled,
            result.smallest,
            result.target,
        )
        await self._shelf.keep(fooled.picture, result.picture)
        await self._shelf.keep(fooled.sheet, sheet)
        return fooled.to_json()

    async def present(self, job: Job) -> Content:
        """As `Maker.present`: the changed picture as a file, since a photo's JPEG would undo it; then the rest."""
        assert job.result is not None
        wish, fooled = Fool.from_json(job.request), Fooled.from_json(job.result)
        file = Picture(await self._kept(fooled.picture), f"shihua-fool-{job.id}.png", as_file=True)
        # Who pressed a button under such a picture has read how to keep the file.
        caption = "fool-file" if Press.read(job.pressed or "", _FAMILY) is None else "fool-file-again"
        return Content(
            self._canvas.text(wish, fooled, job.language),
            self._canvas.buttons(job.id, wish, job.language),
            (Picture(await self._kept(fooled.sheet), f"shihua-{job.id}.jpg"),),
            first=Content(self._texts.say(job.language, caption, n=wish.size), pictures=(file,)),
        )

    async def _photo(self, wish: Fool) -> bytes:
        assert wish.content is not None
        return await self._photos.get(wish.content)


def name_of(label: Label, language: Language) -> str:
    """A label's name in a language."""
    return written(label.zh, language) if is_chinese(language) else label.en


def percent(share: float) -> str:
    """A share as people read it, at most four characters."""
    return "<1%" if 0 < share < 0.005 else f"{round(100 * share)}%"


def is_tall(width: int, height: int) -> bool:
    """Whether three such pictures are best seen in a row."""
    return height > _TALL * width


def compared(photo: bytes, changed: bytes, difference: bytes) -> bytes:
    """Photo, changed picture and difference as one JPEG: tall ones in a row, others as two above one twice as large.

    photo: as bot/photos.py leaves it; the others: the engines' PNGs, of one size.
    """
    opened = [Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]).convert("RGB") for data in (changed, difference)]
    width, height = opened[0].size
    scale = _SIDE / max(width, height)
    cell = max(1, round(width * scale)), max(1, round(height * scale))
    first = Image.open(io.BytesIO(photo), formats=["JPEG", "PNG"]).convert("RGB")
    pictures = [first, *opened]
    if is_tall(width, height):
        places = [(n * (cell[0] + _GAP), 0, cell) for n in range(3)]
    else:
        twice = 2 * cell[0] + _GAP, round((2 * cell[0] + _GAP) * height / width)
        places = [(0, 0, cell), (cell[0] + _GAP, 0, cell), (0, cell[1] + _GAP, twice)]
    size = max(x + w for x, _, (w, _) in places), max(y + h for _, y, (_, h) in places)
    together = Image.new("RGB", size, "white")
    for picture, (x, y, cell_size) in zip(pictures, places, strict=True):
        # Pixels stay pixels when a small picture grows, so that the change can be seen as it is.
        grows = cell_size[0] > picture.width
        together.paste(
            picture.resize(cell_size, Image.Resampling.NEAREST if grows else Image.Resampling.LANCZOS), (x, y)
        )
    buffer = io.BytesIO()
    together.save(buffer, "JPEG", quality=90, subsampling=0)
    return buffer.getvalue()


def _table(labels: Sequence[Label], language: Language) -> str:
    """A row a label. The shares stand first: names are of many widths, and no font keeps columns of them straight."""
    rows = [f"{percent(label.share):>4}  {name_of(label, language)}" for label in labels]
    return f"<pre>{escape(chr(10).join(rows), quote=False)}</pre>"


def _marked(text: str, *, chosen: bool) -> str:
    return f"· {text} ·" if chosen else text


def _button(text: str, press: Press) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=press.data)
