import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.requests.script import VARIANTS, fold, simplify

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=20)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("雲髙隠士", "云高隐士"), ("乾坤日夜浮", "乾坤日夜浮"), ("乾燥", "干燥"), ("後來", "后来"), ("里巷裏", "里巷里")],
)
def test_traditional_text_and_old_variants_become_simplified(traditional, simplified):
    assert simplify(traditional) == simplified


@given(HAN)
def test_simplifying_keeps_the_length_and_twice_is_once_for_variants(text):
    once = simplify(text)
    assert len(once) == len(text)
    assert not set(once) & set(VARIANTS)


@given(HAN)
def test_folding_is_stable_and_sees_through_simplifying(text):
    assert fold(fold(text)) == fold(text)
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(("one", "other"), [("馀花", "余花"), ("餘花", "余花"), ("乾坤", "干坤"), ("沈舟", "沉舟")])
def test_printings_of_the_same_line_fold_together(one, other):
    assert fold(one) == fold(other)


def test_folding_leaves_standard_characters_and_everything_else_alone():
    assert fold("白日依山尽 abc，") == "白日依山尽 abc，"
