"""How a poem looks in a chat."""

import pytest

from bot.texts import Texts
from bot.verse import poem_message, rules_message
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
    content = rules_message(7, poem(PoemRequest(theme="春", form=form)), "zh", TEXTS)
    block = content.text.split("<pre>")[1].split("</pre>")[0].split("\n")
    assert len(block) == 2 * (form.line_count // (2 if form.line_length == 5 else 1))
    for characters, tones in zip(block[::2], block[1::2], strict=True):
        assert len(characters) == len(tones)
        assert [c == "\u3000" for c in characters] == [t == "\u3000" for t in tones]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reason", ["first_line", "head", "rhyme"])
def test_every_departure_is_named_counting_from_one(language: str, reason: str):
    result = poem(PoemRequest(), departures=(Departure(2, 4, "人", reason),))
    text = rules_message(7, result, language, TEXTS).text
    row = next(row for row in text.split("\n") if "人" in row and "3" in row)
    assert "5" in row


def test_a_lawful_poem_is_called_so():
    assert "全合格律" in rules_message(7, poem(PoemRequest(), departures=()), "zh", TEXTS).text


def test_an_oblique_rhyme_is_called_so():
    assert (
        "「一屋」，仄声" in rules_message(7, poem(PoemRequest(), rhyme_group="一屋", rhyme_tone="仄"), "zh", TEXTS).text
    )
