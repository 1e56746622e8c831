from dataclasses import replace

import pytest

from engines import manifest
from engines.poem import report_page, weights
from engines.poem.classic import ClassicWriter
from engines.poem.classic_publish import publish
from engines.poem.measures import Verse
from engines.poem.report import CLASSIC, HUMAN, Figures, Report, Reporter, measure
from engines.poem.writer import WEIGHTS_FILE
from engines.requests import ClassicResult, EngineError
from tests.engines.poem.classic_samples import run_on, write_collection

VERSE = Verse(0.9, 0.8, 0.3, 0.7, 0.34, 0.97, 0.02, 0.1)


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    return write_collection(tmp_path_factory.mktemp("collection"), title="春江")


@pytest.fixture(scope="module")
def classic(collection, tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    publish(run_on(collection, tmp_path_factory.mktemp("runs") / "run"), folder)
    return ClassicWriter.load(folder)


def reported(normal: Figures) -> Report:
    return Report("poem-1", None, {HUMAN: Figures(30, 1.0, VERSE), "normal": normal})


def test_every_writer_is_measured_by_what_applies_to_it(collection, classic, writer):
    network = weights.load(manifest.read(WEIGHTS_FILE).content).network
    reporter = Reporter(collection, None, writer, network, count=6, themes=(("明月", "送别"),))
    told = []
    found = measure(reporter, classic, told.append)
    assert list(found.writers) == [HUMAN, CLASSIC, "conservative", "normal", "open"]
    assert len(told) == 5
    assert found.writers["normal"].verse.rhymed == 1
    assert found.writers["normal"].perplexity_validation > 1
    assert found.writers["open"].perplexity_validation is None
    assert 0 <= found.writers["open"].theme_by_itself <= 1
    assert 0 <= found.writers["open"].theme_named <= 1
    assert found.writers[HUMAN].human_or_not is None
    assert found.writers[CLASSIC].theme_by_itself is None
    assert found.writers[CLASSIC].perplexity is None  # it can't be asked for the first line
    assert found.writers[CLASSIC].perplexity_later > 1
    assert found.writers["normal"].perplexity_later > 1
    assert found.writers["normal"].perplexity is None  # nothing was held out of this collection


def test_a_writer_that_keeps_no_form_is_measured_by_what_is_left(collection, classic, writer, monkeypatch):
    network = weights.load(manifest.read(WEIGHTS_FILE).content).network
    reporter = Reporter(collection, None, writer, network, count=6, themes=())
    monkeypatch.setattr(ClassicResult, "well_formed", property(lambda result: False))
    found = reporter.classic_figures(classic)
    assert found.well_formed == 0
    assert found.verse is None
    assert found.human_or_not is None
    assert report_page.value(found, "rhymed") is None
    report = Report("poem-1", "classic-1", {CLASSIC: found})
    assert "punctuation in place | 0.000" in report_page.table(report, None)


def test_a_report_is_read_back_as_it_was_written(tmp_path):
    report = replace(reported(Figures(30, 1.0, VERSE, theme_by_itself=0.85)), classic_model="classic-1")
    report.writers[CLASSIC] = Figures(30, 0.0)
    report_page.save(report, tmp_path / "report.json")
    assert report_page.load(tmp_path / "report.json") == report


def test_what_is_no_report_is_said_with_an_example(tmp_path):
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EngineError, match="--before weights/poem-report"):
        report_page.load(tmp_path / "other.json")


def test_the_table_shows_what_changed_and_leaves_out_what_nobody_was_measured_by():
    before = reported(Figures(30, 1.0, VERSE, theme_by_itself=0.7))
    now = reported(Figures(30, 1.0, replace(VERSE, repeating=0.4), theme_by_itself=0.85))
    table = report_page.table(now, before)
    assert "| a theme's poem of ten, by likelihood alone | – | 0.700 → 0.850 |" in table
    assert "| poems with a repeated character | 0.340 | 0.340 → 0.400 |" in table
    assert "| whole poem lawful | 0.300 | 0.300 |" in table
    assert "perplexity" not in table
    assert "→" not in report_page.table(now, None)


def test_the_picture_is_drawn_with_and_without_an_earlier_report(tmp_path):
    now = reported(Figures(30, 1.0, VERSE, theme_by_itself=0.85))
    for name, before in (("alone", None), ("beside", reported(Figures(30, 1.0, replace(VERSE, rhymed=0.5))))):
        report_page.draw(now, before, tmp_path / f"{name}.png")
        assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")
