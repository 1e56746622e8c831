import io
import json

import pytest
from PIL import Image

from bot.playground.files import PhotoError, PhotoFault
from bot.playground.model import BotApiError
from tests.bot.photographs import bomb
from tests.playground.conftest import TOKEN


def picture(width, height, kind="JPEG", *, orientation=None, mode="RGB"):
    image = Image.new(mode, (width, height), "teal")
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    if orientation:
        exif[0x0112] = orientation
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=exif)
    return buffer.getvalue()


async def fetch(http, call, file_id):
    path = (await call("getFile", file_id=file_id))["result"]["file_path"]
    return path, (await http.get(f"/file/bot{TOKEN}/{path}")).content


async def test_a_persons_photo_comes_in_several_sizes_up_to_1280_upright_and_without_metadata(
    http, call, world, updates, xiaoman
):
    await world.send_photo(xiaoman, world.private, picture(2000, 1000, orientation=6), "/style 月")
    message = (await updates())[0]["message"]
    assert [(p["width"], p["height"]) for p in message["photo"]] == [(45, 90), (160, 320), (400, 800), (640, 1280)]
    assert message["caption"] == "/style 月"
    assert message["caption_entities"][0]["type"] == "bot_command"
    path, content = await fetch(http, call, message["photo"][-1]["file_id"])
    assert path.startswith("photos/")
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (640, 1280)
        assert not image.getexif()


async def test_a_small_transparent_picture_keeps_its_size(world, updates, xiaoman):
    await world.send_photo(xiaoman, world.private, picture(60, 50, "PNG", mode="RGBA"))
    (photo,) = (await updates())[0]["message"]["photo"]
    assert (photo["width"], photo["height"]) == (60, 50)


async def test_a_document_stays_as_it_is_and_its_name_never_becomes_a_path(http, call, world, updates, xiaoman):
    content = picture(3000, 20)
    await world.send_document(xiaoman, world.private, content, name="../../etc/月.jpg")
    document = (await updates())[0]["message"]["document"]
    assert document["mime_type"] == "image/jpeg"
    assert document["file_name"] == "../../etc/月.jpg"
    path, stored = await fetch(http, call, document["file_id"])
    assert stored == content
    assert ".." not in path
    assert "月" not in path


async def test_an_album_is_a_message_and_an_update_each_with_one_group_and_one_caption(world, updates, xiaoman):
    await world.send_album(xiaoman, world.private, [picture(50, 40)] * 3, "三张")
    messages = [u["message"] for u in await updates()]
    assert len({m["media_group_id"] for m in messages}) == 1
    assert [m.get("caption") for m in messages] == ["三张", None, None]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (picture(100, 100)[:300], "IMAGE_PROCESS_FAILED"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"\0" * (10 * 1024 * 1024 + 1), "file is too big for a photo"),
    ],
)
async def test_what_is_no_photo_is_refused(world, xiaoman, content, reason):
    with pytest.raises(BotApiError, match=reason):
        await world.send_photo(xiaoman, world.private, content)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (picture(100, 100)[:300], PhotoFault.BROKEN),
        (picture(6000, 4100), PhotoFault.LARGE),
        (bomb("PNG"), PhotoFault.LARGE),
        (picture(2100, 100), PhotoFault.NARROW),
    ],
)
async def test_of_two_reasons_that_telegram_calls_the_same_the_true_one_is_known(world, xiaoman, content, fault):
    with pytest.raises(PhotoError) as refused:
        await world.send_photo(xiaoman, world.private, content)
    assert refused.value.fault is fault


async def test_the_bot_sends_photos_documents_and_animations_and_sends_them_again_by_id(http, call, refused, world):
    for kind in ("photo", "document", "animation"):
        answer = await http.post(
            f"/bot{TOKEN}/send{kind}",
            data={"chat_id": world.private.id, "caption": "<b>月</b>", "parse_mode": "HTML"},
            files={kind: ("x.gif", picture(40, 30, "GIF"), "image/gif")},
        )
        sent = answer.json()["result"]
        assert sent["caption"] == "月"
        file_id = sent["photo"][-1]["file_id"] if kind == "photo" else sent[kind]["file_id"]
        assert (await call(f"send{kind}", chat_id=world.private.id, **{kind: file_id}))["ok"]
        assert "wrong remote file" in await refused(f"send{kind}", chat_id=world.private.id, **{kind: "unknown"})
        assert "HTTP URL" in await refused(f"send{kind}", chat_id=world.private.id, **{kind: "http://127.0.0.1/x.jpg"})


