"""Photos that dream: every way to ask for it, what is seen meanwhile, and what the buttons do."""

import asyncio

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content import Content
from bot.playground.model import Chat, MediaKind, Message
from engines.requests import DreamRequest, PictureResult, Progress
from tests.conftest import Play, Talk
from tests.fakes import TRY_AGAIN, colour_of, photo

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")


def dreamt(talk: Talk) -> list[tuple[str, str | None, float]]:
    """What the engines were asked to dream: the photo's colour, the motif, the strength."""
    dreams = [request for request in talk.engines.asked if isinstance(request, DreamRequest)]
    return [(colour_of(request.content), request.motif, request.strength) for request in dreams]


async def answered(talk: Talk, chat: Chat | None = None) -> Message:
    """The last thing that is said once everything is over; the notices are gone then."""
    await talk.all_written()
    return talk.said(chat)[-1]


async def asleep(talk: Talk, caption: str = "/dream", **sending: object) -> Message:
    """The message in which a dream can be watched."""
    talk.engines.picture_gate.clear()
    sent = await talk.send("red", caption=caption, **sending)  # type: ignore[arg-type]
    return await talk.world.answer_to(sent)


@pytest.mark.parametrize(
    ("caption", "motif", "strength"),
    [
        ("/dream", None, 0.6),
        ("/dream 眼睛", "眼睛", 0.6),
        ("/dream 羽毛 80%", "羽毛", 0.8),
        ("/dream 30％", None, 0.3),
        ("/dream feathers", "羽毛", 0.6),
        ("/dream Fish Scales", "鱼鳞", 0.6),
        ("/dream魚鱗", "鱼鳞", 0.6),
        ("做梦", None, 0.6),
        ("做梦，梦见眼睛", "眼睛", 0.6),
        ("梦境 波纹 强度40%", "波纹", 0.4),
        ("入夢", None, 0.6),
    ],
)
async def test_a_caption_lets_the_photo_dream(talk: Talk, caption: str, motif: str | None, strength: float):
    await talk.send("red", caption=caption)
    await talk.engines.until_asked(1)
    await talk.all_written()
    assert dreamt(talk) == [("red", motif, strength)]


async def test_the_dream_says_what_it_is_and_what_can_be_done_with_it(talk: Talk):
    await talk.send("red", caption="/dream 眼睛")
    await talk.engines.until_asked(1)
    picture = await answered(talk)
    assert picture.text == "梦见眼睛 · 强度 60%"
    assert picture.media is not None and picture.media.kind is MediaKind.PHOTO
    assert [b.text for b in picture.buttons] == ["更浅", "更深", "换个题材", "再往下做", "影片", "发文件"]


async def test_without_a_motif_the_first_one_is_named(talk: Talk):
    await talk.send("red", caption="/dream")
    await talk.engines.until_asked(1)
    assert (await answered(talk)).text == "梦见波纹 · 强度 60%"


async def test_a_reply_to_a_photo_lets_that_photo_dream(talk: Talk):
    sent = await talk.send("red", chat=talk.group)
    asked = await talk.world.say(talk.me, talk.group, "/dream 眼睛", sent)
    await talk.engines.until_asked(1)
    picture = await answered(talk, talk.group)
    assert dreamt(talk) == [("red", "眼睛", 0.6)]
    assert picture.reply_to == asked.id


async def test_a_photo_with_the_command_that_answers_another_photo_counts_itself(talk: Talk):
    sent = await talk.send("red", chat=talk.group)
    await talk.send("blue", caption="/dream", chat=talk.group, reply_to=sent)
    await talk.engines.until_asked(1)
    assert dreamt(talk) == [("blue", None, 0.6)]


async def test_an_image_file_dreams_as_well(talk: Talk):
    await talk.world.send_document(talk.me, talk.private, photo("red", kind="PNG"), "/dream", name="a.png")
    await talk.engines.until_asked(1)
    assert dreamt(talk) == [("red", None, 0.6)]


async def test_a_photo_without_a_word_then_the_command(talk: Talk):
    await talk.world.answer_to(await talk.send("red"))
    await talk.say("/dream 眼睛")
    await talk.engines.until_asked(1)
    await talk.all_written()
    assert dreamt(talk) == [("red", "眼睛", 0.6)]
    assert (await talk.ask("/cancel")).text.startswith("没有正在写的诗或正在画的画")


