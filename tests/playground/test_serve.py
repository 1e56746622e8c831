import asyncio
import contextlib
import socket

import httpx
import pytest

from bot.playground.serve import PortTakenError, serve
from tests.playground.conftest import TOKEN


async def test_the_app_is_served_until_cancelled(app):
    address = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(app, port=0, on_ready=address.set_result))
    async with asyncio.timeout(10), httpx.AsyncClient() as client:
        answer = await client.get(f"{await address}/bot{TOKEN}/getMe")
    assert answer.json()["ok"]
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(address.result())


async def test_a_taken_port_is_said_in_one_sentence_with_a_way_out(app):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"127.0.0.1:{port} can't be used .* PLAYGROUND_PORT=8081"):
            await serve(app, port=port)


async def test_the_token_is_not_logged(app, caplog):
    caplog.set_level("DEBUG", logger="uvicorn")
    address = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(app, port=0, on_ready=address.set_result))
    async with asyncio.timeout(10), httpx.AsyncClient() as client:
        await client.get(f"{await address}/bot{TOKEN}/getMe")
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    assert TOKEN not in "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("uvicorn"))
