"""A real Chromium in front of the playground, with a small stand-in for the bot (echo.py) in a process of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WAIT = 10_000  # milliseconds, for a machine that is busy with other things

expect.set_options(timeout=WAIT)


def pytest_collection_modifyitems(items):
    if CHROMIUM is None and not os.environ.get("CI"):
        skip = pytest.mark.skip(reason="no Chromium on this machine: apt-get install chromium")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def address():
    command = [sys.executable, "-m", "tests.browser.echo"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), "the playground did not start; its words are above"
            yield address
        finally:
            process.kill()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(address, browser):
    """Opens the page as someone, at a width; fails the test when the page reports an error of its own."""
    errors = []
    contexts = []

    async def open_page(query="", *, width=1280, height=800, **options):
        context = await browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_default_timeout(WAIT)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: _stay_here(request.url, address, errors))
        await page.goto(f"{address}/{query}")
        await expect(page.locator("#entry")).to_have_attribute("aria-label", re.compile("."))
        # Behind the labels come the conversation and what watches the connection; then the address says who is here.
        await page.wait_for_url(re.compile(r"[?&]chat="))
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert errors == []


def _stay_here(url, address, errors):
    if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:")):
        errors.append(f"the page asked for {url}")
