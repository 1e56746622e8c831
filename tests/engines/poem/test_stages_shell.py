"""The stages of the course's network beside ours, in the shell."""

import json
import sys
from types import ModuleType

import pytest

from engines import shell
from engines.__main__ import app
from engines.poem import stages_shell
from engines.requests import EngineError, Mode
from tests.fakes import classic, poem

MISSING = EngineError("还没练好", "not trained")


class FakeWriter:
    """Writes with one of the two networks; coming: errors, instead of the first poems."""

    def __init__(self, write):
        self.asked, self.coming, self.missing = [], [], None
        self._write = write

    def load(self):
        if self.missing:
            raise self.missing
        return self

    def write(self, requests):
        self.asked += requests
        return [self.coming.pop(0) if self.coming else self._write(request) for request in requests]


@pytest.fixture(autouse=True)
def writers(monkeypatch):
    student, writer = FakeWriter(classic), FakeWriter(poem)
    for name, attribute, fake in (("classic", "ClassicWriter", student), ("writer", "Writer", writer)):
        module = ModuleType(f"engines.poem.{name}")
        setattr(module, attribute, fake)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(stages_shell.device, "prepare", lambda: None)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    return student, writer


@pytest.fixture
def say(capsys):
    def said(*arguments):
        status = shell.run(app, ["poem", "stages", *arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return said


def test_twelve_poems_are_printed_and_then_what_was_counted(say, writers):
    status, out, err = say("山为斜好几", "--seed", "7")
    assert (status, err) == (0, "")
    assert out.count("山为斜好几，") == 12
    assert out.count("the course's LSTM (early, step 150, perplexity 812.5)") == 3
    *_, early, middle, final, ours = (row.split() for row in out.splitlines())
    assert early == ["early", "150", "812.5", "0/3", "0/3", "8"]
    assert middle == ["middle", "1,500", "420", "0/3", "0/3", "19"]
    assert final == ["final", "3,000", "301", "3/3", "3/3", "19"]
    assert ours[:3] == ["Shihua", "3/3", "3/3"]
    student, writer = writers
    assert {request.seed for request in (*student.asked, *writer.asked)} == {7}
    assert [request.mode for request in writer.asked] == [Mode.CONSERVATIVE, Mode.NORMAL, Mode.OPEN]


def test_it_speaks_chinese_too_and_takes_one_character(say, writers, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    _, out, _ = say("月")
    assert "标点都在位" in out
    assert [row.split()[0] for row in out.splitlines()[-4:]] == ["早期", "中期", "终期", "诗画"]
    assert "课程的 LSTM（早期，" in out and "early" not in out
    assert {request.character for request in writers[0].asked} == {"月"}


def test_json_is_one_poem_a_line(say):
    _, out, _ = say("--json")
    assert [json.loads(line)["text"][:5] for line in out.splitlines()] == ["山为斜好几"] * 12


def test_another_beginning_is_refused_in_one_sentence(say, writers):
    status, _, err = say("朝辞白帝彩云间")
    assert (status, err.count("\n")) == (2, 1)
    assert "山为斜好几" in err
    writers[0].coming.append(EngineError("没学过", "not learnt"))
    assert say("龘") == (2, "", "not learnt\n")


@pytest.mark.parametrize("which", [0, 1])
def test_missing_weights_are_not_the_fault_of_what_was_typed(say, writers, which):
    writers[which].missing = MISSING
    assert say() == (1, "", "not trained\n")
