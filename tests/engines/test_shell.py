"""`python -m engines …`, with a writer that needs no TensorFlow."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from engines import shell
from engines.__main__ import app
from engines.poem import shell as poem_shell
from engines.requests import Departure, EngineError, Form, Mode, PoemRequest
from tests.engines import fake_worker

ROOT = Path(__file__).resolve().parents[2]


class FakeWriter:
    """Answers every request with the same lines and keeps the batches it was given."""

    batches: list[list[PoemRequest]]
    missing: EngineError | None
    departures: tuple[Departure, ...]
    corpus_checked: bool

    @classmethod
    def load(cls):
        if cls.missing is not None:
            raise cls.missing
        return cls()

    def write(self, requests):
        self.batches.append(list(requests))
        return [self._answer(request) for request in requests]

    def _answer(self, request):
        if request.theme == "拒":
            return fake_worker.REFUSAL
        return replace(
            fake_worker.result(request.theme, len(self.batches[-1])),
            seed=request.seed or 0,
            mode=request.mode,
            departures=self.departures,
            corpus_checked=self.corpus_checked,
        )


@pytest.fixture(autouse=True)
def writer(monkeypatch):
    module = ModuleType("engines.poem.writer")
    module.Writer = FakeWriter
    monkeypatch.setitem(sys.modules, "engines.poem.writer", module)
    monkeypatch.setattr(poem_shell.device, "prepare", lambda: None)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    FakeWriter.batches, FakeWriter.missing, FakeWriter.departures, FakeWriter.corpus_checked = [], None, (), False
    return FakeWriter


@pytest.fixture
def say(capsys):
    def said(*arguments):
        status = shell.run(app, arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return said


def test_tone_marks_stand_under_their_characters(say):
    status, out, err = say("poem", "write", "山为斜好几")
    assert (status, err) == (0, "")
    assert out.splitlines()[:4] == [
        "山为斜好几，水是去无穷。",
        "平平平仄仄\u3000平平平仄仄",
        "白日依山尽，黄河入海流。",
        "平平平仄仄\u3000平平平仄仄",
    ]


def test_rhyme_score_and_seed_are_told_in_the_language_of_the_locale(say, monkeypatch):
    assert "五绝 · 正常 · rhyme 一东（平） · score -3.00 · seed 5" in say("poem", "write", "--seed", "5")[1]
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "五绝 · 正常 · 韵 一东（平） · 评分 -3.00 · 种子 5" in say("poem", "write", "--seed", "5")[1]


def test_a_poem_that_was_not_compared_with_the_corpus_says_so(say, writer):
    assert "not compared with the corpus" in say("poem", "write")[1]
    writer.corpus_checked = True
    assert "not compared with the corpus" not in say("poem", "write")[1]


def test_a_place_that_leaves_the_template_is_named_with_its_reason(say, writer, monkeypatch):
    writer.departures = (Departure(0, 1, "为", "first_line"),)
    assert "line 1, character 2, 为, leaves the tone template: given in the first line" in say("poem", "write")[1]
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "第1句第2字「为」出律：首句所给" in say("poem", "write")[1]


def test_json_is_one_object_a_line_with_everything_that_is_known(say):
    status, out, _ = say("poem", "write", "--theme", "春雪", "--count", "2", "--seed", "7", "--json")
    poems = [json.loads(line) for line in out.splitlines()]
    assert (status, len(poems)) == (0, 2)
    assert poems[0]["lines"] == ["山为斜好几", "水是去无穷", "白日依山尽", "黄河入海流"]
    assert poems[0]["text"] == "山为斜好几，水是去无穷。\n白日依山尽，黄河入海流。"
    assert {"form", "tones", "rhyme_group", "score", "model", "seed", "milliseconds"} <= poems[0].keys()


def test_seeds_count_on_and_several_poems_are_written_as_one_batch(say, writer):
    say("poem", "write", "--count", "3", "--seed", "7")
    assert [[request.seed for request in batch] for batch in writer.batches] == [[7, 8, 9]]


def test_more_poems_than_a_batch_holds_are_written_in_several(say, writer):
    say("poem", "write", "--count", "70")
    assert [len(batch) for batch in writer.batches] == [32, 32, 6]


def test_every_option_reaches_the_request(say, writer):
    say("poem", "write", "--acrostic", "争云夏日", "--theme", "夏", "--form", "七绝", "--mode", "开放")
    say("poem", "write", "--character", "月", "--mode", "保守")
    say("poem", "write", "--random")
    acrostic, character, random_line = (batch[0] for batch in writer.batches)
    assert (acrostic.acrostic, acrostic.theme, acrostic.form, acrostic.mode) == ("争云夏日", "夏", "七绝", Mode.OPEN)
    assert (character.character, character.mode) == ("月", Mode.CONSERVATIVE)
    assert random_line.random_line


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["poem", "write", "山"], "山为斜好几"),
        (["poem", "write", "山为斜好几", "--acrostic", "争云夏日"], "山为斜好几"),
        (["poem", "write", "--form", "七言"], "五绝|七绝|五律|七律"),
        (["poem", "write", "--mode", "大胆"], "开放|正常|保守"),
        (["poem", "write", "--count", "0"], "1-1000"),
        (["poem", "write", "--count", "many"], "1-1000"),
        (["poem", "write", "--seed", "-1"], "0-"),
        (["poem", "write", "--seed"], "--seed"),
        (["poem", "write", "--colour", "red"], "--colour"),
        (["poem", "write", "山为", "斜好几"], "斜好几"),
        (["poem", "wrote"], "wrote"),
        (["poem", "evaluate"], "FILE"),
        (["poem", "train"], "--source"),
        ([], "--help"),
    ],
)
@pytest.mark.parametrize("locale", ["en_GB.UTF-8", "zh_CN.UTF-8"])
def test_bad_input_is_answered_with_one_sentence_and_status_two(say, monkeypatch, locale, arguments, named):
    monkeypatch.setenv("LANG", locale)
    status, out, err = say(*arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert named in err
    assert any("\u4e00" <= c <= "\u9fff" for c in err.replace(named, "")) or locale.startswith("en")


def test_what_the_writer_refuses_is_told_after_the_poems_that_it_wrote(say, monkeypatch):
    status, out, err = say("poem", "write", "--theme", "拒", "--count", "3")
    assert (status, out, err) == (2, "", fake_worker.REFUSAL.en + "\n")
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert say("poem", "write", "--theme", "拒")[2] == fake_worker.REFUSAL.zh + "\n"


def test_missing_weights_are_not_the_fault_of_what_was_typed(say, writer):
    writer.missing = fake_worker.MISSING
    assert say("poem", "write", "山为斜好几") == (1, "", fake_worker.MISSING.en + "\n")


def test_an_interrupted_command_ends_without_a_word(say, writer, monkeypatch):
    def interrupted(self, requests):
        raise KeyboardInterrupt

    monkeypatch.setattr(writer, "write", interrupted)
    status, out, _ = say("poem", "write", "山为斜好几")
    assert (status, out) == (130, "")


def test_the_first_of_the_locale_variables_decides_the_language(monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert shell.language() == "zh"
    monkeypatch.setenv("LC_ALL", "C")
    assert shell.language() == "en"


@pytest.fixture
def collection(tmp_path, monkeypatch):
    monkeypatch.setenv("SHIHUA_DATA", str(tmp_path / "data"))
    folder = tmp_path / "collection"
    folder.mkdir()
    poem = {
        "title": "登鸛雀樓",
        "author": "王之渙",
        "paragraphs": ["白日依山盡，黃河入海流。", "欲窮千里目，更上一層樓。"],
    }
    (folder / "poet.tang.0.json").write_text(json.dumps([poem]), encoding="utf-8")
    return folder


def test_a_corpus_is_built_where_the_data_live_and_counted(say, collection, tmp_path):
    status, out, err = say("poem", "corpus", "--source", str(collection))
    assert (status, out) == (0, "The corpus holds 1 poems, 4 lines, 1 authors, 20 distinct characters.\n")
    assert "reading" in err
    assert (tmp_path / "data" / "corpus.sqlite3").is_file()


def test_the_corpus_shows_poems_with_their_source(say, collection, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    status, out, _ = say("poem", "corpus", "--source", str(collection), "--show")
    assert status == 0
    assert "诗库：1 首" in out
    assert "《登鹳雀楼》 唐·王之涣\n白日依山尽" in out


def test_a_source_without_poems_is_bad_input(say, collection, tmp_path):
    status, out, err = say("poem", "corpus", "--source", str(tmp_path / "nowhere"))
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "--source ../chinese-poetry" in err


class FakeTraining(ModuleType):
    """Stands for engines.poem.train; keeps what it is asked to do."""

    Recipe = staticmethod(dict)

    def train(self, source, held_out, folder, minutes, recipe, *, resume, begin_with):
        self.asked = (source, held_out, folder, minutes, recipe, resume, begin_with)
        point = {"seconds": 60.0, "perplexity": dict.fromkeys((*Form, "五绝 titled"), 250.0), "loss": 5.5}
        (folder / "curve.jsonl").write_text(json.dumps(point) + "\n", encoding="utf-8")
        return folder / "poem.npz"


@pytest.fixture
def training(monkeypatch):
    module = FakeTraining("engines.poem.train")
    monkeypatch.setitem(sys.modules, "engines.poem.train", module)
    monkeypatch.setattr(sys.modules["engines.poem"], "train", module, raising=False)
    return module


def test_training_takes_what_is_typed_and_leaves_the_rest_of_the_recipe_alone(say, tmp_path, training):
    options = ["--held-out", "lines.txt", "--folder", str(tmp_path), "--minutes", "2", "--layers", "3"]
    status, out, _ = say("poem", "train", "--source", "poems.tar.xz", *options, "--optimiser", "adamw")
    assert (status, out) == (0, f"{tmp_path}/poem.npz\n")
    recipe = {"layers": 3, "optimiser": "adamw"}
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
    assert training.asked == (Path("poems.tar.xz"), Path("lines.txt"), tmp_path, 2.0, recipe, False, None)


def test_resuming_where_no_run_is_says_so(say, tmp_path, training):
    status, _, err = say("poem", "train", "--source", "poems", "--folder", str(tmp_path), "--resume")
    assert status == 2
    assert "holds no checkpoint" in err


def test_help_comes_without_tensorflow():
    script = "import sys; from engines.__main__ import app; print({'tensorflow', 'keras', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
