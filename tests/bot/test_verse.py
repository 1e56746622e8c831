"""How a poem looks in a chat."""

from dataclasses import replace

import pytest
from telegram import InlineKeyboardMarkup

from bot.script import set_verse, simplify
from bot.texts import Texts
from bot.verse import poem_message, rows_of, rules_message, set_poem, spelling_message
from engines.requests import Departure, Form, PoemRequest
from tests.fakes import poem

TEXTS = Texts()


def test_a_poem_has_title_couplets_and_a_small_last_line():
    request = PoemRequest(theme="春雪")
    content = poem_message(7, request, poem(request), "zh", TEXTS)
    rows = content.text.split("\n")
    assert rows[0] == "<b>《春雪》</b>"
    assert [row[-1] for row in rows[1:3]] == ["。", "。"]
    assert rows[3:] == ["", "<i>五绝 · 一东韵 · 正常 · 命题</i>"]


def test_a_poem_without_a_title_begins_with_its_first_line():
    request = PoemRequest(first_line="山为斜好几")
    assert poem_message(7, request, poem(request), "zh", TEXTS).text.startswith("山为斜好几，")


@pytest.mark.parametrize("form", list(Form))
def test_tones_stand_under_their_characters(form: Form):
    content = rules_message(7, PoemRequest(), poem(PoemRequest(theme="春", form=form)), "zh", TEXTS)
    block = content.text.split("<pre>")[1].split("</pre>")[0].split("\n")
    assert len(block) == 2 * (form.line_count // (2 if form.line_length == 5 else 1))
    for characters, tones in zip(block[::2], block[1::2], strict=True):
        assert len(characters) == len(tones)
        assert [c == "\u3000" for c in characters] == [t == "\u3000" for t in tones]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reason", ["first_line", "head", "rhyme"])
def test_every_departure_is_named_counting_from_one(language: str, reason: str):
    result = poem(PoemRequest(), departures=(Departure(2, 4, "晴", reason),))
    text = rules_message(7, PoemRequest(), result, language, TEXTS).text
    row = next(row for row in text.split("\n") if "晴" in row and "3" in row)
    assert "5" in row


def test_a_poem_comes_in_traditional_characters_with_title_rhyme_and_departures():
    request = PoemRequest(theme="云山", form=Form.WUJUE)
    result = poem(request, departures=(Departure(1, 3, "见", "head"),))
    assert poem_message(7, request, result, "zh-hant", TEXTS).text.startswith(
        "<b>《雲山》</b>\n流水自東西，花開不見人。"
    )
    rules = rules_message(7, request, result, "zh-hant", TEXTS).text
    assert "「一東」" in rules and "「見」出律" in rules and "花開不見人" in rules


@pytest.mark.parametrize(
    ("group", "set_"),
    [
        ("一东", "一東"),
        ("三肴", "三肴"),
        ("十五咸", "十五咸"),
        ("十四盐", "十四鹽"),
        ("六御", "六御"),
        ("十六叶", "十六葉"),
    ],
)
def test_rhyme_groups_are_named_as_the_book_names_them(group: str, set_: str):
    result = poem(PoemRequest(), rhyme_group=group)
    assert f"「{set_}」" in rules_message(7, PoemRequest(), result, "zh-hant", TEXTS).text
    assert f"「{group}」" in rules_message(7, PoemRequest(), result, "zh", TEXTS).text


def test_what_was_typed_in_traditional_characters_comes_back_as_typed():
    for request, line in (
        (PoemRequest(first_line="余亦後來遊"), "余亦後來遊"),
        (PoemRequest(acrostic="後裡"), "後"),
        (PoemRequest(character="後"), "後"),
        (PoemRequest(first_line="表里山河在"), "表里山河在"),
    ):
        result = poem(request)
        written = replace(result, lines=tuple(simplify(given) for given in result.lines))
        assert set_poem(request, written, "zh-hant").lines[0].startswith(line)
        assert set_poem(request, written, "zh").lines == written.lines


def test_a_hidden_word_in_traditional_characters_is_all_there():
    for typed in ("皇后萬歲", "皇后万岁"):
        request = PoemRequest(acrostic=typed)
        written = replace(poem(request), lines=("后宫", "皇城", "万里", "岁月"))
        written = replace(
            written, lines=tuple(simplify(h) + line[1:] for h, line in zip(typed, written.lines, strict=True))
        )
        assert "".join(line[0] for line in set_poem(request, written, "zh-hant").lines) == "皇后萬歲"


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("language", ["zh", "zh-hant", "en", "en-hant"])
def test_the_spelling_stands_below_each_line(form: Form, language: str):
    request = PoemRequest(theme="云里", form=form)
    result = poem(request)
    rows = spelling_message(7, request, result, language, TEXTS).text.split("\n")
    assert rows[:3] == [f"<b>《{set_verse('云里', language)}》</b>", "<i>yún lǐ</i>", ""]
    lines = [row for row in rows[3:-1] if row]
    assert len(lines) == 2 * form.line_count
    for number, (line, syllables) in enumerate(zip(lines[::2], lines[1::2], strict=True)):
        assert line == set_verse(result.lines[number], language) + "，。"[number % 2]
        assert len(syllables.removeprefix("<i>").removesuffix("</i>").split(" ")) == form.line_length
    assert rows[-1].startswith("<i>") and len(rows[-1]) > 10


def test_rows_of_buttons_are_short_enough_for_a_phone():
    for message in (poem_message, rules_message, spelling_message):
        keyboard = message(7, PoemRequest(), poem(PoemRequest()), "zh", TEXTS).keyboard
        assert isinstance(keyboard, InlineKeyboardMarkup)
        assert all(len(row) <= 3 and sum(len(b.text) for b in row) <= 12 for row in keyboard.inline_keyboard)


def test_verse_in_a_text_is_found_with_its_punctuation():
    assert list(rows_of("Li Bai: 床前明月光,疑是地上霜. (舉頭)")) == [
        ("床前明月光", "，"),
        ("疑是地上霜", "。"),
        ("舉頭", ""),
    ]
    assert list(rows_of("no verse")) == []


def test_a_lawful_poem_is_called_so():
    assert "全合格律" in rules_message(7, PoemRequest(), poem(PoemRequest(), departures=()), "zh", TEXTS).text


def test_an_oblique_rhyme_is_called_so():
    assert (
        "「一屋」，仄声"
        in rules_message(7, PoemRequest(), poem(PoemRequest(), rhyme_group="一屋", rhyme_tone="仄"), "zh", TEXTS).text
    )
