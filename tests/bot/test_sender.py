"""The one way out, against a pretend Telegram that really enforces its limits."""

import asyncio
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError
from telegram.request import HTTPXRequest

from bot.content import Content, Film, Picture
from bot.pace import Limits, Pace
from bot.playground.limits import RateLimits
from bot.playground.model import BotApiError, MediaKind
from bot.playground.server import create_app
from bot.playground.world import World
from bot.sender import Sender, Unreachable
from bot.texts import Texts
from bot.verse import poem_message
from engines.requests import PoemRequest
from tests.conftest import HURRIED, TOKEN
from tests.fakes import photo, poem

moves: list[tuple[int, int]] = []


@pytest.fixture
async def sender(world: World) -> AsyncIterator[Sender]:
    transport = httpx.ASGITransport(create_app(world, TOKEN))
    moves.clear()

    async def migrated(old: int, new: int) -> None:
        moves.append((old, new))

    request = HTTPXRequest(httpx_kwargs={"transport": transport})
    async with asyncio.timeout(10), Bot(TOKEN, "http://telegram.test/bot", request=request) as bot:
        yield Sender(bot, migrated, HURRIED)


async def test_a_message_is_on_telegram_when_sending_returns(sender: Sender, world: World):
    message_id = await sender.send(world.private.id, Content("<b>诗</b>"))
    message = world.message(world.private, message_id)
    assert message is not None and message.text == "诗"


async def test_a_long_text_goes_in_pieces_and_only_the_last_has_buttons(sender: Sender, world: World):
    keyboard = poem_message(1, PoemRequest(), poem(PoemRequest()), "zh", Texts()).keyboard
    last = await sender.send(world.private.id, Content("\n".join(["诗" * 99] * 60), keyboard))
    first, second = world.transcript(world.private)
    assert second.id == last
    assert (bool(first.buttons), bool(second.buttons)) == (False, True)
    assert first.text.count("诗") + second.text.count("诗") == 99 * 60


async def test_a_quoted_message_that_is_gone_does_not_stop_the_answer(sender: Sender, world: World):
    asked = await world.say(world.people[0], world.group, "/poem")
    await world.delete(asked)
    await sender.send(world.group.id, Content("诗"), reply_to=asked.id)
    assert world.transcript(world.group)[-1].text == "诗"


async def test_a_blocked_chat_is_unreachable(sender: Sender, world: World):
    await world.block(world.people[0])
    with pytest.raises(Unreachable):
        await sender.send(world.private.id, Content("诗"))


async def test_an_unknown_chat_is_unreachable(sender: Sender):
    with pytest.raises(Unreachable):
        await sender.send(12345, Content("诗"))


async def test_broken_markup_is_refused_at_once(sender: Sender, world: World):
    with pytest.raises(BadRequest):
        await sender.send(world.private.id, Content("<b>诗"))


async def test_a_message_follows_its_group_and_the_move_is_told(sender: Sender, world: World):
    before = world.group.id
    after = await world.migrate()
    await sender.send(before, Content("诗"))
    assert world.transcript(after)[-1].text == "诗"
    assert moves == [(before, after.id)]


async def test_failures_of_the_network_are_given_up_after_a_while(sender: Sender, world: World):
    sender._limits = Limits(**vars(HURRIED) | {"patience": 0.05})
    world.faults.server_error("sendMessage", times=1000)
    with pytest.raises(NetworkError):
        await sender.send(world.private.id, Content("诗"))


async def test_deleting_twice_is_no_error(sender: Sender, world: World):
    message_id = await sender.send(world.private.id, Content("诗"))
    await sender.delete(world.private.id, message_id)
    await sender.delete(world.private.id, message_id)
    assert world.transcript(world.private) == []


async def test_an_answer_to_an_expired_press_is_no_error(sender: Sender):
    await sender.answer_press("1", "好")


async def test_an_edit_that_comes_while_another_is_on_its_way_is_not_lost(sender: Sender, world: World):
    message_id = await sender.send(world.private.id, Content("诗"))
    world.faults.slow("editMessageText", seconds=0.05)
    first = asyncio.create_task(sender.edit(world.private.id, message_id, Content("一")))
    await asyncio.sleep(0.02)  # the slow edit has left by then
    await sender.edit(world.private.id, message_id, Content("二"))
    await first
    message = world.message(world.private, message_id)
    assert message is not None and message.text == "二"


