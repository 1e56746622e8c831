"""Poems on photos: what is seen becomes the theme."""

from dataclasses import replace

import pytest

from bot.playground.model import Chat, Message
from engines.requests import EngineError, Form, LookRequest, LookResult, Mode, PoemRequest
from tests.conftest import Play, Talk
from tests.fakes import LAKESIDE, UNKNOWN_CHARACTER, colour_of

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")

ON_LAKESIDE = PoemRequest(theme="湖上暮色")


def looked(talk: Talk) -> list[object]:
    """What the engines were asked, a look as the photo's colour."""
    return [colour_of(r.content) if isinstance(r, LookRequest) else r for r in talk.engines.asked]


async def answer(talk: Talk, asked: Message) -> Message:
    """The first answer to a message."""
    return await talk.world.answer_to(asked)


async def sent(talk: Talk, caption: str, chat: Chat | None = None) -> Message:
    """The answer to a red photo with this caption."""
    return await answer(talk, await talk.send("red", caption=caption, chat=chat))


async def test_the_answer_is_a_poem_that_says_what_was_seen(talk: Talk):
    poem = await sent(talk, "/poem")
    assert poem.text.startswith("《湖上暮色》\n")
    assert poem.text.endswith("五绝 · 一东韵 · 正常 · 命题\n图中所见：湖畔 62% · 暮")
    assert [b.text for b in poem.buttons] == ["再来一首", "更开放", "更保守", "格律", "拼音", "诗笺"]
    assert looked(talk) == ["red", ON_LAKESIDE]


@pytest.mark.parametrize(
    ("caption", "form", "mode"),
    [
        ("/poem 七绝 开放", Form.QIJUE, Mode.OPEN),
        ("写诗 七律", Form.QILV, Mode.NORMAL),
        ("题诗", None, Mode.NORMAL),
        ("题诗 五律 保守", Form.WULV, Mode.CONSERVATIVE),
        ("看图写诗", None, Mode.NORMAL),
        ("題詩 七絕", Form.QIJUE, Mode.NORMAL),
    ],
)
async def test_form_and_mode_may_stand_behind_it(talk: Talk, caption: str, form: Form | None, mode: Mode):
    await sent(talk, caption)
    assert looked(talk) == ["red", replace(ON_LAKESIDE, form=form, mode=mode)]


async def test_words_that_are_a_line_or_a_theme_win_over_the_photo(talk: Talk):
    assert (await sent(talk, "/poem 山为斜好几")).text.startswith("山为斜好几")
    assert (await sent(talk, "/poem 明月")).text.startswith("《明月》")
    assert (await sent(talk, "/theme 春雪")).text.startswith("《春雪》")
    assert all(isinstance(request, PoemRequest) for request in talk.engines.asked)


async def test_other_words_behind_the_chinese_name_are_answered_with_what_would_work(talk: Talk):
    refused = await sent(talk, "题诗 山为斜好几")
    assert refused.text == "题诗后面只跟体裁和写法，别的由照片来定，例如：题诗 七绝 开放"


async def test_a_reply_to_a_photo_takes_that_photo(talk: Talk):
    photo = await talk.send("blue", chat=talk.group)
    asked = await talk.world.say(talk.me, talk.group, "/poem 七绝", photo)
    poem = await answer(talk, asked)
    assert looked(talk)[0] == "blue"
    assert poem.reply_to == asked.id


async def test_a_photo_without_a_word_then_the_command(talk: Talk):
    await answer(talk, await talk.send("red"))
    assert (await talk.ask("/poem 七绝")).text.startswith("《湖上暮色》")
    assert (await talk.ask("/poem")).text.startswith("流水自")  # the photo has been used


async def test_a_photo_without_a_word_then_the_button(talk: Talk):
    prompt = await answer(talk, await talk.send("red"))
    await talk.press(prompt, "题诗")
    assert (await talk.world.answer_to(prompt)).text.startswith("《湖上暮色》")


async def test_in_a_group_a_poem_does_not_take_the_photo_of_an_open_question(talk: Talk):
    await answer(talk, await talk.send("red", caption="/style", chat=talk.group))
    await talk.ask("/poem", talk.group)
    assert talk.engines.asked == [PoemRequest(random_line=True)]


