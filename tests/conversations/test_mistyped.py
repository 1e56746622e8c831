"""Commands with a letter wrong: the right one is named, and a photo that came along waits for it."""

import pytest

from bot.commands.general import MENU
from bot.wording import near_command
from engines.requests import DreamRequest
from tests.conftest import Talk
from tests.fakes import colour_of

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")


def dreamt(talk: Talk) -> list[str]:
    """The colours of the photos that the engines were asked to let dream."""
    return [colour_of(request.content) for request in talk.engines.asked if isinstance(request, DreamRequest)]


def test_every_command_of_the_menu_is_known_and_named_when_its_last_letter_is_missing():
    for command in MENU:
        assert near_command(command) is None
        assert command == "styles" or near_command(command[:-1]) == command  # “style” is a command


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("/dreem", "没有 /dreem 这个命令，是想说 /dream 吗？"),
        ("/POME 山为斜好几", "没有 /pome 这个命令，是想说 /poem 山为斜好几 吗？"),
        ("/them", "没有 /them 这个命令，是想说 /theme 吗？"),
        ("/写字 明月", "没有 /写字 这个命令，是想说 /写诗 明月 吗？"),
        ("/寫字 明月", "没有 /寫字 这个命令，是想说 /寫詩 明月 吗？"),
        ("/题目 春雪", "没有 /题目 这个命令，是想说 /命题 春雪 吗？"),
        ("/題目 春雪", "没有 /題目 这个命令，是想说 /命題 春雪 吗？"),
        ("/poen " + "月" * 65, "没有 /poen 这个命令，是想说 /poem 吗？"),
        ("/weather", "没有 /weather 这个命令，例如可以发 /poem 山为斜好几（全部说法见 /help）"),
    ],
)
async def test_a_mistyped_command_is_answered_with_the_one_that_was_meant(talk: Talk, text: str, sentence: str):
    assert (await talk.ask(text)).text == sentence


async def test_in_english_as_well(talk: Talk):
    answer = await talk.ask("/dreem", person=talk.world.people[2])
    assert answer.text == "There is no command /dreem; did you mean /dream?"


async def test_a_photo_with_a_mistyped_command_waits_for_the_right_one(talk: Talk):
    answer = await talk.world.answer_to(await talk.send("red", caption="/drem"))
    assert answer.text.startswith("没有 /drem 这个命令，是想说 /dream 吗？\n照什么画风？")
    await talk.say("/dream")
    await talk.engines.until_asked(1)
    assert dreamt(talk) == ["red"]


async def test_the_button_below_the_suggestion_does_what_was_meant(talk: Talk):
    answer = await talk.world.answer_to(await talk.send("red", caption="/drem"))
    assert (await talk.press(answer, "入梦")).text == "好，这就开始"
    await talk.engines.until_asked(1)
    assert dreamt(talk) == ["red"]


async def test_a_style_that_is_asked_for_at_last_is_asked_of_the_same_photo(talk: Talk):
    await talk.world.answer_to(await talk.send("red", caption="/stlye"))
    assert (await talk.ask("/style")).text.startswith("照什么画风？")
    await talk.world.answer_to(await talk.say("水墨"))
    assert talk.painted() == [("red", "水墨")]


async def test_a_mistyped_photo_is_not_taken_for_the_style_of_the_one_before(talk: Talk):
    await talk.world.answer_to(await talk.send("blue"))
    await talk.world.answer_to(await talk.send("red", caption="/drem"))
    await talk.say("/dream")
    await talk.engines.until_asked(1)
    assert dreamt(talk) == ["red"]
    assert talk.painted() == []


async def test_of_an_album_the_first_photo_waits(talk: Talk):
    answer = await talk.world.answer_to(await talk.send("red", "blue", caption="/drem"))
    assert answer.text.startswith("没有 /drem 这个命令，是想说 /dream 吗？\n")
    await talk.say("/dream")
    await talk.engines.until_asked(1)
    assert dreamt(talk) == ["red"]
    assert talk.painted() == []


async def test_the_photo_that_a_mistyped_command_answers_waits_too(talk: Talk):
    sent = await talk.send("red", chat=talk.group)
    asked = await talk.world.say(talk.me, talk.group, "/drem@shihua_bot", sent)
    answer = await talk.world.answer_to(asked)
    assert answer.text.startswith("没有 /drem 这个命令，是想说 /dream 吗？\n")
    assert answer.reply_to == asked.id
    await talk.say("/dream", talk.group)
    await talk.engines.until_asked(1)
    assert dreamt(talk) == ["red"]


async def test_in_a_group_a_command_that_may_be_another_bots_is_left_alone(talk: Talk):
    talk.world.privacy = False
    await talk.say("/dreem", talk.group)
    await talk.send("red", caption="/drem", chat=talk.group)
    assert await talk.settled(talk.group) == []
    answer = await talk.world.answer_to(await talk.send("red", caption="/drem@shihua_bot", chat=talk.group))
    assert answer.text.startswith("没有 /drem 这个命令，是想说 /dream 吗？\n")


async def test_a_photo_does_not_wait_for_a_command_that_is_not_about_photos(talk: Talk):
    sent = await talk.send("red", chat=talk.group)
    for text in ("/cancle@shihua_bot", "/hlep@shihua_bot"):
        answer = await talk.world.answer_to(await talk.world.say(talk.me, talk.group, text, sent))
        assert answer.text.startswith("没有 /") and "\n" not in answer.text
    captioned = await talk.world.answer_to(await talk.send("red", caption="/cancle"))
    assert captioned.text == "没有 /cancle 这个命令，是想说 /cancel 吗？"
    assert (await talk.ask("/cancel", talk.group)).text.startswith("没有正在写的诗")
    assert (await talk.ask("/cancel")).text.startswith("没有正在写的诗")


async def test_a_mistyped_command_that_answers_a_file_is_corrected_all_the_same(talk: Talk):
    sent = await talk.world.send_document(talk.me, talk.private, b"...", name="a.txt")
    await talk.world.answer_to(sent)
    answer = await talk.world.answer_to(await talk.world.say(talk.me, talk.private, "/hlep", sent))
    assert answer.text == "没有 /hlep 这个命令，是想说 /help 吗？"
