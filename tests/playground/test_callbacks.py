import pytest

from bot.playground.model import CallbackAnswer

BUTTON = {"inline_keyboard": [[{"text": "再来一首", "callback_data": "again:1"}]]}


@pytest.fixture
async def poem(call, world):
    await call("sendMessage", chat_id=world.private.id, text="山", reply_markup=BUTTON)
    return world.transcript(world.private)[-1]


@pytest.mark.parametrize("name", ["再来一首", "again:1"])
async def test_a_press_by_text_or_data_reaches_the_bot_and_its_answer_the_person(
    call, world, updates, xiaoman, poem, name
):
    press = await world.press(xiaoman, poem, name)
    (update,) = await updates()
    query = update["callback_query"]
    assert query["data"] == "again:1"
    assert query["from"]["id"] == xiaoman.id
    assert query["message"]["message_id"] == poem.id
    await call("answerCallbackQuery", callback_query_id=query["id"], text="又一首", show_alert=True)
    assert await press == CallbackAnswer("又一首", alert=True)


async def test_only_buttons_that_are_there_can_be_pressed(world, xiaoman, poem):
    with pytest.raises(ValueError, match="更开放"):
        await world.press(xiaoman, poem, "更开放")


async def test_an_answer_comes_once_in_time_and_to_a_known_query(call, refused, world, updates, xiaoman, poem, clock):
    expired = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await refused("answerCallbackQuery", callback_query_id="12345") == expired
    for wait in (0, 151):
        await world.press(xiaoman, poem, "再来一首")
        query = (await updates())[-1]["callback_query"]["id"]
        clock.advance(wait)
        if wait == 0:
            await call("answerCallbackQuery", callback_query_id=query)
        assert await refused("answerCallbackQuery", callback_query_id=query) == expired


async def test_an_answer_has_at_most_200_characters(refused, world, updates, xiaoman, poem):
    await world.press(xiaoman, poem, "再来一首")
    query = (await updates())[-1]["callback_query"]["id"]
    answer = await refused("answerCallbackQuery", callback_query_id=query, text="山" * 201)
    assert answer == "Bad Request: MESSAGE_TOO_LONG"


async def test_inline_results_reach_the_person_who_typed(call, refused, world, updates, xiaoman):
    typed = await world.ask_inline(xiaoman, "月")
    query = (await updates())[-1]["inline_query"]
    assert query["query"] == "月"
    results = [{"type": "article", "id": "1", "title": "五绝", "input_message_content": {"message_text": "山"}}]
    await call("answerInlineQuery", inline_query_id=query["id"], results=results)
    assert await typed == results
    long_id = [results[0] | {"id": "山" * 22}]
    assert "RESULT_ID_INVALID" in await refused("answerInlineQuery", inline_query_id=query["id"], results=long_id)