async def test_a_photo_without_a_word_then_the_button(talk: Talk):
    prompt = await talk.world.answer_to(await talk.send("red"))
    answers = await asyncio.gather(talk.press(prompt, "入梦"), talk.press(prompt, "入梦"))
    assert sorted(a.text for a in answers) == ["好，这就开始", "已经在画了，稍等"]
    await talk.engines.until_asked(1)
    await talk.all_written()
    assert dreamt(talk) == [("red", None, 0.6)]


async def test_the_button_of_a_photo_that_is_forgotten_says_so(talk: Talk):
    prompt = await talk.world.answer_to(await talk.send("red"))
    await talk.ask("/cancel")
    assert (await talk.press(prompt, "入梦")).text == "那张照片不在手边了，请再发一次"


async def test_the_command_asks_for_the_photo_which_may_come_after_a_restart(play: Play):
    async with play() as talk:
        assert (await talk.ask("/dream 眼睛")).text == "让哪张照片入梦？请发来，10 分钟内有效"
    async with play() as talk:
        await talk.send("red")
        await talk.engines.until_asked(1)
        await talk.all_written()
        assert dreamt(talk) == [("red", "眼睛", 0.6)]


async def test_in_a_group_the_photo_is_asked_for_by_reply_and_two_people_do_not_mix(talk: Talk):
    one, two, _ = talk.world.people
    first = await talk.ask("/dream 眼睛", talk.group, one)
    second = await talk.ask("/fool", talk.group, two)
    assert first.text == "让哪张照片入梦？请用这条消息的「回复」发来，10 分钟内有效"
    assert second.text == "拿哪张照片去骗网络？请用这条消息的「回复」发来，10 分钟内有效"
    assert first.keyboard is not None and first.keyboard.kind == "force_reply"
    await talk.send("blue", chat=talk.group, person=two, reply_to=first)
    await talk.send("red", chat=talk.group, person=one, reply_to=first)
    await talk.engines.until_asked(1)
    await talk.all_written()
    assert dreamt(talk) == [("red", "眼睛", 0.6)]
    assert len(talk.engines.asked) == 1


async def test_a_photo_that_comes_too_late_is_told_how_to_begin_again(talk: Talk):
    prompt = await talk.ask("/dream", talk.group)
    talk.clock.now += 601
    answer = await talk.world.answer_to(await talk.send("red", chat=talk.group, reply_to=prompt))
    assert answer.text == "等得太久，前面那张已经放下了；请从头来，发一张照片，说明里写：/dream"


async def test_of_an_album_the_first_photo_counts_and_the_answer_says_so(talk: Talk):
    await talk.send("red", "blue", "green", caption="/dream")
    await talk.engines.until_asked(1)
    picture = await answered(talk)
    assert dreamt(talk) == [("red", None, 0.6)]
    assert picture.text == "梦见波纹 · 强度 60%\n只用了第一张，后面 2 张没有用上"


async def test_a_style_may_be_asked_for_instead_of_the_awaited_dream(talk: Talk):
    await talk.ask("/dream")
    picture = await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))
    assert picture.text == "水墨"
    assert dreamt(talk) == []


@pytest.mark.parametrize(
    ("caption", "sentence"),
    [
        ("/dream 油条", "梦里没有「油条」；可以写 波纹、眼睛、羽毛、鱼鳞，例如：/dream 波纹"),
        ("/dream 眼晴", "梦里没有「眼晴」；可以写 眼睛、波纹、羽毛、鱼鳞，例如：/dream 眼睛"),
        ("/dream 170%", "强度从 1% 到 100%，这里写的是 170%，例如：/dream 60%"),
        ("/dream 0%", "强度从 1% 到 100%，这里写的是 0%，例如：/dream 60%"),
    ],
)
async def test_what_cannot_be_dreamt_is_answered_with_what_would_work(talk: Talk, caption: str, sentence: str):
    assert (await talk.world.answer_to(await talk.send("red", caption=caption))).text == sentence
    assert talk.engines.asked == []


async def test_verse_and_talk_about_dreams_are_no_commands(talk: Talk):
    talk.world.privacy = False
    assert (await talk.ask("梦境花开日")).text.startswith("梦境花开日")
    for text in ("做梦", "做梦 都想去", "骗过 他了", "题诗 一首"):
        await talk.say(text, talk.group)
    assert await talk.settled(talk.group) == []


