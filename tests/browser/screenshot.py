"""The README's picture: the page on a desk and on a phone, with poems just written.

    python -m tests.browser.screenshot OUT.png                              # starts the bot in its playground for it
    python -m tests.browser.screenshot OUT.png --at http://127.0.0.1:8080   # takes what runs there already

Needs Chromium, a font for Chinese, and the weights of the poem network.
"""

import asyncio
import io
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from PIL import Image
from playwright.async_api import async_playwright

ROOT = Path(__file__).parents[2]
HEIGHT = 820
SCALE = 2  # device pixels a CSS pixel, so that the picture is sharp on dense screens
GAP = 36
PAPER = "#e6decf"
PATIENCE = 180_000  # milliseconds; the first poem waits for the network to load and compile


def take(out: Path, at: Annotated[str | None, typer.Option(help="Address of a playground that runs already.")] = None):
    """Writes the picture to OUT."""
    if at is not None:
        asyncio.run(_take(at, out))
        return
    with _playground() as address:
        asyncio.run(_take(address, out))


@contextmanager
def _playground():
    """The real bot in its playground, with no token."""
    command = [sys.executable, "-m", "bot"]
    with TemporaryDirectory(prefix="shihua-") as folder:  # no earlier chats in the picture
        environment = os.environ | {"BOT_TOKEN": "", "PLAYGROUND_PORT": "8093", "PLAYGROUND_FOLDER": folder}
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                found = (re.search(r"http://\S+", line) for line in process.stdout)
                yield next(match.group() for match in found if match)
            finally:
                process.terminate()
                process.communicate()


async def _take(address, out):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        desk = await _open(browser, f"{address}/?person=xiaoman", 1080)
        await _ask(desk, "/poem 山为斜好几")
        await _ask(desk, "/acrostic 争云夏日")
        phone = await _open(browser, f"{address}/?chat=group&person=aheng", 390)
        await phone.locator("[data-person=xiaoman]").click()
        await _say(phone, "下雪了，谁来起一首？")
        await phone.locator("[data-person=aheng]").click()
        await _ask(phone, "/theme 春雪")
        pictures = [Image.open(io.BytesIO(await page.screenshot())) for page in (desk, phone)]
        await browser.close()
    gap = GAP * SCALE
    width = sum(picture.width for picture in pictures) + 3 * gap
    sheet = Image.new("RGB", (width, HEIGHT * SCALE + 2 * gap), PAPER)
    sheet.paste(pictures[0], (gap, gap))
    sheet.paste(pictures[1], (pictures[0].width + 2 * gap, gap))
    # 256 colours are plenty for ink on paper and keep the repository small.
    sheet.quantize(256).save(out, optimize=True)


async def _open(browser, address, width):
    context = await browser.new_context(
        viewport={"width": width, "height": HEIGHT}, device_scale_factor=SCALE, color_scheme="light"
    )
    page = await context.new_page()
    await page.goto(address)
    await page.locator("#entry[aria-label]").wait_for()
    return page


async def _say(page, text):
    await page.fill("#entry", text)
    await page.press("#entry", "Enter")
    # By its words: right after a change of speaker, what was there before may still be on the page.
    await page.locator(".message.own", has_text=text).last.wait_for()


async def _ask(page, text):
    poems = page.locator(".message.bot .poem")
    count = await poems.count()
    await _say(page, text)
    await poems.nth(count).wait_for(timeout=PATIENCE)
    await page.evaluate("document.activeElement.blur()")
    await page.evaluate("document.fonts.ready")


if __name__ == "__main__":
    typer.run(take)
