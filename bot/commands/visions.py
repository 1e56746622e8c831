"""/dream, /fool, poems on a photo (题诗, or /poem with one), /limits, and their Chinese names."""

from __future__ import annotations

from telegram import Message, Update

from bot.asking import CLASSIC_EXAMPLES, Misread, ask
from bot.attachments import pick
from bot.commands.orders import Orders, photo_of
from bot.commands.spoken import AnyHandler, SaidHandler
from bot.inbox import source_of
from bot.photos import BadPhoto
from bot.pictures.reading import Motifs, read_fool
from bot.pictures.wish import PhotoWish
from bot.pictures.wishes import Inscription
from bot.records import Kind
from bot.wording import Said, Words
from engines.requests import ClassicRequest, is_class, nearest

_LONGEST = 40  # characters of an unknown class that are quoted


class Visions:
    """Reads wishes about one photo."""

    commands = frozenset({"dream", "fool", "inscribe"})

    def __init__(self, words: Words, *, orders: Orders, motifs: Motifs) -> None:
        self._words = words
        self._orders = orders
        self.motifs = motifs

    def handlers(self) -> list[AnyHandler]:
        """For single messages; those of an album are for bot/commands/albums.py."""
        return [
            SaidHandler(self.commands, self._words, self._asked),
            SaidHandler({"limits"}, self._words, self._limits),
        ]

    def read(self, _message: Message, said: Said) -> tuple[Kind, PhotoWish]:
        """What is wished for behind a command of this family, or behind /poem on a photo. Raises Misread."""
        if said.command == "dream":
            return self.motifs.read(said.argument)
        if said.command == "fool":
            fool = read_fool(said.argument)
            if fool.target is not None and not is_class(fool.target):
                name = fool.target[:_LONGEST]
                raise Misread("fool-unknown-near" if nearest(name) else "fool-unknown", name=name)
            return Kind.FOOL, fool
        if not is_open(said):
            raise Misread("inscription-words")
        if _is_classic(said):
            raise Misread("classic-photo", example=CLASSIC_EXAMPLES["poem"])
        return Kind.INSCRIPTION, Inscription(words=said.argument)

    async def take_poem(self, update: Update, message: Message, said: Said) -> bool:
        """Whether /poem is about a photo, which it then begins to look at.

        That is the message's own photo, the one that it answers or, in a private chat, the one that was sent just now;
        and no photo when words say what the poem is about. The course's network sees none: the last of the three is not
        meant for it.
        """
        if said.command != "poem" or not is_open(said):
            return False
        asker = await self._orders.asker(message, source_of(update))
        try:
            photos = photo_of(message)
        except BadPhoto as reason:
            if not _brings_file(message):
                return False  # /poem may well answer a film or a song
            await self._orders.refuse(message, reason)
            return True
        if not photos and (_is_classic(said) or not (asker.private and await self._orders.waiting_photo(asker))):
            return False
        await self._asked(update, message, said)
        return True

    async def _asked(self, update: Update, message: Message, said: Said) -> None:
        try:
            kind, wish = self.read(message, said)
            asker = await self._orders.asker(message, source_of(update))
            await self._orders.place(asker, kind, wish, photo_of(message))
        except (Misread, BadPhoto) as reason:
            await self._orders.refuse(message, reason)

    async def _limits(self, update: Update, message: Message, _said: Said) -> None:
        asker = await self._orders.asker(message, source_of(update))
        await self._orders.submit(asker, PhotoWish(), Kind.LIMITS)


def is_open(said: Said) -> bool:
    """Whether the words behind /poem leave open what it is about: form and mode at most."""
    try:
        return ask("poem", said.argument).random_line
    except Misread:
        return False


def _is_classic(said: Said) -> bool:
    """Whether the course's network is to write; for words that leave open what about."""
    return isinstance(ask("poem", said.argument), ClassicRequest)


def _brings_file(message: Message) -> bool:
    """Whether it is the message itself that brings something that is no photo."""
    try:
        pick(message)
    except BadPhoto:
        return True
    return False
