"""What the words behind /style mean."""

import pytest

from bot.asking import Misread
from bot.pictures.asking import Gallery, Wish
from engines.requests import Language
from tests.conftest import PRESETS

GALLERY = Gallery(PRESETS)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("", Wish()),
        ("水墨", Wish(("水墨",))),
        ("  水 墨 ", Wish(("水墨",))),
        ("Starry Night", Wish(("星月夜",))),
        ("starry night, the scream 50%", Wish(("星月夜", "呐喊"), 50)),
        ("水墨、呐喊", Wish(("水墨", "呐喊"))),
        ("水墨 水墨", Wish(("水墨",))),
        ("吶喊", Wish(("呐喊",))),
        ("浮世绘风格", Wish(("浮世绘",))),
        ("像青绿山水那样", Wish(("青绿山水",))),
        ("70%", Wish(strength=70)),
        ("水墨 0 %", Wish(("水墨",), 0)),
        ("水墨 强度50%", Wish(("水墨",), 50)),
        ("水墨強度：50％", Wish(("水墨",), 50)),
        ("水墨 · 强度 40% · 保留原色", Wish(("水墨",), 40, True)),
        ("Ink wash · strength 40 % · own colours", Wish(("水墨",), 40, True)),
        ("ink wash keep colours", Wish(("水墨",), 100, True)),
        ("ink wash, Keep the colors", Wish(("水墨",), 100, True)),
        ("ink wash colours", Wish(("水墨",), 100, True)),
        ("保留原色 精修", Wish((), 100, True, True)),
        ("fine colours", Wish((), 100, True, True)),
        ("水墨风", Wish(("水墨",))),
        ("水墨畫風", Wish(("水墨",))),
        ("用星月夜的风格画这张", Wish(("星月夜",))),
        ("请画成水墨画", Wish(("水墨",))),
        ("變成星月夜風格", Wish(("星月夜",))),
    ],
)
def test_a_wish_is_read_in_any_order_and_script(words: str, wish: Wish):
    assert GALLERY.read(words) == wish


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("油条", "style-unknown"),
        ("水墨 油条", "style-unknown"),
        ("101%", "style-strength"),
        ("像", "style-unknown"),
        ("水墨 精修", "style-fine"),
        ("ink wash fine", "style-fine"),
    ],
)
def test_what_cannot_be_read_is_named(words: str, key: str):
    with pytest.raises(Misread) as refused:
        GALLERY.read(words)
    assert refused.value.key == key


def test_a_message_is_the_name_of_a_style_only_when_nothing_else_stands_there():
    assert GALLERY.is_name("水墨") and GALLERY.is_name("像水墨一样 70%")
    assert not GALLERY.is_name("70%") and not GALLERY.is_name("水墨真好看") and not GALLERY.is_name("")


def test_names_that_cannot_be_used_together_are_names_all_the_same():
    assert GALLERY.is_name("水墨 精修") and GALLERY.is_name("水墨 浮世绘 星月夜 呐喊 麦田")
    assert not GALLERY.is_name("精修")


@pytest.mark.parametrize(
    ("sentence", "wish"),
    [
        ("水墨", Wish(("水墨",))),
        ("小猫，用水墨画一张好吗", Wish(("水墨",))),
        ("把它變成吶喊那樣的畫吧", Wish(("呐喊",))),
        ("水墨和星月夜混在一起，强度50%，保留原色", Wish(("水墨", "星月夜"), 50, True)),
        ("my cat like in starry  night please, keep the colours", Wish(("星月夜",), 100, True)),
        ("小猫，水墨", Wish(("水墨",))),
        ("特别的水墨画", Wish(("水墨",))),
        ("水墨和呐喊的风格", Wish(("水墨", "呐喊"))),
        ("水墨里的小孩，用星月夜画", Wish(("星月夜",))),
        ("paint it in the style of Ink Wash please", Wish(("水墨",))),
        ("make it look like the scream", Wish(("呐喊",))),
        ("starry night style!", Wish(("星月夜",))),
        ("水墨里的小孩", None),
        ("在星月夜下散步", None),
        ("特别喜欢水墨", None),
        ("呐喊风大的一天", None),
        ("a starry night over the lake", None),
        ("小猫", None),
        ("不要水墨", None),
        ("别用水墨风", None),
        ("anything but not ink wash", None),
        ("the screamer", None),
        ("", None),
    ],
)
def test_a_name_inside_a_sentence_counts_when_it_is_asked_for_and_not_refused(sentence: str, wish: Wish | None):
    assert GALLERY.mentioned(sentence) == wish


def test_behind_a_commands_word_every_name_counts():
    assert GALLERY.mentioned("风格要水墨里的", commanded=True) == Wish(("水墨",))
    assert GALLERY.mentioned("风格要水墨里的，不是", commanded=True) is None


def test_examples_are_in_the_language_of_who_reads_them():
    assert GALLERY.examples("zh") == "水墨、青绿山水、浮世绘、星月夜"
    assert GALLERY.examples("en") == "Ink wash, Blue-green landscape, Ukiyo-e, Starry Night"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_examples_may_be_typed_as_they_stand(language: Language):
    assert len(GALLERY.read(GALLERY.examples(language)).styles) == 4


def test_each_language_has_its_own_names():
    assert (GALLERY.label("水墨", "zh"), GALLERY.label("水墨", "en")) == ("水墨", "Ink wash")
    assert GALLERY.label("早已没有的", "en") == "早已没有的"


def test_without_presets_no_name_is_known():
    with pytest.raises(Misread):
        Gallery(()).read("水墨")
    assert Gallery(()).mentioned("用水墨画") is None
