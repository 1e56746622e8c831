"""Poems as pictures: the button, /card, looks, tones, seals, photos as the ground."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from bot.cards.typeface import Faces
from bot.playground.model import MediaKind, Message
from engines.requests import ClassicRequest, PoemRequest, Stage
from tests.conftest import Play, Talk
from tests.fakes import classic, poem
from tests.typefaces import rectangles

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")

LOOKS = ["宣纸", "洒金", "红笺", "青绿", "夜色", "碑拓"]
QUIET_NIGHT = "床前明月光，疑是地上霜。举头望明月，低头思故乡。"


@pytest.fixture
async def talk(play: Play, tmp_path: Path) -> AsyncIterator[Talk]:
    """A conversation with a bot that has a typeface."""
    rectangles(tmp_path / "fonts" / "kai.ttf")
    async with play(shihua_data=str(tmp_path)) as talk:
        yield talk


def picture(talk: Talk, message: Message) -> bytes:
    assert message.media is not None and message.media.kind is MediaKind.PHOTO
    return talk.world.files.content(message.media.files[-1])


def at(talk: Talk, message: Message, x: int, y: int) -> tuple[int, ...]:
    """The colour of a card at a point."""
    with Image.open(io.BytesIO(picture(talk, message))) as image:
        assert image.width * 4 == image.height * 3
        colour = image.convert("RGB").getpixel((x * image.width // 1080, y * image.height // 1440))
    assert isinstance(colour, tuple)
    return colour


async def answered(talk: Talk, words: str, message: Message, **where: object) -> Message:
    """The answer to words that answer a message."""
    chat = where.get("chat", talk.private)
    return await talk.world.answer_to(await talk.world.say(talk.me, chat, words, reply_to=message))


async def card_of(talk: Talk, words: str = "/theme 春雪") -> Message:
    written = await talk.ask(words)
    await talk.press(written, "诗笺")
    return await talk.world.answer_to(written)


async def test_the_button_under_a_poem_makes_a_card_with_buttons_for_looks_tones_and_seal(talk: Talk):
    written = await talk.ask("/theme 春雪")
    assert (await talk.press(written, "诗笺")).text == "好，这就做一张"
    card = await talk.world.answer_to(written)
    assert card.text == ""
    assert [b.text for b in card.buttons] == ["· 宣纸 ·", *LOOKS[1:], "标平仄", "印章", "发文件"]
    assert min(at(talk, card, 20, 720)) > 200


async def test_the_file_is_as_large_as_it_was_printed(talk: Talk):
    card = await card_of(talk)
    assert (await talk.press(card, "发文件")).text == "文件这就来"
    sent = (await talk.until_said(3))[-1]
    assert sent.media is not None and sent.media.kind is MediaKind.DOCUMENT
    with Image.open(io.BytesIO(talk.world.files.content(sent.media.files[-1]))) as image:
        assert image.size == (1080, 1440)


async def test_another_look_takes_the_place_of_the_card(talk: Talk):
    card = await card_of(talk)
    assert (await talk.press(card, "夜色")).text == "好，夜色"
    dark = await talk.world.change_of(card)
    assert [b.text for b in dark.buttons][4] == "· 夜色 ·"
    assert max(at(talk, dark, 1060, 720)) < 110
    assert len(talk.said()) == 2


async def test_tones_are_switched_on_and_off_and_stay_when_the_look_changes(talk: Talk):
    card = await card_of(talk)
    plain = picture(talk, card)
    assert (await talk.press(card, "标平仄")).text == "好，宣纸，标上平仄"
    marked = await talk.world.change_of(card)
    assert picture(talk, marked) != plain
    await talk.press(marked, "洒金")
    golden = await talk.world.change_of(marked)
    assert "不标平仄" in [b.text for b in golden.buttons]
    await talk.press(golden, "宣纸")
    back = await talk.world.change_of(golden)
    await talk.press(back, "不标平仄")
    assert picture(talk, await talk.world.change_of(back)) == plain


@pytest.mark.parametrize("words", ["/card", "诗笺", "/诗笺", "／card", "/card@shihua_bot"])
async def test_card_as_an_answer_to_a_poem(talk: Talk, words: str):
    first = await talk.ask("/theme 春雪")
    await talk.ask("/theme 秋风")
    card = await answered(talk, words, first)
    assert picture(talk, card) == picture(talk, await pressed(talk, first))


async def test_card_as_an_answer_to_a_poem_of_the_courses_network(talk: Talk):
    first = await talk.ask("/poem 山为斜好几 经典")
    await talk.ask("/theme 秋风")
    card = await answered(talk, "/card", first)
    written = await talk.ask("/card 山为斜好几，青山对晚晴。落日满孤村，归舟月下行。")
    assert picture(talk, card) == picture(talk, written)


async def test_card_alone_takes_the_last_poem_whoever_wrote_it(talk: Talk):
    await talk.ask("/theme 秋风")
    first = await talk.ask("/poem 山为斜好几 经典")
    assert picture(talk, await talk.ask("/card")) == picture(talk, await answered(talk, "/card", first))


async def test_what_has_no_lines_is_no_card(talk: Talk):
    talk.engines.coming.append(classic(ClassicRequest(stage=Stage.EARLY)))
    await talk.ask("/poem 经典")
    assert (await talk.ask("/card")).text.startswith("这不像一首诗")


async def pressed(talk: Talk, written: Message) -> Message:
    await talk.press(written, "诗笺")
    before = len(talk.said())
    return (await talk.until_said(before + 1))[-1] if talk.said()[-1].media is None else talk.said()[-1]


async def test_without_an_answer_it_is_the_last_poem_and_a_look_may_be_named(talk: Talk):
    await talk.ask("/theme 春雪")
    card = await talk.ask("/card 夜色")
    assert max(at(talk, card, 1060, 720)) < 110
    assert [b.text for b in card.buttons][4] == "· 夜色 ·"


async def test_any_verse_can_be_a_card_without_tones(talk: Talk):
    friend = talk.world.people[1]
    verse = await talk.say(f"看：\n《静夜思》\n{QUIET_NIGHT}", talk.group, friend)
    for card in (await talk.ask(f"/card {QUIET_NIGHT}"), await answered(talk, "/card", verse, chat=talk.group)):
        assert [b.text for b in card.buttons] == ["· 宣纸 ·", *LOOKS[1:], "印章", "发文件"]


@pytest.mark.parametrize(
    ("words", "beginning"),
    [
        ("/card", "哪首诗做成诗笺？"),
        ("/card 大红大紫", "没听懂「大红大紫」"),
        ("/card 水墨", "哪首诗做成诗笺？"),
        ("/seal", "印上刻什么？"),
        ("/seal Bob", "印上只刻汉字"),
        ("印章 一二三四五", "印上只刻汉字"),
    ],
)
async def test_what_cannot_be_done_is_said_in_a_sentence_with_an_example(talk: Talk, words: str, beginning: str):
    answer = await talk.ask(words)
    assert answer.text.startswith(beginning)
    assert "\n" not in answer.text
    assert "code" in [e.type for e in answer.entities]


async def test_words_that_are_no_verse_cannot_be_a_card(talk: Talk):
    chatter = await talk.say("hello, how are you?")
    await talk.world.answer_to(chatter)
    answer = await answered(talk, "/card", chatter)
    assert answer.text.startswith("这不像一首诗")


async def test_a_seal_is_kept_for_each_person_over_a_restart(play: Play, tmp_path: Path):
    rectangles(tmp_path / "fonts" / "kai.ttf")
    async with play(shihua_data=str(tmp_path)) as talk:
        assert (await talk.ask("/seal 东坡居士")).text.startswith("好，以后的诗笺都钤「东坡居士」印")
    async with play(shihua_data=str(tmp_path)) as talk:
        card = await card_of(talk)
        assert "「东坡居士」" in (await talk.press(card, "印章")).text
        friend = talk.world.people[1]
        other = await talk.ask(f"/card {QUIET_NIGHT}", talk.group, friend)
        assert "「东坡居士」" not in (await talk.press(other, "印章", friend)).text


async def test_a_new_seal_in_answer_to_a_card_makes_it_anew(talk: Talk):
    card = await card_of(talk)
    again = await answered(talk, "/seal 李四", card)
    assert "「李四」" in (await talk.press(again, "印章")).text
    assert picture(talk, again) != picture(talk, card)


async def test_a_photo_is_painted_and_becomes_the_ground(talk: Talk):
    written = await talk.ask("/theme 春雪")
    card = await talk.world.answer_to(await talk.send("green", caption="/card", reply_to=written))
    assert talk.painted() == [("green", "水墨")]
    assert at(talk, card, 20, 20)[1] > 120 > at(talk, card, 20, 20)[0]
    await talk.press(card, "夜色")
    dark = await talk.world.change_of(card)
    assert at(talk, dark, 20, 20)[1] > 120
    assert len(talk.painted()) == 1


async def test_a_photo_that_waits_is_the_ground_of_the_next_card_and_waits_no_more(talk: Talk):
    await talk.ask("/theme 春雪")
    corrected = await talk.world.answer_to(await talk.send("red", caption="/crad"))
    assert corrected.text.startswith("没有 /crad 这个命令，是想说 /card 吗？")
    assert (await talk.ask("/card 星月夜")).media is not None
    assert talk.painted() == [("red", "星月夜")]
    assert (await talk.ask("/cancel")).text.startswith("没有正在写的诗")


async def test_the_photo_may_be_answered_and_a_style_named(talk: Talk):
    await talk.ask("/theme 春雪")
    photo = await talk.send("red", chat=talk.group)
    await talk.ask("/theme 秋风", talk.group)
    await answered(talk, "/card 星月夜 夜色", photo, chat=talk.group)
    assert talk.painted() == [("red", "星月夜")]


async def test_in_a_group_anyone_may_press_and_the_card_bears_their_own_seal(talk: Talk):
    friend = talk.world.people[1]
    await talk.ask("/seal 李四", person=friend)
    written = await talk.ask("/theme 春雪", talk.group)
    await talk.press(written, "诗笺", friend)
    card = await talk.world.answer_to(written)
    assert card.reply_to == written.id
    assert "「李四」" in (await talk.press(card, "印章")).text
    assert (await answered(talk, "诗笺", written, chat=talk.group)).media is not None


async def test_a_double_press_makes_one_card(talk: Talk):
    written = await talk.ask("/theme 春雪")
    first = await talk.press(written, "诗笺")
    second = await talk.press(written, "诗笺")
    assert (first.text, second.text) == ("好，这就做一张", "已经在做了，稍等")
    await talk.settled()
    assert len([m for m in talk.said() if m.media is not None]) == 1


async def test_a_character_without_a_glyph_is_named(play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    only = "".join(poem(PoemRequest()).lines)
    rectangles(tmp_path / "fonts" / "kai.ttf", only + "国五绝小满诗画")
    monkeypatch.setattr("bot.cards.typeface._folders", tuple)
    async with play(shihua_data=str(tmp_path)) as talk:
        await talk.ask("/theme 龘")
        assert (await talk.ask("/card")).text.startswith("字体里没有「龘」")


async def test_without_any_typeface_poems_are_written_and_cards_declined(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.cards.typeface._folders", tuple)
    async with play(shihua_data=str(tmp_path / "nothing")) as talk:
        assert "春雪" in (await talk.ask("/theme 春雪")).text
        assert (await talk.ask("/card")).text.startswith("这台机器上没有汉字字体")
    assert not Faces.find(tmp_path / "nothing").any


async def test_a_card_is_made_after_a_restart_that_came_in_between(play: Play, tmp_path: Path):
    rectangles(tmp_path / "fonts" / "kai.ttf")
    async with play(shihua_data=str(tmp_path)) as talk:
        await talk.ask("/theme 春雪")
        talk.engines.picture_gate.clear()
        asked = await talk.send("green", caption="/card")
        await talk.engines.until_asked(2)
    talk.engines.picture_gate.set()
    async with play(shihua_data=str(tmp_path)) as talk:
        assert (await talk.world.answer_to(asked)).media is not None
