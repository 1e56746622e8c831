"""拼音 under a poem, in answer to one, and of any verse."""

import asyncio

import pytest

from tests.conftest import Talk

SPELLED = "流水自东西，\nliú shuǐ zì dōng xī\n花开不见人。\nhuā kāi bù jiàn rén\n\n青山对晚晴，\nqīng shān duì wǎn qíng"


async def test_the_button_shows_the_spelling_in_place_and_hides_it_again(talk: Talk):
    written = await talk.ask("/theme 春雪")
    assert (await talk.press(written, "拼音")).text == ""
    shown = await talk.world.change_of(written)
    assert shown.text.startswith(f"《春雪》\nchūn xuě\n\n{SPELLED}")
    assert shown.text.split("\n")[-1].startswith("今音")
    assert [b.text for b in shown.buttons] == ["再来一首", "更开放", "更保守", "格律", "收起拼音", "诗笺"]
    await talk.press(shown, "格律")
    rules = await talk.world.change_of(shown)
    assert "平平平仄仄" in rules.text and "拼音" in [b.text for b in rules.buttons]
    await talk.press(rules, "拼音")
    again = await talk.world.change_of(rules)
    await talk.press(again, "收起拼音")
    hidden = await talk.world.change_of(again)
    assert (hidden.text, hidden.buttons) == (written.text, written.buttons)
    assert len(talk.said()) == 1


@pytest.mark.parametrize("form", ["五绝", "七绝", "五律", "七律"])
async def test_every_form_can_be_spelled(talk: Talk, form: str):
    written = await talk.ask(f"/theme 春雪 {form}")
    await talk.press(written, "拼音")
    shown = await talk.world.change_of(written)
    lines = 4 if "绝" in form else 8
    syllables = [row for row in shown.text.split("\n")[3:-1] if " " in row]
    assert [len(row.split()) for row in syllables] == [5 if "五" in form else 7] * lines


@pytest.mark.parametrize("words", ["/pinyin", "拼音", "/拼音", "／pinyin"])
async def test_it_is_spelled_in_answer_to_a_poem(talk: Talk, words: str):
    first = await talk.ask("/theme 春雪")
    await talk.ask("/theme 秋风 七绝")
    answer = await talk.world.answer_to(await talk.world.say(talk.me, talk.private, words, reply_to=first))
    assert answer.text.startswith(f"《春雪》\nchūn xuě\n\n{SPELLED}")
    assert not answer.buttons


async def test_without_an_answer_it_is_the_persons_last_poem_here(talk: Talk):
    friend = talk.world.people[1]
    await talk.ask("/theme 春雪", talk.group)
    await talk.ask("/theme 秋风", talk.group, friend)
    assert (await talk.ask("/pinyin", talk.group)).text.startswith("《春雪》\nchūn xuě")


async def test_a_poem_by_the_courses_network_is_a_poem_too(talk: Talk):
    await talk.ask("/theme 春雪")
    written = await talk.ask("/poem 山为斜好几 经典")
    spelled = "山为斜好几，\nshān wèi xié hǎo jǐ\n青山对晚晴。\nqīng shān duì wǎn qíng"
    assert (await talk.ask("/pinyin")).text.startswith(spelled)
    answer = await talk.world.answer_to(await talk.world.say(talk.me, talk.private, "/pinyin", reply_to=written))
    assert answer.text.startswith(spelled)
    assert "LSTM" not in answer.text and "课程" not in answer.text


async def test_twelve_poems_at_once_are_not_spelled(talk: Talk):
    stages = await talk.ask("/stages 月")
    answer = await talk.world.answer_to(await talk.world.say(talk.me, talk.private, "/pinyin", reply_to=stages))
    assert answer.text.startswith("给哪首诗注音？")


async def test_any_verse_can_be_spelled(talk: Talk):
    answer = await talk.ask("/pinyin 床前明月光，疑是地上霜。")
    assert answer.text.startswith(
        "床前明月光，\nchuáng qián míng yuè guāng\n疑是地上霜\nyí shì dì shàng shuāng\n\n今音"
    )
    assert (await talk.ask("拼音 千里江陵一日還")).text.startswith("千里江陵一日还\nqiān lǐ jiāng líng yī rì huán")
    friend = talk.world.people[1]
    verse = await talk.say("你看：朝辞白帝彩云间", talk.group, friend)
    asked = await talk.world.say(talk.me, talk.group, "/pinyin", reply_to=verse)
    assert "朝辞白帝彩云间\nzhāo cí bái dì cǎi yún jiān" in (await talk.world.answer_to(asked)).text


@pytest.mark.parametrize(
    ("words", "beginning"),
    [
        ("/pinyin", "给哪首诗注音？"),
        ("/pinyin hello", "诗里只用汉字，这里一个也没有，例如：/pinyin"),
        ("/pinyin " + "月" * 401, "这里有 401 个字，一次最多注 400 个"),
    ],
)
async def test_what_cannot_be_spelled_is_said_in_one_sentence_with_an_example(talk: Talk, words: str, beginning: str):
    answer = await talk.ask(words)
    assert answer.text.startswith(beginning)
    assert "\n" not in answer.text and "code" in [e.type for e in answer.entities]


async def test_the_longest_text_fits_into_one_message(talk: Talk):
    answer = await talk.ask("/pinyin " + "双窗床庄光" * 80)
    assert answer.text.endswith("不尽相同")
    assert len(talk.said()) == 1


async def test_presses_in_a_group_are_kept_apart_and_the_last_one_counts(talk: Talk):
    friend = talk.world.people[1]
    written = await talk.ask("/theme 春雪", talk.group)
    await asyncio.gather(talk.press(written, "拼音"), talk.press(written, "格律", friend))
    shown = await talk.world.change_of(written)
    while "平水韵" not in shown.text:
        shown = await talk.world.change_of(shown)
    assert "拼音" in [b.text for b in shown.buttons]


async def test_english_readers_are_told_what_kind_of_spelling_it_is(talk: Talk):
    ruth = talk.world.people[2]
    written = await talk.ask("/theme 春雪", person=ruth)
    await talk.press(written, "Pinyin", ruth)
    shown = await talk.world.change_of(written)
    assert shown.text.split("\n")[-1].startswith("As read today")
    assert "Hide pinyin" in [b.text for b in shown.buttons]
