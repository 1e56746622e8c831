"""Every way to ask for a painting, and what is asked back."""

import pytest

from bot.playground.model import MediaKind
from tests.conftest import PRESETS, Play, Talk
from tests.fakes import colour_of, photo

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")


async def test_an_album_of_two_is_photo_and_style(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", "blue", caption="/style"))
    assert talk.painted() == [("red", "blue")]
    assert picture.media is not None
    assert colour_of(talk.world.files.content(picture.media.files[-1])) == "red"
    assert picture.text == "你的画风图"
    assert [b.text for b in picture.buttons] == ["精修", "发文件", "交换", "强度", "保留原色", "更细", "更粗", "换一种"]
    assert len(await talk.settled()) == 1


async def test_an_album_without_a_word_is_understood_in_private_and_ignored_in_a_group(talk: Talk):
    talk.world.privacy = False
    await talk.send("red", "blue", chat=talk.group)
    await talk.world.answer_to(await talk.send("green", "yellow"))
    assert talk.painted() == [("green", "yellow")]
    assert await talk.settled(talk.group) == []


async def test_of_a_larger_album_the_first_is_painted_in_a_mixture_of_the_others(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", "blue", "green", "yellow", caption="/style"))
    assert talk.painted() == [("red", "blue", "green", "yellow")]
    assert picture.text == "3 张画风图"
    assert "交换" not in [b.text for b in picture.buttons]


async def test_styles_beyond_what_can_be_mixed_are_named_as_left_out(talk: Talk):
    many = [photo(colour, (96, 60 + n)) for n, colour in enumerate(["red", *["blue"] * 6])]
    *_, last = await talk.world.send_album(talk.me, talk.private, many, "/style")
    picture = await talk.world.answer_to(last)
    assert talk.painted() == [("red", *["blue"] * 4)]
    assert picture.text == "4 张画风图\n画风最多混 4 种，后面 2 张没有用上"


async def test_a_bare_command_asks_for_both_photos_in_turn(talk: Talk):
    asked = await talk.ask("/style")
    assert asked.text == "要画哪张照片？请发来，10 分钟内有效"
    asked = await talk.world.answer_to(await talk.send("red"))
    assert asked.text.startswith("照什么画风？再发一张图，或点一种画风；")
    await talk.world.answer_to(await talk.send("blue"))
    assert talk.painted() == [("red", "blue")]


async def test_a_photo_with_the_command_then_a_photo(talk: Talk):
    await talk.world.answer_to(await talk.send("red", caption="/style"))
    await talk.world.answer_to(await talk.send("blue"))
    assert talk.painted() == [("red", "blue")]


@pytest.mark.parametrize(
    ("person", "sentence", "first_row"),
    [
        (
            0,
            "照什么画风？再发一张图，或点一种画风；这张照片也能入梦、骗过认图的网络、题一首诗。10 分钟内有效",
            ["入梦", "骗过网络", "题诗"],
        ),
        (
            2,
            "In which style? Send a second picture or choose one below within 10\N{NO-BREAK SPACE}minutes. "
            "The photo can also dream, fool a network that names things, or get a poem",
            ["Dream", "Fool it", "Poem"],
        ),
    ],
)
async def test_a_photo_with_no_word_at_all_is_told_first_of_what_else_it_may_become(
    talk: Talk, person: int, sentence: str, first_row: list[str]
):
    asked = await talk.world.answer_to(await talk.send("red", person=talk.world.people[person]))
    assert asked.text == sentence
    assert asked.keyboard is not None
    assert [button.text for button in asked.keyboard.rows[0]] == first_row
    assert len(asked.buttons) == len(first_row) + len(PRESETS)


async def test_a_photo_with_no_word_at_all_then_a_photo(talk: Talk):
    await talk.world.answer_to(await talk.send("red"))
    await talk.world.answer_to(await talk.send("blue"))
    assert talk.painted() == [("red", "blue")]


@pytest.mark.parametrize(
    ("caption", "styles"),
    [
        ("/style 水墨", ("水墨",)),
        ("/style青绿山水", ("青绿山水",)),
        ("/style ink wash", ("水墨",)),
        ("画风 水墨", ("水墨",)),
        ("風格：青綠山水", ("青绿山水",)),
        ("像星月夜一样", ("星月夜",)),
        ("像水墨画", ("水墨",)),
        ("画成浮世绘风格", ("浮世绘",)),
        ("水墨", ("水墨",)),
        ("水墨风", ("水墨",)),
        ("用星月夜的风格画这张", ("星月夜",)),
        ("请画成水墨画", ("水墨",)),
        ("变成星月夜风格", ("星月夜",)),
        ("画成水墨那样的一张吧", ("水墨",)),
        ("/style 水墨+星月夜", ("水墨", "星月夜")),
    ],
)
async def test_a_presets_name_in_the_caption_paints_at_once(talk: Talk, caption: str, styles: tuple[str, ...]):
    picture = await talk.world.answer_to(await talk.send("red", caption=caption))
    assert talk.painted() == [("red", *styles)]
    assert picture.text == " + ".join(styles)


async def test_an_album_may_be_captioned_with_a_sentence(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", "blue", caption="照星月夜的样子画"))
    assert talk.painted() == [("red", "星月夜", "blue")]
    assert picture.text == "星月夜 + 你的画风图"


@pytest.mark.parametrize("caption", ["我家的猫", "不要水墨"])
async def test_a_caption_that_asks_for_no_style_leaves_the_question_open(talk: Talk, caption: str):
    asked = await talk.world.answer_to(await talk.send("red", caption=caption))
    assert asked.text.startswith("照什么画风？")


@pytest.mark.parametrize("person", [0, 2])
async def test_the_caption_of_a_painting_asks_for_the_same_again(talk: Talk, person: int):
    someone = talk.world.people[person]
    first = await talk.world.answer_to(await talk.send("red", caption="/style 水墨 强度40% 保留原色", person=someone))
    second = await talk.world.answer_to(await talk.send("red", caption=f"/style {first.text}", person=someone))
    assert second.text == first.text
    assert [(r.strength, r.keep_colours) for r in talk.engines.asked] == [(0.4, True)] * 2


async def test_strength_and_colours_may_stand_behind_the_name(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", caption="/style 水墨 70% 保留原色"))
    (request,) = talk.engines.asked
    assert (request.strength, request.keep_colours, request.fine) == (0.7, True, False)
    assert picture.text == "水墨 · 强度 70% · 保留原色"


async def test_a_reply_to_a_photo_takes_that_photo(talk: Talk):
    sent = await talk.send("red", chat=talk.group)
    await talk.world.say(talk.me, talk.group, "/style 水墨", sent)
    picture = (await talk.until_said(1, talk.group))[0]
    assert talk.painted() == [("red", "水墨")]
    assert picture.reply_to == sent.id + 1


async def test_a_reply_to_a_photo_without_a_style_asks_for_one(talk: Talk):
    sent = await talk.send("red", chat=talk.group)
    asked = await talk.world.say(talk.me, talk.group, "/style", sent)
    prompt = await talk.world.answer_to(asked)
    assert prompt.keyboard is not None and prompt.keyboard.kind == "force_reply"
    assert prompt.reply_to == asked.id
    answer = await talk.send("blue", chat=talk.group, reply_to=prompt)
    await talk.world.answer_to(answer)
    assert talk.painted() == [("red", "blue")]


async def test_a_photo_that_answers_a_photo_with_the_command_is_its_style(talk: Talk):
    sent = await talk.send("red", chat=talk.group)
    await talk.world.answer_to(await talk.send("blue", chat=talk.group, caption="/style", reply_to=sent))
    assert talk.painted() == [("red", "blue")]


async def test_files_work_like_photos(talk: Talk):
    await talk.world.send_document(talk.me, talk.private, photo("red"), "/style", name="a.jpg", mime_type="image/jpeg")
    await talk.until_said(1)
    file = await talk.world.send_document(talk.me, talk.private, photo("blue", kind="PNG"), name="b.png")
    await talk.world.answer_to(file)
    assert talk.painted() == [("red", "blue")]


async def test_the_name_of_a_style_may_be_sent_instead_of_the_second_photo(talk: Talk):
    await talk.world.answer_to(await talk.send("red", caption="/style"))
    await talk.ask("水墨 70%")
    assert talk.painted() == [("red", "水墨")]
    assert talk.engines.asked[0].strength == 0.7


async def test_a_command_with_a_name_may_follow_the_photo(talk: Talk):
    await talk.world.answer_to(await talk.send("red"))
    await talk.ask("/style 水墨")
    assert talk.painted() == [("red", "水墨")]


async def test_the_style_may_be_named_before_the_photo_comes(talk: Talk):
    asked = await talk.ask("/style 水墨")
    assert asked.text.startswith("要画哪张照片？")
    await talk.world.answer_to(await talk.send("red"))
    assert talk.painted() == [("red", "水墨")]


async def test_verse_is_still_verse_while_a_style_is_awaited(talk: Talk):
    await talk.world.answer_to(await talk.send("red"))
    assert (await talk.ask("山为斜好几")).text.startswith("山为斜好几")
    assert (await talk.ask("像梦一样轻")).text.startswith("像梦一样轻")
    assert (await talk.ask("风格高秋月")).text.startswith("风格高秋月")
    assert talk.painted() == []


@pytest.mark.parametrize(
    ("caption", "sentence"),
    [
        ("/style 油条", "没有「油条」这种画风；可以写 水墨、青绿山水、浮世绘、星月夜，全部见 /styles"),
        ("/style 水墨 精修", "精修要照着一张画风图，预设的画风没有图；请把照片和画风图一起发来，说明里写 /style 精修"),
        ("/style 水墨 170%", "强度最多 100%，这里写的是 170%，例如：/style 水墨 70%"),
        ("/style 水墨 浮世绘 星月夜 呐喊 麦田", "画风最多混 4 种，这里有 5 种，例如：/style 水墨 星月夜"),
    ],
)
async def test_what_cannot_be_read_is_answered_with_what_would_work(talk: Talk, caption: str, sentence: str):
    assert (await talk.world.answer_to(await talk.send("red", caption=caption))).text.startswith(sentence)
    assert talk.painted() == []


async def test_a_sheet_shows_one_photo_in_several_presets_and_a_button_paints_it_large(talk: Talk):
    last = await talk.send("red", caption="/styles")
    *album, choose = await talk.until_said(7)
    assert len({m.media_group_id for m in album}) == 1 and album[0].media_group_id is not None
    assert [m.text for m in album] == ["水墨", "青绿山水", "浮世绘", "星月夜", "呐喊", "麦田"]
    assert talk.painted() == [("red", m.text) for m in album]
    assert last.id < album[0].id
    assert [b.text for b in choose.buttons] == [*(m.text for m in album), "构图"]
    await talk.press(choose, "呐喊")
    picture = await talk.world.answer_to(choose)
    assert picture.text == "呐喊"
    assert talk.painted()[-1] == ("red", "呐喊")


async def test_the_gallery_shows_every_preset_beside_its_button(talk: Talk):
    gallery = await talk.ask("/styles")
    assert gallery.media is not None
    assert [b.text for b in gallery.buttons] == [f"{n} {preset.name}" for n, preset in enumerate(PRESETS, 1)]
    assert [name for _, name in talk.painted()] == [preset.name for preset in PRESETS]


async def test_the_gallery_is_painted_once(play: Play):
    async with play() as talk:
        first = await talk.ask("/styles")
    async with play() as talk:
        second = await talk.ask("/styles", person=talk.world.people[2])
        assert second.media is not None and first.media is not None
        assert [f.unique_id for f in second.media.files] == [f.unique_id for f in first.media.files]
        assert second.buttons[0].text == "1 Ink wash"
        assert len(talk.painted()) == len(PRESETS)


async def test_the_gallery_asks_for_a_photo_or_takes_the_one_that_is_there(talk: Talk):
    gallery = await talk.ask("/styles")
    talk.engines.asked.clear()
    assert (await talk.press(gallery, "5 呐喊")).text == "好，呐喊；请发一张照片"
    asked = await talk.world.answer_to(gallery)
    assert asked.text.startswith("要画哪张照片？")
    await talk.world.answer_to(await talk.send("red"))
    prompt = await talk.world.answer_to(await talk.send("blue"))
    assert (await talk.press(prompt, "水墨")).text == "好，画成水墨"
    await talk.world.answer_to(prompt)
    assert talk.painted() == [("red", "呐喊"), ("blue", "水墨")]


async def test_people_with_other_languages_read_english(talk: Talk):
    ruth = talk.world.people[2]
    picture = await talk.world.answer_to(await talk.send("red", caption="/style ink wash 40%", person=ruth))
    assert picture.text == "Ink wash · strength 40\N{NO-BREAK SPACE}%"
    assert "Another style" in [b.text for b in picture.buttons]
    answer = await talk.world.answer_to(await talk.send("red", caption="/style pancake", person=ruth))
    assert "try Ink wash, Blue-green landscape, Ukiyo-e, Starry Night (" in answer.text
    prompt = await talk.world.answer_to(await talk.send("red", caption="/style", person=ruth, chat=talk.group))
    assert "for example Ink wash, Blue-green landscape, Ukiyo-e, Starry Night, within" in prompt.text


async def test_pictures_are_painted_once_although_the_update_comes_twice(talk: Talk):
    talk.world.faults.repeat_update(2)
    await talk.world.answer_to(await talk.send("red", "blue", caption="/style"))
    assert len(await talk.settled()) == 1
    assert talk.painted() == [("red", "blue")]


async def test_a_poem_comes_at_once_while_a_picture_is_painted(play: Play):
    async with play(pictures_at_once=1) as talk:
        talk.engines.picture_gate.clear()
        await talk.send("red", caption="/style 水墨")
        await talk.engines.until_asked(1)
        assert (await talk.ask("/poem 月")).text.startswith("月")
        talk.engines.picture_gate.set()
        picture = (await talk.until_said(2))[-1]
        assert picture.media is not None and picture.media.kind is MediaKind.PHOTO
