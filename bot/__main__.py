"""`python -m bot`: Telegram when BOT_TOKEN is set, otherwise the playground, a chat page in the browser.

Ends in good order on SIGINT and SIGTERM; whatever is unfinished then is answered after the next start. Exit status 2
and one sentence when a setting is wrong.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

from telegram.error import InvalidToken

from bot.application import running
from bot.logs import configure_logs, redact
from bot.settings import Settings, SettingsError, read_settings
from engines.requests import Engines

log = logging.getLogger(__name__)


async def serve(settings: Settings) -> None:
    """Runs until told to end. Raises SettingsError when the settings turn out not to work."""
    engines = settings.open_engines()
    work = asyncio.create_task(_work(settings, engines))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    try:
        await work
    except asyncio.CancelledError:
        print("诗画 has ended.", flush=True)
    finally:
        await engines.close()


async def _work(settings: Settings, engines: Engines) -> None:
    if settings.bot_token is not None:
        await _telegram(settings, engines, settings.bot_token.get_secret_value())
        return
    # A bot on Telegram needs neither the web page nor the memory that it takes.
    from bot.playing import play  # noqa: PLC0415

    await play(settings, engines, lambda address: print(f"诗画 is at {address}", flush=True))


async def _telegram(settings: Settings, engines: Engines, token: str) -> None:
    await engines.start()
    try:
        async with running(settings, engines, token=token, api_url=settings.bot_api_url) as shihua:
            print(f"诗画 is on Telegram as @{shihua.application.bot.username}", flush=True)
            await shihua.poll()
    except InvalidToken:
        raise SettingsError(
            f"BOT_TOKEN is not known to {settings.bot_api_url}: copy it once more from @BotFather."
        ) from None


def main() -> int:
    """The process's exit status."""
    try:
        settings = read_settings()
        configure_logs(settings.log_level)
        asyncio.run(serve(settings))
    except SettingsError as error:
        print(redact(str(error)), file=sys.stderr)
        return 2
    except Exception:
        # Through the log rather than as Python's own traceback, which would not hide the token.
        log.critical("the bot has failed", exc_info=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