async def test_previews_show_the_dream_and_the_button_ends_it(talk: Talk):
    easel = await asleep(talk)
    assert easel.text == "正在入梦，已完成 0%"
    assert [b.text for b in easel.buttons] == ["取消"]
    await talk.engines.show(Progress(0.42, photo("blue")))
    changed = await talk.world.change_of(easel)
    assert changed.text == "正在入梦，已完成 42%"
    assert changed.media is not None
    assert colour_of(talk.world.files.content(changed.media.files[-1])) == "blue"
    assert (await talk.press(changed, "取消")).text == "好，不画了"
    await talk.world.wait_for(lambda: talk.world.message(talk.private, easel.id) is None)
    assert len(talk.engines.given_up) == 1


async def test_of_two_dreams_at_once_the_second_is_told_its_place_and_then_watched(talk: Talk):
    first = await asleep(talk)
    second = await talk.world.answer_to(await talk.send("blue", caption="/dream"))
    assert second.text == "前面还有 1 幅，画好就发来；不想等了发 /cancel"
    assert [b.text for b in second.buttons] == ["取消"]
    await talk.press(first, "取消")
    await talk.engines.until_asked(2)
    await talk.engines.show(Progress(0.3, photo("green")))
    changed = await talk.world.change_of(second)
    assert changed.text == "正在入梦，已完成 30%"
    assert (await talk.press(changed, "取消")).text == "好，不画了"


async def test_nobody_else_may_end_it(talk: Talk):
    easel = await asleep(talk, chat=talk.group)
    assert (await talk.press(easel, "取消", talk.world.people[1])).text == "已经画完了，或是别人要的"
    assert talk.engines.running == 1


async def test_cancel_counts_it_as_a_picture(talk: Talk):
    await asleep(talk)
    assert (await talk.ask("/cancel")).text == "已取消 1 幅"


async def test_a_quick_picture_does_not_wait_for_a_dream(play: Play):
    async with play() as talk:
        easel = await asleep(talk)
        await talk.send("blue", caption="/style 水墨")
        await talk.engines.until_asked(2)
        talk.engines.picture_gate.set()
        await talk.all_written()
        assert talk.world.message(talk.private, easel.id) is None
        assert {m.text for m in talk.said()} == {"水墨", "梦见波纹 · 强度 60%"}


async def test_a_dream_that_was_interrupted_comes_after_the_restart_once(play: Play):
    async with play() as talk:
        await asleep(talk)
    talk.engines.picture_gate.set()
    async with play() as talk:
        await talk.world.wait_for(lambda: [m for m in talk.said() if m.text.startswith("梦见")])
        assert [m.text for m in await talk.settled()] == ["梦见波纹 · 强度 60%"]


async def test_a_fault_of_the_engines_is_admitted_with_an_example_of_a_dream(
    talk: Talk, caplog: pytest.LogCaptureFixture
):
    talk.engines.coming.append(ZeroDivisionError())
    await talk.send("red", caption="/dream")
    await talk.engines.until_asked(1)
    assert (await answered(talk)).text == "这幅没画成，是我这边出了差错，请把照片再发一次，说明里写：/dream"


async def test_what_may_succeed_a_moment_later_is_tried_again(talk: Talk):
    talk.engines.coming.append(TRY_AGAIN)
    await talk.send("red", caption="/dream")
    await talk.engines.until_asked(2)
    assert (await answered(talk)).text == "梦见波纹 · 强度 60%"


async def dream(talk: Talk, caption: str = "/dream") -> Message:
    """A finished dream."""
    await talk.send("red", caption=caption)
    await talk.engines.until_asked(1)
    return await answered(talk)


async def pressed(talk: Talk, message: Message, button: str) -> tuple[str, Message]:
    """What the press is answered with, and what comes of it."""
    asked = len(talk.engines.asked)
    answer = await talk.press(message, button)
    await talk.engines.until_asked(asked + 1)
    return answer.text, await answered(talk)


async def test_deeper_and_lighter_go_in_steps_until_nothing_is_left(talk: Talk):
    picture = await dream(talk)
    said, deeper = await pressed(talk, picture, "更深")
    assert (said, deeper.text) == ("好，做得深些", "梦见波纹 · 强度 80%")
    _, deepest = await pressed(talk, deeper, "更深")
    assert (await talk.press(deepest, "更深")).text.startswith("已经是最深的了")
    _, lighter = await pressed(talk, picture, "更浅")
    _, lightest = await pressed(talk, lighter, "更浅")
    assert (await talk.press(lightest, "更浅")).text == "已经是最浅的了"
    assert [strength for *_, strength in dreamt(talk)] == [0.6, 0.8, 1.0, 0.4, 0.2]


