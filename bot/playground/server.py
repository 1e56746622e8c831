"""The embedded Bot API server: https://core.telegram.org/bots/api on top of a `World`.

    app = create_app(world, "123:token")
    POST /bot<token>/<method>             parameters from query, form, JSON or multipart; names without regard to case
    GET  /file/bot<token>/<file_path>

The app answers in process (httpx.ASGITransport) and over a socket alike.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

import bot.playground.methods  # noqa: F401  enters the methods in their table
from bot.playground.calls import METHODS, Answer, Call, Upload
from bot.playground.model import BotApiError, bad_request
from bot.playground.world import World

log = logging.getLogger(__name__)


def create_app(world: World, token: str) -> FastAPI:
    """An ASGI app that speaks the Bot API for one bot with this token; every other token is refused."""
    app = FastAPI(title="诗画", docs_url=None, redoc_url=None, openapi_url=None)

    def is_ours(given: str) -> bool:
        return hmac.compare_digest(given.encode(), token.encode())

    @app.api_route("/bot{given}/{method}", methods=["GET", "POST"])
    async def api(given: str, method: str, request: Request) -> Response:
        if not is_ours(given):
            return _refusal(BotApiError(401, "Unauthorized"))
        try:
            return JSONResponse({"ok": True, "result": await _perform(world, method, request)})
        except BotApiError as error:
            return _refusal(error)
        except Exception:
            log.exception("the playground failed in %s", method)
            return _refusal(BotApiError(500, "Internal Server Error"))

    @app.get("/file/bot{given}/{path:path}")
    async def download(given: str, path: str) -> Response:
        if not is_ours(given):
            return _refusal(BotApiError(401, "Unauthorized"))
        file = world.files.at(path)
        if file is None:
            return _refusal(BotApiError(404, "Not Found"))
        return Response(world.files.content(file), media_type="application/octet-stream")

    return app


async def _perform(world: World, name: str, request: Request) -> Answer:
    call = await _read_call(world, name, request)
    handler = METHODS.get(name.lower())
    if handler is None:
        # Telegram says 404 here, which python-telegram-bot takes for a wrong token.
        raise bad_request(f"method {name!r} not found")
    fault = world.faults.take(name, call.chat_id)
    if fault is None:
        return await handler(call)
    await asyncio.sleep(fault.delay)
    if fault.performed:
        await handler(call)
    if fault.error is not None:
        raise fault.error
    return await handler(call)


async def _read_call(world: World, name: str, request: Request) -> Call:
    parameters: dict[str, Any] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("can't parse JSON object")
        parameters |= body
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form(max_files=100) as form:
            for part, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[part] = Upload(await value.read(), value.filename, value.content_type)
                else:
                    parameters[part] = value
    return Call(world, name, parameters, uploads)


def _refusal(error: BotApiError) -> Response:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    headers = {"Retry-After": str(error.parameters["retry_after"])} if "retry_after" in error.parameters else None
    return JSONResponse(body, status_code=error.code, headers=headers)