async def test_an_album_of_the_bot_refers_to_its_parts_by_attach(http, world):
    media = [{"type": "photo", "media": f"attach://p{i}", "caption": "月" if i == 0 else None} for i in range(2)]
    answer = await http.post(
        f"/bot{TOKEN}/sendMediaGroup",
        data={"chat_id": world.private.id, "media": json.dumps(media)},
        files={f"p{i}": ("x.jpg", picture(40, 30), "image/jpeg") for i in range(2)},
    )
    sent = answer.json()["result"]
    assert len(sent) == 2
    assert sent[0]["media_group_id"] == sent[1]["media_group_id"]
    assert sent[0]["caption"] == "月"


async def test_a_caption_has_at_most_1024_characters(http, world):
    answer = await http.post(
        f"/bot{TOKEN}/sendPhoto",
        data={"chat_id": world.private.id, "caption": "山" * 1025},
        files={"photo": ("x.jpg", picture(40, 30), "image/jpeg")},
    )
    assert answer.json()["description"] == "Bad Request: message caption is too long"


async def test_getfile_gives_twenty_megabytes_at_most(refused, world, updates, xiaoman):
    await world.send_document(xiaoman, world.private, b"\0" * (20 * 1024 * 1024 + 1))
    file_id = (await updates())[0]["message"]["document"]["file_id"]
    assert await refused("getFile", file_id=file_id) == "Bad Request: file is too big"
    assert "wrong file_id" in await refused("getFile", file_id="unknown")


async def test_a_text_message_has_no_caption_and_a_photo_no_text_to_edit(http, call, refused, world):
    await call("sendMessage", chat_id=world.private.id, text="山")
    await http.post(
        f"/bot{TOKEN}/sendPhoto",
        data={"chat_id": world.private.id},
        files={"photo": ("x.jpg", picture(40, 30), "image/jpeg")},
    )
    chat = world.private.id
    assert "no caption" in await refused("editMessageCaption", chat_id=chat, message_id=1, caption="月")
    assert "no text" in await refused("editMessageText", chat_id=chat, message_id=2, text="月")
    assert (await call("editMessageCaption", chat_id=chat, message_id=2, caption="月"))["result"]["caption"] == "月"


async def test_a_film_says_its_size_and_length_and_has_a_thumbnail(http, world):
    answer = await http.post(
        f"/bot{TOKEN}/sendAnimation",
        data={
            "chat_id": world.private.id,
            "width": 640,
            "height": 480,
            "duration": 6,
            "thumbnail": "attach://poster",
        },
        files={
            "animation": ("梦.mp4", b"film", "video/mp4"),
            "poster": ("x.jpg", picture(320, 240), "image/jpeg"),
        },
    )
    sent = answer.json()["result"]
    animation, document = sent["animation"], sent["document"]
    assert (animation["width"], animation["height"], animation["duration"]) == (640, 480, 6)
    assert (animation["file_name"], animation["mime_type"]) == ("梦.mp4", "video/mp4")
    assert (animation["thumbnail"]["width"], animation["thumbnail"]["height"]) == (320, 240)
    assert document["file_id"] == animation["file_id"]
    assert set(animation) - set(document) == {"width", "height", "duration"}
    path = (await http.get(f"/bot{TOKEN}/getFile", params={"file_id": animation["file_id"]})).json()["result"]
    assert (await http.get(f"/file/bot{TOKEN}/{path['file_path']}")).content == b"film"


async def test_a_photo_may_be_edited_into_a_film(http, world):
    await http.post(
        f"/bot{TOKEN}/sendPhoto",
        data={"chat_id": world.private.id},
        files={"photo": ("x.jpg", picture(40, 30), "image/jpeg")},
    )
    media = {"type": "animation", "media": "attach://film", "width": 64, "height": 48, "duration": 2, "caption": "梦"}
    answer = await http.post(
        f"/bot{TOKEN}/editMessageMedia",
        data={"chat_id": world.private.id, "message_id": 1, "media": json.dumps(media)},
        files={"film": ("x.mp4", b"film", "video/mp4")},
    )
    changed = answer.json()["result"]
    assert (changed["animation"]["width"], changed["animation"]["duration"], changed["caption"]) == (64, 2, "梦")
    assert "photo" not in changed
