"""A real bot process over a real socket, ended the hard way and the polite way."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.playground.serve import serve
from bot.playground.server import create_app
from bot.playground.world import World
from tests.conftest import TOKEN
from tests.fakes import photo

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def telegram(world: World) -> AsyncIterator[str]:
    """The address of a pretend Telegram that outlives the bot."""
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(create_app(world, TOKEN), "127.0.0.1", 0, on_ready=address.set_result))
    yield await address
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


@pytest.fixture
def bot_process(telegram: str, tmp_path: Path):
    """Starts `python -m bot` with fake engines; whatever still runs at the end is killed."""

    @asynccontextmanager
    async def start(engines: str) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            cwd=ROOT,
            env=os.environ
            | {
                "BOT_TOKEN": TOKEN,
                "BOT_API_URL": telegram,
                "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'store.sqlite'}",
                "ENGINES": f"tests.fakes:{engines}",
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()

    return start


async def test_a_poem_asked_for_before_a_kill_is_answered_after_the_restart_once(bot_process, world: World):
    me, chat = world.people[0], world.private
    async with bot_process("SlowEngines") as process:
        asked = await world.say(me, chat, "/poem 山为斜好几")
        await _begun(process, b"asked: ")
        process.send_signal(signal.SIGKILL)
        await process.wait()
    assert [m for m in world.transcript(chat) if m.from_bot] == []
    async with bot_process("FakeEngines"):
        answer = await world.answer_to(asked, timeout=20)
        assert answer.text.startswith("山为斜好几")
        about = await world.answer_to(await world.say(me, chat, "/about"), timeout=20)
    assert [m.id for m in world.transcript(chat) if m.from_bot] == [answer.id, about.id]


async def test_a_picture_asked_for_before_a_kill_is_painted_after_the_restart_once(bot_process, world: World):
    me, chat = world.people[0], world.private
    async with bot_process("SlowEngines") as process:
        *_, asked = await world.send_album(me, chat, [photo("red"), photo("blue")], "/style")
        await _begun(process, b"asked: ")
        process.send_signal(signal.SIGKILL)
        await process.wait()
    assert [m for m in world.transcript(chat) if m.from_bot] == []
    async with bot_process("FakeEngines"):
        answer = await world.answer_to(asked, timeout=20)
        assert answer.text == "你的画风图"
        about = await world.answer_to(await world.say(me, chat, "/about"), timeout=20)
    assert [m.id for m in world.transcript(chat) if m.from_bot] == [answer.id, about.id]


async def test_a_poem_that_was_interrupted_twice_is_given_up_with_an_apology(bot_process, world: World):
    asked = await world.say(world.people[0], world.private, "/poem 山为斜好几")
    for _ in range(2):
        async with bot_process("SlowEngines") as process:
            await _begun(process, b"asked: ")
            process.send_signal(signal.SIGKILL)
            await process.wait()
    async with bot_process("FakeEngines"):
        answer = await world.answer_to(asked, timeout=20)
    assert "两次中断" in answer.text
    assert "/poem 山为斜好几" in answer.text


async def test_a_polite_end_takes_little_time_and_counts_as_no_attempt(bot_process, world: World):
    asked = await world.say(world.people[0], world.private, "/poem 山为斜好几")
    for number in (signal.SIGTERM, signal.SIGINT):
        async with bot_process("SlowEngines") as process:
            await _begun(process, b"asked: ")
            process.send_signal(number)
            async with asyncio.timeout(8):
                output, _ = await process.communicate()
            assert process.returncode == 0
            assert b"Traceback" not in output
            assert TOKEN.encode() not in output
    async with bot_process("FakeEngines"):
        assert (await world.answer_to(asked, timeout=20)).text.startswith("山为斜好几")


async def test_a_token_that_telegram_does_not_know_ends_the_start_with_one_sentence(telegram: str):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        cwd=ROOT,
        env=os.environ | {"BOT_TOKEN": TOKEN[:-1] + "B", "BOT_API_URL": telegram, "ENGINES": "tests.fakes:FakeEngines"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert (process.returncode, output) == (2, b"")
    assert errors.decode() == f"BOT_TOKEN is not known to {telegram}: copy it once more from @BotFather.\n"


async def _begun(process: asyncio.subprocess.Process, sign: bytes) -> None:
    """Waits until the process prints a line that begins with `sign`."""
    assert process.stdout is not None
    async with asyncio.timeout(20):
        while not (line := await process.stdout.readline()).startswith(sign):
            assert line, "the bot ended by itself"
