"""Asking for the photo or the style that is missing, one person at a time, and waiting no longer than was said."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from telegram import ForceReply, InlineKeyboardMarkup, Message

from bot.aside import Aside
from bot.asking import Misread
from bot.commands.spoken import Asker
from bot.content import Content
from bot.pictures.asking import Gallery
from bot.pictures.canvas import Canvas
from bot.pictures.fetching import Photos
from bot.pictures.sittings import Sittings
from bot.pictures.wish import PhotoWish
from bot.pictures.wishes import read_wish
from bot.records import Kind, Sitting
from bot.sender import Sender
from bot.texts import Texts

FORGOTTEN = 24 * 3600.0  # seconds after its end that a sitting is known to be over, rather than unknown


@dataclass(frozen=True)
class Patience:
    """Seconds. second_photo: for what is missing. album: after an album's last message, since nobody tells which is."""

    second_photo: float = 600.0
    album: float = 0.8


class Invitations:
    """Keeps sittings and asks for what they lack. clock: Unix seconds."""

    def __init__(
        self,
        bot_id: int,
        *,
        sender: Sender,
        sittings: Sittings,
        photos: Photos,
        gallery: Gallery,
        canvas: Canvas,
        texts: Texts,
        aside: Aside,
        patience: Patience,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bot_id = bot_id
        self._sender = sender
        self._sittings = sittings
        self._photos = photos
        self._gallery = gallery
        self._canvas = canvas
        self._texts = texts
        self._aside = aside
        self._patience = patience
        self._clock = clock

    async def recover(self) -> None:
        """Asks those who were not asked yet when the bot ended; forgets what is long over."""
        await self._sittings.forget(self._clock() - FORGOTTEN)
        for sitting in await self._sittings.unprompted(self._bot_id):
            if sitting.until > self._clock():
                self._aside.run(self._invite(sitting, None))

    async def begin(self, asker: Asker, wish: PhotoWish, kind: Kind, remark: Misread | None = None) -> None:
        """Waits from now on for what a wish lacks. remark: said before the question, but not again after a restart."""
        sitting = Sitting(
            bot=self._bot_id,
            chat_id=asker.chat_id,
            person_id=asker.person_id,
            kind=kind,
            wish=wish.to_json(),
            language=asker.language,
            until=self._clock() + self._patience.second_photo,
            reply_to=asker.reply_to,
            thread_id=asker.thread_id,
        )
        await self._sittings.begin(sitting)
        self._aside.run(self._invite(sitting, asker.name, remark))

    async def open(self, asker: Asker) -> Sitting | None:
        """What the person was asked for and may still send."""
        sitting = await self._sittings.of(self._bot_id, asker.chat_id, asker.person_id)
        return sitting if sitting is not None and sitting.until > self._clock() else None

    async def over(self, asker: Asker, message: Message) -> Sitting | None:
        """What the person was asked for when a message answers a question that is not open any more."""
        sitting = await self._sittings.of(self._bot_id, asker.chat_id, asker.person_id)
        over = sitting is not None and sitting.until <= self._clock() and replies_to(message, sitting)
        return sitting if over else None

    def example(self, sitting: Sitting) -> str:
        """A caption that asks for the same with the photo at once."""
        return self._texts.say(sitting.language, "picture-example", kind=sitting.kind)

    async def forget(self, chat_id: int, person_id: int) -> bool:
        """Waits for nothing of a person any more; whether it did."""
        sitting = await self._sittings.end(self._bot_id, chat_id, person_id)
        return sitting is not None and sitting.until > self._clock()

    async def _invite(self, sitting: Sitting, name: str | None, remark: Misread | None = None) -> None:
        """Asks for what is missing, once the photo that is there has turned out to be good."""
        wish = read_wish(sitting.kind, sitting.wish)
        if wish.content is not None:
            try:
                await self._photos.get(wish.content)
            except Misread as bad:
                if await self._is_current(sitting):
                    await self._sittings.end(sitting.bot, sitting.chat_id, sitting.person_id)
                    await self._say(sitting, Content(self._texts.say(sitting.language, bad.key, **bad.arguments)))
                return
        if await self._is_current(sitting):
            prompt = self._prompt(sitting, wish, name, remark)
            await self._sittings.prompted(sitting, await self._say(sitting, prompt))

    async def _is_current(self, sitting: Sitting) -> bool:
        return await self._sittings.of(sitting.bot, sitting.chat_id, sitting.person_id) == sitting

    async def _say(self, sitting: Sitting, content: Content) -> int:
        return await self._sender.send(sitting.chat_id, content, reply_to=sitting.reply_to, thread_id=sitting.thread_id)

    def _prompt(self, sitting: Sitting, wish: PhotoWish, name: str | None, remark: Misread | None) -> Content:
        group = sitting.chat_id < 0
        text = self._texts.say(
            sitting.language,
            f"sitting-{wish.missing}{'-group' if group else ''}",
            kind=sitting.kind,
            n=round(self._patience.second_photo / 60),
            examples=self._gallery.examples(sitting.language),
        )
        if remark is not None:
            text = f"{self._texts.say(sitting.language, remark.key, **remark.arguments)}\n{text}"
        if name is not None and group:
            # A reply is asked only of those who are quoted or named, and who pressed a button can't be quoted.
            text = f'<a href="tg://user?id={sitting.person_id}">{escape(name, quote=False)}</a> {text}'
        keyboard: ForceReply | InlineKeyboardMarkup | None = None
        if group:
            keyboard = ForceReply(selective=True)
        elif wish.missing == "style":
            keyboard = self._canvas.purposes(sitting.language)
        return Content(text, keyboard)


def replies_to(message: Message, sitting: Sitting) -> bool:
    """Whether a message answers the question of a sitting."""
    replied = message.reply_to_message
    return replied is not None and replied.message_id == sitting.prompt_id
