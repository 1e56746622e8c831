"""The course's own network in chat: /poem … 经典, and what stands under its poems."""

import asyncio
from dataclasses import replace

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content import Content
from engines.requests import ClassicRequest, EngineError, Mode, PoemRequest, Stage
from tests.conftest import Play, Talk
from tests.fakes import TRY_AGAIN, classic

BUTTONS = ["再来一首", "更开放", "更保守", "早期", "中期", "· 终期 ·", "诗画来写", "各阶段"]
NOT_TRAINED = EngineError("课程的 LSTM 还没有练好的权重", "There are no weights of the course's LSTM yet")
LINE = ClassicRequest(first_line="山为斜好几")


async def test_the_answer_is_the_poem_as_drawn_and_says_what_became_of_it(talk: Talk):
    answer = await talk.ask("/poem 山为斜好几 经典")
    assert answer.text == (
        "山为斜好几，青山对晚晴。\n落日满孤村，归舟月下行。\n\n"
        "课程的 LSTM · 终期 · 正常 T=1 · 接句\n四句五言，标点都在位 · 押上了八庚韵"
    )
    assert [b.text for b in answer.buttons] == BUTTONS
    assert talk.engines.asked == [LINE]


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("/poem 经典", ClassicRequest(random_line=True)),
        ("/poem 月 经典", ClassicRequest(character="月")),
        ("/poem 山为斜好几 经典 保守", replace(LINE, mode=Mode.CONSERVATIVE)),
        ("/poem classic 山为斜好几", LINE),
        ("/acrostic 争云夏日 经典", ClassicRequest(acrostic="争云夏日")),
        ("写诗 山为斜好几 經典", LINE),
        ("山为斜好几 经典", LINE),
        ("月 经典", ClassicRequest(character="月")),
    ],
)
async def test_there_are_many_ways_to_ask_in_private(talk: Talk, text: str, request_: ClassicRequest):
    await talk.ask(text)
    assert talk.engines.asked == [request_]


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("/poem 一夜东风入梦来 经典", "/poem 山为斜好几 经典"),
        ("一夜东风入梦来 经典", "/poem 山为斜好几 经典"),
        ("/poem 明月 经典", "/poem 山为斜好几 经典"),
        ("/poem 山为斜好几 五绝 经典", "/poem 山为斜好几 经典"),
        ("/acrostic 争云夏 经典", "/acrostic 争云夏日 经典"),
        ("/theme 春雪 经典", "/poem 山为斜好几 经典"),
    ],
)
async def test_what_it_cannot_do_is_one_sentence_with_an_example_that_works(talk: Talk, text: str, example: str):
    answer = await talk.ask(text)
    assert answer.text.startswith("课程的网络") and answer.text.endswith(example)
    assert "\n" not in answer.text
    assert talk.engines.asked == []
    assert [b.text for b in (await talk.ask(example)).buttons] == BUTTONS


@pytest.mark.usefixtures("photos_taken_as_they_are")
@pytest.mark.parametrize("caption", ["/poem 经典", "题诗 经典 开放"])
async def test_it_sees_no_photos(talk: Talk, caption: str):
    refused = await talk.world.answer_to(await talk.send("red", caption=caption))
    assert refused.text == "课程的网络不看照片，给它一句诗就行，例如：/poem 山为斜好几 经典"
    assert talk.engines.asked == []


@pytest.mark.usefixtures("photos_taken_as_they_are")
async def test_a_photo_that_waits_for_words_is_not_meant(talk: Talk):
    await talk.world.answer_to(await talk.send("red"))
    await talk.ask("/poem 经典")
    assert talk.engines.asked == [ClassicRequest(random_line=True)]


async def test_bolder_and_tamer_shift_the_mode_and_keep_beginning_and_stage(talk: Talk):
    written = await talk.ask("/poem 经典")
    await talk.press(written, "早期")
    early = await talk.world.answer_to(written)
    assert (await talk.press(early, "更开放")).text == "好，写得开放些"
    bolder = await talk.world.answer_to(early)
    line = replace(LINE, first_line=written.text[:5])
    assert talk.engines.asked[1:] == [
        replace(line, stage=Stage.EARLY),
        replace(line, stage=Stage.EARLY, mode=Mode.OPEN),
    ]
    assert (await talk.press(bolder, "更开放")).text == "已经是最开放的了"


async def test_another_from_a_random_line_may_take_another_line(talk: Talk):
    written = await talk.ask("/poem 经典")
    assert (await talk.press(written, "再来一首")).text == "好，再写一首"
    await talk.world.answer_to(written)
    assert talk.engines.asked == [ClassicRequest(random_line=True)] * 2


