"""/style and /styles, their Chinese names, and photos: from what people send to a painting, or to what is missing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot.asking import Misread
from bot.attachments import Attachment, pick
from bot.commands.invitations import Invitations, replies_to
from bot.commands.spoken import (
    AnyHandler,
    Asker,
    Context,
    SaidHandler,
    Speaker,
    is_private,
    language_in,
    said_in,
    text_of,
)
from bot.inbox import source_of
from bot.jobs import Jobs
from bot.photos import BadPhoto
from bot.pictures.asking import Gallery, Wish
from bot.pictures.canvas import Canvas
from bot.pictures.painting import Painting
from bot.pictures.studio import Photos
from bot.records import Job, Kind, NewJob
from bot.sender import Sender
from bot.texts import Texts
from bot.wording import Said, Words, tidy
from engines.requests import MAXIMUM_STYLES

# A sticker is small talk rather than a picture, but can be answered with /style.
PICTURES = filters.PHOTO | filters.Document.ALL | filters.ANIMATION | filters.VIDEO | filters.VIDEO_NOTE


class Styles:
    """Turns photos and words into jobs; keeps what is said until the rest of it comes."""

    def __init__(
        self,
        bot_id: int,
        words: Words,
        *,
        jobs: Jobs,
        sender: Sender,
        invitations: Invitations,
        photos: Photos,
        gallery: Gallery,
        canvas: Canvas,
        texts: Texts,
    ) -> None:
        self._bot_id = bot_id
        self._words = words
        self._jobs = jobs
        self._sender = sender
        self._invitations = invitations
        self._photos = photos
        self._gallery = gallery
        self._canvas = canvas
        self._texts = texts
        self._speaker = Speaker(sender, texts)

    def handlers(self) -> list[AnyHandler]:
        """For single messages; those of an album are for bot/commands/albums.py."""
        return [
            SaidHandler({"style"}, self._words, self._style),
            SaidHandler({"styles"}, self._words, self._styles),
            MessageHandler(filters.UpdateType.MESSAGE & PICTURES, self._picture),
        ]

    async def begin(self, asker: Asker, painting: Painting, kind: Kind, *, ends_sitting: bool = True) -> Job | None:
        """Queues a painting, or asks for what it lacks; the job, None when there is none or there was one already."""
        if painting.missing == "content" or (painting.missing and kind is not Kind.SHEET):
            await self._invitations.begin(asker, painting, kind)
            return None
        new = self._new_job(asker, painting, kind)
        job = await (self._jobs.submit(new) if asker.pressed is None else self._jobs.press(new, time.time()))
        if ends_sitting:
            await self._invitations.forget(asker.chat_id, asker.person_id)
        return job

    async def pressed_lately(self, asker: Asker) -> bool:
        """Whether a press repeats one that is being answered or was answered just now."""
        return await self._jobs.is_repeated(self._new_job(asker, Painting(), Kind.STYLE), time.time())

    async def take_words(self, update: Update, message: Message) -> bool:
        """Whether a message without a command is the answer to the question for a style."""
        asker = Asker.of(message, source_of(update))
        sitting = await self._invitations.open(asker)
        if sitting is None or Painting.from_json(sitting.painting).missing != "style":
            return False
        words = tidy(text_of(message))
        if replies_to(message, sitting) or (asker.private and self._gallery.is_name(words)):
            await self._style(update, message, Said("style", words))
            return True
        return False

    async def wish(self, asker: Asker, kind: Kind, wish: Wish, photos: Sequence[Attachment]) -> None:
        """Words and photos that came together; together with what an open sitting has, when something is missing.

        Raises Misread for a photo that can't be used while a sitting is open, and leaves that as it is.
        """
        await self._check(asker, photos)
        painting = Painting(None, wish.styles, wish.strength, wish.keep_colours).with_photos(tuple(photos))
        sitting = await self._invitations.open(asker)
        if sitting is not None and painting.content is None and (wish.styles or kind is Kind.SHEET):
            painting = replace(painting, content=Painting.from_json(sitting.painting).content)
        await self.begin(asker, painting, Kind.FINE if wish.fine and kind is Kind.STYLE else kind)

    async def bare_photos(self, asker: Asker, photos: Sequence[Attachment]) -> bool:
        """Photos without a command: what an open sitting lacks, or the beginning of one; False in a group without.

        Raises Misread as `wish` does.
        """
        await self._check(asker, photos)
        sitting = await self._invitations.open(asker)
        if sitting is not None:
            painting = Painting.from_json(sitting.painting).with_photos(tuple(photos))
            await self.begin(asker, painting, sitting.kind)
        elif asker.private:
            await self.begin(asker, Painting().with_photos(tuple(photos)), Kind.STYLE)
        return sitting is not None or asker.private

    def caption_wish(self, message: Message) -> tuple[Kind, Wish] | None:
        """What the caption of a photo asks for, None when it asks for nothing. Raises Misread."""
        said = said_in(message, self._words)
        if said is not None and said.command == "styles":
            return Kind.SHEET, self._gallery.read(said.argument)
        if said is not None and said.command == "style":
            return Kind.STYLE, self._wish_of(message, said)
        wish = self._gallery.mentioned(tidy(message.caption or "")) if said is None and is_private(message) else None
        return None if wish is None else (Kind.STYLE, wish)

    async def refuse(self, message: Message, reason: Misread | BadPhoto) -> None:
        """Says in one sentence why something can't be."""
        # Of what was misread, only here is known in which language examples are to be given.
        arguments = {"examples": self._gallery.examples(language_in(message)), **reason.arguments}
        await self._speaker.answer(message, reason.key, **arguments)

    async def _check(self, asker: Asker, photos: Sequence[Attachment]) -> None:
        """Raises Misread for a bad photo before it takes a place in an open sitting, which then waits for another."""
        if await self._invitations.open(asker) is not None:
            for photo in photos[: MAXIMUM_STYLES + 1]:
                await self._photos.get(photo)

    def _wish_of(self, message: Message, said: Said) -> Wish:
        """What is wished for behind the command; a caption that begins like one may be a sentence. Raises Misread."""
        try:
            return self._gallery.read(said.argument)
        except Misread as misread:
            caption = tidy(message.caption or "")
            if misread.key != "style-unknown" or caption.startswith("/") or not is_private(message):
                raise
            wish = self._gallery.mentioned(caption)
            if wish is None:
                raise
            return wish

    def _new_job(self, asker: Asker, painting: Painting, kind: Kind) -> NewJob:
        return NewJob(
            bot=self._bot_id,
            source=asker.source,
            chat_id=asker.chat_id,
            person_id=asker.person_id,
            request=painting.to_json(),
            language=asker.language,
            reply_to=asker.reply_to,
            thread_id=asker.thread_id,
            pressed=asker.pressed,
            kind=kind,
        )

    async def _style(self, update: Update, message: Message, said: Said) -> None:
        asker = Asker.of(message, source_of(update))
        try:
            wish = self._wish_of(message, said)
            photos = photos_of(message)
            if photos and not wish.styles and await self._completes(asker, message):
                await self.bare_photos(asker, photos)
            else:
                await self.wish(asker, Kind.STYLE, wish, photos)
        except (Misread, BadPhoto) as reason:
            await self.refuse(message, reason)

    async def _completes(self, asker: Asker, message: Message) -> bool:
        """Whether a photo that says /style once more answers the question for the second one."""
        sitting = await self._invitations.open(asker)
        return sitting is not None and replies_to(message, sitting)

    async def _styles(self, update: Update, message: Message, _said: Said) -> None:
        asker = Asker.of(message, source_of(update))
        try:
            photos = photos_of(message)
            if not self._gallery.presets:
                await self._speaker.answer(message, "styles-none")
            elif photos or await self._has_content(asker):
                await self.wish(asker, Kind.SHEET, Wish(), photos[:1])
            else:
                await self._jobs.submit(self._new_job(asker, Painting(), Kind.GALLERY))
        except (Misread, BadPhoto) as reason:
            await self.refuse(message, reason)

    async def _has_content(self, asker: Asker) -> bool:
        sitting = await self._invitations.open(asker)
        return sitting is not None and Painting.from_json(sitting.painting).content is not None

    async def _picture(self, update: Update, context: Context) -> None:
        message = update.message
        assert message is not None
        asker = Asker.of(message, source_of(update))
        sitting = await self._invitations.open(asker)
        replied = message.reply_to_message
        if not asker.private and (sitting is None or not (replied is None or replies_to(message, sitting))):
            if await self._invitations.is_over(asker, message):
                await self._speaker.answer(message, "sitting-over")
            return
        try:
            asked = self.caption_wish(message)
            photos = photos_of(message)[-1:]
            if asked is not None:
                await self.wish(asker, *asked, photos)
            elif photos:
                await self.bare_photos(asker, photos)
        except (Misread, BadPhoto) as reason:
            await self.refuse(message, reason)


def photos_of(message: Message) -> tuple[Attachment, ...]:
    """The photo that a message answers, then its own. Raises BadPhoto."""
    replied = message.reply_to_message
    found = [None if replied is None else pick(replied), pick(message)]
    return tuple(photo for photo in found if photo is not None)
