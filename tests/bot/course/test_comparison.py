"""The stages in one message, and what is said to have changed."""

from dataclasses import replace

import pytest

from bot.content import MOST, units
from bot.course.comparison import comparison_message, way, what_changed, what_ours_does
from bot.texts import LANGUAGES, Texts
from engines.requests import ClassicRequest, Comparison, Departure, Stage
from tests.fakes import DRAWN, classic, poem

TEXTS = Texts()
LINE = ClassicRequest(first_line="山为斜好几", seed=7)
IN_FORM = DRAWN[Stage.FINAL][2]
ASTRAY = DRAWN[Stage.EARLY][2]


def compared(beginning: ClassicRequest = LINE, **changes: object) -> Comparison:
    return Comparison.of(
        [
            classic(r, **changes) if isinstance(r, ClassicRequest) else poem(r, departures=())
            for r in Comparison.requests(beginning)
        ]
    )


def staged(*stages: tuple[int, int, float]) -> Comparison:
    """Stages by poems in form, poems that rhyme and perplexity; the poems differ in nothing else."""
    poems = [
        classic(
            replace(LINE, stage=stage),
            rows=IN_FORM if number < formed else ASTRAY,
            rhyme_group="八庚" if number < rhymed else None,
            perplexity=perplexity,
        )
        for stage, (formed, rhymed, perplexity) in zip(Stage, stages, strict=True)
        for number in range(3)
    ]
    return Comparison(tuple(poems), compared().ours)


@pytest.mark.parametrize(
    ("values", "went"),
    [
        ((0, 0, 0), "same"),
        ((0, 0, 3), "rose"),
        ((1, 2, 2), "rose"),
        ((3, 3, 1), "fell"),
        ((2, 0, 2), "varied"),
        ((812.5, 420.0, 301.0), "fell"),
    ],
)
def test_a_figure_rises_or_falls_only_when_it_never_turns_back(values: tuple[float, ...], went: str):
    assert way(values) == went


def test_what_changed_is_told_in_the_figures_of_these_poems():
    told = what_changed(staged((0, 0, 812.5), (2, 0, 420.0), (3, 1, 301.0)), "zh", TEXTS)
    assert "标点都在位的由 0 首增到 3 首（中期 2 首）" in told
    assert "押韵的由 0 首增到 1 首（中期 0 首）" in told
    assert "不同的字先后是 3、21、20 个" in told
    assert "困惑度由 812.5 降到 301（中期 420）" in told


def test_where_nothing_changed_that_is_what_is_said():
    told = what_changed(staged((0, 0, 500.0), (0, 0, 500.0), (0, 0, 500.0)), "zh", TEXTS)
    assert told == (
        "从早期到终期，每期三首里，标点都在位的一直是 0 首，押韵的一直是 0 首，不同的字一直是 3 个；"
        "对没见过的诗，它每个字的困惑度一直是 500。"
    )


def test_what_got_worse_or_went_to_and_fro_is_not_called_progress():
    told = what_changed(staged((3, 2, 300.0), (1, 0, 400.0), (2, 0, 350.0)), "en", TEXTS)
    assert "all punctuation in place were 3, 1 and 2" in told
    assert "rhyme fell from 2 to 0 (0 in the middle)" in told
    assert "perplexity per character was 300, 400 and 350" in told


def test_of_ours_it_says_how_many_rhyme_and_what_the_given_line_broke():
    found = compared()
    assert "3 首，标点全在位，押韵的 3 首" in what_ours_does(found, "zh", TEXTS)
    assert "处处合律：" in what_ours_does(found, "zh", TEXTS)
    assert "every tone rule is kept" in what_ours_does(found, "en", TEXTS)
    broken = (Departure(0, 2, "斜", "first_line"),)
    given = Comparison(found.classic, tuple(replace(ours, departures=broken) for ours in found.ours))
    assert "只有给定的字出律（1 处）" in what_ours_does(given, "zh", TEXTS)
    assert "only a given character breaks a tone rule" in what_ours_does(given, "en", TEXTS)


@pytest.mark.parametrize("beginning", [LINE, ClassicRequest(character="月"), ClassicRequest(acrostic="争云夏日")])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stray", ["&", "<", "𠮷"])
def test_whatever_is_drawn_stays_text_and_fits_one_message(beginning: ClassicRequest, language: str, stray: str):
    found = compared(beginning, rows=(stray * 6,) * 4, step=1_000_000, perplexity=12345.6)
    content = comparison_message(2**31, beginning, found, language, TEXTS)
    assert units(content.text) < MOST
    assert "<<" not in content.text and "&&" not in content.text


def test_every_stage_has_its_heading_and_a_poem_a_mode():
    text = comparison_message(7, LINE, compared(), "zh", TEXTS).text
    headings = [row for row in text.split("\n") if row.startswith("<b>") and "·" in row]
    assert headings == [
        "<b>早期</b> · 第 150 步 · 困惑度 812.5",
        "<b>中期</b> · 第 1,500 步 · 困惑度 420",
        "<b>终期</b> · 第 3,000 步 · 困惑度 301",
        "<b>诗画</b> · Transformer 加格律",
    ]
    for quoted in text.split("<blockquote>")[1:]:
        rows = quoted.split("</blockquote>")[0].split("\n")
        assert rows[::3] == ["<i>保守</i>", "<i>正常</i>", "<i>开放</i>"]
        assert len(rows) == 9
    assert "保守 T=0.6、正常 T=1、开放 T=1.4" in text