async def test_another_motif_is_chosen_in_place_and_the_strength_stays(talk: Talk):
    picture = await dream(talk, "/dream 80%")
    await talk.press(picture, "换个题材")
    choosing = await talk.world.change_of(picture)
    assert [b.text for b in choosing.buttons] == ["· 波纹 ·", "眼睛", "羽毛", "鱼鳞", "返回"]
    said, other = await pressed(talk, choosing, "羽毛")
    assert (said, other.text) == ("好，梦见羽毛", "梦见羽毛 · 强度 80%")
    await talk.press(choosing, "返回")
    assert (await talk.world.change_of(choosing)).buttons == picture.buttons


async def test_a_dream_goes_on_from_the_dream(talk: Talk):
    talk.engines.coming.append(PictureResult(photo("blue", kind="PNG"), 96, 64, "fake", 1.0))
    picture = await dream(talk)
    said, second = await pressed(talk, picture, "再往下做")
    assert (said, second.text) == ("好，接着往下做", "梦见波纹 · 强度 60% · 第 2 重")
    assert dreamt(talk) == [("red", None, 0.6), ("blue", None, 0.6)]
    _, deeper = await pressed(talk, second, "更深")
    assert deeper.text == "梦见波纹 · 强度 80% · 第 2 重"
    assert dreamt(talk)[-1] == ("blue", None, 0.8)


async def test_a_dream_that_is_no_longer_kept_cannot_go_on(play: Play):
    async with play() as talk:
        picture = await dream(talk)
        talk.clock.now += 8 * 24 * 3600
    async with play() as talk:
        assert (await talk.press(picture, "再往下做")).text == "找不到这幅画了，请把照片再发一次"
        assert len(talk.engines.asked) == 1


async def test_the_film_is_an_animation(talk: Talk):
    picture = await dream(talk, "/dream 眼睛 80%")
    said, film = await pressed(talk, picture, "影片")
    assert said == "好，拍成短片，要等一会儿"
    assert film.text == "梦见眼睛 · 强度 80%"
    assert film.media is not None and film.media.kind is MediaKind.ANIMATION
    poster, file = film.media.files
    assert (file.mime_type, file.width, file.height, file.seconds) == ("video/mp4", 640, 480, 6)
    assert (poster.width, poster.height) == (320, 240)
    assert talk.engines.asked[-1].zoom


@pytest.mark.parametrize("caption", ["/dream 影片", "/dream film", "做梦 拍成影片"])
async def test_a_film_may_be_asked_for_at_once(talk: Talk, caption: str):
    await talk.send("red", caption=caption)
    await talk.engines.until_asked(1)
    film = await answered(talk)
    assert film.media is not None and film.media.kind is MediaKind.ANIMATION


async def test_the_file_comes_untouched(talk: Talk):
    picture = await dream(talk)
    await talk.press(picture, "发文件")
    file = await talk.world.answer_to(picture)
    assert file.media is not None and file.media.kind is MediaKind.DOCUMENT
    assert talk.world.files.content(file.media.files[0]) == photo("red", kind="PNG")


async def test_a_press_of_a_button_that_was_never_there_does_nothing(talk: Talk):
    await dream(talk)
    for data in ("dream:motif:1:油条", "dream:deeper:99", "style:file:1", "fool:size:1:4", "photo:make:0:film"):
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])
        await talk.shihua.sender.send(talk.private.id, Content("假的", keyboard))
        answer = await talk.press(talk.said()[-1], "x")
        assert answer.text in ("找不到这幅画了，请把照片再发一次", "那张照片不在手边了，请再发一次")
    assert len(talk.engines.asked) == 1


async def test_people_with_other_languages_read_english(talk: Talk):
    ruth = talk.world.people[2]
    await talk.send("red", caption="/dream eyes", person=ruth)
    await talk.engines.until_asked(1)
    picture = await answered(talk, talk.world.private_with(ruth))
    assert picture.text == "A dream of eyes · strength 60\N{NO-BREAK SPACE}%"
    assert [b.text for b in picture.buttons] == ["Lighter", "Deeper", "Another motif", "Dream on", "Film", "As a file"]
    answer = await talk.world.answer_to(await talk.send("red", caption="/dream pancake", person=ruth))
    assert "try ripples, eyes, feathers, fish scales" in answer.text
