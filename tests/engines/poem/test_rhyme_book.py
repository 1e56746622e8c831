import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.poem.rhyme_book import SUPPLEMENT, groups_of, rhyme_groups, tone_mark, tones_of

MEMBERS = st.sampled_from([(g.name, c) for g in rhyme_groups().values() for c in sorted(g.characters)])


def test_the_book_has_thirty_level_groups_and_seventy_six_oblique_ones_in_simplified_names():
    tones = [group.tone for group in rhyme_groups().values()]
    assert tones == ["平"] * 30 + ["仄"] * 76
    assert list(rhyme_groups())[:7] == ["一东", "二冬", "三江", "四支", "五微", "六鱼", "七虞"]
    assert {"十七筱", "四寘", "二十一箇", "二十九艳"} <= set(rhyme_groups())


def test_the_supplement_names_only_groups_of_the_book():
    assert set(SUPPLEMENT) <= set(rhyme_groups())


@given(MEMBERS)
def test_every_member_of_a_group_names_it(member):
    name, character = member
    assert name in groups_of(character)
    assert rhyme_groups()[name].tone in tones_of(character)


def test_a_simplified_character_has_the_readings_of_all_its_traditional_forms():
    assert {"十四寒", "十五翰"} <= groups_of("干")
    assert groups_of("东") == groups_of("東") == {"一东"}


@pytest.mark.parametrize(
    "character", "迹隠疎沉扫啼簷樽惭炉懒鬰慙棹髪劒遍頼浄徧堤猨倏昂臯灶坞鶑粗髙葱珮鬬鬭涩蘂飚巵粧覩馀"
)
def test_frequent_variants_that_the_published_book_lacks_are_known(character):
    assert tones_of(character)


def test_a_character_outside_the_book_has_no_tone():
    assert tone_mark("囗") == "？"
    assert tone_mark("a") == "？"
    assert groups_of("囗") == frozenset()
