"""The repository keeps its word: README says what is true, weights are what the manifest says, arrows point one way."""

import ast
import hashlib
import html
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from bot.asking import ask, ask_stages
from bot.cards.asking import CardWords, Named
from bot.cards.seals import read_name
from bot.commands.general import menu
from bot.commands.scripts import read_script
from bot.pictures.asking import Gallery
from bot.pictures.reading import Motifs, read_fool
from bot.pictures.wishes import Fool
from bot.settings import Settings
from bot.texts import Texts
from bot.verse import rows_of
from bot.wording import near_command
from engines.__main__ import app
from engines.manifest import entries
from engines.requests import read_motifs, read_presets
from engines.shell import run

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
WEIGHTS = ROOT / "weights"
MANIFEST_FIELDS = {"file", "sha256", "bytes", "made_by", "data", "licence", "metrics"}
MOST_BYTES_OF_WEIGHTS = 60_000_000
MOST_LINES = 330  # of a module: past that it has more than one job

TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
DOCUMENTED_TARGETS = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))
SAID = set(re.findall(r"`(/[a-z]+(?: [^`\n]*)?)`", README))
SHELL_LINES = sorted(set(re.findall(r"(?:^|`)(python -m engines [^`\n]*)", README, re.MULTILINE)))


def files():
    """Every file of the repository, the ones not yet committed included."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def plain(text):
    """HTML as the person reads it."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def modules(*packages):
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path):
    """The modules that a file imports by name, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def offences(packages, forbidden):
    """Imports below `packages` whose first part, or whole beginning, is forbidden."""
    return {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(*packages)
        for name in imported(path)
        if forbidden(name)
    }


def starts(*packages):
    return lambda name: any(name == package or name.startswith(f"{package}.") for package in packages)


def test_the_bot_knows_of_the_engines_only_their_contract():
    def forbidden(name):
        return starts("engines")(name) and name != "engines" and not starts("engines.requests")(name)

    assert offences(["bot"], forbidden) == set()


def test_the_bot_imports_no_network_library():
    assert offences(["bot"], starts("tensorflow", "keras")) == set()


def test_the_engines_know_neither_the_bot_nor_telegram():
    assert offences(["engines"], starts("bot", "telegram")) == set()


def test_the_contract_needs_no_numbers_and_no_engine():
    def forbidden(name):
        return starts("tensorflow", "keras", "numpy", "engines")(name) and not starts("engines.requests")(name)

    paths = [path for path in modules("engines") if "requests" in (path.stem, path.parent.name)]
    assert paths
    assert [name for path in paths for name in imported(path) if forbidden(name)] == []


def test_no_module_outgrows_its_one_job():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules("bot", "engines")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


async def test_the_bot_understands_every_command_that_readme_names(talk):
    texts = Texts()
    for command in sorted({said.split()[0] for said in SAID} - {"/newbot"}):  # that one is BotFather's
        answer = await talk.ask(command)
        assert answer.text != plain(texts.say("zh", "unknown-command", command=command.removeprefix("/")))
        assert near_command(command.removeprefix("/")) is None


def test_readme_names_every_command_of_the_menu():
    named = {said.split()[0] for said in SAID}
    assert {f"/{command.command}" for command in menu("en", Texts())} | {"/start"} <= named


@pytest.mark.parametrize("said", sorted(said for said in SAID if " " in said))
def test_every_example_in_readme_asks_for_something_that_can_be_made(said):
    command, _, argument = said.removeprefix("/").partition(" ")
    if command == "style":
        assert Gallery(read_presets()).read(argument).styles
    elif command == "dream":
        assert Motifs(read_motifs()).read(argument)
    elif command == "fool":
        assert read_fool(argument) != Fool()
    elif command == "card":
        assert CardWords(Texts(), Gallery(read_presets())).read(argument) != Named()
    elif command == "script":
        assert read_script(argument)
    elif command == "pinyin":
        assert list(rows_of(argument))
    elif command == "seal":
        assert read_name(argument) == argument
    elif command == "stages":
        assert ask_stages(argument).first_line == argument
    else:
        assert ask(command, argument)


def test_readme_names_every_make_target_and_no_other():
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    assert named - {"help"} == DOCUMENTED_TARGETS - {"help"}


def test_what_readme_sets_is_a_setting_or_a_variable_of_make():
    named = set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)*)=", README)) | set(re.findall(r"`([A-Z]+_[A-Z_]+)`", README))
    settings = {name.upper() for name in Settings.model_fields}
    variables = set(re.findall(r"^([A-Z_]+) [:?]=", MAKEFILE, re.MULTILINE))
    assert named <= settings | variables


@pytest.mark.parametrize("line", SHELL_LINES)
def test_every_shell_line_in_readme_is_one_that_the_shell_accepts(line, capsys):
    # With --help behind it, a line is parsed, its commands and options checked, and nothing is run.
    assert run(app, [*shlex.split(line)[3:], "--help"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(WEIGHTS.glob("*.md"))], ids=lambda path: path.name)
def test_every_link_in_readme_and_model_cards_leads_somewhere(page):
    missing = [
        target
        for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
        if not target.startswith(("https://", "#")) and not (page.parent / target).is_file()
    ]
    assert missing == []


def test_the_manifest_tells_of_every_weights_file_what_it_is_and_where_it_comes_from():
    rows = {row["file"]: row for row in entries()}
    kept = {path.name for path in WEIGHTS.iterdir() if path.suffix not in (".md", ".png", ".partial")}
    kept -= {"manifest.json", "poem-report.json"}
    assert set(rows) == kept
    for name, row in rows.items():
        content = (WEIGHTS / name).read_bytes()
        assert set(row) >= MANIFEST_FIELDS
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert row["bytes"] == len(content)


def test_the_weights_stay_small_enough_to_clone():
    assert sum(path.stat().st_size for path in WEIGHTS.rglob("*") if path.is_file()) < MOST_BYTES_OF_WEIGHTS


def test_no_file_names_a_machine_or_a_registry():
    places = "/(?:" + "|".join(("work", "root", "home", "Users", "mnt", "tmp")) + ")/"
    hosts = r"pypi\.org|pythonhosted\.org|npmjs\.|debian\.org/|index[-_]url"
    pattern = re.compile(rf"(?<![\w.~}}]){places}|{hosts}")
    found = []
    for path in files():
        if path == Path(__file__) or path.suffix in (".npz", ".png"):
            continue
        text = path.read_text(encoding="utf-8")
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []
