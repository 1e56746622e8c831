"""What all tests share: fake engines, and the whole bot talking to a pretend Telegram in this process."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import hypothesis
import pytest
from PIL import Image
from telegram.request import HTTPXRequest

from bot.application import Shihua, running
from bot.commands.invitations import Patience
from bot.pace import Limits, Pace
from bot.photos import Photo
from bot.playground.model import CallbackAnswer, Chat, Message, User
from bot.playground.server import create_app
from bot.playground.world import World
from bot.settings import Settings
from engines.requests import Motif, Preset, StyleRequest
from tests.fakes import FakeEngines, photo, seen

# The machine may be busy with something else; how long an example takes says nothing.
hypothesis.settings.register_profile("shihua", deadline=None)
hypothesis.settings.load_profile("shihua")

TOKEN = "7654321098:" + "A" * 35
FAST = Pace(1000, 0.0)
# Telegram's own limits, a hundred times as fast; the pauses after failures likewise.
HURRIED = Limits(
    private=FAST,
    group=FAST,
    overall=FAST,
    edits_apart=0.02,
    first_retry=0.01,
    longest_retry=0.05,
    patience=2.0,
    typing_after=0.0,
    typing_every=0.02,
)
PRESETS = (
    Preset("水墨", "Ink wash"),
    Preset("青绿山水", "Blue-green landscape"),
    Preset("浮世绘", "Ukiyo-e"),
    Preset("星月夜", "Starry Night"),
    Preset("呐喊", "The Scream"),
    Preset("麦田", "Wheat field"),
    Preset("构图", "Composition"),
)
MOTIFS = (Motif("波纹", "ripples"), Motif("眼睛", "eyes"), Motif("羽毛", "feathers"), Motif("鱼鳞", "fish scales"))
QUICK = Patience(second_photo=600.0, album=0.25)


class Clock:
    """Unix seconds as the bot sees them, put forward by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of this test alone, with its own database."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return Settings(
        _env_file=None,
        bot_token=TOKEN,
        bot_api_url="http://telegram.test",
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'store.sqlite'}",
        queue_notice_after=30.0,
    )


@pytest.fixture
def engines() -> FakeEngines:
    """Engines that write at once."""
    return FakeEngines()


@pytest.fixture
def world() -> World:
    """A fresh pretend Telegram."""
    return World()


@dataclass
class Talk:
    """A conversation with the running bot."""

    world: World
    engines: FakeEngines
    shihua: Shihua
    clock: Clock

    @property
    def me(self) -> User:
        return self.world.people[0]

    @property
    def private(self) -> Chat:
        return self.world.private

    @property
    def group(self) -> Chat:
        return self.world.group

    async def say(self, text: str, chat: Chat | None = None, person: User | None = None) -> Message:
        """Says something, in private as the first person unless told otherwise."""
        person = person or self.me
        return await self.world.say(person, chat or self.world.private_with(person), text)

    async def ask(self, text: str, chat: Chat | None = None, person: User | None = None) -> Message:
        """Says something and returns the bot's next message in that chat."""
        return await self.world.answer_to(await self.say(text, chat, person))

    async def send(
        self,
        *colours: str,
        caption: str = "",
        chat: Chat | None = None,
        person: User | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Sends a photo of a colour, or an album; the last message of it."""
        person = person or self.me
        chat = chat or self.world.private_with(person)
        if len(colours) == 1:
            return await self.world.send_photo(person, chat, photo(colours[0]), caption, reply_to=reply_to)
        return (await self.world.send_album(person, chat, [photo(c) for c in colours], caption, reply_to=reply_to))[-1]

    def painted(self) -> list[tuple[str, ...]]:
        """What the engines were asked to paint, as one sees it: content, styles."""
        return [seen(request) for request in self.engines.asked if isinstance(request, StyleRequest)]

    async def press(self, message: Message, button: str, person: User | None = None) -> CallbackAnswer:
        """Presses a button and returns what the person sees on top of the chat."""
        async with asyncio.timeout(5):
            return await (await self.world.press(person or self.me, message, button))

    def said(self, chat: Chat | None = None) -> list[Message]:
        """What the bot has said in a chat."""
        return [message for message in self.world.transcript(chat or self.private) if message.from_bot]

    async def until_said(self, number: int, chat: Chat | None = None) -> list[Message]:
        """Waits for this many messages of the bot."""
        await self.world.wait_for(lambda: len(self.said(chat)) >= number)
        return self.said(chat)

    async def settled(self, chat: Chat | None = None) -> list[Message]:
        """What the bot has said once it has dealt with everything before.

        The answer to a last /about proves that all messages were read, since a chat's are read in order; then the
        store tells when the last job is over.
        """
        person = self.me
        chat = chat or self.private
        asked = await self.world.say(person, chat, "/about")
        answer = await self.world.answer_to(asked)
        while not answer.text.startswith("诗画"):
            answer = await self.world.answer_to(answer)
        await self.all_written()
        return [message for message in self.said(chat) if message.id != answer.id]

    async def all_written(self) -> None:
        """Waits until no job is unfinished."""
        async with asyncio.timeout(5):
            while await self.shihua.store.unfinished(self.world.bot.id):  # noqa: ASYNC110 (a database has no event)
                await asyncio.sleep(0.005)


Play = Callable[..., AbstractAsyncContextManager[Talk]]


@pytest.fixture
def play(world: World, engines: FakeEngines, settings: Settings) -> Play:
    """Runs the bot for as long as the block lasts: `async with play() as talk`. May be entered again: a restart."""
    app = create_app(world, TOKEN)
    clock = Clock()

    @asynccontextmanager
    async def playing(limits: Limits = HURRIED, patience: Patience = QUICK, **changes: object) -> AsyncIterator[Talk]:
        def request() -> HTTPXRequest:
            return HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app)})

        bot = running(
            settings.model_copy(update=changes),
            engines,
            token=TOKEN,
            api_url="http://telegram.test",
            make_request=request,
            limits=limits,
            presets=PRESETS,
            motifs=MOTIFS,
            patience=patience,
            clock=clock,
        )
        async with asyncio.timeout(20), bot as shihua:
            polling = asyncio.create_task(shihua.poll())
            try:
                yield Talk(world, engines, shihua, clock)
            finally:
                polling.cancel()
                with suppress(asyncio.CancelledError):
                    await polling

    return playing


@pytest.fixture
async def talk(play: Play) -> AsyncIterator[Talk]:
    """A conversation with the bot."""
    async with play() as talk:
        yield talk


@pytest.fixture
def photos_taken_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skips the check of photos, which takes a process each and has its own tests."""

    async def check(data: bytes, *, longest: int = 1600) -> Photo:
        with Image.open(io.BytesIO(data)) as image:
            return Photo(bytes(data), "JPEG", *image.size)

    monkeypatch.setattr("bot.pictures.fetching.check", check)
