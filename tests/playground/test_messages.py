import pytest

from bot.playground.events import Acting, Drafted

BUTTON = {"inline_keyboard": [[{"text": "再来一首", "callback_data": "again"}]]}


async def test_html_arrives_as_text_with_entities(call, world):
    sent = (await call("sendMessage", chat_id=world.private.id, text=" <b>山</b>&amp;水 ", parse_mode="HTML"))["result"]
    assert sent["text"] == "山&水"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 1}]


async def test_entities_given_outright_are_kept(call, world):
    entities = [{"type": "bold", "offset": 0, "length": 1}]
    sent = (await call("sendMessage", chat_id=world.private.id, text="山水", entities=entities))["result"]
    assert sent["entities"] == entities


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "山" * 4097}, "message is too long"),
        ({"text": "山", "chat_id": 42}, "chat not found"),
        ({"text": "山", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "山", "chat_id": ""}, "chat_id is empty"),
        ({"text": "山", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"text": "山", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        (
            {"text": "山", "reply_markup": {"inline_keyboard": [[{"text": "藏", "callback_data": "山" * 22}]]}},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"text": "山", "reply_markup": {"inline_keyboard": [[{"text": "藏"}]]}},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
async def test_what_telegram_refuses_is_refused_in_its_words(refused, world, parameters, reason):
    assert await refused("sendMessage", **{"chat_id": world.private.id} | parameters) == f"Bad Request: {reason}"


async def test_the_longest_text_and_the_longest_callback_data_pass(call, world):
    markup = {"inline_keyboard": [[{"text": "藏", "callback_data": "山" * 21 + "a"}]]}
    assert (await call("sendMessage", chat_id=world.private.id, text="山" * 4096, reply_markup=markup))["ok"]


async def test_a_reply_carries_the_original_unless_it_is_gone_and_may_be_missed(call, world, xiaoman):
    asked = await world.say(xiaoman, world.private, "/poem")
    reply = {"message_id": asked.id}
    sent = (await call("sendMessage", chat_id=world.private.id, text="山", reply_parameters=reply))["result"]
    assert sent["reply_to_message"]["text"] == "/poem"
    await world.delete(asked)
    reply["allow_sending_without_reply"] = True
    sent = (await call("sendMessage", chat_id=world.private.id, text="山", reply_parameters=reply))["result"]
    assert "reply_to_message" not in sent


async def test_an_edit_replaces_the_words_and_drops_buttons_that_are_not_given_again(call, world):
    chat = world.private
    sent = (await call("sendMessage", chat_id=chat.id, text="山", reply_markup=BUTTON))["result"]
    edited = (await call("editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="水"))["result"]
    assert edited["text"] == "水"
    assert edited["edit_date"] >= sent["date"]
    (message,) = world.transcript(chat)
    assert (message.text, message.buttons, message.edits) == ("水", (), 1)


async def test_an_edit_of_the_buttons_alone_does_not_mark_the_message_as_edited(call, world):
    chat = world.private
    sent = (await call("sendMessage", chat_id=chat.id, text="山"))["result"]
    await call("editMessageReplyMarkup", chat_id=chat.id, message_id=sent["message_id"], reply_markup=BUTTON)
    (message,) = world.transcript(chat)
    assert [b.text for b in message.buttons] == ["再来一首"]
    assert message.edited is None


async def test_an_edit_that_changes_nothing_is_refused(call, refused, world):
    chat = world.private
    sent = (await call("sendMessage", chat_id=chat.id, text="山", reply_markup=BUTTON))["result"]
    same = {"chat_id": chat.id, "message_id": sent["message_id"], "text": "山", "reply_markup": BUTTON}
    assert await refused("editMessageText", **same) == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )


async def test_only_own_and_existing_messages_can_be_edited(refused, world, xiaoman):
    chat = world.private
    asked = await world.say(xiaoman, chat, "/poem")
    edit = {"chat_id": chat.id, "text": "水"}
    assert await refused("editMessageText", message_id=asked.id, **edit) == "Bad Request: message can't be edited"
    assert await refused("editMessageText", message_id=99, **edit) == "Bad Request: message to edit not found"


async def test_the_bot_deletes_its_own_messages_but_no_others_in_a_group(call, refused, world, xiaoman):
    group = world.group
    said = await world.say(xiaoman, group, "/poem")
    sent = (await call("sendMessage", chat_id=group.id, text="山"))["result"]
    assert (await call("deleteMessage", chat_id=group.id, message_id=sent["message_id"]))["result"] is True
    answer = await refused("deleteMessage", chat_id=group.id, message_id=said.id)
    assert answer == "Bad Request: message can't be deleted"
    await world.promote_bot(xiaoman)
    await call("deleteMessages", chat_id=group.id, message_ids=[said.id, 99])
    assert world.transcript(group) == []
    answer = await refused("deleteMessage", chat_id=group.id, message_id=said.id)
    assert answer == "Bad Request: message to delete not found"


async def test_message_ids_count_per_chat(call, world):
    for chat in (world.private, world.group):
        assert (await call("sendMessage", chat_id=chat.id, text="山"))["result"]["message_id"] == 1


async def test_copies_and_forwards_carry_the_content(call, refused, world, xiaoman):
    asked = await world.say(xiaoman, world.private, "/poem 山")
    source = {"chat_id": world.group.id, "from_chat_id": world.private.id, "message_id": asked.id}
    assert (await call("copyMessage", **source))["result"] == {"message_id": 1}
    forwarded = (await call("forwardMessage", **source))["result"]
    assert forwarded["forward_origin"]["sender_user"]["id"] == xiaoman.id
    assert [m.text for m in world.transcript(world.group)] == ["/poem 山"] * 2
    assert await refused("copyMessage", **source | {"message_id": 9}) == "Bad Request: message to copy not found"


async def test_chat_actions_and_drafts_are_seen_and_leave_nothing(call, refused, world):
    seen = []
    world.listen(seen.append)
    await call("sendChatAction", chat_id=world.private.id, action="typing")
    await call("sendMessageDraft", chat_id=world.private.id, draft_id=1, text="山为")
    assert seen == [Acting(world.private, "typing"), Drafted(world.private, 1, "山为")]
    assert world.transcript(world.private) == []
    assert "action" in await refused("sendChatAction", chat_id=world.private.id, action="singing")
    assert "private" in await refused("sendMessageDraft", chat_id=world.group.id, draft_id=1, text="山")


async def test_a_reaction_is_one_of_the_known_emoji_and_can_be_taken_back(call, refused, world, xiaoman):
    said = await world.say(xiaoman, world.private, "春风又绿江南岸")
    place = {"chat_id": world.private.id, "message_id": said.id}
    await call("setMessageReaction", reaction=[{"type": "emoji", "emoji": "👏"}], **place)
    assert world.message(world.private, said.id).reactions == ((world.bot.id, "👏"),)
    await call("setMessageReaction", **place)
    assert world.message(world.private, said.id).reactions == ()
    unknown = [{"type": "emoji", "emoji": "🪷"}]
    assert await refused("setMessageReaction", reaction=unknown, **place) == "Bad Request: REACTION_INVALID"
