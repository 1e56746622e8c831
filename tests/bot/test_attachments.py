"""Which file of a message is the picture, and how it comes here."""

import datetime as dt

import pytest
from telegram import Animation, Bot, Chat, Document, Message, PhotoSize, Sticker, Video
from telegram.error import BadRequest, InvalidToken, RetryAfter, TimedOut

from bot.attachments import Attachment, fetch, pick
from bot.photos import MOST_BYTES, BadPhoto, check
from bot.texts import LANGUAGES, Texts
from tests.bot.photographs import encoded, scene
from tests.conftest import TOKEN


def message(**content) -> Message:
    return Message(1, dt.datetime.now(dt.UTC), Chat(1, "private"), **content)


def size(name: str, width: int, height: int, weight: int | None = 1000) -> PhotoSize:
    return PhotoSize(name, f"unique {name}", width, height, weight)


def document(mime_type: str | None, weight: int | None = 1000) -> Document:
    return Document("document", "unique", file_name="../../月.jpg", mime_type=mime_type, file_size=weight)


def sticker(*, animated: bool = False, video: bool = False) -> Sticker:
    return Sticker("sticker", "unique", 512, 512, is_animated=animated, is_video=video, type="regular", file_size=1000)


FILM = {"width": 320, "height": 240, "duration": 3}
MP4 = Animation("film", "unique", **FILM, mime_type="video/mp4", file_size=1000)
GIF = Animation("document", "unique", **FILM, mime_type="image/gif", file_size=1000)


def refusal(thing: Message) -> str:
    with pytest.raises(BadPhoto) as caught:
        pick(thing)
    for language in LANGUAGES:
        assert Texts().say(language, caught.value.key, **caught.value.arguments)
    return caught.value.key


def test_of_a_photos_sizes_the_largest_is_taken():
    sizes = [size("small", 90, 60), size("large", 1280, 853), size("middle", 800, 533)]
    assert pick(message(photo=sizes)) == Attachment("large", "unique large", 1000)


@pytest.mark.parametrize(
    "mime_type", ["image/jpeg", "image/heic", "image/gif", "image/x-unheard-of", None, "application/octet-stream"]
)
def test_a_file_that_may_be_a_picture_is_taken(mime_type):
    assert pick(message(document=document(mime_type))) == Attachment("document", "unique", 1000)


def test_a_sticker_that_stands_still_is_a_picture():
    assert pick(message(sticker=sticker())) == Attachment("sticker", "unique", 1000)


def test_a_gif_that_stayed_one_is_a_picture():
    assert pick(message(animation=GIF, document=document("image/gif"))) == Attachment("document", "unique", 1000)


@pytest.mark.parametrize(
    "content",
    [
        {"animation": MP4, "document": document("video/mp4")},
        {"animation": MP4},
        {"document": document("video/quicktime")},
        {"video": Video("film", "unique", **FILM)},
        {"sticker": sticker(animated=True)},
        {"sticker": sticker(video=True)},
    ],
)
def test_what_moves_is_refused_before_it_is_fetched(content):
    assert refusal(message(**content)) == "photo-moving"


@pytest.mark.parametrize("mime_type", ["text/plain", "application/pdf", "application/zip", "audio/mpeg"])
def test_a_file_that_says_it_is_something_else_is_refused_before_it_is_fetched(mime_type):
    assert refusal(message(document=document(mime_type))) == "photo-unknown"


def test_a_file_that_telegram_would_not_hand_over_is_refused_before_it_is_asked_for():
    assert refusal(message(document=document("image/png", MOST_BYTES + 1))) == "photo-heavy"
    assert pick(message(document=document("image/png", MOST_BYTES))) is not None


def test_a_message_of_words_has_no_picture():
    assert pick(message(text="山为斜好几")) is None


async def test_a_photo_and_a_file_arrive_from_telegram_as_they_were_sent(talk):
    picture = encoded(scene(200, 100), "PNG")
    bot, world = talk.shihua.application.bot, talk.world
    sent = await world.send_document(talk.me, talk.private, picture, name="../../etc/月.jpg")
    stored = sent.media.files[0]
    assert await fetch(bot, message(document=Document(stored.id, stored.unique_id, mime_type="image/png"))) == picture
    sent = await world.send_photo(talk.me, talk.private, picture)
    sizes = [PhotoSize(file.id, file.unique_id, file.width, file.height, file.size) for file in sent.media.files]
    photo = await check(await fetch(bot, message(photo=sizes)))
    assert (photo.width, photo.height) == (200, 100)


async def test_a_file_whose_size_nobody_told_is_refused_by_telegram_with_a_sentence(talk):
    sent = await talk.world.send_document(talk.me, talk.private, b"\0" * (MOST_BYTES + 1))
    with pytest.raises(BadPhoto) as caught:
        await fetch(
            talk.shihua.application.bot,
            message(document=Document(sent.media.files[0].id, "unique", mime_type="image/png")),
        )
    assert (caught.value.key, caught.value.arguments) == ("photo-heavy", {"most": 20})


async def test_a_message_without_a_picture_gets_a_sentence():
    with pytest.raises(BadPhoto) as caught:
        await fetch(Bot(TOKEN), message(text="月"))
    assert caught.value.key == "photo-missing"


@pytest.mark.parametrize(
    "error", [TimedOut(), BadRequest("Wrong file_id or the file is temporarily unavailable"), InvalidToken("Not Found")]
)
async def test_a_picture_that_telegram_does_not_give_is_asked_for_again(monkeypatch, error):
    with pytest.raises(BadPhoto) as caught:
        await fetch(failing(monkeypatch, error), message(photo=[size("s", 90, 60)]))
    assert caught.value.key == "photo-lost"


async def test_telegrams_wish_to_wait_is_left_to_who_can_wait(monkeypatch):
    with pytest.raises(RetryAfter):
        await fetch(failing(monkeypatch, RetryAfter(3)), message(photo=[size("s", 90, 60)]))


def failing(monkeypatch, error) -> Bot:
    async def get_file(*_, **__):
        raise error

    monkeypatch.setattr(Bot, "get_file", get_file)
    return Bot(TOKEN)
