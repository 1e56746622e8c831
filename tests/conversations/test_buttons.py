"""What the buttons under a poem do."""

import asyncio

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content import Content
from engines.requests import Mode, PoemRequest
from tests.conftest import Play, Talk


async def test_another_writes_a_new_poem_below_the_old_one(talk: Talk):
    first = await talk.ask("/theme 春雪 七绝")
    answer = await talk.press(first, "再来一首")
    assert answer.text == "好，再写一首"
    second = await talk.world.answer_to(first)
    assert second.text != first.text
    assert second.buttons
    assert talk.engines.asked[0] == talk.engines.asked[1]


async def test_bolder_and_tamer_shift_the_mode_one_step(talk: Talk):
    poem = await talk.ask("/theme 春雪")
    await talk.press(poem, "更开放")
    bolder = await talk.world.answer_to(poem)
    assert "开放" in bolder.text
    await talk.press(poem, "更保守")
    tamer = await talk.world.answer_to(bolder)
    assert "保守" in tamer.text
    assert [r.mode for r in talk.engines.asked] == [Mode.NORMAL, Mode.OPEN, Mode.CONSERVATIVE]


async def test_beyond_the_last_step_the_button_says_so(talk: Talk):
    poem = await talk.ask("/theme 春雪 开放")
    assert (await talk.press(poem, "更开放")).text == "已经是最开放的了"
    tame = await talk.ask("/theme 春雪 保守")
    assert (await talk.press(tame, "更保守")).text == "已经是最保守的了"
    assert len(talk.engines.asked) == 2


async def test_a_bolder_poem_from_a_random_line_keeps_that_line(talk: Talk):
    poem = await talk.ask("/poem")
    line = poem.text[:5]
    await talk.press(poem, "更开放")
    await talk.world.answer_to(poem)
    assert talk.engines.asked[1] == PoemRequest(first_line=line, mode=Mode.OPEN)


async def test_the_prosody_is_shown_in_place_and_hidden_again(talk: Talk):
    poem = await talk.ask("/poem 山为斜好几")
    await talk.press(poem, "格律")
    shown = await talk.world.change_of(poem)
    assert "山为斜好几　花开不见人\n平平平仄仄　平平平仄仄" in shown.text
    assert "中平平仄仄　中平平仄仄" in shown.text
    assert "平水韵「一东」，平声" in shown.text
    assert "第 1 句第 3 字「斜」出律" in shown.text
    assert [e.type for e in shown.entities].count("pre") == 2
    await talk.press(shown, "收起格律")
    hidden = await talk.world.change_of(shown)
    assert hidden.text == poem.text
    assert hidden.buttons == poem.buttons
    assert len(talk.said()) == 1


async def test_a_double_press_writes_one_poem(talk: Talk):
    poem = await talk.ask("/theme 春雪")
    answers = await asyncio.gather(talk.press(poem, "再来一首"), talk.press(poem, "再来一首"))
    assert sorted(a.text for a in answers) == ["好，再写一首", "已经在写了，稍等"]
    await talk.settled()
    assert len(talk.engines.asked) == 2


async def test_anyone_in_a_group_may_press(talk: Talk):
    one, two, ruth = talk.world.people
    poem = await talk.ask("/theme 春雪", talk.group, one)
    await talk.press(poem, "再来一首", two)
    second = await talk.world.answer_to(poem)
    assert second.reply_to == poem.id
    assert (await talk.press(second, "再来一首", ruth)).text == "Another one, then"
    third = await talk.world.answer_to(second)
    assert "on a theme" in third.text


async def test_buttons_outlive_a_restart(play: Play):
    async with play() as talk:
        poem = await talk.ask("/theme 春雪")
    async with play() as talk:
        await talk.press(poem, "格律")
        assert "平仄" in (await talk.world.change_of(poem)).text
        await talk.press(poem, "再来一首")
        assert (await talk.world.answer_to(poem)).buttons


async def test_a_poem_of_one_chat_cannot_be_had_from_another(talk: Talk):
    poem = await talk.ask("/theme 春雪")
    data = next(b.callback_data for b in poem.buttons if b.text == "格律")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("格律", callback_data=data)]])
    await talk.shihua.sender.send(talk.group.id, Content("别处", keyboard))
    (elsewhere,) = talk.said(talk.group)
    assert (await talk.press(elsewhere, "格律", talk.world.people[1])).text.startswith("找不到这首诗了")


async def test_a_button_of_a_forgotten_poem_says_so(play: Play, settings, tmp_path):
    async with play() as talk:
        poem = await talk.ask("/theme 春雪")
    elsewhere = f"sqlite+aiosqlite:///{tmp_path / 'another.sqlite'}"
    async with play(database_url=elsewhere) as talk:
        assert (await talk.press(poem, "再来一首")).text == "找不到这首诗了，请重新写一首：/poem"
