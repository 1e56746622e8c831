"""How a poem by the course's network looks in a chat."""

import pytest

from bot.course.verse import classic_message
from bot.presses import Press
from bot.texts import Texts
from engines.requests import ClassicRequest, Mode, Stage
from tests.fakes import classic

TEXTS = Texts()


def rows_of(request: ClassicRequest, **changes: object) -> list[str]:
    return classic_message(7, request, classic(request, **changes), "zh", TEXTS).text.split("\n")


def test_the_poem_stands_as_it_was_drawn_with_two_small_last_lines():
    assert rows_of(ClassicRequest(first_line="山为斜好几", mode=Mode.CONSERVATIVE)) == [
        "山为斜好几，青山对晚晴。",
        "落日满孤村，归舟月下行。",
        "",
        "<i>课程的 LSTM · 终期 · 保守 T=0.6 · 接句</i>",
        "<i>四句五言，标点都在位 · 押上了八庚韵</i>",
    ]


def test_punctuation_that_went_astray_and_rhyme_that_failed_are_admitted():
    astray = rows_of(ClassicRequest(character="月", stage=Stage.EARLY))
    assert astray[0] == "月不，风人人人。不风人人"
    assert astray[-1] == "<i>标点走了位，不成四句 · 谈不上押韵</i>"
    assert rows_of(ClassicRequest(), rhyme_group=None)[-1] == "<i>四句五言，标点都在位 · 不押韵</i>"


def test_the_rhyme_group_is_in_the_readers_script():
    for group, set_ in (("二萧", "二蕭"), ("三肴", "三肴")):
        request = ClassicRequest()
        text = classic_message(7, request, classic(request, rhyme_group=group), "zh-hant", TEXTS).text
        assert f"押上了{set_}韻" in text


def test_what_is_drawn_is_no_markup():
    assert rows_of(ClassicRequest(), rows=("<b>&人人",) * 4)[0] == "&lt;b&gt;&amp;人人" * 2


@pytest.mark.parametrize("stage", list(Stage))
def test_the_stage_that_wrote_is_marked_among_the_buttons_and_all_presses_can_be_read(stage: Stage):
    request = ClassicRequest(stage=stage)
    keyboard = classic_message(2**63 - 1, request, classic(request), "zh", TEXTS).keyboard.inline_keyboard
    names = {Stage.EARLY: "早期", Stage.MIDDLE: "中期", Stage.FINAL: "终期"}
    assert [button.text for button in keyboard[1]] == [f"· {n} ·" if s is stage else n for s, n in names.items()]
    for button in (b for row in keyboard for b in row):
        assert len(button.callback_data.encode()) <= 64
        assert Press.read(button.callback_data, "classic") is not None
