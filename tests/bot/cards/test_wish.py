"""Verse out of messages, wishes out of jobs, names on seals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import Misread
from bot.attachments import Attachment
from bot.cards.seals import read_name
from bot.cards.wish import CardWish
from engines.requests import Form, PoemRequest
from tests.fakes import poem

QUIET_NIGHT = ("床前明月光", "疑是地上霜", "举头望明月", "低头思故乡")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("床前明月光，疑是地上霜。举头望明月，低头思故乡。", None),
        ("床前明月光,疑是地上霜.\n举头望明月,低头思故乡.", None),
        ("床前明月光 疑是地上霜 举头望明月 低头思故乡", None),
        ("《静夜思》\n床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n\n五绝 · 七阳韵 · 正常 · 命题", "静夜思"),
        ("《静夜思》床前明月光，疑是地上霜。举头望明月，低头思故乡。 (Li Bai)", "静夜思"),
    ],
)
def test_verse_is_found_however_it_is_set(text: str, title: str | None):
    wish = CardWish.read(text)
    assert wish is not None
    assert (wish.lines, wish.title) == (QUIET_NIGHT, title)


@pytest.mark.parametrize("text", ["", "夜色", "hello, world", "今天晚上我们一起出去吃饭好不好呀，快说。", "山，水。"])
def test_what_is_no_verse_is_not_taken_for_it(text: str):
    assert CardWish.read(text) is None


@given(st.text())
def test_no_message_is_too_strange_to_be_looked_at(text: str):
    CardWish.read(text)


def test_a_wish_survives_its_job():
    wish = CardWish.of(poem(PoemRequest(theme="春雪", form=Form.QILV)))
    kept = CardWish(Attachment("id", "unique", 5), lines=wish.lines, tones=wish.tones, seal="张三", style="水墨")
    for one in (wish, kept):
        assert CardWish.from_json(one.to_json()) == one
    assert (wish.title, wish.form, wish.missing) == ("春雪", "七律", None)


def test_tones_are_on_the_card_only_when_they_are_wanted():
    wish = CardWish.of(poem(PoemRequest()))
    assert wish.card(marked=True).tones == wish.tones
    assert wish.card(marked=False).tones == ()


@pytest.mark.parametrize(("words", "name"), [("张三", "张三"), (" 东坡 居士。", "东坡居士"), ("「墨」", "墨")])
def test_a_seal_has_one_to_four_characters(words: str, name: str):
    assert read_name(words) == name


@pytest.mark.parametrize(
    ("words", "key"), [("", "seal-empty"), ("!", "seal-empty"), ("Bob", "seal-name"), ("一二三四五", "seal-name")]
)
def test_other_names_are_no_names_for_a_seal(words: str, key: str):
    with pytest.raises(Misread) as caught:
        read_name(words)
    assert caught.value.key == key
