"""/style and /styles and their Chinese names: from what people say to a painting, or to what is missing."""

from __future__ import annotations

from telegram import Message, Update

from bot.asking import Misread
from bot.commands.invitations import Invitations, replies_to
from bot.commands.orders import Orders, photos_of
from bot.commands.spoken import AnyHandler, Asker, SaidHandler, Speaker, is_private, text_of
from bot.inbox import source_of
from bot.photos import BadPhoto
from bot.pictures.asking import Gallery, Wish
from bot.pictures.painting import Painting
from bot.pictures.wishes import read_wish
from bot.records import Kind
from bot.wording import Said, Words, tidy


class Styles:
    """Reads wishes for paintings."""

    commands = frozenset({"style", "styles"})

    def __init__(
        self, words: Words, *, orders: Orders, invitations: Invitations, gallery: Gallery, speaker: Speaker
    ) -> None:
        self._words = words
        self._orders = orders
        self._invitations = invitations
        self._gallery = gallery
        self._speaker = speaker

    def handlers(self) -> list[AnyHandler]:
        """For single messages; those of an album are for bot/commands/albums.py."""
        return [
            SaidHandler({"style"}, self._words, self._style),
            SaidHandler({"styles"}, self._words, self._styles),
        ]

    def read(self, message: Message, said: Said) -> tuple[Kind, Painting]:
        """What is wished for behind a command of this family. Raises Misread."""
        if said.command == "styles":
            return Kind.SHEET, _painting(self._gallery.read(said.argument))
        wish = self._wish_of(message, said)
        return Kind.FINE if wish.fine else Kind.STYLE, _painting(wish)

    def mentioned(self, message: Message) -> tuple[Kind, Painting] | None:
        """What a photo's caption without a command wishes for, if it names a style. Raises Misread."""
        wish = self._gallery.mentioned(tidy(message.caption or ""))
        return None if wish is None else (Kind.STYLE, _painting(wish))

    async def take_words(self, update: Update, message: Message) -> bool:
        """Whether a message without a command is the answer to the question for a style."""
        asker = await self._orders.asker(message, source_of(update))
        sitting = await self._invitations.open(asker)
        if sitting is None or read_wish(sitting.kind, sitting.wish).missing != "style":
            return False
        words = tidy(text_of(message))
        if replies_to(message, sitting) or (asker.private and self._gallery.is_name(words)):
            await self._style(update, message, Said("style", words))
            return True
        return False

    def _wish_of(self, message: Message, said: Said) -> Wish:
        """What is wished for behind the command; a caption that begins like one may be a sentence. Raises Misread."""
        try:
            return self._gallery.read(said.argument)
        except Misread as misread:
            caption = tidy(message.caption or "")
            if misread.key != "style-unknown" or caption.startswith("/") or not is_private(message):
                raise
            wish = self._gallery.mentioned(caption, commanded=True)
            if wish is None:
                raise
            return wish

    async def _style(self, update: Update, message: Message, said: Said) -> None:
        asker = await self._orders.asker(message, source_of(update))
        try:
            kind, painting = self.read(message, said)
            photos = photos_of(message)
            if photos and not painting.styles and await self._completes(asker, message):
                await self._orders.bare_photos(asker, photos)
            else:
                await self._orders.place(asker, kind, painting, photos)
        except (Misread, BadPhoto) as reason:
            await self._orders.refuse(message, reason)

    async def _completes(self, asker: Asker, message: Message) -> bool:
        """Whether a photo that says /style once more answers the question for the second one."""
        sitting = await self._invitations.open(asker)
        return sitting is not None and replies_to(message, sitting)

    async def _styles(self, update: Update, message: Message, _said: Said) -> None:
        asker = await self._orders.asker(message, source_of(update))
        try:
            photos = photos_of(message)
            if not self._gallery.presets:
                await self._speaker.answer(message, "styles-none")
            elif photos or await self._orders.waiting_photo(asker) is not None:
                await self._orders.place(asker, Kind.SHEET, Painting(), photos[:1])
            else:
                await self._orders.submit(asker, Painting(), Kind.GALLERY)
        except (Misread, BadPhoto) as reason:
            await self._orders.refuse(message, reason)


def _painting(wish: Wish) -> Painting:
    return Painting(None, wish.styles, wish.strength, wish.keep_colours)
