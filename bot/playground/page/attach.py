"""Puts the chat page and the files it shows onto the server's app."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Response
from nicegui import ui
from starlette.staticfiles import StaticFiles

from bot.playground.model import User
from bot.playground.page.bubble import FILES
from bot.playground.page.view import View
from bot.playground.world import World

_STATIC = Path(__file__).parent / "static"
_SHOWN_IN_PLACE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"})
_FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="#a23b2c"/>'
    '<text x="32" y="45" font-size="38" text-anchor="middle" fill="#fdf8ec" font-family="serif">诗</text></svg>'
)


def attach_page(app: FastAPI, world: World) -> None:
    """Serves the chat page at / and the files of its messages below /playground."""

    @app.get(FILES + "/{path:path}")
    async def show_file(path: str) -> Response:
        file = world.files.at(path)
        if file is None:
            return Response(status_code=404)
        # Anything a browser might run is only ever saved, never shown.
        shown = file.mime_type in _SHOWN_IN_PLACE
        return Response(
            world.files.content(file),
            media_type=file.mime_type if shown else "application/octet-stream",
            headers={
                "X-Content-Type-Options": "nosniff",
                "Content-Disposition": "inline" if shown else "attachment",
                "Cache-Control": "private, max-age=3600",
            },
        )

    app.mount("/playground/static", StaticFiles(directory=_STATIC))

    @ui.page("/", title="诗画")
    def chat_page(chat: str = "private", person: str = "") -> None:
        View(world, _person(world, person), in_group=chat == "group").build()

    ui.run_with(
        app,
        title="诗画",
        viewport="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content",
        favicon=_FAVICON,
        dark=None,
        tailwind=False,
        reconnect_timeout=30.0,
        show_welcome_message=False,
        binding_refresh_interval=None,
    )


def _person(world: World, username: str) -> User:
    return next((person for person in world.people if person.username == username), world.people[0])
