import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.poem.prosody import (
    ProsodyTables,
    alternates,
    common_rhyme_groups,
    is_lawful,
    is_lawful_line,
    is_rhymed,
    line_fits,
    nearest_templates,
    rhyme_group,
    tone_pattern,
)
from engines.poem.rhyme_book import LEVEL, OBLIQUE, groups_of, rhyme_groups, tones_of
from engines.poem.templates import Template, fits, templates
from engines.requests import Form

FORMS = st.sampled_from(list(Form))
RHYME_TONES = st.sampled_from([LEVEL, OBLIQUE])
BOOK = sorted({character for group in rhyme_groups().values() for character in group.characters})
UNKNOWN = "囗"


@st.composite
def lawful_poems(draw: st.DrawFn, rhyme_tone: str | None = None) -> tuple[Template, tuple[str, ...], str]:
    """A template, a poem of random characters that obeys it, and the group it rhymes on."""
    tone = rhyme_tone or draw(RHYME_TONES)
    template = draw(st.sampled_from(templates(draw(FORMS), tone)))
    group = draw(st.sampled_from([g for g in rhyme_groups().values() if g.tone == tone]))
    lines = []
    for number, marks in enumerate(template.lines):
        pools = [[c for c in BOOK_BY_MARK[mark] if c] for mark in marks]
        if number in template.rhyme_lines:
            pools[-1] = sorted(group.characters)
        lines.append("".join(draw(st.sampled_from(pool)) for pool in pools))
    return template, tuple(lines), group.name


BOOK_BY_MARK = {mark: [c for c in BOOK if fits(mark, tones_of(c))] for mark in "平仄？"}


def first_line(line: str) -> dict[tuple[int, int], str]:
    return {(0, position): character for position, character in enumerate(line)}


@given(lawful_poems(LEVEL))
def test_a_poem_written_to_a_template_is_lawful_and_rhymed(poem):
    template, lines, group = poem
    assert is_lawful(lines, template.form)
    assert all(is_lawful_line(line) for line in lines)
    assert is_rhymed(lines, LEVEL)
    assert group in common_rhyme_groups(lines, LEVEL)


@given(lawful_poems())
def test_a_lawful_first_line_has_a_template_without_departures(poem):
    template, lines, group = poem
    matches = nearest_templates(template.form, first_line(lines[0]), template.rhyme_tone)
    assert len(matches) == 4
    assert matches[0].departures == ()
    assert matches[0].cost == 0
    own = next(match for match in matches if match.template == template)
    assert own.departures == ()
    assert group in own.rhyme_groups


@given(FORMS, st.data())
def test_any_first_line_gets_the_four_templates_nearest_first_with_every_broken_slot_named(form, data):
    line = data.draw(st.text(st.sampled_from([*BOOK, UNKNOWN]), min_size=form.line_length, max_size=form.line_length))
    matches = nearest_templates(form, first_line(line))
    assert {match.template for match in matches} == set(templates(form))
    assert [match.cost for match in matches] == sorted(match.cost for match in matches)
    for match in matches:
        broken = {(d.line, d.position) for d in match.departures}
        for position, character in enumerate(line):
            tones = tones_of(character)
            lawful = fits(match.template.lines[0][position], tones)
            if (0, position) in match.template.rhyme_slots:
                assert ((0, position) in broken) == (match.template.rhyme_tone not in tones)
            else:
                assert ((0, position) in broken) == (bool(tones) and not lawful)


@given(FORMS, st.data())
def test_a_level_first_line_end_leaves_only_its_own_groups_where_line_one_rhymes(form, data):
    line = data.draw(st.text(st.sampled_from(BOOK), min_size=form.line_length, max_size=form.line_length))
    for match in nearest_templates(form, first_line(line)):
        level = {name for name in groups_of(line[-1]) if rhyme_groups()[name].tone == LEVEL}
        expected = level if 0 in match.template.rhyme_lines and level else None
        assert set(match.rhyme_groups) == (expected or {g.name for g in rhyme_groups().values() if g.tone == LEVEL})


def test_the_example_line_of_the_bot_fits_the_template_whose_first_line_does_not_rhyme():
    match = nearest_templates(Form.WUJUE, first_line("山为斜好几"))[0]
    assert match.template.name == "ABDC"
    assert match.departures == ()


def test_a_line_that_breaks_every_rule_is_measured_against_the_end_of_the_line_first():
    match = nearest_templates(Form.WUJUE, first_line("天天天天月"))[0]
    assert match.template.lines[0][-1] == OBLIQUE
    assert {d.reason for d in match.departures} == {"first_line"}


