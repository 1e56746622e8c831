"""People's photos: fetched, checked and kept."""

from __future__ import annotations

import asyncio

from telegram import Bot
from telegram.error import RetryAfter

from bot.asking import Misread
from bot.attachments import Attachment, download
from bot.pace import in_seconds
from bot.photos import BadPhoto, check
from bot.pictures.shelf import Shelf

LONGEST = 1600  # pixels: what a painting's long side has at most


class Photos:
    """Photos by their name with Telegram, checked; fetched when they are not on the shelf."""

    def __init__(self, bot: Bot, shelf: Shelf) -> None:
        self._bot = bot
        self._shelf = shelf

    async def get(self, photo: Attachment, longest: int = LONGEST) -> bytes:
        """A photo fit for the engines. Raises Misread with a sentence about what is wrong with it."""
        key = f"photo:{longest}:{photo.unique_id}"
        known = await self._shelf.find(key)
        if known is not None:
            return known
        try:
            data = (await check(await self._download(photo), longest=longest)).data
        except BadPhoto as bad:
            raise Misread(bad.key, **bad.arguments) from bad
        await self._shelf.keep(key, data)
        return data

    async def _download(self, photo: Attachment) -> bytes:
        while True:
            try:
                return await download(self._bot, photo)
            except RetryAfter as error:
                await asyncio.sleep(in_seconds(error.retry_after))
