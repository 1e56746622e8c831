"""Every setting of the bot, typed, in one place. `.env.example` lists the same names in the same order.

settings = read_settings()     # from the environment and .env; SettingsError says in one sentence what is wrong
settings.bot_token             # None: talk to people in the playground instead of on Telegram
"""

from __future__ import annotations

import importlib
import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self, cast
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from engines.requests import EngineError, Engines
from engines.requests.words import WordFile, list_file

# What every token looks like; logs.py hides whatever looks like this, so nothing else is accepted as one.
TOKEN = re.compile(r"\d{6,}:[\w-]{30,}")

BACK_ENDS = {"local": "engines.local:LocalEngines"}


class SettingsError(Exception):
    """One plain sentence that names the setting and shows what would work."""


def _token(value: object) -> object:
    if not isinstance(value, str) or value == "":
        return value or None
    if not value.strip():
        raise ValueError("is set but blank: leave it empty for the playground, or paste the token that @BotFather gave")
    if not TOKEN.fullmatch(value.strip()):
        raise ValueError("is not a token: one has digits, a colon and 35 more characters, like 123456789:AAE…")
    return value.strip()


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not an address: write it like https://api.telegram.org")
    return value.rstrip("/")


def _database(value: str) -> str:
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError("is not a database address: write it like sqlite+aiosqlite:///var/shihua.sqlite") from None
    if url.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise ValueError("begins with neither sqlite+aiosqlite:// nor postgresql+asyncpg://")
    return value


def _back_end(value: str) -> str:
    path = BACK_ENDS.get(value, value)
    if not re.fullmatch(r"[\w.]+:\w+", path):
        raise ValueError(f"is not a back end: use {' or '.join(BACK_ENDS)}, or module:class")
    return path


class Settings(BaseSettings):
    """What a person may set, by environment variable or in the file .env.

    bot_token: None or empty starts the playground instead of Telegram.
    bot_api_url: the Bot API server, without a path; files come from the same server.
    database_url: SQLAlchemy address with an asynchronous driver.
    playground_folder: where the playground keeps its chats, its files and the bot's store about them.
    engines: "local", or "module:class" of any engines.requests.Engines that needs no arguments.
    poem_time_limit: seconds a poem may take once its writing has begun.
    poems_at_once: poems handed to the engines at the same time, so that they can be written as one batch.
    poems_at_once_in_a_chat: of these, how many may belong to one chat.
    pictures_at_once, pictures_at_once_in_a_chat: the same for pictures painted in one pass.
    fine_pictures_at_once: pictures refined or dreamt at the same time; on one machine each would slow the others.
    picture_time_limit: seconds a picture may take in one pass; fine_picture_time_limit: refined, or dreamt.
    photos_days: how long photos, and what was painted from them, are kept after their last use.
    photos_megabytes: how much room they may take together.
    jobs_days: how long what was asked for is kept after its answer; as long as updates at least (bot/housekeeping.py).
    queue_notice_after: seconds after which a person who still waits is told the place in the queue.
    shihua_data: where the engines keep corpus and downloads; empty: var/ in the repository.
    shihua_image_network: what looks at pictures: refining, dreams, labels.
    word_list: the file of words that are neither taken nor written; empty: the one in the repository.
    """

    # hide_input_in_errors: the input may be a token.
    model_config = SettingsConfigDict(env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True)

    bot_token: Annotated[SecretStr | None, BeforeValidator(_token)] = None
    bot_api_url: Annotated[str, AfterValidator(_address)] = "https://api.telegram.org"
    database_url: Annotated[str, AfterValidator(_database)] = "sqlite+aiosqlite:///var/shihua.sqlite"
    playground_host: str = Field("127.0.0.1", min_length=1)
    playground_port: int = Field(8080, ge=1, le=65535)
    playground_folder: Path = Path("var/playground")
    engines: Annotated[str, AfterValidator(_back_end)] = "local"
    poem_time_limit: float = Field(20.0, gt=0)
    poems_at_once: int = Field(32, ge=1)
    poems_at_once_in_a_chat: int = Field(8, ge=1)
    pictures_at_once: int = Field(8, ge=1)
    pictures_at_once_in_a_chat: int = Field(3, ge=1)
    fine_pictures_at_once: int = Field(1, ge=1)
    picture_time_limit: float = Field(120.0, gt=0)
    fine_picture_time_limit: float = Field(150.0, gt=0)
    photos_days: float = Field(7.0, gt=0)
    photos_megabytes: float = Field(1000.0, gt=0)
    jobs_days: float = Field(90.0, ge=2)
    queue_notice_after: float = Field(3.0, ge=0)
    shihua_data: str = ""
    shihua_image_network: Literal["own", "VGG19", "InceptionV3", "MobileNetV2"] = "own"
    word_list: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @property
    def photos_folder(self) -> Path:
        """Where photos and pictures are kept: beside the SQLite file that knows of them."""
        url = make_url(self.database_url)
        if url.get_backend_name() == "sqlite" and url.database:
            return Path(url.database).parent / "photos"
        return Path("var/photos")

    @property
    def fonts_folder(self) -> Path:
        """Where `python -m engines fonts` puts the typefaces of poem cards."""
        return Path(__file__).resolve().parents[1] / (self.shihua_data or "var") / "fonts"

    def open_words(self) -> WordFile:
        """The words that are neither taken nor written. Raises SettingsError when the list can't be read."""
        try:
            return WordFile(list_file(self.word_list))
        except EngineError as error:
            raise SettingsError(f"{error.en}.") from error

    def open_engines(self) -> Engines:
        """A fresh back end, not started. Raises SettingsError when `engines` names none, `word_list` no list."""
        self.open_words()  # the engines would only find out once somebody waits for a poem
        # The engines' own settings: they read the environment, which knows nothing of .env.
        os.environ["SHIHUA_DATA"] = self.shihua_data
        os.environ["SHIHUA_IMAGE_NETWORK"] = self.shihua_image_network
        os.environ["WORD_LIST"] = self.word_list
        path = _back_end(self.engines)
        module, _, name = path.partition(":")
        try:
            make = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError) as error:
            raise SettingsError(f"ENGINES names {path}, which can't be loaded: {error}") from error
        return cast(Engines, make())

    @classmethod
    def read(cls, env_file: str | None = ".env") -> Self:
        """The settings from the environment and `env_file`. Raises SettingsError with one sentence."""
        try:
            return cls(_env_file=env_file)  # type: ignore[call-arg]  # pydantic-settings takes it at run time
        except ValidationError as error:
            raise SettingsError(_sentence(error)) from None


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError with one sentence."""
    return Settings.read()


def _sentence(error: ValidationError) -> str:
    """The first problem in words, without the value: it may be a token."""
    problem = error.errors(include_input=False, include_url=False)[0]
    name = str(problem["loc"][0]).upper()
    if problem["type"] == "value_error":
        return f"{name} {problem['ctx']['error']}."
    return f"{name} is not usable: {problem['msg'][0].lower()}{problem['msg'][1:]}."