def test_an_oblique_end_at_a_rhyme_is_reported_as_a_rhyme_that_fails():
    rhyming = [m for m in nearest_templates(Form.WUJUE, first_line("白日依山月")) if 0 in m.template.rhyme_lines]
    assert all(m.departures[-1].reason == "rhyme" and m.departures[-1].character == "月" for m in rhyming)


def test_heads_choose_a_template_that_takes_them_all_where_there_is_one():
    heads = {(0, 0): "月", (1, 0): "花", (2, 0): "月", (3, 0): "月"}
    match = nearest_templates(Form.WUJUE, heads)[0]
    assert match.departures == ()
    assert match.template.lines[1][0] == LEVEL


def test_heads_that_fit_no_template_are_departures_of_that_name():
    heads = {(line, 0): "月" for line in range(4)}
    match = nearest_templates(Form.WUJUE, heads)[0]
    assert [d.reason for d in match.departures] == ["head"]


@pytest.mark.parametrize(("end", "tone"), [("月", OBLIQUE), ("花", LEVEL), ("中", LEVEL), (UNKNOWN, LEVEL)])
def test_only_a_surely_oblique_rhyme_of_the_asker_makes_the_poem_rhyme_oblique(end, tone):
    assert nearest_templates(Form.QIJUE, {(1, 6): end})[0].template.rhyme_tone == tone


def test_given_rhymes_that_do_not_rhyme_with_each_other_leave_the_first_and_name_the_second():
    match = nearest_templates(Form.WUJUE, {(1, 4): "东", (3, 4): "花"})[0]
    assert match.rhyme_groups == ("一东",)
    assert [(d.line, d.reason) for d in match.departures] == [(3, "rhyme")]


@given(st.lists(st.sampled_from([*BOOK, UNKNOWN, "<start>", ""]), min_size=1, max_size=30))
def test_the_mask_tables_agree_with_the_analysis_of_each_character(vocabulary):
    tables = ProsodyTables.of(vocabulary)
    assert tables.rhymes.shape == (106, len(vocabulary))
    assert tables.rhymes.dtype == np.bool_
    for column, character in enumerate(vocabulary):
        tones = tones_of(character)
        assert tables.level[column] == (LEVEL in tones) == tables.allowed("平")[column]
        assert tables.oblique[column] == (OBLIQUE in tones) == tables.allowed("仄")[column]
        assert tables.allowed("？")[column]
        assert {g for g, in_group in zip(tables.group_names, tables.rhymes[:, column], strict=True) if in_group} == set(
            groups_of(character)
        )
        for group in groups_of(character):
            assert tables.rhyming(group)[column]


def test_the_tables_of_groups_name_thirty_level_and_seventy_six_oblique_ones():
    tables = ProsodyTables.of(["月"])
    assert [tables.group_tones.count(tone) for tone in (LEVEL, OBLIQUE)] == [30, 76]


def test_tone_marks_show_polyphones_and_unknown_characters():
    assert tone_pattern("床前明月光") == "平平平仄平"
    assert tone_pattern(f"中{UNKNOWN}") == "中？"


@pytest.mark.parametrize(
    ("line", "lawful"),
    [
        ("白日依山尽", True),
        ("红豆生南国", True),
        ("大漠孤烟直", True),
        ("国破山河在", True),
        ("城春草木深", True),
        ("无边落木萧萧下", True),
        ("不尽长江滚滚来", True),
        ("月月月月月", False),
        ("花花月花月", False),
        ("白日", False),
    ],
)
def test_lines_that_everyone_knows_are_judged_as_handbooks_judge_them(line, lawful):
    assert is_lawful_line(line) == lawful


def test_a_character_that_the_book_lacks_passes_only_where_the_tone_is_free():
    assert line_fits(UNKNOWN + "日依山尽", "？仄平平仄")
    assert not line_fits("白" + UNKNOWN + "依山尽", "？仄平平仄")


def test_a_poem_of_the_wrong_size_is_not_lawful():
    assert not is_lawful(("白日依山尽",), Form.WUJUE)


def test_the_rhyme_group_prefers_what_the_first_line_shares_and_is_none_without_rhyme():
    ends = ["思", "时", "花", "知"]
    assert rhyme_group(["天" * 4 + end for end in ends]) == "四支"
    assert rhyme_group(["天天天天花", "天天天天月", "天天天天花", "天天天天东"]) is None


def test_a_poem_on_an_oblique_rhyme_is_rhymed_but_not_on_a_level_one():
    lines = ["天天天天花", "天天天天月", "天天天天花", "天天天天发"]
    assert is_rhymed(lines)
    assert not is_rhymed(lines, LEVEL)
    assert rhyme_group(lines) == "六月"


def test_alternation_needs_the_second_and_fourth_characters_in_opposite_tones():
    assert alternates("白日依山尽")
    assert not alternates("天天天天天")
    assert not alternates(f"天{UNKNOWN}天月天")
