"""The whole of `python -m bot` with its page, killed while a poem is being written."""

import asyncio
import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROOT = Path(__file__).parents[2]


@contextmanager
def bot(engines: str, port: int, folder: Path):
    settings = {
        "BOT_TOKEN": "",
        "ENGINES": f"tests.fakes:{engines}",
        "PLAYGROUND_PORT": str(port),
        "PLAYGROUND_FOLDER": str(folder),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "bot"]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout.readline() == f"诗画 is at http://127.0.0.1:{port}\n"
            yield process
        finally:
            process.kill()


async def test_a_poem_asked_for_on_the_page_before_a_kill_is_there_after_the_restart_once(browser, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    page = await browser.new_page()
    with bot("SlowEngines", port, tmp_path) as process:
        await page.goto(f"http://127.0.0.1:{port}/")
        await expect(page.locator("#entry")).to_have_attribute("aria-label", re.compile("."))
        await page.fill("#entry", "/poem 山为斜好几")
        await page.press("#entry", "Enter")
        assert process.stdout.readline().startswith("asked: ")
        # What the page was told is written down a moment after it is shown.
        async with asyncio.timeout(10):
            while "山为斜好几" not in (tmp_path / "state.json").read_text(encoding="utf-8"):  # noqa: ASYNC110 (a file has no event)
                await asyncio.sleep(0.01)
        process.kill()
    with bot("FakeEngines", port, tmp_path):
        await page.goto(f"http://127.0.0.1:{port}/")
        await expect(page.locator(".message.own .text")).to_have_text("/poem 山为斜好几")
        await expect(page.locator(".message.bot .verse").first).to_contain_text("山为斜好几")
        await page.fill("#entry", "/about")
        await page.press("#entry", "Enter")
        await expect(page.locator(".message.bot")).to_have_count(2)
    await page.close()