async def test_a_server_that_enforces_its_limits_never_has_to(world: World, monkeypatch: pytest.MonkeyPatch):
    faster = 50
    world.limits = RateLimits(lambda: time.monotonic() * faster)
    world.limits.enabled = True
    refused: list[int] = []
    admit = world.limits.admit

    def counting(chat_id: int) -> None:
        try:
            admit(chat_id)
        except BotApiError:
            refused.append(chat_id)
            raise

    monkeypatch.setattr(world.limits, "admit", counting)
    real = Limits()
    paces = {name: getattr(real, name) for name in ("private", "group", "overall")}
    limits = Limits(**{name: Pace(pace.burst, 1.02 * pace.interval / faster) for name, pace in paces.items()})
    request = HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(create_app(world, TOKEN))})
    chats = [world.group, *(world.private_with(person) for person in world.people)]
    async with asyncio.timeout(20), Bot(TOKEN, "http://telegram.test/bot", request=request) as bot:

        async def nothing(_old: int, _new: int) -> None: ...

        sender = Sender(bot, nothing, limits)
        await asyncio.gather(*(sender.send(chat.id, Content("诗")) for _ in range(26) for chat in chats))
    assert refused == []
    assert [len(world.transcript(chat)) for chat in chats] == [26] * 4


async def test_many_chats_do_not_fill_the_memory(sender: Sender, world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.sender._CHATS_REMEMBERED", 2)
    for person in world.people:
        await sender.send(world.private_with(person).id, Content("诗"))
    assert len(sender._chats) <= 2


async def test_a_picture_goes_as_a_photo_with_its_caption_and_buttons(sender: Sender, world: World):
    keyboard = poem_message(1, PoemRequest(), poem(PoemRequest()), "zh", Texts()).keyboard
    await sender.send(world.private.id, Content("<b>水墨</b>", keyboard, (Picture(photo("red"), "a.jpg"),)))
    (message,) = world.transcript(world.private)
    assert message.media is not None and message.media.kind is MediaKind.PHOTO
    assert message.text == "水墨"
    assert [b.text for b in message.buttons] == [b.text for row in keyboard.inline_keyboard for b in row]


async def test_a_picture_too_large_for_a_photo_goes_as_a_file(sender: Sender, world: World):
    heavy = photo("red") + b"\0" * 10_000_001
    await sender.send(world.private.id, Content("", pictures=(Picture(heavy, "a.png"),)))
    (message,) = world.transcript(world.private)
    assert message.media is not None and message.media.kind is MediaKind.DOCUMENT
    assert world.files.content(message.media.files[0]) == heavy


async def test_several_pictures_are_an_album_with_the_text_below(sender: Sender, world: World):
    pictures = tuple(Picture(photo(colour), "a.jpg", caption=colour) for colour in ("red", "blue"))
    last = await sender.send(world.private.id, Content("哪一张？", pictures=pictures))
    red, blue, text = world.transcript(world.private)
    assert red.media_group_id == blue.media_group_id is not None
    assert (red.text, blue.text, text.text, text.id) == ("red", "blue", "哪一张？", last)


async def test_every_picture_of_an_album_counts_against_the_pace(sender: Sender, world: World):
    sender._limits = Limits(**vars(HURRIED) | {"private": Pace(2, 0.05)})
    pictures = tuple(Picture(photo("red"), "a.jpg") for _ in range(4))
    began = time.monotonic()
    await sender.send(world.private.id, Content("", pictures=pictures[:1]))
    await sender.send(world.private.id, Content("哪一张？", pictures=pictures))
    assert time.monotonic() - began >= 0.05 * 4 * 0.9


async def test_a_film_goes_with_its_size_its_length_and_its_first_picture(sender: Sender, world: World):
    film = Film(b"film", "梦.mp4", photo("blue", (320, 240)), 640, 480, 5.6)
    await sender.send(world.private.id, Content("<b>梦</b>", film=film))
    (message,) = world.transcript(world.private)
    assert message.media is not None and message.media.kind is MediaKind.ANIMATION
    poster, file = message.media.files
    assert (message.text, file.name, file.seconds, file.width, poster.width) == ("梦", "梦.mp4", 6, 640, 320)
    assert world.files.content(file) == b"film"


async def test_what_comes_first_is_a_message_of_its_own_and_quotes_too(sender: Sender, world: World):
    asked = await world.say(world.people[0], world.group, "/fool")
    file = Content("文件", pictures=(Picture(photo("red"), "a.png", as_file=True),))
    last = await sender.send(world.group.id, Content("话", first=file), reply_to=asked.id)
    _, first, second = world.transcript(world.group)
    assert (first.text, second.text, second.id) == ("文件", "话", last)
    assert first.reply_to == second.reply_to == asked.id


async def test_a_text_too_long_for_a_caption_stands_below_the_picture(sender: Sender, world: World):
    picture = Picture(photo("red"), "a.jpg", "图")
    last = await sender.send(world.private.id, Content("诗" * 1025, pictures=(picture,)))
    first, second = world.transcript(world.private)
    assert (first.text, second.text, second.id) == ("图", "诗" * 1025, last)
    assert first.media is not None and second.media is None
