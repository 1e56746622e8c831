from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.poem.rhyme_book import LEVEL, OBLIQUE
from engines.poem.templates import templates
from engines.requests import Form

ANY_TEMPLATE = st.builds(
    lambda form, tone, number: templates(form, tone)[number],
    st.sampled_from(list(Form)),
    st.sampled_from([LEVEL, OBLIQUE]),
    st.integers(0, 3),
)


@given(ANY_TEMPLATE)
def test_a_template_has_the_size_of_its_form(template):
    assert len(template.lines) == template.form.line_count
    assert all(len(line) == template.form.line_length for line in template.lines)


@given(ANY_TEMPLATE)
def test_the_lines_of_a_couplet_oppose_and_couplets_join_in_the_second_character(template):
    for number, (upper, lower) in enumerate(pairwise(template.lines)):
        joined = number % 2 == 1
        assert (upper[1] == lower[1]) == joined


@given(ANY_TEMPLATE)
def test_even_slots_are_fixed_and_alternate_within_a_line(template):
    for line in template.lines:
        assert all(before != after for before, after in pairwise(line[1:-1:2]))
        assert "？" not in line[1::2]


@given(ANY_TEMPLATE)
def test_even_lines_end_on_the_rhyme_tone_and_odd_ones_after_the_first_on_the_other(template):
    for number, line in enumerate(template.lines):
        rhymes = number in template.rhyme_lines
        assert (line[-1] == template.rhyme_tone) == rhymes
        if number:
            assert rhymes == (number % 2 == 1)


@given(ANY_TEMPLATE)
def test_no_line_can_end_in_three_like_tones(template):
    assert all(len(set(line[-3:]) - {"？"}) == 2 for line in template.lines)


@given(ANY_TEMPLATE)
def test_no_line_on_a_level_end_can_leave_a_level_character_alone(template):
    for line in template.lines:
        if line[-1] == LEVEL:
            assert "平平" in line[:-1] or line.endswith("平平")


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (Form.WUJUE, ["ABDC", "DCAB", "BCAB", "CBDC"]),
        (Form.QIJUE, ["ABDC", "DCAB", "BCAB", "CBDC"]),
        (Form.WULV, ["ABDCABDC", "DCABDCAB", "BCABDCAB", "CBDCABDC"]),
        (Form.QILV, ["ABDCABDC", "DCABDCAB", "BCABDCAB", "CBDCABDC"]),
    ],
)
def test_each_form_has_the_four_chains_of_the_handbooks_unrhymed_first_lines_first(form, names):
    assert [template.name for template in templates(form)] == names


def test_the_lines_of_seven_are_those_of_five_with_an_opposed_pair_in_front():
    for five, seven in zip(templates(Form.WUJUE), templates(Form.QIJUE), strict=True):
        for short, long in zip(five.lines, seven.lines, strict=True):
            assert long[2:] == short
            assert {long[1], short[1]} == {LEVEL, OBLIQUE}


def test_rhyme_slots_are_the_ends_of_the_rhyming_lines():
    template = next(t for t in templates(Form.QIJUE) if t.name == "BCAB")
    assert template.rhyme_slots == ((0, 6), (1, 6), (3, 6))
