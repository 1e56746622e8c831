"""The server as the library that the bot is written with sees it."""

import asyncio
import io

import pytest
from PIL import Image
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReactionTypeEmoji,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter


def jpeg():
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


async def test_messages_buttons_edits_and_reactions(bot, world):
    chat = world.private.id
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("再来一首", callback_data="again")]])
    sent = await bot.send_message(chat, "<b>山</b>", parse_mode="HTML", reply_markup=markup)
    assert sent.parse_entities() == {sent.entities[0]: "山"}
    edited = await sent.edit_text("水", reply_markup=markup)
    assert edited.edit_date is not None
    assert await sent.set_reaction(ReactionTypeEmoji("👏"))
    assert await bot.send_chat_action(chat, "typing")
    assert await bot.send_message_draft(chat, 1, "山为")
    copied = await sent.copy(world.group.id)
    assert copied.message_id == 1
    assert await sent.delete()


async def test_photos_albums_and_downloads(bot, world):
    chat = world.private.id
    sent = await bot.send_photo(chat, jpeg(), caption="月")
    file = await sent.photo[-1].get_file()
    with Image.open(io.BytesIO(await file.download_as_bytearray())) as image:
        assert image.size == (320, 240)
    album = await bot.send_media_group(chat, [InputMediaPhoto(jpeg()), InputMediaPhoto(sent.photo[-1].file_id)])
    assert [m.media_group_id for m in album] == [album[0].media_group_id] * 2
    edited = await sent.edit_media(InputMediaPhoto(jpeg(), caption="日"))
    assert edited.caption == "日"
    assert (await bot.send_document(chat, b"text", filename="诗.txt")).document.file_name == "诗.txt"


async def test_commands_chats_and_members(bot, world, xiaoman):
    scope = BotCommandScopeAllGroupChats()
    await bot.set_my_commands([BotCommand("poem", "写一首诗")], scope=scope, language_code="zh")
    assert (await bot.get_my_commands(scope, "zh"))[0].command == "poem"
    assert (await bot.get_chat(world.group.id)).title == world.group.title
    assert (await bot.get_chat_member(world.group.id, xiaoman.id)).status == "creator"
    await world.promote_bot(xiaoman)
    assert len(await bot.get_chat_administrators(world.group.id)) == 2
    assert [u.my_chat_member.new_chat_member.status for u in await bot.get_updates()] == ["administrator"]


async def test_callback_and_inline_queries_are_understood(bot, world, xiaoman):
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("再来一首", callback_data="again")]])
    await bot.send_message(world.private.id, "山", reply_markup=markup)
    press = await world.press(xiaoman, world.transcript(world.private)[0], "再来一首")
    (update,) = await bot.get_updates()
    await update.callback_query.answer("好")
    assert (await press).text == "好"


async def test_errors_become_the_librarys_own(bot, world, xiaoman):
    chat = world.private.id
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(chat, " ")
    world.faults.too_many_requests("sendMessage", retry_after=3)
    with pytest.raises(RetryAfter, match="0:00:03"):
        await bot.send_message(chat, "山")
    world.faults.server_error("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(chat, "山")
    await world.block(xiaoman)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(chat, "山")
    old = world.group.id
    new = await world.migrate()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old, "山")
    assert moved.value.new_chat_id == new.id


async def test_a_second_poll_is_a_conflict_for_the_first(bot, world):
    first = asyncio.create_task(bot.get_updates(timeout=30))
    async with asyncio.timeout(2):
        await world.updates.polled.wait()
    second = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(Conflict):
        await first
    second.cancel()
