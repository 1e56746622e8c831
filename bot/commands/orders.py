"""From wishes about photos to jobs, whatever the wish: what lacks nothing is queued, what is missing is asked for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from telegram import Message

from bot.asking import Misread
from bot.attachments import Attachment, pick
from bot.commands.invitations import Invitations
from bot.commands.spoken import Asker, Speaker
from bot.jobs import Jobs
from bot.photos import BadPhoto
from bot.pictures.asking import Gallery
from bot.pictures.fetching import Photos
from bot.pictures.painting import Painting
from bot.pictures.reading import Motifs
from bot.pictures.wish import PhotoWish
from bot.pictures.wishes import read_wish
from bot.records import Job, Kind, NewJob
from bot.script import is_chinese, written
from engines.requests import MAXIMUM_STYLES, Language, nearest, well_known


class Orders:
    """Takes orders for pictures; keeps what is said until the rest of it comes."""

    def __init__(
        self,
        bot_id: int,
        *,
        jobs: Jobs,
        invitations: Invitations,
        photos: Photos,
        gallery: Gallery,
        motifs: Motifs,
        speaker: Speaker,
    ) -> None:
        self._bot_id = bot_id
        self._jobs = jobs
        self._invitations = invitations
        self._photos = photos
        self._gallery = gallery
        self._motifs = motifs
        self._speaker = speaker

    async def asker(self, message: Message, source: str) -> Asker:
        """The one who said something, and how they are written to."""
        return Asker.of(message, source, await self._speaker.language_in(message))

    async def begin(self, asker: Asker, wish: PhotoWish, kind: Kind, *, ends_sitting: bool = True) -> Job | None:
        """Queues a wish, or asks for what it lacks; the job, None when there is none or there was one already."""
        if wish.missing == "content" or (wish.missing and kind is not Kind.SHEET):
            await self._invitations.begin(asker, wish, kind)
            return None
        job = await self.submit(asker, wish, kind)
        if ends_sitting:
            await self._invitations.forget(asker.chat_id, asker.person_id)
        return job

    async def submit(self, asker: Asker, wish: PhotoWish, kind: Kind) -> Job | None:
        """Queues what needs nothing more; the job, None when there was one already."""
        new = self._new_job(asker, wish, kind)
        return await (self._jobs.submit(new) if asker.pressed is None else self._jobs.press(new, time.time()))

    async def pressed_lately(self, asker: Asker) -> bool:
        """Whether a press repeats one that is being answered or was answered just now."""
        return await self._jobs.is_repeated(self._new_job(asker, PhotoWish(), Kind.STYLE), time.time())

    async def place(self, asker: Asker, kind: Kind, wish: PhotoWish, photos: Sequence[Attachment]) -> None:
        """Words and photos that came together; together with what an open sitting has, when something is missing.

        Raises Misread for a photo that can't be used while a sitting is open, and leaves that as it is.
        """
        await self._check(asker, photos)
        wish = wish.with_photos(photos)
        if wish.content is None:
            wish = replace(wish, content=await self.waiting_photo(asker))
            if kind is Kind.STYLE and isinstance(wish, Painting) and wish.styles and wish.content is not None:
                wish = replace(wish, unrefined=await self.was_to_be_refined(asker) and not wish.can_refine)
        await self.begin(asker, wish, kind)

    async def bare_photos(self, asker: Asker, photos: Sequence[Attachment]) -> bool:
        """Photos without a command: what an open sitting lacks, or the beginning of one; False in a group without.

        Raises Misread as `place` does.
        """
        await self._check(asker, photos)
        sitting = await self._invitations.open(asker)
        if sitting is not None:
            await self.begin(asker, read_wish(sitting.kind, sitting.wish).with_photos(photos), sitting.kind)
        elif asker.private:
            await self.begin(asker, Painting().with_photos(photos), Kind.STYLE)
        return sitting is not None or asker.private

    async def keep(self, asker: Asker, photo: Attachment, remark: Misread) -> None:
        """Keeps a photo until it is said what it is for; a remark comes before the question. Raises as `place` does."""
        await self._check(asker, [photo])
        await self._invitations.begin(asker, Painting(photo), Kind.STYLE, remark)

    async def waiting_photo(self, asker: Asker) -> Attachment | None:
        """The photo of which the person has not said yet what it is for."""
        sitting = await self._invitations.open(asker)
        return None if sitting is None else read_wish(sitting.kind, sitting.wish).content

    async def was_to_be_refined(self, asker: Asker) -> bool:
        """Whether the person's open sitting began with the wish to refine."""
        sitting = await self._invitations.open(asker)
        return sitting is not None and sitting.kind is Kind.FINE

    async def refuse(self, message: Message, reason: Misread | BadPhoto) -> None:
        """Says in one sentence why something can't be."""
        # Of what was misread, only here is known in which language examples are to be given.
        language = await self._speaker.language_in(message)
        name = str(reason.arguments.get("name", ""))
        examples: dict[str, str] = {"examples": self._gallery.examples(language)}
        if reason.key.startswith("dream-"):
            examples = _examples(self._motifs.suggested(name, language), language)
        elif reason.key.startswith("fool-"):
            near = nearest(name) or well_known()
            examples = _examples(
                [written(known.zh, language) if is_chinese(language) else known.en for known in near], language
            )
        await self._speaker.answer(message, reason.key, **{**examples, **reason.arguments})

    async def _check(self, asker: Asker, photos: Sequence[Attachment]) -> None:
        """Raises Misread for a bad photo before it takes a place in an open sitting, which then waits for another."""
        if await self._invitations.open(asker) is not None:
            for photo in photos[: MAXIMUM_STYLES + 1]:
                await self._photos.get(photo)

    def _new_job(self, asker: Asker, wish: PhotoWish, kind: Kind) -> NewJob:
        return NewJob(
            bot=self._bot_id,
            source=asker.source,
            chat_id=asker.chat_id,
            person_id=asker.person_id,
            request=wish.to_json(),
            language=asker.language,
            reply_to=asker.reply_to or _photo_to_quote(wish, kind),
            thread_id=asker.thread_id,
            pressed=asker.pressed,
            kind=kind,
        )


def _examples(names: Sequence[str], language: Language) -> dict[str, str]:
    """Names as a person may type them, and the first of them."""
    return {"examples": ("、" if is_chinese(language) else ", ").join(names), "first": names[0] if names else ""}


def _photo_to_quote(wish: PhotoWish, kind: Kind) -> int | None:
    """The message that brought the photo, where several answers about several photos would look alike without it."""
    return wish.content.message_id if kind is Kind.FOOL and wish.content is not None else None


def photos_of(message: Message) -> tuple[Attachment, ...]:
    """The photo that a message answers, then its own. Raises BadPhoto."""
    replied = message.reply_to_message
    found = [None if replied is None else pick(replied), pick(message)]
    return tuple(photo for photo in found if photo is not None)


def photo_of(message: Message) -> tuple[Attachment, ...]:
    """A message's own photo or else the one that it answers, or none. Raises BadPhoto."""
    own = pick(message)
    if own is None and message.reply_to_message is not None:
        own = pick(message.reply_to_message)
    return () if own is None else (own,)
