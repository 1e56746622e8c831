import json

import pytest

from tests.playground.conftest import TOKEN


async def test_a_wrong_token_is_unauthorized(http):
    answer = await http.get("/bot123:wrong/getMe")
    assert (answer.status_code, answer.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )


async def test_an_unknown_method_is_named_with_400_since_404_means_a_wrong_token_to_clients(http):
    answer = await http.post(f"/bot{TOKEN}/sendDice")
    assert answer.status_code == 400
    assert "sendDice" in answer.json()["description"]


@pytest.mark.parametrize("method", ["sendMessage", "sendmessage", "SENDMESSAGE"])
async def test_method_names_are_matched_without_regard_to_case(call, world, method):
    assert (await call(method, chat_id=world.private.id, text="月"))["ok"]


async def test_parameters_come_as_query_form_multipart_or_json(http, world):
    address = f"/bot{TOKEN}/sendMessage"
    fields = {"chat_id": str(world.private.id), "text": "月"}
    await http.get(address, params=fields)
    await http.post(address, data=fields)
    await http.post(address, files={name: (None, value) for name, value in fields.items()})
    await http.post(address, json={"chat_id": world.private.id, "text": "月"})
    assert [m.text for m in world.transcript(world.private)] == ["月"] * 4


async def test_objects_inside_of_a_form_are_json_texts(http, world):
    markup = {"inline_keyboard": [[{"text": "再来一首", "callback_data": "again"}]]}
    fields = {"chat_id": str(world.private.id), "text": "月", "reply_markup": json.dumps(markup)}
    answer = (await http.post(f"/bot{TOKEN}/sendMessage", data=fields)).json()
    assert answer["result"]["reply_markup"] == markup


@pytest.mark.parametrize("body", [b"{", b"[1]"])
async def test_a_body_that_is_no_json_object_is_a_bad_request(http, body):
    answer = await http.post(
        f"/bot{TOKEN}/sendMessage", content=body, headers={"content-type": "application/json; charset=utf-8"}
    )
    assert answer.json()["description"] == "Bad Request: can't parse JSON object"


async def test_parameters_of_a_wrong_shape_are_refused_in_telegrams_shape(call, world):
    for wrong in (
        {"entities": [{"offset": "x"}]},
        {"reply_markup": {"inline_keyboard": 5}},
        {"reply_markup": {"inline_keyboard": [5]}},
        {"reply_markup": {"inline_keyboard": [[5]]}},
        {"reply_markup": "{"},
        {"reply_markup": [1]},
        {"reply_parameters": {"message_id": "x"}},
    ):
        answer = await call("sendMessage", chat_id=world.private.id, text="山", **wrong)
        assert (answer["ok"], answer["error_code"]) == (False, 400), wrong


async def test_the_bot_says_who_it_is_and_that_privacy_mode_is_on(call, world):
    me = (await call("getMe"))["result"]
    assert me["is_bot"]
    assert me["username"] == world.bot.username
    assert me["can_read_all_group_messages"] is False
    assert me["id"] > 2**32


async def test_a_group_tells_its_members_and_its_creator(call, world, xiaoman):
    group = world.group.id
    assert (await call("getChatMemberCount", chat_id=group))["result"] == 4
    assert [m["status"] for m in (await call("getChatAdministrators", chat_id=group))["result"]] == ["creator"]
    assert (await call("getChatMember", chat_id=group, user_id=xiaoman.id))["result"]["status"] == "creator"
    assert (await call("getChatMember", chat_id=group, user_id=42))["result"]["status"] == "left"
    assert (await call("getChat", chat_id=group))["result"]["title"] == world.group.title


async def test_a_webhook_is_refused_and_deleting_none_is_fine(call, refused):
    assert "getUpdates only" in await refused("setWebhook", url="https://example.org")
    assert (await call("deleteWebhook"))["result"] is True
    assert (await call("getWebhookInfo"))["result"]["url"] == ""
