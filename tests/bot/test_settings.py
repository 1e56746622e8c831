"""Settings are read from the environment, and what is wrong with them is said in one sentence."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings, SettingsError
from engines import places
from engines.requests.words import FILE, WordList
from tests.conftest import TOKEN

EXAMPLE = Path(__file__).resolve().parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return Settings.read(env_file=None)


def test_the_example_file_lists_every_setting_in_order_with_its_default_and_a_comment():
    text = EXAMPLE.read_text(encoding="utf-8")
    names = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    assert names == [name.upper() for name in Settings.model_fields]
    for name in names:
        assert re.search(rf"^# .+\n{name}=", text, re.MULTILINE), f"{name} has no comment above it"
    assert Settings.read(env_file=str(EXAMPLE)) == Settings.read(env_file=None)


def test_an_empty_token_means_the_playground(monkeypatch: pytest.MonkeyPatch):
    assert read(monkeypatch, BOT_TOKEN="").bot_token is None


def test_a_token_is_kept_but_never_shown(monkeypatch: pytest.MonkeyPatch):
    settings = read(monkeypatch, BOT_TOKEN=f" {TOKEN} ")
    assert settings.bot_token == SecretStr(TOKEN)
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"BOT_TOKEN": "   "}, "BOT_TOKEN is set but blank: leave it empty for the playground, or"),
        ({"BOT_TOKEN": "hello"}, "BOT_TOKEN is not a token: one has digits, a colon and"),
        ({"BOT_API_URL": "localhost:8081"}, "BOT_API_URL is not an address: write it like https://api.telegram.org."),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL begins with neither sqlite+aiosqlite:// nor postgresql+asyncpg"),
        ({"DATABASE_URL": "store.db"}, "DATABASE_URL is not a database address: write it like sqlite+aiosqlite:///var"),
        ({"PLAYGROUND_PORT": "http"}, "PLAYGROUND_PORT is not usable: input should be a valid integer"),
        ({"PLAYGROUND_PORT": "99999"}, "PLAYGROUND_PORT is not usable: input should be less than or equal to 65535"),
        ({"ENGINES": "remote"}, "ENGINES is not a back end: use local, or module:class."),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL is not usable: input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'."),
    ],
)
def test_a_wrong_setting_is_named_with_what_would_work(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], sentence: str
):
    with pytest.raises(SettingsError) as error:
        read(monkeypatch, **values)
    assert str(error.value).startswith(sentence)
    assert "\n" not in str(error.value)


def test_a_wrong_token_is_not_repeated(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SettingsError) as error:
        read(monkeypatch, BOT_TOKEN=TOKEN + "!")
    assert TOKEN not in str(error.value)


def test_a_back_end_is_chosen_by_name_or_by_import_path(monkeypatch: pytest.MonkeyPatch):
    from engines.local import LocalEngines
    from tests.fakes import FakeEngines

    assert isinstance(read(monkeypatch, ENGINES="local").open_engines(), LocalEngines)
    assert isinstance(read(monkeypatch, ENGINES="tests.fakes:FakeEngines").open_engines(), FakeEngines)
    with pytest.raises(SettingsError, match=r"ENGINES names tests\.fakes:None_, which can't be loaded"):
        read(monkeypatch, ENGINES="tests.fakes:None_").open_engines()


def test_an_empty_list_of_words_means_the_one_in_the_repository(monkeypatch: pytest.MonkeyPatch):
    assert read(monkeypatch, WORD_LIST="").open_words().current().words == WordList.read(FILE).words


def test_a_list_of_words_that_cannot_be_read_is_named_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    settings = read(monkeypatch, WORD_LIST=str(tmp_path / "none.txt"), ENGINES="tests.fakes:FakeEngines")
    with pytest.raises(SettingsError, match=r"^WORD_LIST names .*none\.txt, which can't be read \(No such file.*\.$"):
        settings.open_engines()


def test_the_engines_find_the_list_of_words_where_the_bot_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "own.txt").write_text("坏字眼", encoding="utf-8")
    settings = read(monkeypatch, WORD_LIST=str(tmp_path / "own.txt"), ENGINES="tests.fakes:FakeEngines")
    settings.open_engines()
    assert WordList.read(places.word_list()) == settings.open_words().current() == WordList.of("坏字眼")


def test_the_address_of_a_bot_api_server_may_end_in_a_slash(monkeypatch: pytest.MonkeyPatch):
    assert read(monkeypatch, BOT_API_URL="http://10.0.0.5:8081/").bot_api_url == "http://10.0.0.5:8081"


def test_the_level_of_the_log_may_be_written_small(monkeypatch: pytest.MonkeyPatch):
    assert read(monkeypatch, LOG_LEVEL="debug").log_level == "DEBUG"
