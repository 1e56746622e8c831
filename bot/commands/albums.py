"""Albums: Telegram delivers each photo by itself and never says how many there are, or which is the last."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, Message, Update
from telegram.ext import MessageHandler, filters

from bot.aside import Aside
from bot.asking import Misread
from bot.commands.invitations import Invitations, Patience
from bot.commands.orders import Orders, photos_of
from bot.commands.photographs import PICTURES, Photographs
from bot.commands.spoken import AnyHandler, Context, said_in, text_of
from bot.photos import BadPhoto
from bot.pictures.sittings import AlbumParts
from bot.wording import Words

log = logging.getLogger(__name__)


class Albums:
    """Collects the messages of an album until no more have come for a while, then hands it on as a whole.

    declined: asked first whether a caption is declined, and says so then.
    """

    def __init__(
        self,
        bot: Bot,
        words: Words,
        *,
        orders: Orders,
        photographs: Photographs,
        invitations: Invitations,
        parts: AlbumParts,
        patience: Patience,
        declined: Callable[[Message], Awaitable[bool]],
    ) -> None:
        self._bot = bot
        self._words = words
        self._orders = orders
        self._photographs = photographs
        self._invitations = invitations
        self._parts = parts
        self._aside = Aside(grace=0.0)  # what is still arriving can be collected after the next start
        self._patience = patience
        self._declined = declined
        self._waiting: dict[tuple[int, str], asyncio.Task[None]] = {}

    def handlers(self) -> list[AnyHandler]:
        """For the messages of albums; they go before the handlers of single messages."""
        return [
            MessageHandler(
                filters.UpdateType.MESSAGE & PICTURES & _InAlbum(self._words, self._photographs), self._arrived
            )
        ]

    async def stop(self) -> None:
        """Leaves albums that are still arriving to the next start."""
        await self._aside.stop()

    async def recover(self) -> None:
        """Goes on with what was arriving when the bot ended."""
        for chat_id, album in await self._parts.arriving(self._bot.id):
            self._expect(chat_id, album)

    async def _arrived(self, update: Update, _context: Context) -> None:
        message = update.message
        assert message is not None
        assert message.media_group_id is not None
        await self._parts.keep(
            self._bot.id, message.chat_id, message.media_group_id, message.message_id, message.to_json()
        )
        self._expect(message.chat_id, message.media_group_id)

    def _expect(self, chat_id: int, album: str) -> None:
        """Waits for more from now on."""
        waiting = self._waiting.pop((chat_id, album), None)
        if waiting is not None:
            waiting.cancel()
        self._waiting[chat_id, album] = self._aside.run(self._collect(chat_id, album))

    async def _collect(self, chat_id: int, album: str) -> None:
        await asyncio.sleep(self._patience.album)
        del self._waiting[chat_id, album]
        parts = await self._parts.of(self._bot.id, chat_id, album)
        messages = [Message.de_json(json.loads(payload), self._bot) for payload in parts.values()]
        if messages:
            try:
                await self._handle(messages, f"album:{chat_id}:{album}")
            except Exception:
                log.exception("album %s in chat %s could not be handled", album, chat_id)
                await self._orders.refuse(messages[0], Misread("trouble"))
        await self._parts.forget(self._bot.id, chat_id, list(parts))

    async def _handle(self, messages: list[Message], source: str) -> None:
        for message in messages:
            if await self._declined(message):
                return
        told = next((message for message in messages if text_of(message)), messages[0])
        asker = await self._orders.asker(told, source)
        try:
            asked = self._photographs.wish_of(told)
            meant = asker.private or asked is not None or self._photographs.slip(told) is not None
            if not meant and await self._invitations.open(asker) is None:
                return
            photos = list(dict.fromkeys(photo for message in messages for photo in photos_of(message)))
            await self._photographs.take(asker, told, photos)
        except (Misread, BadPhoto) as reason:
            await self._orders.refuse(told, reason)


class _InAlbum(filters.MessageFilter):
    """Messages of an album, but those whose caption is a command of another family."""

    def __init__(self, words: Words, photographs: Photographs) -> None:
        super().__init__(name="album")
        self._words = words
        self._photographs = photographs

    def filter(self, message: Message) -> bool:
        said = said_in(message, self._words)
        if message.media_group_id is None:
            return False
        photographs = self._photographs
        return said is None or photographs.family(said) is not None or photographs.slip(message) is not None
