import math

import pytest

from engines.poem.measures import Known, sameness, verse
from engines.poem.novelty import Runs

LAWFUL = ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼")
FREE = ("春眠不觉晓", "处处闻啼鸟", "夜来风雨声", "花落知多少")
UNRHYMED = ("山山山山山", "山山山山山", "山山山山山", "月月月月月")


def test_a_line_is_known_whole_and_a_run_within_a_line_only():
    lines, fours = Runs.of([LAWFUL], 0), Runs.of([LAWFUL], 4)
    assert lines.share([LAWFUL[0], "白日依山近"]) == 0.5
    assert fours.share(["白日依山近"]) == 0.5  # 白日依山 is known, 日依山近 is not
    assert fours.share(["尽黄河入海"]) == 0.5  # 黄河入海 is known; no run goes over a line's end
    assert math.isnan(fours.share(["三个字"]))
    assert math.isnan(fours.share([]))


def test_lines_of_five_and_seven_characters_are_told_apart():
    runs = Runs.of([("白日依山尽",), ("两个黄鹂鸣翠柳",)], 0)
    assert runs.share(["两个黄鹂鸣翠柳", "白日依山尽", "黄鹂鸣翠柳"]) == pytest.approx(2 / 3)


def test_nothing_is_known_of_nothing():
    assert Runs.of([], 4).share(["白日依山尽"]) == 0


def test_rules_kept_and_broken_are_counted():
    found = verse([LAWFUL, FREE, UNRHYMED, LAWFUL], Known.of([FREE]))
    assert found.rhymed == 0.75
    assert found.rhymed_level == 0.5  # 鸟 and 少 are oblique
    assert found.lawful == 0.5
    assert found.lawful_lines >= 0.5
    assert found.repeating == 0.5  # 处处, and all of the third
    assert found.distinct == pytest.approx((1 + 19 / 20 + 2 / 20 + 1) / 4)
    assert (found.known_lines, found.known_fours) == (0.25, 0.25)


def test_poems_with_the_same_characters_are_the_same_and_others_are_not():
    assert sameness([LAWFUL, LAWFUL]) == 1
    assert sameness([LAWFUL, ("云烟出岫深", "鸟雀喧林静", "客梦逐孤舟", "乡心寄寒影")]) == 0
    assert 0 < sameness([LAWFUL, FREE, LAWFUL]) < 1
