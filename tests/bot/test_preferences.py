"""What people have said about their script, and what counts until then."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from telegram import User

from bot.cards.seals import Seals
from bot.preferences import Preferences
from bot.script import Script
from bot.store import open_store
from engines.requests.words import FILE, WordFile

BOT, OTHER_BOT = 11, 12


def person(id_: int, code: str | None) -> User:
    return User(id_, "Someone", is_bot=False, language_code=code)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'store.sqlite'}"


async def test_what_was_said_counts_more_than_telegrams_language(url: str):
    async with open_store(url) as store:
        preferences = Preferences(store.sessions, BOT)
        assert await preferences.language_of(person(1, "zh-hant")) == "zh-hant"
        assert await preferences.language_of(None) == "zh"
        await preferences.keep(1, Script.SIMPLIFIED)
        await preferences.keep(2, Script.TRADITIONAL)
        assert await preferences.language_of(person(1, "zh-hant")) == "zh"
        assert await preferences.language_of(person(2, "en")) == "en-hant"
        assert await preferences.language_of(person(3, "zh-TW")) == "zh-hant"


async def test_the_last_word_counts_and_survives_a_restart(url: str):
    async with open_store(url) as store:
        for script in (Script.TRADITIONAL, Script.SIMPLIFIED, Script.TRADITIONAL):
            await Preferences(store.sessions, BOT).keep(1, script)
    async with open_store(url) as store:
        assert await Preferences(store.sessions, BOT).script(1) is Script.TRADITIONAL
        assert await Preferences(store.sessions, OTHER_BOT).script(1) is None
        assert await Preferences(store.sessions, BOT).script(2) is None


async def test_what_is_said_twice_at_once_is_kept_once(url: str):
    async with open_store(url) as store:
        preferences = Preferences(store.sessions, BOT)
        await asyncio.gather(*(preferences.keep(1, Script.TRADITIONAL) for _ in range(8)))
        assert await preferences.script(1) is Script.TRADITIONAL


async def test_a_store_from_before_takes_preferences_and_keeps_what_it_had(url: str, tmp_path: Path):
    async with open_store(url) as store:
        await Seals(store.sessions, BOT, WordFile(FILE)).keep(1, "东坡")
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as connection:
        connection.execute("DROP TABLE preferences")
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
        connection.commit()
    async with open_store(url) as store:
        preferences = Preferences(store.sessions, BOT)
        await preferences.keep(1, Script.TRADITIONAL)
        assert await preferences.script(1) is Script.TRADITIONAL
        assert await Seals(store.sessions, BOT, WordFile(FILE)).of(1, "zh-hant") == "东坡"
        assert await Seals(store.sessions, BOT, WordFile(FILE)).of(2, "zh-hant") == "詩畫"
        assert await Seals(store.sessions, BOT, WordFile(FILE)).of(2, "zh") == "诗画"
