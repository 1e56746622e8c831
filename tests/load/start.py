"""From `python -m bot` to its page and to the first poem on it, asked for in a real browser, with no token."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import httpx
import psutil
from playwright.sync_api import sync_playwright

from tests.load.timing import ROOT, largest_memory

PATIENCE = 120.0  # seconds until a start counts as failed
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class StartFigures:
    """Seconds from the start of the process until its page answers and until the first poem is on it (None without
    Chromium), and the largest resident sets of the bot's process and of its worker, bytes.
    """

    page: float
    poem: float | None
    bot: int
    worker: int


def measure() -> StartFigures:
    """Starts the bot in its playground on a free port, asks, and ends it."""
    if CHROMIUM is None:
        with _bot() as (process, address, began):
            return _figures(process, _page_answers(address, process, began), None)
    with sync_playwright() as playwright:
        # The browser starts first, so that its own start is not in the figure.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page()
        with _bot() as (process, address, began):
            page = _page_answers(address, process, began)
            tab.goto(address)
            tab.locator("#entry[aria-label]").wait_for()
            tab.fill("#entry", "/poem 山为斜好几")
            tab.press("#entry", "Enter")
            tab.locator(".message.bot .poem").wait_for(timeout=PATIENCE * 1000)
            poem = time.perf_counter() - began
            figures = _figures(process, page, poem)
        browser.close()
    return figures


@contextmanager
def _bot() -> Iterator[tuple[subprocess.Popen[bytes], str, float]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "BOT_TOKEN": "",
        "PLAYGROUND_HOST": "127.0.0.1",
        "PLAYGROUND_PORT": str(port),
        "LOG_LEVEL": "ERROR",
        "ENGINES": "local",
    }
    command = [sys.executable, "-m", "bot"]
    # An empty folder, so that no poem of an earlier chat is taken for the first one.
    with TemporaryDirectory(prefix="shihua-") as folder:
        environment = os.environ | settings | {"PLAYGROUND_FOLDER": folder}
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            yield process, f"http://127.0.0.1:{port}", began
        finally:
            process.terminate()
            process.wait()


def _page_answers(address: str, process: subprocess.Popen[bytes], began: float) -> float:
    while time.perf_counter() - began < PATIENCE and process.poll() is None:
        try:
            if httpx.get(address, trust_env=False).status_code == httpx.codes.OK:
                return time.perf_counter() - began
        except httpx.TransportError:
            time.sleep(0.02)
    raise RuntimeError("the bot's page never answered; what the bot says is above")


def _figures(process: subprocess.Popen[bytes], page: float, poem: float | None) -> StartFigures:
    workers = psutil.Process(process.pid).children()
    worker = max((largest_memory(child.pid) for child in workers), default=0)
    return StartFigures(page, poem, largest_memory(process.pid), worker)
