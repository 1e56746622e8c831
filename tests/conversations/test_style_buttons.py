"""What the buttons under a painting do."""

import asyncio
import io

import pytest
from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content import Content
from bot.playground.model import MediaKind
from tests.conftest import Play, Talk
from tests.fakes import photo

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")


async def test_swap_paints_the_style_like_the_photo(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", "blue", caption="/style"))
    assert (await talk.press(picture, "交换")).text == "好，两张换过来"
    swapped = await talk.world.answer_to(picture)
    await talk.press(swapped, "交换")
    await talk.world.answer_to(swapped)
    assert talk.painted() == [("red", "blue"), ("blue", "red"), ("red", "blue")]


async def test_the_strength_is_chosen_in_place(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))
    await talk.press(picture, "强度")
    choosing = await talk.world.change_of(picture)
    assert [b.text for b in choosing.buttons] == ["40 %", "70 %", "· 100 % ·", "返回"]
    assert choosing.media == picture.media
    await talk.press(choosing, "70 %")
    fainter = await talk.world.answer_to(picture)
    assert fainter.text == "水墨 · 强度 70%"
    assert [r.strength for r in talk.engines.asked] == [1.0, 0.7]


async def test_a_choice_that_is_made_or_given_up_leaves_the_usual_buttons(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))

    def usual() -> bool:
        now = talk.world.message(talk.private, picture.id)
        return now is not None and now.buttons == picture.buttons

    for opens, choice in (("强度", "70 %"), ("换一种", "呐喊"), ("强度", "返回")):
        await talk.press(picture, opens)
        await talk.world.wait_for(lambda: not usual())
        await talk.press(picture, choice)
        await talk.world.wait_for(usual)


async def test_the_colours_of_the_photo_are_kept_and_given_up_again(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))
    await talk.press(picture, "保留原色")
    kept = await talk.world.answer_to(picture)
    assert kept.text == "水墨 · 保留原色"
    await talk.press(kept, "用画风的颜色")
    await talk.world.answer_to(kept)
    assert [r.keep_colours for r in talk.engines.asked] == [False, True, False]


async def test_finer_and_coarser_step_from_the_size_of_the_picture_until_nothing_is_left(talk: Talk):
    sent = await talk.world.send_photo(talk.me, talk.private, photo("red", (640, 480)), "/style 水墨")
    picture = await talk.world.answer_to(sent)
    assert (await talk.press(picture, "更细")).text == "好，画细些"
    finer = await talk.world.answer_to(picture)
    await talk.press(finer, "更粗")
    back = await talk.world.answer_to(finer)
    assert [r.detail for r in talk.engines.asked] == [None, 960, 640]
    for _ in range(3):
        await talk.press(back, "更粗")
        back = await talk.world.answer_to(back)
    assert (await talk.press(back, "更粗")).text == "已经是最粗的了"
    assert talk.engines.asked[-1].detail == 192


async def test_another_style_is_chosen_in_place_and_everything_else_stays(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", caption="/style 水墨 70%"))
    await talk.press(picture, "换一种")
    choosing = await talk.world.change_of(picture)
    assert [b.text for b in choosing.buttons][-2:] == ["构图", "返回"]
    assert (await talk.press(choosing, "呐喊")).text == "好，画成呐喊"
    other = await talk.world.answer_to(picture)
    assert other.text == "呐喊 · 强度 70%"


async def test_the_file_comes_untouched(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))
    await talk.press(picture, "发文件")
    file = await talk.world.answer_to(picture)
    assert file.media is not None and file.media.kind is MediaKind.DOCUMENT
    content = talk.world.files.content(file.media.files[0])
    assert content == photo("red", kind="PNG")
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "PNG"


async def test_a_double_press_paints_once(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", "blue", caption="/style"))
    answers = await asyncio.gather(talk.press(picture, "交换"), talk.press(picture, "交换"))
    assert sorted(a.text for a in answers) == ["好，两张换过来", "已经在画了，稍等"]
    await talk.settled()
    assert len(talk.painted()) == 2


async def test_a_double_press_in_a_gallery_paints_once_and_asks_for_nothing(talk: Talk):
    prompt = await talk.world.answer_to(await talk.send("red"))
    answers = await asyncio.gather(talk.press(prompt, "水墨"), talk.press(prompt, "水墨"))
    assert sorted(a.text for a in answers) == ["好，画成水墨", "已经在画了，稍等"]
    assert len(await talk.settled()) == 2


async def test_buttons_outlive_a_restart(play: Play):
    async with play() as talk:
        picture = await talk.world.answer_to(await talk.send("red", "blue", caption="/style"))
    async with play() as talk:
        await talk.press(picture, "发文件")
        assert (await talk.world.answer_to(picture)).media is not None
        await talk.press(picture, "交换")
        await talk.all_written()
        assert talk.painted()[-1] == ("blue", "red")


async def test_a_press_asks_telegram_for_a_photo_that_is_no_longer_kept(play: Play):
    async with play() as talk:
        picture = await talk.world.answer_to(await talk.send("red", "blue", caption="/style"))
        talk.clock.now += 8 * 24 * 3600
    async with play() as talk:
        assert (await talk.press(picture, "发文件")).text == "找不到这幅画了，请把照片再发一次"
        await talk.press(picture, "交换")
        await talk.world.answer_to(picture)
        assert talk.painted()[-1] == ("blue", "red")


async def test_a_painting_of_one_chat_cannot_be_had_from_another(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))
    data = next(b.callback_data for b in picture.buttons if b.text == "发文件")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("发文件", callback_data=data)]])
    await talk.shihua.sender.send(talk.group.id, Content("别处", keyboard))
    (elsewhere,) = talk.said(talk.group)
    answer = await talk.press(elsewhere, "发文件", talk.world.people[1])
    assert answer.text.startswith("找不到这幅画了")


@pytest.mark.parametrize(
    "data", ["style:strength:1:9999", "style:swap:1", "style:wear:1:油条", "style:fine:1", "style:file:99"]
)
async def test_a_button_that_was_never_there_does_nothing(talk: Talk, data: str):
    await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])
    await talk.shihua.sender.send(talk.private.id, Content("假的", keyboard))
    answer = await talk.press(talk.said()[-1], "x")
    assert answer.text.startswith("找不到这幅画了")
    assert len(talk.painted()) == 1
