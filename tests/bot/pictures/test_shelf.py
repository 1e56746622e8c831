"""Pictures on disk: kept whole, for a while, and within their room."""

import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.pictures.shelf import Shelf
from bot.store import Store, open_store
from tests.conftest import Clock

DAY = 24 * 3600


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'store.sqlite'}") as store:
        yield store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(store: Store, tmp_path: Path, clock: Clock) -> Shelf:
    return Shelf(store.sessions, tmp_path / "photos", days=7, megabytes=0.001, clock=clock)


def files(tmp_path: Path) -> list[bytes]:
    """The content of every file, oldest first; all are made to look old, as they are at the next start."""
    paths = sorted((tmp_path / "photos").iterdir())
    for path in paths:
        os.utime(path, (time.time() - DAY,) * 2)
    return sorted(path.read_bytes() for path in paths)


async def test_a_picture_is_found_again_under_each_of_its_names(shelf: Shelf, tmp_path: Path):
    assert await shelf.keep("a", b"picture") == await shelf.keep("b", b"picture")
    assert await shelf.find("a") == await shelf.find("b") == b"picture"
    assert await shelf.find("c") is None
    assert files(tmp_path) == [b"picture"]


async def test_what_nobody_used_for_a_week_is_thrown_away(shelf: Shelf, clock: Clock, tmp_path: Path):
    await shelf.keep("used", b"used")
    await shelf.keep("unused", b"unused")
    clock.now += 5 * DAY
    await shelf.find("used")
    clock.now += 3 * DAY
    assert files(tmp_path) == [b"unused", b"used"]
    await shelf.tidy()
    assert files(tmp_path) == [b"used"]
    assert await shelf.find("unused") is None


async def test_the_longest_unused_make_room(shelf: Shelf, clock: Clock):
    for name in "abc":
        clock.now += 1
        await shelf.keep(name, name.encode() * 300)
    clock.now += 1
    await shelf.find("a")
    await shelf.keep("d", b"d" * 300)
    assert [name for name in "abcd" if await shelf.find(name) is not None] == ["a", "c", "d"]


async def test_a_file_that_no_row_knows_is_removed_at_the_next_start(shelf: Shelf, tmp_path: Path):
    await shelf.keep("a", b"a")
    (tmp_path / "photos" / "left-by-a-crash.part").write_bytes(b"half")
    files(tmp_path)
    await shelf.tidy()
    assert files(tmp_path) == [b"a"]


async def test_a_picture_whose_file_was_deleted_is_not_there(shelf: Shelf, tmp_path: Path):
    (tmp_path / "photos" / await shelf.keep("a", b"a")).unlink()
    assert await shelf.find("a") is None