async def test_the_chinese_name_asks_for_the_photo(talk: Talk):
    assert (await talk.ask("题诗 七绝")).text == "给哪张照片题诗？请发来，10 分钟内有效"
    await answer(talk, await talk.send("red"))
    assert looked(talk) == ["red", replace(ON_LAKESIDE, form=Form.QIJUE)]


async def test_a_poem_may_answer_what_is_no_photo(talk: Talk):
    film = await talk.world.send_document(talk.me, talk.group, b"...", name="a.mp4", mime_type="video/mp4")
    asked = await talk.world.say(talk.me, talk.group, "/poem", film)
    assert (await answer(talk, asked)).buttons
    assert talk.engines.asked == [PoemRequest(random_line=True)]


async def test_a_file_that_is_no_photo_is_refused(talk: Talk):
    text = await talk.world.send_document(talk.me, talk.private, b"no picture", "/poem", name="a.pdf")
    assert (await answer(talk, text)).text.startswith("这个文件不是我能打开的图片")


async def test_of_an_album_the_first_photo_counts_and_the_answer_says_so(talk: Talk):
    poem = await answer(talk, await talk.send("red", "blue", "green", caption="/poem"))
    assert looked(talk) == ["red", ON_LAKESIDE]
    assert poem.text.endswith("图中所见：湖畔 62% · 暮\n只用了第一张，后面 2 张没有用上")


async def test_what_is_hard_to_see_is_said_modestly(talk: Talk):
    labels = (replace(LAKESIDE[0], share=0.18), *LAKESIDE[1:])
    talk.engines.coming.append(LookResult(labels, "湖上", "", "fake", 1.0))
    assert (await sent(talk, "/poem")).text.endswith("看不真切，像是湖畔（18%）")


async def test_another_poem_keeps_the_theme_and_looks_no_second_time(talk: Talk):
    poem = await sent(talk, "/poem 七绝")
    assert (await talk.press(poem, "再来一首")).text == "好，再写一首"
    second = await talk.world.answer_to(poem)
    assert second.text.startswith("《湖上暮色》")
    await talk.press(poem, "更开放")
    await talk.all_written()
    request = replace(ON_LAKESIDE, form=Form.QIJUE)
    assert looked(talk) == ["red", request, request, replace(request, mode=Mode.OPEN)]


async def test_the_prosody_opens_and_closes_and_what_was_seen_is_still_there(talk: Talk):
    poem = await sent(talk, "/poem")
    await talk.press(poem, "格律")
    rules = await talk.world.change_of(poem)
    assert "平水韵" in rules.text
    await talk.press(rules, "收起格律")
    assert (await talk.world.change_of(rules)).text == poem.text


async def test_a_crash_between_the_look_and_the_poem_loses_nothing(play: Play):
    async with play() as talk:
        talk.engines.gate.clear()  # the look is quick, the poem never comes
        await talk.send("red", caption="/poem")
        await talk.engines.until_asked(2)
    talk.engines.gate.set()
    async with play() as talk:
        await talk.until_said(1)
        (poem,) = await talk.settled()
        assert poem.text.startswith("《湖上暮色》")
        assert looked(talk) == ["red", ON_LAKESIDE] * 2


async def test_cancel_counts_it_as_a_poem(talk: Talk):
    talk.engines.gate.clear()
    await talk.send("red", caption="/poem")
    await talk.engines.until_asked(2)
    assert (await talk.ask("/cancel")).text == "已取消 1 首"


@pytest.mark.parametrize("error", [UNKNOWN_CHARACTER, EngineError("没有装认图的网络", "No network is installed")])
async def test_what_the_engines_say_against_it_reaches_the_person(talk: Talk, error: EngineError):
    talk.engines.coming.append(error)
    assert (await sent(talk, "/poem")).text == error.zh


async def test_people_with_other_languages_read_english(talk: Talk):
    ruth = talk.world.people[2]
    poem = await answer(talk, await talk.send("red", caption="/poem", person=ruth))
    assert poem.text.endswith("Seen in the photo: lakeside 62% · 暮")
