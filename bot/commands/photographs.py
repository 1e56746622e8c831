"""Photos with and without words: what their captions wish for, and photos to which nothing was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot.asking import Misread
from bot.attachments import Attachment
from bot.commands.invitations import Invitations, replies_to
from bot.commands.orders import Orders, photo_of, photos_of
from bot.commands.spoken import AnyHandler, Asker, Context, Speaker, is_private, said_in
from bot.commands.styles import Styles
from bot.commands.visions import is_open
from bot.inbox import source_of
from bot.photos import BadPhoto
from bot.pictures.wish import PhotoWish
from bot.records import Kind
from bot.wording import Said, Words, command_named, near_command

# With which a photo that came along is of use.
_WITH_PHOTOS = frozenset({"poem", "card", "style", "styles", "dream", "fool", "inscribe"})
_LONGEST_REPEATED = 64  # characters behind a mistyped command that the right one is shown with
# A sticker is small talk rather than a picture, but can be answered with a command.
PICTURES = filters.PHOTO | filters.Document.ALL | filters.ANIMATION | filters.VIDEO | filters.VIDEO_NOTE


class Family(Protocol):
    """Commands whose wishes are about photos."""

    @property
    def commands(self) -> frozenset[str]:
        """Their names."""

    def read(self, message: Message, said: Said) -> tuple[Kind, PhotoWish]:
        """What is wished for behind one of them. Raises Misread."""


class Slip(Misread):
    """What is said of a mistyped command. photos: whether the one that was probably meant is about photos."""

    def __init__(self, key: str, *, photos: bool, **arguments: str | int) -> None:
        super().__init__(key, **arguments)
        self.photos = photos


class Photographs:
    """What photos bring along."""

    def __init__(
        self,
        words: Words,
        *,
        orders: Orders,
        invitations: Invitations,
        styles: Styles,
        visions: Family,
        speaker: Speaker,
    ) -> None:
        self._words = words
        self._orders = orders
        self._invitations = invitations
        self._styles = styles
        self._visions = visions
        self._speaker = speaker

    def handlers(self) -> list[AnyHandler]:
        """For single photos that no command of a family has taken."""
        return [MessageHandler(filters.UpdateType.MESSAGE & PICTURES, self._picture)]

    def family(self, said: Said) -> Family | None:
        """The commands that a caption belongs to, if they are about photos; /poem is where it says nothing else."""
        if said.command in self._styles.commands:
            return self._styles
        poem = said.command == "poem" and is_open(said)
        return self._visions if poem or said.command in self._visions.commands else None

    def wish_of(self, message: Message) -> tuple[Kind, PhotoWish] | None:
        """What the caption of a photo wishes for, None when it wishes for nothing. Raises Misread."""
        said = said_in(message, self._words)
        if said is None:
            return self._styles.mentioned(message) if is_private(message) else None
        family = self.family(said)
        return None if family is None else family.read(message, said)

    def slip(self, message: Message) -> Slip | None:
        """What is said of a mistyped command that the bot was given, with the one that was probably meant."""
        said = said_in(message, self._words)
        if said is None or not (is_private(message) or said.addressed):
            return None
        near = near_command(said.command)
        if near is None:
            return None
        words = said.argument if len(said.argument) <= _LONGEST_REPEATED else ""
        # Telegram makes what it takes for a command a link, which sends it; anything else is there to be copied.
        key = "mistyped" if near.isascii() and not words else "mistyped-words"
        photos = command_named(near) in _WITH_PHOTOS
        return Slip(key, photos=photos, command=said.command, near=f"/{near} {words}".rstrip())

    async def correct(self, asker: Asker, message: Message, slip: Slip) -> None:
        """Answers a mistyped command; the photo that its message answers waits meanwhile for the right one, if that is
        about photos.
        """
        try:
            photos = photo_of(message) if slip.photos else ()
            if photos:
                await self._orders.keep(asker, photos[0], slip)
                return
        except (Misread, BadPhoto):
            pass  # what it answers is no photo, and the words need none
        await self._speaker.answer(message, slip.key, **slip.arguments)

    async def take(self, asker: Asker, told: Message, photos: Sequence[Attachment]) -> None:
        """Does what the caption of some photos wishes for. Raises Misread, BadPhoto."""
        asked, slip = self.wish_of(told), self.slip(told)
        if slip is not None and not slip.photos:
            raise slip
        if slip is not None and photos:
            await self._orders.keep(asker, photos[0], slip)
        elif asked is not None:
            await self._orders.place(asker, *asked, photos)
        elif photos:
            await self._orders.bare_photos(asker, photos)

    async def _picture(self, update: Update, _context: Context) -> None:
        message = update.message
        assert message is not None
        asker = await self._orders.asker(message, source_of(update))
        sitting = await self._invitations.open(asker)
        replied = message.reply_to_message
        meant = asker.private or self.slip(message) is not None
        if not meant and (sitting is None or not (replied is None or replies_to(message, sitting))):
            if (over := await self._invitations.over(asker, message)) is not None:
                example = self._invitations.example(over)
                await self._speaker.answer(message, "sitting-over", example=example)
            return
        try:
            await self.take(asker, message, photos_of(message)[-1:])
        except (Misread, BadPhoto) as reason:
            await self._orders.refuse(message, reason)
