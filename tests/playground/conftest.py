import asyncio
from contextlib import asynccontextmanager

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.playground.server import create_app
from bot.playground.world import World

TOKEN = "7654321098:test"


class Clock:
    """Time that passes only when told to."""

    def __init__(self):
        self.now = 1_760_000_000.0

    def __call__(self):
        return self.now

    def advance(self, seconds):
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def world(clock):
    return World(clock)


@pytest.fixture
def app(world):
    return create_app(world, TOKEN)


@pytest.fixture
async def http(app):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://playground") as client:
        yield client


@pytest.fixture
def call(http):
    """Calls a method with JSON; the whole answer."""

    async def call(method, **parameters):
        async with asyncio.timeout(5):
            return (await http.post(f"/bot{TOKEN}/{method}", json=parameters)).json()

    return call


@pytest.fixture
def refused(call):
    """Calls a method that has to fail; the description."""

    async def refused(method, **parameters):
        answer = await call(method, **parameters)
        assert answer["ok"] is False, answer
        return answer["description"]

    return refused


@pytest.fixture
def updates(call):
    """What getUpdates has to say, without waiting, acknowledging everything before `offset`."""

    async def updates(offset=0, **parameters):
        return (await call("getUpdates", offset=offset, **parameters))["result"]

    return updates


@asynccontextmanager
async def telegram_bot(app):
    request = HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app)})
    other = HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app)})
    async with Bot(
        TOKEN,
        base_url="http://playground/bot",
        base_file_url="http://playground/file/bot",
        request=request,
        get_updates_request=other,
    ) as bot:
        yield bot


@pytest.fixture
async def bot(app):
    async with asyncio.timeout(20), telegram_bot(app) as bot:
        yield bot


@pytest.fixture
def xiaoman(world):
    return world.people[0]


@pytest.fixture
def aheng(world):
    return world.people[1]
