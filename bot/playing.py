"""The bot in the playground: the pretend Telegram, its page, and the bot, in one process and with no token.

What people said there, and what the bot owes them, survives a restart: both lie in PLAYGROUND_FOLDER. The bot's store
is of no use without the pretend Telegram's ids, so it is not the one of DATABASE_URL, and both begin afresh together.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path

import httpx
from starlette.middleware.trustedhost import TrustedHostMiddleware
from telegram.request import HTTPXRequest

from bot.application import running
from bot.playground.keeper import Keeper
from bot.playground.page import attach_page
from bot.playground.serve import PortTakenError, serve
from bot.playground.server import create_app
from bot.playground.world import World
from bot.settings import Settings, SettingsError
from engines.requests import Engines

DATABASE = "shihua.sqlite"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
INSIDE = "playground"  # never looked up: requests go to the app in this process


async def play(settings: Settings, engines: Engines, on_ready: Callable[[str], None]) -> None:
    """Serves the page and answers in it until cancelled. Raises SettingsError when the port is taken.

    on_ready: called with the page's address once it answers; the engines are started only then, and closed by the
    caller.
    """
    world = World()
    folder = settings.playground_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"PLAYGROUND_FOLDER names {folder}, which can't be made: {error.strerror}.") from error
    keeper = Keeper(world, folder)
    if not keeper.restore():
        _forget(folder)
    token = f"{world.bot.id}:{secrets.token_urlsafe(32)}"
    app = create_app(world, token)
    attach_page(app, world)
    if settings.playground_host in LOOPBACK:
        # Another site whose name is pointed at this machine (DNS rebinding) could speak to the page otherwise.
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, INSIDE])
    answers = asyncio.Event()

    def ready(address: str) -> None:
        on_ready(address)
        answers.set()

    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app)})

    async def bot() -> None:
        await answers.wait()  # from here on the folder is ours: a second process would not get the port
        stop = keeper.start()
        await engines.start()
        own = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{folder / DATABASE}"})
        try:
            async with running(own, engines, token=token, api_url=f"http://{INSIDE}", make_request=request) as shihua:
                await shihua.poll()
        finally:
            stop()

    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(serve(app, settings.playground_host, settings.playground_port, on_ready=ready))
            both.create_task(bot())
    except* PortTakenError as taken:
        raise SettingsError(f"{taken.exceptions[0]}.") from None


def _forget(folder: Path) -> None:
    """Removes the bot's store: the ids of a new pretend Telegram would be mistaken for those it knows."""
    for path in folder.glob(f"{DATABASE}*"):
        path.unlink()
