"""The course's network from the shell: writing, refusing, and its corpus shown as the course shows it."""

import json
import re
import sys
from types import ModuleType

import pytest

from engines import shell
from engines.__main__ import app
from engines.poem import classic_shell, corpus
from engines.poem.classic_corpus import prepare
from engines.poem.corpus_sources import read_poems
from engines.requests import ClassicResult, EngineError, Mode, Stage
from tests.engines.poem.classic_samples import write_collection

ROWS = ("山为斜好几，", "水是去无穷。", "白日，依山尽", "黄河入海流。")


class FakeWriter:
    asked: list
    missing: EngineError | None

    @classmethod
    def load(cls):
        if cls.missing is not None:
            raise cls.missing
        return cls()

    def write(self, requests):
        self.asked.extend(requests)
        return [
            EngineError("没学过", "not learnt")
            if request.character == "龘"
            else ClassicResult(ROWS, request.mode, request.stage, 1.4, request.seed or 0, "classic-1", 150, 900.0, 8.0)
            for request in requests
        ]


@pytest.fixture(autouse=True)
def writer(monkeypatch):
    module = ModuleType("engines.poem.classic")
    module.ClassicWriter = FakeWriter
    monkeypatch.setitem(sys.modules, "engines.poem.classic", module)
    monkeypatch.setattr(classic_shell.device, "prepare", lambda: None)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    FakeWriter.asked, FakeWriter.missing = [], None
    return FakeWriter


@pytest.fixture
def say(capsys):
    def said(*arguments):
        status = shell.run(app, ["poem", *arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return said


def test_the_course_writes_with_its_punctuation_where_it_fell(say, writer):
    status, out, err = say("write", "--classic", "山为斜好几", "--mode", "开放", "--stage", "early", "--seed", "7")
    assert (status, err) == (0, "")
    assert out.splitlines()[:2] == ["山为斜好几，水是去无穷。", "白日，依山尽黄河入海流。"]
    assert "the course's LSTM (early, step 150, perplexity 900) · 开放 T=1.4 · seed 7 · 8 ms" in out
    (request,) = writer.asked
    assert (request.first_line, request.mode, request.stage) == ("山为斜好几", Mode.OPEN, Stage.EARLY)


def test_without_a_stage_the_last_one_writes_and_seeds_count_on(say, writer):
    say("write", "--classic", "--random", "--count", "3", "--seed", "7")
    assert [(request.stage, request.seed, request.random_line) for request in writer.asked] == [
        (Stage.FINAL, seed, True) for seed in (7, 8, 9)
    ]


def test_json_is_one_object_a_line(say):
    _, out, _ = say("write", "--classic", "--acrostic", "争云夏日", "--count", "2", "--json")
    poems = [json.loads(line) for line in out.splitlines()]
    assert [(poem["rows"], poem["well_formed"]) for poem in poems] == [(list(ROWS), False)] * 2


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["write", "--classic", "--theme", "春雪"], "--theme"),
        (["write", "--classic", "--form", "五律", "山为斜好几"], "--form"),
        (["write", "--stage", "early", "山为斜好几"], "--classic"),
        (["write", "--classic", "--stage", "late"], "early|middle|final"),
        (["write", "--classic", "朝辞白帝彩云间"], "山为斜好几"),
        (["write", "--classic", "--character", "龘"], "not learnt"),
        (["classic", "train"], "--source"),
    ],
)
def test_what_it_does_not_know_is_one_sentence_and_status_two(say, arguments, named):
    status, _, err = say(*arguments)
    assert status == 2
    assert named in err
    assert err.count("\n") == 1


def test_missing_weights_are_not_the_fault_of_what_was_typed(say, writer):
    writer.missing = EngineError("还没练好", "not trained")
    status, _, err = say("write", "--classic", "山为斜好几")
    assert (status, err) == (1, "not trained\n")


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("zh_CN.UTF-8", r"课程的语料：唐五言诗 (\d+) 首"),
        ("C", r"The course's corpus: (\d+) five-character poems \(唐\)"),
    ],
)
def test_the_corpus_is_shown_with_the_courses_two_tables(say, tmp_path, monkeypatch, locale, told):
    monkeypatch.setenv("LANG", locale)
    monkeypatch.setenv("SHIHUA_DATA", str(tmp_path / "data"))
    source = write_collection(tmp_path / "collection")
    poems = len(prepare(read_poems(source), "唐", frozenset()).training)
    held_back = len(prepare(read_poems(source), "唐", frozenset()).validation)
    status, out, _ = say("corpus", "--source", str(source), "--show")
    assert status == 0
    *_, counted, frequencies, index = out.splitlines()
    (number,) = re.match(told, counted).groups()
    assert int(number) == poems + held_back  # shown are all, the ones kept for validation included
    assert f"：。 {2 * int(number)} ， {2 * int(number)} " in frequencies.replace(": ", "：")
    assert "：。 0 ， 1 " in index.replace(": ", "：")


def test_a_corpus_without_poems_of_the_course_shows_no_tables(tmp_path):
    source = write_collection(tmp_path / "collection")
    (path,) = source.rglob("*.json")
    path.write_text(path.read_text("utf-8").replace('"唐"', '"宋"'), encoding="utf-8")
    corpus.build(tmp_path / "corpus.sqlite3", source, tmp_path, lambda stage, fraction: None)
    with corpus.open_corpus(tmp_path / "corpus.sqlite3") as opened:
        assert classic_shell.corpus_tables(opened, "en") is None
