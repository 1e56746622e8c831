"""Serves the playground on this machine, inside the bot's own event loop.

    playground = asyncio.create_task(serve(app, "127.0.0.1", 8080, on_ready=lambda address: print(address)))
    ...
    playground.cancel()           # closes connections and returns

Raises PortTakenError at once, with a sentence for the person who started it, when the port is in use.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import Callable, Iterator

import uvicorn
from fastapi import FastAPI

CLOSING_SECONDS = 2  # given to open pages at the end


class PortTakenError(Exception):
    """The address can't be listened on; the text says what would work."""


class _Server(uvicorn.Server):
    """A server that leaves signals to the bot, which has its own orderly way to end, and says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's own."""
        await super().startup(sockets)
        self.ready.set()


async def serve(
    app: FastAPI, host: str = "127.0.0.1", port: int = 8080, *, on_ready: Callable[[str], None] = lambda _: None
) -> None:
    """Runs the app until cancelled; port 0 takes any free one.

    on_ready: called with the page's address once connections are taken.
    """
    listener = _listen(host, port)
    # The paths of the Bot API hold the token, so requests are not logged.
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=CLOSING_SECONDS)
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    ready = asyncio.create_task(server.ready.wait())
    try:
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if server.ready.is_set():
            on_ready(f"http://{host}:{listener.getsockname()[1]}")
        await asyncio.shield(running)
    finally:
        ready.cancel()
        server.should_exit = True
        await running
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        remedy = (
            "something else listens there; end it, or choose another port, for example PLAYGROUND_PORT=8081"
            if error.errno == errno.EADDRINUSE
            else "choose an address of this machine, for example PLAYGROUND_HOST=127.0.0.1"
        )
        raise PortTakenError(f"{host}:{port} can't be used ({error.strerror}): {remedy}") from error
    listener.listen(128)
    return listener