async def test_the_other_stages_are_a_press_away_and_the_present_one_is_marked(talk: Talk):
    written = await talk.ask("/poem 山为斜好几 经典")
    assert (await talk.press(written, "早期")).text == "好，换早期的它来写"
    early = await talk.world.answer_to(written)
    assert "标点走了位，不成四句 · 谈不上押韵" in early.text
    assert "· 早期 ·" in [b.text for b in early.buttons]
    assert (await talk.press(early, "· 早期 ·")).text == "现在就是这样"
    assert talk.engines.asked == [LINE, replace(LINE, stage=Stage.EARLY)]


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("/poem 山为斜好几 经典 开放", PoemRequest(first_line="山为斜好几", mode=Mode.OPEN)),
        ("/acrostic 争云夏日 经典", PoemRequest(acrostic="争云夏日")),
        ("/poem 经典", PoemRequest(first_line="流水自东西")),
    ],
)
async def test_our_network_writes_the_same_beginning(talk: Talk, text: str, ours: PoemRequest):
    written = await talk.ask(text)
    assert (await talk.press(written, "诗画来写")).text == "好，换诗画来写"
    answer = await talk.world.answer_to(written)
    assert "一东韵" in answer.text
    assert [b.text for b in answer.buttons] == ["再来一首", "更开放", "更保守", "格律", "拼音", "诗笺"]
    assert talk.engines.asked[1] == ours


async def test_all_stages_are_compared_on_the_same_beginning(talk: Talk):
    written = await talk.ask("/acrostic 争云夏日 经典")
    assert (await talk.press(written, "各阶段")).text == "好，三个阶段都写一遍"
    answer = await talk.world.answer_to(written)
    assert answer.text.startswith("「争云夏日」：课程的 LSTM，和诗画")
    assert {request.acrostic for request in talk.engines.asked} == {"争云夏日"}
    assert len(talk.engines.asked) == 13


async def test_a_double_press_writes_one_poem(talk: Talk):
    written = await talk.ask("/poem 月 经典")
    answers = await asyncio.gather(talk.press(written, "中期"), talk.press(written, "中期"))
    assert sorted(a.text for a in answers) == ["好，换中期的它来写", "已经在写了，稍等"]
    await talk.settled()
    assert len(talk.engines.asked) == 2


async def test_buttons_outlive_a_restart(play: Play):
    async with play() as talk:
        written = await talk.ask("/poem 月 经典")
    async with play() as talk:
        await talk.press(written, "再来一首")
        assert (await talk.world.answer_to(written)).text.startswith("月")


async def test_a_poem_of_one_chat_cannot_be_had_from_another(talk: Talk):
    written = await talk.ask("/poem 月 经典")
    data = next(b.callback_data for b in written.buttons if b.text == "早期")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("早期", callback_data=data)]])
    await talk.shihua.sender.send(talk.group.id, Content("别处", keyboard))
    (elsewhere,) = talk.said(talk.group)
    assert (await talk.press(elsewhere, "早期", talk.world.people[1])).text.startswith("找不到这首诗了")


async def test_a_button_of_a_forgotten_poem_says_so(play: Play, tmp_path):
    async with play() as talk:
        written = await talk.ask("/poem 月 经典")
    async with play(database_url=f"sqlite+aiosqlite:///{tmp_path / 'another.sqlite'}") as talk:
        assert (await talk.press(written, "早期")).text.startswith("找不到这首诗了")


async def test_a_poem_that_a_restart_interrupted_is_written_once(play: Play):
    async with play() as talk:
        talk.engines.gate.clear()
        await talk.say("/poem 月 经典")
        await talk.engines.until_asked(1)
    talk.engines.gate.set()
    async with play() as talk:
        (answer,) = await talk.until_said(1)
        assert answer.text.startswith("月")


async def test_in_a_group_the_answer_quotes_the_one_who_asked_and_anyone_may_press(talk: Talk):
    one, two, ruth = talk.world.people
    asked = await talk.say("/poem 月 经典", talk.group, one)
    written = await talk.world.answer_to(asked)
    assert written.reply_to == asked.id
    assert (await talk.press(written, "早期", ruth)).text == "By its early stage, then"
    english = await talk.world.answer_to(written)
    assert english.reply_to == written.id
    assert "the course's LSTM · early · normal T=1 · from your character" in english.text
    await talk.press(written, "诗画来写", two)
    assert (await talk.world.answer_to(english)).reply_to == written.id


async def test_cancel_counts_it_as_a_poem(talk: Talk):
    talk.engines.gate.clear()
    await talk.say("/poem 月 经典")
    await talk.engines.until_asked(1)
    assert (await talk.ask("/cancel")).text == "已取消 1 首"
    assert talk.engines.given_up == [ClassicRequest(character="月")]


async def test_without_its_weights_the_person_is_told_in_one_sentence(talk: Talk):
    talk.engines.coming.append(NOT_TRAINED)
    assert (await talk.ask("/poem 月 经典")).text == NOT_TRAINED.zh
    talk.engines.coming.append(NOT_TRAINED)
    assert (await talk.ask("/poem 月 classic", person=talk.world.people[2])).text == NOT_TRAINED.en


async def test_what_may_succeed_later_is_tried_once_more_in_silence(talk: Talk):
    talk.engines.coming.append(TRY_AGAIN)
    assert (await talk.ask("/poem 月 经典")).text.startswith("月")
    assert len(talk.engines.asked) == 2


async def test_what_is_drawn_cannot_smuggle_markup(talk: Talk):
    talk.engines.coming.append(classic(LINE, rows=("<b>&人人",) * 4))
    assert (await talk.ask("/poem 山为斜好几 经典")).text.startswith("<b>&人人<b>&人人\n")
