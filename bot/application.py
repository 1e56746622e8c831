"""Wires settings, store, jobs and commands into one telegram.ext.Application, and runs it.

async with running(settings, engines) as shihua:      # people can write now
await shihua.poll()                               # until cancelled
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram import Update
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application
from telegram.request import BaseRequest, HTTPXRequest

from bot.commands.classic import Classics
from bot.commands.general import General, menu
from bot.commands.invitations import Patience
from bot.commands.poems import PoemMaker, Poems
from bot.commands.scripts import Scripts
from bot.commands.spellings import Spellings
from bot.commands.spoken import Context, Speaker
from bot.commands.unwanted import Unwanted
from bot.content import Content
from bot.course.making import ClassicMaker, StagesMaker
from bot.housekeeping import Housekeeping
from bot.inbox import AnyApplication, Inbox
from bot.jobs import Jobs
from bot.lanes import Lane
from bot.making import Maker
from bot.pace import Limits, in_seconds
from bot.pictures.wiring import PictureCommands, Pictures
from bot.records import Kind
from bot.sender import Sender, Unreachable
from bot.settings import Settings
from bot.store import Store, open_store
from bot.texts import Texts, language_of
from bot.wording import Words
from engines.requests import Engines, Motif, Preset, read_motifs, read_presets

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0  # seconds between attempts to reach Telegram at the start
STOPPING = 10.0  # seconds for handlers that are under way when the bot is told to end
# Longer than PTB's 5 s: after a reply that got lost the message is sent again, so better wait for a slow one.
READ_TIMEOUT = 20.0
UPLOAD_TIMEOUT = 120.0  # a picture has some megabytes and a home connection may be slow

MakeRequest = Callable[[], BaseRequest]


def http_request() -> BaseRequest:
    """How the Bot API is reached by default."""
    return HTTPXRequest(
        read_timeout=READ_TIMEOUT, connect_timeout=10.0, pool_timeout=10.0, media_write_timeout=UPLOAD_TIMEOUT
    )


@dataclass(frozen=True)
class Shihua:
    """The running bot and its parts."""

    application: AnyApplication
    inbox: Inbox
    store: Store
    jobs: Jobs
    sender: Sender
    pictures: Pictures
    picture_commands: PictureCommands
    housekeeping: Housekeeping

    async def poll(self) -> None:
        """Receives and answers until cancelled. Raises InvalidToken when the token is revoked."""
        await self.inbox.poll(self.application)


@asynccontextmanager
async def running(
    settings: Settings,
    engines: Engines,
    *,
    token: str,
    api_url: str,
    make_request: MakeRequest = http_request,
    limits: Limits | None = None,
    presets: Sequence[Preset] | None = None,
    motifs: Sequence[Motif] | None = None,
    patience: Patience | None = None,
    clock: Callable[[], float] = time.time,
) -> AsyncIterator[Shihua]:
    """The bot, ready to poll; leaving the block ends it in good order. The engines are the caller's to start and close.

    presets, motifs: the named styles and what dreams may be about, those of the weights unless given. clock: Unix
    seconds, for what is only waited for or kept for a while.

    Waits for as long as the Bot API can't be reached. Raises InvalidToken when it doesn't know the token.
    """
    async with open_store(settings.database_url, clock) as store:
        inbox = Inbox(store)
        application = _application(token, api_url, make_request, inbox)
        await _reach(application)
        try:
            shihua = _wire(
                settings,
                engines,
                application=application,
                inbox=inbox,
                store=store,
                limits=limits,
                presets=read_presets() if presets is None else presets,
                motifs=read_motifs() if motifs is None else motifs,
                patience=patience or Patience(),
                clock=clock,
            )
            await application.start()
            beside = [asyncio.create_task(_offer_menu(shihua.sender))]
            try:
                await shihua.housekeeping.tidy()
                beside.append(asyncio.create_task(shihua.housekeeping.keep()))
                await shihua.jobs.start(application.bot.id)
                await shihua.picture_commands.recover()
                await inbox.recover(application)
                yield shihua
            finally:
                await _stop(application)
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)
                await shihua.picture_commands.stop()
                await shihua.jobs.stop()
        finally:
            await application.shutdown()


def _application(token: str, api_url: str, make_request: MakeRequest, inbox: Inbox) -> AnyApplication:
    return (
        Application.builder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(make_request())
        .get_updates_request(make_request())
        .updater(None)
        .job_queue(None)
        .concurrent_updates(inbox)
        .build()
    )


def _wire(
    settings: Settings,
    engines: Engines,
    *,
    application: AnyApplication,
    inbox: Inbox,
    store: Store,
    limits: Limits | None,
    presets: Sequence[Preset],
    motifs: Sequence[Motif],
    patience: Patience,
    clock: Callable[[], float],
) -> Shihua:
    bot = application.bot
    texts = Texts()

    async def migrated(old: int, new: int) -> None:
        await store.migrate_chat(bot.id, old, new)

    lane = Lane(
        "text",
        settings.poems_at_once,
        settings.poems_at_once_in_a_chat,
        settings.poem_time_limit,
        settings.queue_notice_after,
    )
    sender = Sender(bot, migrated, limits)
    pictures = Pictures.open(
        settings,
        bot,
        store=store,
        sender=sender,
        texts=texts,
        presets=presets,
        motifs=motifs,
        patience=patience,
        clock=clock,
    )
    makers: dict[Kind, Maker] = {
        Kind.POEM: PoemMaker(texts, lane),
        Kind.CLASSIC: ClassicMaker(texts, lane),
        Kind.STAGES: StagesMaker(texts, lane),
        **pictures.makers(settings),
    }
    jobs = Jobs(store, engines, sender, texts=texts, makers=makers)
    words = Words(bot.username)
    unwanted = settings.open_words()
    preferences = pictures.preferences
    speaker = Speaker(sender, texts, preferences)
    guard = Unwanted(bot.id, words, unwanted, speaker)
    commands = pictures.commands(words, jobs, unwanted, guard.declined)
    poems = Poems(
        bot.id,
        words,
        jobs=jobs,
        sender=sender,
        store=store,
        texts=texts,
        preferences=preferences,
        take_photo=commands.visions.take_poem,
    )
    classics = Classics(bot.id, words, jobs=jobs, sender=sender, store=store, texts=texts, preferences=preferences)
    scripts = Scripts(words, preferences=preferences, sender=sender, texts=texts)
    spellings = Spellings(
        bot.id, words, store=store, preferences=preferences, sender=sender, texts=texts, unwanted=unwanted
    )
    general = General(bot.id, words, jobs=jobs, store=store, speaker=speaker, poems=poems, pictures=commands)
    # Albums first: what belongs to one is no message of its own.
    families = (
        commands.albums,
        guard,
        poems,
        classics,
        scripts,
        spellings,
        commands,
        general,
    )
    application.add_handlers([handler for family in families for handler in family.handlers()])
    application.add_error_handler(_Apology(sender, texts))
    housekeeping = Housekeeping(bot.id, store, pictures.shelf, jobs_days=settings.jobs_days, clock=clock)
    return Shihua(application, inbox, store, jobs, sender, pictures, commands, housekeeping)


class _Apology:
    """The error handler: the person gets one sentence, the log the rest."""

    def __init__(self, sender: Sender, texts: Texts) -> None:
        self._sender = sender
        self._texts = texts

    async def __call__(self, update: object, context: Context) -> None:
        if isinstance(context.error, Unreachable):
            log.info("nobody to answer: %s", context.error)
            return
        log.error("an update could not be handled", exc_info=context.error)
        if not isinstance(update, Update) or update.effective_chat is None:
            return
        user = update.effective_user
        text = self._texts.say(language_of(user.language_code if user else None), "trouble")
        try:
            await self._sender.send(update.effective_chat.id, Content(text))
        except (TelegramError, Unreachable) as error:
            log.info("no apology either: %s", error)


async def _reach(application: AnyApplication) -> None:
    """Initialises the application, which asks the Bot API who the bot is, and takes back a webhook if one is set."""
    pause = 1.0
    while True:
        try:
            await application.initialize()
            await application.bot.delete_webhook()
            return
        except InvalidToken:
            raise
        except (NetworkError, RetryAfter) as error:
            seconds = in_seconds(error.retry_after) if isinstance(error, RetryAfter) else pause
            log.warning("the Bot API can't be reached, next try in %.0f s: %s", seconds, error)
            await asyncio.sleep(seconds)
            pause = min(2 * pause, LONGEST_PAUSE)


async def _offer_menu(sender: Sender) -> None:
    """Sets the command menus: Chinese for those whose Telegram is, English for the others."""
    texts = Texts()
    for language, code in (("en", None), ("en", "en"), ("zh", "zh")):
        try:
            await sender.offer_commands(menu(language, texts), code)
        except TelegramError as error:
            log.warning("the command menu could not be set: %s", error)


async def _stop(application: AnyApplication) -> None:
    """Ends the handling of updates; what takes too long is given up and handled after the next start."""
    try:
        async with asyncio.timeout(STOPPING):
            await application.stop()
    except TimeoutError:
        log.warning("some updates are left to the next start")
