"""Starting the bot: what it needs, what it says, what it never loads."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.conftest import TOKEN

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs Python in the project with these settings and no others."""
    environment = {"PATH": os.environ["PATH"], "BOT_TOKEN": "", "ENGINES": "tests.fakes:FakeEngines"} | settings
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_bot_never_loads_the_engines_libraries_and_stays_small():
    program = """
import re, sys
from pathlib import Path
import bot.__main__, bot.playing
from bot.settings import Settings
Settings(_env_file=None, engines="local").open_engines()
large = {"tensorflow", "keras", "numpy", "matplotlib", "pypinyin"}
print(sorted({name.split(".")[0] for name in sys.modules} & large))
# Not ru_maxrss, which a child inherits from the process that started it.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
    done = run("-c", program)
    assert done.returncode == 0, done.stderr
    loaded, megabytes = done.stdout.splitlines()
    assert loaded == "[]"
    assert int(megabytes) < 180


@pytest.mark.parametrize(
    ("settings", "beginning"),
    [
        ({"BOT_TOKEN": " "}, "BOT_TOKEN is set but blank"),
        ({"BOT_TOKEN": TOKEN[:20]}, "BOT_TOKEN is not a token"),
        ({"PLAYGROUND_FOLDER": "/proc/nowhere"}, "PLAYGROUND_FOLDER names /proc/nowhere, which can't be made"),
        ({"PLAYGROUND_HOST": "192.0.2.1"}, "192.0.2.1:8080 can't be used"),
        (
            {"DATABASE_URL": "sqlite+aiosqlite:////proc/nowhere/store.sqlite", "BOT_TOKEN": TOKEN},
            "DATABASE_URL names a database that can't be opened",
        ),
        ({"WORD_LIST": "nowhere/words.txt"}, "WORD_LIST names "),
        ({"ENGINES": "tests.fakes:Nothing"}, "ENGINES names tests.fakes:Nothing, which can't be loaded"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_one_sentence(settings: dict[str, str], beginning: str):
    done = run("-m", "bot", **settings)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(beginning)
    assert done.stderr.count("\n") == 1


def test_without_a_token_the_page_answers_and_ends_politely(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = os.environ | {"BOT_TOKEN": "", "ENGINES": "tests.fakes:FakeEngines", "PLAYGROUND_PORT": port}
    environment["PLAYGROUND_FOLDER"] = str(tmp_path)
    with subprocess.Popen([sys.executable, "-m", "bot"], cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().decode() == f"诗画 is at http://127.0.0.1:{port}\n"
        assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
        foreign = httpx.get(f"http://127.0.0.1:{port}/", headers={"Host": "somewhere.example"})
        assert foreign.status_code == 400
        process.terminate()
        assert process.wait(10) == 0


def test_a_port_in_use_ends_the_start_with_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("-m", "bot", PLAYGROUND_PORT=port)
    assert done.returncode == 2
    assert done.stderr.startswith(f"127.0.0.1:{port} can't be used")
    assert done.stderr.count("\n") == 1
