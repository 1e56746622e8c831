"""What is seen of a picture before it comes, and what is said when it can't."""

import io

import pytest
from PIL import Image

from bot.playground.events import Acting, Event
from tests.conftest import Play, Talk
from tests.fakes import TRY_AGAIN, UNKNOWN_CHARACTER, photo


@pytest.mark.usefixtures("photos_taken_as_they_are")
async def test_the_bot_is_seen_sending_a_photo(talk: Talk):
    seen: list[Event] = []
    talk.engines.picture_gate.clear()
    talk.world.listen(seen.append)
    await talk.send("red", caption="/style 水墨")
    await talk.world.wait_for(lambda: [e for e in seen if isinstance(e, Acting) and e.action == "upload_photo"])
    talk.engines.picture_gate.set()
    await talk.until_said(1)


@pytest.mark.usefixtures("photos_taken_as_they_are")
async def test_those_who_wait_for_long_are_told_their_place(play: Play):
    async with play(queue_notice_after=0.05, pictures_at_once=1) as talk:
        talk.engines.picture_gate.clear()
        one, two, _ = talk.world.people
        first = await talk.world.answer_to(await talk.send("red", caption="/style 水墨", person=one))
        assert first.text == "正在调色，画好就发来；不想等了发 /cancel"
        second = await talk.world.answer_to(await talk.send("blue", caption="/style 水墨", person=two))
        assert second.text == "前面还有 1 幅，画好就发来；不想等了发 /cancel"
        talk.engines.picture_gate.set()
        await talk.all_written()
        assert [m.text for m in talk.said()] == ["水墨"]


@pytest.mark.usefixtures("photos_taken_as_they_are")
async def test_what_the_engines_say_against_a_picture_reaches_the_person(talk: Talk):
    talk.engines.coming.append(UNKNOWN_CHARACTER)
    answer = await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))
    assert answer.text == UNKNOWN_CHARACTER.zh


@pytest.mark.usefixtures("photos_taken_as_they_are")
async def test_an_album_of_samples_fails_as_one(talk: Talk):
    talk.engines.coming.append(UNKNOWN_CHARACTER)
    answer = await talk.world.answer_to(await talk.send("red", caption="/styles"))
    assert answer.text == UNKNOWN_CHARACTER.zh
    assert len(await talk.settled()) == 1


@pytest.mark.usefixtures("photos_taken_as_they_are")
async def test_what_may_succeed_a_moment_later_is_tried_again(talk: Talk):
    talk.engines.coming.append(TRY_AGAIN)
    answer = await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))
    assert answer.text == "水墨"


@pytest.mark.usefixtures("photos_taken_as_they_are")
async def test_a_fault_of_the_engines_is_admitted_with_what_to_do(talk: Talk, caplog: pytest.LogCaptureFixture):
    talk.engines.coming.append(ZeroDivisionError())
    answer = await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))
    assert answer.text.startswith("这幅没画成，是我这边出了差错")


def noise(side: int) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((side, side), 90).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "beginning"),
    [
        (b"this is no picture", "photo.jpg", "这个文件不是我能打开的图片"),
        (noise(128)[:9000], "photo.png", "这张图片损坏了，或没有传完整"),
        (photo("red", (800, 20)), "photo.jpg", "这张图片是 800 × 20 像素，太窄太长"),
        (photo("red", (1, 1), "PNG"), "photo.png", "这张图片只有 1 × 1 像素"),
        (b"\0" * (20 * 1024 * 1024 + 1), "photo.jpg", "这个文件超过 20 MB"),
    ],
)
async def test_a_bad_file_is_refused_in_one_sentence_before_anything_else_is_asked(
    talk: Talk, content: bytes, name: str, beginning: str
):
    sent = await talk.world.send_document(talk.me, talk.private, content, "/style", name=name)
    assert (await talk.world.answer_to(sent)).text.startswith(beginning)
    assert len(await talk.settled()) == 1
    assert (await talk.ask("/cancel")).text.startswith("没有正在写的诗")


async def test_a_bad_second_file_is_refused_too(talk: Talk):
    await talk.world.answer_to(await talk.send("red"))
    sent = await talk.world.send_document(talk.me, talk.private, b"this is no picture", name="photo.jpg")
    assert (await talk.world.answer_to(sent)).text.startswith("这个文件不是我能打开的图片")
    assert talk.painted() == []
    await talk.world.answer_to(await talk.send("blue"))
    assert talk.painted() == [("red", "blue")]


async def test_a_bad_file_in_an_album_or_with_a_command_leaves_the_first_photo_too(talk: Talk):
    await talk.world.answer_to(await talk.send("red"))
    for caption in ("/style", "/styles", "/style 水墨", "水墨"):
        sent = await talk.world.send_document(talk.me, talk.private, b"no picture", caption, name="photo.jpg")
        assert (await talk.world.answer_to(sent)).text.startswith("这个文件不是我能打开的图片")
    await talk.world.send_album(talk.me, talk.private, [photo("green"), photo("blue", (4, 4))])
    await talk.world.wait_for(lambda: talk.said()[-1].text.startswith("这张图片只有 4 × 4 像素"))
    await talk.ask("水墨")
    assert talk.painted() == [("red", "水墨")]


async def test_a_style_that_was_named_is_kept_when_the_photo_is_bad(talk: Talk):
    await talk.ask("/style 水墨")
    sent = await talk.world.send_document(talk.me, talk.private, b"this is no picture", name="photo.jpg")
    assert (await talk.world.answer_to(sent)).text.startswith("这个文件不是我能打开的图片")
    await talk.world.answer_to(await talk.send("red"))
    assert talk.painted() == [("red", "水墨")]


async def test_a_film_and_a_text_are_no_pictures(talk: Talk):
    film = await talk.world.send_document(talk.me, talk.private, b"...", "/style", name="a.mp4", mime_type="video/mp4")
    assert (await talk.world.answer_to(film)).text.startswith("这是会动的画面")
    text = await talk.world.send_document(talk.me, talk.private, b"...", "/style 水墨", name="a.pdf")
    assert (await talk.world.answer_to(text)).text.startswith("这个文件不是我能打开的图片")


async def test_a_photo_askew_is_painted_upright_and_metadata_stays_behind(talk: Talk):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "a camera"
    askew = photo("red", (120, 80), exif=exif)
    sent = await talk.world.send_document(talk.me, talk.private, askew, "/style 水墨", name="a.jpg")
    await talk.world.answer_to(sent)
    (request,) = talk.engines.asked
    with Image.open(io.BytesIO(request.content)) as image:
        assert image.size == (80, 120)
        assert not image.getexif()
    assert b"a camera" not in request.content
