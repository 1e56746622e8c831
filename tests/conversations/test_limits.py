"""The last lesson, shown on what a person got here."""

from dataclasses import replace

import pytest

from bot.playground.model import Chat, MediaKind, Message
from engines.requests import FoolRequest
from tests.conftest import Play, Talk
from tests.fakes import GOLDFISH, LAKESIDE, fooled, photo

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")


async def lesson(talk: Talk, chat: Chat | None = None, person: int = 0) -> tuple[list[Message], Message]:
    """What /limits brings: pictures, and the text below them."""
    before = len(talk.said(chat))
    asked = await talk.say("/limits", chat, talk.world.people[person])
    await talk.world.answer_to(asked)
    await talk.all_written()
    *pictures, text = talk.said(chat)[before:]
    return pictures, text


async def made(talk: Talk, caption: str, chat: Chat | None = None, person: int = 0) -> None:
    """Sends a photo and waits until everything is over."""
    asked = len(talk.engines.asked)
    await talk.send("red", caption=caption, chat=chat, person=talk.world.people[person])
    await talk.engines.until_asked(asked + 1)
    await talk.all_written()


@pytest.mark.parametrize("said", ["/limits", "局限"])
async def test_who_has_nothing_yet_reads_how_to_get_it(talk: Talk, said: str):
    text = await talk.ask(said)
    assert text.media is None
    assert text.text.startswith("最后一课：这样的网络不会什么\n")
    for command in ("/fool", "/dream", "题诗"):
        assert f"说明里写 {command}" in text.text
    assert talk.engines.asked == []


async def test_the_last_picture_of_each_kind_is_shown_with_what_it_teaches(talk: Talk):
    await made(talk, "/fool 4")
    await made(talk, "/dream 眼睛")
    await made(talk, "/style 水墨")
    await made(talk, "/poem")
    pictures, text = await lesson(talk)
    assert [p.text for p in pictures] == ["你的 /fool", "你的梦", "你的画"]
    assert len({p.media_group_id for p in pictures}) == 1
    assert "它先说是「湖畔」（62%），每个颜色值至多改 4/255 之后，说是「金鱼」（91%）" in text.text
    assert "你上次的梦：梦见眼睛 · 强度 60%。" in text.text
    assert "它看见「湖畔」（62%），查表得了「湖上暮色」，就写了" in text.text
    assert "你上次的画也在上面" in text.text
    assert "说明里写" not in text.text


@pytest.mark.parametrize(
    ("size", "first", "then", "sentence"),
    [
        (4, 0.62, 0.91, "在你眼里，那还是同一张照片。"),
        (8, 0.62, 0.91, "改动细看得出来，可照片里是什么，你不会认错。"),
        (4, 0.26, 0.91, "只有 26%，本来就没把握；改了 4/255，说是「金鱼」（91%）。这一次不作数"),
        (4, 0.62, 0.31, "说是「金鱼」（31%）。这一次它错得并不自信"),
    ],
)
async def test_confidence_is_shown_only_where_there_was_some(
    talk: Talk, size: int, first: float, then: float, sentence: str
):
    before, after = replace(LAKESIDE[0], share=first), replace(GOLDFISH, share=then)
    talk.engines.coming.append(
        fooled(FoolRequest(photo("red")), before=(before, *LAKESIDE[1:]), after=(after, *LAKESIDE[:4]))
    )
    await made(talk, f"/fool {size}")
    _, text = await lesson(talk)
    assert sentence in text.text
    assert ("同一张照片" in text.text) == ("同一张照片" in sentence)


async def test_a_single_picture_has_the_text_as_its_caption(talk: Talk):
    await made(talk, "/fool")
    pictures, text = await lesson(talk)
    assert pictures == []
    assert text.media is not None and text.media.kind is MediaKind.PHOTO
    assert text.text.startswith("最后一课")


async def test_a_text_that_is_too_long_for_a_caption_stands_below_the_picture(talk: Talk):
    chat = talk.world.private_with(talk.world.people[2])
    await made(talk, "/fool", chat, 2)
    (picture,), text = await lesson(talk, chat, 2)
    assert picture.text == "Your /fool"
    assert text.media is None and text.text.startswith("The last lesson")


async def test_nobody_sees_the_pictures_of_others_or_of_other_chats(talk: Talk):
    await made(talk, "/fool")
    await made(talk, "/dream", talk.group, person=1)
    pictures, text = await lesson(talk, talk.group)
    assert pictures == []
    assert "你上次" not in text.text
    _, text = await lesson(talk, talk.group, person=1)
    assert text.media is not None
    assert "你上次的梦" in text.text and "你上次的 /fool" not in text.text


async def test_pictures_that_are_no_longer_kept_are_left_out(play: Play):
    async with play() as talk:
        await made(talk, "/fool")
        talk.clock.now += 8 * 24 * 3600
    async with play() as talk:
        pictures, text = await lesson(talk)
        assert pictures == []
        assert "想亲眼看看" in text.text


@pytest.mark.parametrize(("person", "first"), [(0, "最后一课"), (2, "The last lesson")])
async def test_it_fits_one_message_in_every_language(talk: Talk, person: int, first: str):
    chat = talk.world.private_with(talk.world.people[person])
    await made(talk, "/fool", chat, person)
    await made(talk, "/dream", chat, person)
    await made(talk, "/poem", chat, person)
    pictures, text = await lesson(talk, chat, person)
    assert len(pictures) == 2
    assert text.text.startswith(first)
    assert len(text.text) < 4096
