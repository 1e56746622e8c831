"""Updates on their way in: written down before Telegram is told that they arrived, then handled, once.

python-telegram-bot's own updater acknowledges updates that are only in memory; a killed process would have lost them.
Here `poll` keeps every update in the store before it asks for the next ones, and `do_process_update` marks it handled
when its handlers have finished. After a restart `recover` hands over what was left. An update is handled again only if
the process died while its handlers ran; those that ask for poems can't ask twice, because a job has its source.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update
from telegram.constants import UpdateType
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, BaseUpdateProcessor

from bot.pace import in_seconds
from bot.records import Received
from bot.store import Store

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

log = logging.getLogger(__name__)

WANTED = [UpdateType.MESSAGE, UpdateType.CALLBACK_QUERY]
LONG_POLL = 50  # seconds that Telegram may keep a poll open
READ_MARGIN = 10.0  # seconds beyond that before the connection counts as dead
LONGEST_PAUSE = 30.0  # seconds between polls while Telegram can't be reached
AT_ONCE = 10_000  # updates in hand at the same time; most of them wait for their chat's turn


def source_of(update: Update) -> str:
    """What an update is about, in at most 80 characters; the same for every delivery of the same message or press."""
    if update.callback_query is not None:
        return f"callback:{update.callback_query.id}"
    if update.message is not None:
        return f"message:{update.message.chat_id}:{update.message.message_id}"
    return f"update:{update.update_id}"


class Inbox(BaseUpdateProcessor):
    """Keeps updates in `store`; handles chats in parallel and each chat's updates in order."""

    def __init__(self, store: Store) -> None:
        super().__init__(AT_ONCE)
        self._store = store
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._bot_id = 0

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handles an update when all earlier ones of its chat are handled, and notes that it is."""
        assert isinstance(update, Update)
        place = update.effective_chat or update.effective_user
        turn = self._turns.setdefault(place.id if place else 0, asyncio.Lock())
        async with turn:
            await coroutine
            await self._store.mark_handled(self._bot_id, update.update_id)

    async def recover(self, application: AnyApplication) -> None:
        """Hands over what was received and not handled before a restart."""
        self._bot_id = application.bot.id
        for payload in await self._store.unhandled_updates(self._bot_id):
            fields = json.loads(payload)
            try:
                await application.update_queue.put(Update.de_json(fields, application.bot))
            except Exception:
                # Kept by another version of the library; it must not stop every start from now on.
                log.exception("update %s can't be read any more", fields["update_id"])
                await self._store.mark_handled(self._bot_id, fields["update_id"])

    async def poll(self, application: AnyApplication) -> None:
        """Receives updates for ever. Raises InvalidToken when Telegram doesn't know the token any more.

        The offset acknowledges the last batch; when that has happened the next poll goes without one, since Telegram
        may begin anywhere with its ids after a quiet week.
        """
        offset: int | None = None
        pause = 1.0
        while True:
            try:
                updates = await _receive(application.bot, offset)
                fresh = set(await self._store.keep_updates(self._bot_id, [_received(update) for update in updates]))
            except InvalidToken:
                raise
            except (TelegramError, SQLAlchemyError) as error:
                # What could not be written down is not acknowledged either, so Telegram gives it out again.
                seconds = in_seconds(error.retry_after) if isinstance(error, RetryAfter) else pause
                if isinstance(error, Conflict):
                    log.warning("another process polls with the same token; only one can: %s", error)
                else:
                    log.warning("no updates, next try in %.0f s: %s", seconds, error)
                await asyncio.sleep(seconds)
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            pause = 1.0
            offset = updates[-1].update_id + 1 if updates else None
            for update in updates:
                if update.update_id in fresh:
                    fresh.discard(update.update_id)
                    await application.update_queue.put(update)


async def _receive(bot: Bot, offset: int | None) -> tuple[Update, ...]:
    # PTB's default read timeout for polls adds to `timeout` what was set for the request object.
    return await bot.get_updates(offset, timeout=LONG_POLL, allowed_updates=WANTED, read_timeout=READ_MARGIN)


def _received(update: Update) -> Received:
    return Received(update.update_id, source_of(update), update.to_json())
