"""People ask for poems, in every way they may say it."""

import pytest

from engines.requests import Form, Mode, PoemRequest
from tests.conftest import Talk
from tests.fakes import TRY_AGAIN, UNKNOWN_CHARACTER, poem


async def test_a_first_line_is_continued_and_the_answer_says_how_it_was_understood(talk: Talk):
    answer = await talk.ask("/poem 山为斜好几")
    assert answer.text.startswith("山为斜好几，花开不见人。\n")
    assert answer.text.endswith("五绝 · 一东韵 · 正常 · 接句")
    assert [b.text for b in answer.buttons] == ["再来一首", "更开放", "更保守", "格律", "拼音", "诗笺"]
    assert answer.reply_to is None


async def test_a_theme_stands_above_the_poem(talk: Talk):
    answer = await talk.ask("/theme 春雪 七绝 开放")
    assert answer.text.startswith("《春雪》\n")
    assert "七绝 · 一东韵 · 开放 · 命题" in answer.text
    assert talk.engines.asked == [PoemRequest(theme="春雪", form=Form.QIJUE, mode=Mode.OPEN)]


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("/poem", PoemRequest(random_line=True)),
        ("/poem 开放", PoemRequest(random_line=True, mode=Mode.OPEN)),
        ("/poem 月", PoemRequest(character="月")),
        ("/poem明月", PoemRequest(theme="明月")),
        ("/POEM 山为斜好几", PoemRequest(first_line="山为斜好几")),
        ("/poem@shihua_bot 一夜东风入梦来", PoemRequest(first_line="一夜东风入梦来")),
        ("／poem　山为斜好几　保守", PoemRequest(first_line="山为斜好几", mode=Mode.CONSERVATIVE)),
        ("/写诗 明月", PoemRequest(theme="明月")),
        ("写诗　山为斜好几", PoemRequest(first_line="山为斜好几")),
        ("藏头诗：争云夏日", PoemRequest(acrostic="争云夏日")),
        ("藏头争云夏日", PoemRequest(acrostic="争云夏日")),
        ("命题 春雪", PoemRequest(theme="春雪")),
        ("/acrostic 争云夏日", PoemRequest(acrostic="争云夏日")),
        ("山为斜好几", PoemRequest(first_line="山为斜好几")),
        ("一夜东风入梦来。", PoemRequest(first_line="一夜东风入梦来")),
        ("山为斜好几 open", PoemRequest(first_line="山为斜好几", mode=Mode.OPEN)),
    ],
)
async def test_there_are_many_ways_to_ask_in_private(talk: Talk, text: str, request_: PoemRequest):
    await talk.ask(text)
    assert talk.engines.asked == [request_]


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("/poem hello", "/poem 山为斜好几"),
        ("/poem 春风2024", "/poem 山为斜好几"),
        ("/poem 🌙", "/poem 山为斜好几"),
        ("/poem " + "月" * 25, "/poem 山为斜好几"),
        ("/poem 山为斜好几 七绝", "/poem 山为斜好几 五绝"),
        ("/acrostic", "/acrostic 争云夏日"),
        ("/acrostic 争", "/acrostic 争云夏日"),
        ("/acrostic 一二三四五六 五绝", "/acrostic 一二三四五六 五律"),
        ("/theme", "/theme 春雪"),
        ("/theme " + "雪" * 25, "/theme 春雪"),
        ("/peom 明月", "/poem 明月"),
        ("明月", "/theme 明月"),
        ("你好，请问你会做什么", "/theme 你好请问你会做什么"),
        ("what can you do?", "山为斜好几"),
    ],
)
async def test_whatever_cannot_be_made_is_answered_with_one_sentence_and_an_example_that_works(
    talk: Talk, text: str, example: str
):
    answer = await talk.ask(text)
    assert "\n" not in answer.text
    offered = [
        answer.text.encode("utf-16-le")[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le")
        for e in answer.entities
        if e.type == "code"
    ]
    assert offered == [example]
    assert talk.engines.asked == []
    assert (await talk.ask(example)).buttons


async def test_sentences_come_in_english_for_those_whose_telegram_is(talk: Talk):
    ruth = talk.world.people[2]
    answer = await talk.ask("/acrostic", person=ruth)
    assert answer.text == ("Which characters shall I hide? Two to eight, after the command: /acrostic 争云夏日")
    written = await talk.ask("/acrostic 争云夏日", person=ruth)
    assert "rhyme 一东 · normal · acrostic" in written.text
    assert [b.text for b in written.buttons] == ["Another", "Bolder", "Tamer", "Prosody", "Pinyin", "Card"]


async def test_what_the_engines_refuse_is_said_in_their_own_sentence(talk: Talk):
    talk.engines.coming.append(UNKNOWN_CHARACTER)
    assert (await talk.ask("/poem 龘")).text == f"{UNKNOWN_CHARACTER.zh}，例如：/poem 山为斜好几"


async def test_a_request_that_may_succeed_later_is_tried_once_more_in_silence(talk: Talk):
    talk.engines.coming.append(TRY_AGAIN)
    assert (await talk.ask("/poem 月")).text.startswith("月")
    assert len(talk.engines.asked) == 2


async def test_two_failures_are_admitted(talk: Talk):
    talk.engines.coming.extend([TRY_AGAIN, TRY_AGAIN])
    assert (await talk.ask("/poem 月")).text == f"{TRY_AGAIN.zh}，例如：/poem 山为斜好几"
    assert len(talk.engines.asked) == 2


async def test_a_fault_of_ours_is_admitted_without_its_details(talk: Talk, caplog: pytest.LogCaptureFixture):
    talk.engines.coming.append(ZeroDivisionError("secret detail"))
    answer = await talk.ask("/poem 月")
    assert answer.text.startswith("这首没写成") and "/poem 山为斜好几" in answer.text
    assert "secret detail" not in answer.text
    assert "secret detail" in caplog.text


async def test_a_title_cannot_smuggle_markup(talk: Talk):
    talk.engines.coming.append(poem(PoemRequest(theme="春雪"), theme="<b>春雪</b>&"))
    assert (await talk.ask("/theme 春雪")).text.startswith("《<b>春雪</b>&》\n")


async def test_an_edit_of_an_old_message_writes_no_second_poem(talk: Talk):
    asked = await talk.say("/poem 月")
    await talk.world.answer_to(asked)
    await talk.world.edit(talk.me, asked, "/poem 花")
    await talk.settled()
    assert talk.engines.asked == [PoemRequest(character="月")]


async def test_an_edit_does_not_turn_chatter_into_a_command(talk: Talk):
    asked = await talk.say("/about")
    await talk.world.answer_to(asked)
    await talk.world.edit(talk.me, asked, "/poem 花")
    await talk.settled()
    assert talk.engines.asked == []


async def test_the_same_update_twice_gets_one_answer(talk: Talk):
    talk.world.faults.repeat_update()
    await talk.ask("/poem 月")
    assert len(await talk.settled()) == 1
    assert talk.world.faults.repeated_updates == 0
    assert len(talk.engines.asked) == 1


async def test_answers_in_a_chat_keep_the_order_of_the_questions(talk: Talk):
    for text in ("/help", "/theme", "/acrostic", "/about"):
        await talk.say(text)
    answers = await talk.until_said(4)
    assert [a.text[:2] for a in answers] == ["写诗", "写什", "想藏", "诗画"]
