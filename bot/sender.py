"""The one way out: everything the bot says goes through a Sender, which keeps to Telegram's limits.

    sent = await sender.send(chat_id, Content("山为斜好几…"), reply_to=42)     # returns once Telegram accepted it
    await sender.edit(chat_id, sent, Content("…"))                            # edits of one message are merged
    async with sender.acting(chat_id, ChatAction.TYPING): ...

A 429 holds up the chat it is about and no other. Failures of the network are tried again with growing pauses: Telegram
may have accepted a message whose acknowledgement got lost, which then appears twice; losing it would be worse. Raises
Unreachable where nobody is there to hear (blocked, removed, chat gone).
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from telegram import Bot, BotCommand, ForceReply, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.content import MOST_CAPTION, Content, Film, Picture, split, units
from bot.pace import Limits, Meter, in_seconds

T = TypeVar("T")
Migrated = Callable[[int, int], Awaitable[None]]

log = logging.getLogger(__name__)

_GONE = ("chat not found", "user is deactivated", "group chat was deactivated", "bot is not a member", "have no rights")
_CHATS_REMEMBERED = 1000  # idle chats are forgotten beyond this


class Unreachable(Exception):  # noqa: N818 (a state of the chat rather than an error of ours)
    """Nobody in this chat hears the bot any more."""


class _Edit:
    """An edit on its way: what it will say (or only the buttons it will have), and the task that says it."""

    def __init__(self, content: Content | InlineKeyboardMarkup) -> None:
        self.content = content
        self.task: asyncio.Task[None] | None = None


class _Chat:
    """What the sender knows about a chat: whose turn it is, its pace, and the edits that wait."""

    def __init__(self, meter: Meter) -> None:
        self.turn = asyncio.Lock()
        self.meter = meter
        self.edits: dict[int, _Edit] = {}
        self.edited_at: dict[int, float] = {}
        self.actors: Counter[ChatAction] = Counter()
        self.acting: dict[ChatAction, asyncio.Task[None]] = {}

    def idle(self, now: float) -> bool:
        return not (self.turn.locked() or self.edits or self.acting) and self.meter.idle(now)


class Sender:
    """Sends through `bot`. migrated(old, new) is awaited when a group turns out to have become a supergroup."""

    def __init__(self, bot: Bot, migrated: Migrated, limits: Limits | None = None) -> None:
        self._bot = bot
        self._migrated = migrated
        self._limits = limits or Limits()
        self._overall = Meter(self._limits.overall)
        self._chats: dict[int, _Chat] = {}

    async def send(
        self, chat_id: int, content: Content, *, reply_to: int | None = None, thread_id: int | None = None
    ) -> int:
        """Sends a message, in several pieces when it is too long; returns the id of the last, which has the buttons."""
        reply = None if reply_to is None else ReplyParameters(reply_to, allow_sending_without_reply=True)
        place: dict[str, Any] = {"reply_parameters": reply, "message_thread_id": thread_id}
        if content.first is not None:
            await self.send(chat_id, content.first, reply_to=reply_to, thread_id=thread_id)
        if content.film is not None:
            return await self._send_film(chat_id, content, content.film, place)
        if len(content.pictures) == 1:
            # Tags count here although Telegram doesn't count them, as in `split`.
            if units(content.text) <= MOST_CAPTION:
                return await self._send_picture(chat_id, content, place)
            (picture,) = content.pictures
            await self._send_picture(chat_id, Content(picture.caption, pictures=content.pictures), place)
        elif content.pictures:
            await self._send_album(chat_id, content.pictures, place)
        pieces = split(content.text)
        message_id = 0
        for piece in pieces:

            async def send(chat_id: int, piece: str = piece) -> int:
                message = await self._bot.send_message(
                    chat_id,
                    piece,
                    parse_mode=ParseMode.HTML,
                    reply_markup=content.keyboard if piece is pieces[-1] else None,
                    **place,
                )
                return message.message_id

            message_id = await self._call(chat_id, send)
        return message_id

    async def _send_picture(self, chat_id: int, content: Content, place: dict[str, Any]) -> int:
        (picture,) = content.pictures
        fields: dict[str, Any] = {
            "caption": content.text,
            "parse_mode": ParseMode.HTML,
            "reply_markup": content.keyboard,
            "filename": picture.name,
        }

        async def send(chat_id: int) -> int:
            if picture.is_file:
                # Without the last one Telegram turns some files back into photos or films.
                message = await self._bot.send_document(
                    chat_id, picture.data, disable_content_type_detection=True, **fields, **place
                )
            else:
                message = await self._bot.send_photo(chat_id, picture.data, **fields, **place)
            return message.message_id

        return await self._call(chat_id, send)

    async def _send_film(self, chat_id: int, content: Content, film: Film, place: dict[str, Any]) -> int:
        async def send(chat_id: int) -> int:
            message = await self._bot.send_animation(
                chat_id,
                film.data,
                duration=round(film.seconds),
                width=film.width,
                height=film.height,
                thumbnail=film.poster,
                filename=film.name,
                caption=content.text,
                parse_mode=ParseMode.HTML,
                reply_markup=content.keyboard,
                **place,
            )
            return message.message_id

        return await self._call(chat_id, send)

    async def _send_album(self, chat_id: int, pictures: Sequence[Picture], place: dict[str, Any]) -> None:
        media = [
            InputMediaPhoto(picture.data, caption=picture.caption, parse_mode=ParseMode.HTML, filename=picture.name)
            for picture in pictures
        ]

        async def send(chat_id: int) -> None:
            await self._bot.send_media_group(chat_id, media, **place)

        # Every picture of an album counts as a message.
        await self._call(chat_id, send, messages=len(media))

    async def edit(self, chat_id: int, message_id: int, content: Content | InlineKeyboardMarkup) -> None:
        """Edits a message, or only its buttons. Of several edits that wait for their turn only the newest goes out."""
        chat = self._chat(chat_id)
        edit = chat.edits.get(message_id)
        if edit is None:
            edit = chat.edits[message_id] = _Edit(content)
            edit.task = asyncio.create_task(self._edit(chat_id, message_id, edit))
        edit.content = content
        assert edit.task is not None
        await asyncio.shield(edit.task)

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Deletes an own message; one that is gone already is fine."""
        with suppress(BadRequest, Unreachable):
            await self._call(chat_id, lambda chat_id: self._bot.delete_message(chat_id, message_id))

    async def answer_press(self, query_id: str, text: str) -> None:
        """Shows the one who pressed a button a short plain text. Too late an answer is none: presses expire."""
        try:
            await self._bot.answer_callback_query(query_id, text)
        except TelegramError as error:
            log.info("a press could not be answered: %s", error)

    async def offer_commands(self, commands: list[BotCommand], language: str | None) -> None:
        """Sets the command menu for people of a two-letter language, or for everyone else."""
        await self._bot.set_my_commands(commands, language_code=language)

    async def rest(self, chat_id: int) -> None:
        """Waits until a message to a chat would take nothing from others to come: its pace is made up for."""
        chat = self._chat(chat_id)
        loop = asyncio.get_running_loop()
        while chat.turn.locked() or not chat.meter.idle(loop.time()):
            async with chat.turn:
                pass
            await asyncio.sleep(chat.meter.rest(loop.time()))

    @asynccontextmanager
    async def acting(self, chat_id: int, action: ChatAction, thread_id: int | None = None) -> AsyncIterator[None]:
        """Shows the bot as typing, or sending a photo, for as long as the block runs, however many run at once."""
        chat = self._chat(chat_id)
        chat.actors[action] += 1
        if action not in chat.acting:
            chat.acting[action] = asyncio.create_task(self._act(chat_id, action, thread_id))
        try:
            yield
        finally:
            chat.actors[action] -= 1
            if not chat.actors[action]:
                chat.acting.pop(action).cancel()

    async def _act(self, chat_id: int, action: ChatAction, thread_id: int | None) -> None:
        await asyncio.sleep(self._limits.typing_after)
        while True:
            with suppress(TelegramError):
                await self._bot.send_chat_action(chat_id, action, message_thread_id=thread_id)
            await asyncio.sleep(self._limits.typing_every)

    async def _edit(self, chat_id: int, message_id: int, edit: _Edit) -> None:
        chat = self._chat(chat_id)
        loop = asyncio.get_running_loop()
        if chat_id < 0 and message_id in chat.edited_at:
            await asyncio.sleep(chat.edited_at[message_id] + self._limits.edits_apart - loop.time())

        async def go(chat_id: int) -> None:
            chat.edits.pop(message_id, None)  # from here on a newer content needs an edit of its own
            await self._change(chat_id, message_id, edit.content)

        try:
            await self._call(chat_id, go)
        except BadRequest as error:
            if "not modified" not in error.message:
                log.info("message %s in chat %s could not be edited: %s", message_id, chat_id, error)
        finally:
            now = loop.time()
            chat.edited_at = {k: at for k, at in chat.edited_at.items() if at + self._limits.edits_apart > now}
            chat.edited_at[message_id] = now

    async def _change(self, chat_id: int, message_id: int, content: Content | InlineKeyboardMarkup) -> None:
        if isinstance(content, InlineKeyboardMarkup):
            await self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=content)
            return
        keyboard = content.keyboard
        assert not isinstance(keyboard, ForceReply), "only a new message can ask for a reply"
        if not content.pictures:
            await self._bot.edit_message_text(
                content.text, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=keyboard
            )
            return
        (picture,) = content.pictures
        media = InputMediaPhoto(picture.data, content.text, parse_mode=ParseMode.HTML, filename=picture.name)
        await self._bot.edit_message_media(media, chat_id, message_id, reply_markup=keyboard)

    async def _call(self, chat_id: int, call: Callable[[int], Awaitable[T]], *, messages: int = 1) -> T:
        """Calls when it is the chat's turn, again after what passes by itself. Raises Unreachable or what is final."""
        chat = self._chat(chat_id)
        loop = asyncio.get_running_loop()
        pause, troubled_since = self._limits.first_retry, None
        async with chat.turn:
            while True:
                await self._due(chat.meter, messages)
                try:
                    return await call(chat_id)
                except RetryAfter as error:
                    seconds = in_seconds(error.retry_after)
                    log.warning("Telegram asks for %s s of silence in chat %s", seconds, chat_id)
                    chat.meter.hold(loop.time(), seconds)
                except ChatMigrated as error:
                    await self._migrated(chat_id, error.new_chat_id)
                    chat_id = error.new_chat_id
                except (BadRequest, Forbidden) as error:
                    if isinstance(error, Forbidden) or any(sign in error.message.lower() for sign in _GONE):
                        raise Unreachable(error.message) from error
                    raise
                except NetworkError as error:
                    troubled_since = troubled_since or loop.time()
                    if loop.time() - troubled_since > self._limits.patience:
                        raise
                    log.warning("no success in chat %s, next try in %.1f s: %s", chat_id, pause, error)
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, self._limits.longest_retry)

    async def _due(self, meter: Meter, messages: int) -> None:
        """Waits until both the chat and the bot as a whole may speak, and counts what they say then."""
        loop = asyncio.get_running_loop()
        while True:
            wait = max(meter.wait(loop.time()), self._overall.wait(loop.time()))
            if wait <= 0:
                break
            await asyncio.sleep(wait)
        for _ in range(messages):
            meter.take(loop.time())
            self._overall.take(loop.time())

    def _chat(self, chat_id: int) -> _Chat:
        if chat_id not in self._chats:
            if len(self._chats) >= _CHATS_REMEMBERED:
                now = asyncio.get_running_loop().time()
                self._chats = {key: chat for key, chat in self._chats.items() if not chat.idle(now)}
            # Groups and supergroups have negative ids.
            self._chats[chat_id] = _Chat(Meter(self._limits.group if chat_id < 0 else self._limits.private))
        return self._chats[chat_id]
