import asyncio


async def test_429_says_how_long_to_wait_in_the_body_and_in_the_header(http, world):
    from tests.playground.conftest import TOKEN

    world.faults.too_many_requests("sendMessage", retry_after=7)
    fields = {"chat_id": world.private.id, "text": "山"}
    answer = await http.post(f"/bot{TOKEN}/sendMessage", json=fields)
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "7"
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert (await http.post(f"/bot{TOKEN}/sendMessage", json=fields)).json()["ok"]


async def test_a_fault_meets_only_its_chat_and_its_method(call, world):
    world.faults.server_error("sendMessage", chat_id=world.group.id)
    assert (await call("sendMessage", chat_id=world.private.id, text="山"))["ok"]
    assert (await call("getMe"))["ok"]
    assert (await call("sendMessage", chat_id=world.group.id, text="山"))["error_code"] == 500


async def test_a_lost_reply_was_performed_nevertheless(call, world):
    world.faults.lose_reply("sendMessage")
    assert (await call("sendMessage", chat_id=world.private.id, text="山"))["error_code"] == 502
    assert [m.text for m in world.transcript(world.private)] == ["山"]


async def test_a_slow_call_succeeds_later(call, world):
    world.faults.slow("sendMessage", seconds=0.05)
    waiting = asyncio.create_task(call("sendMessage", chat_id=world.private.id, text="山"))
    await call("getMe")
    assert world.transcript(world.private) == []
    assert (await waiting)["ok"]


async def test_a_conflict_on_a_switch(call, world):
    world.faults.conflict()
    assert (await call("getUpdates"))["error_code"] == 409
    assert (await call("getUpdates"))["ok"]


async def test_an_update_can_be_handed_out_twice_with_the_same_id(world, updates, xiaoman):
    world.faults.repeat_update()
    await world.say(xiaoman, world.private, "月")
    (first,) = await updates()
    assert await updates(first["update_id"] + 1) == [first]
    assert await updates(first["update_id"] + 1) == []


async def test_a_person_who_blocked_the_bot_is_out_of_reach_until_unblocked(call, refused, world, xiaoman):
    await world.block(xiaoman)
    answer = await refused("sendMessage", chat_id=world.private.id, text="山")
    assert answer == "Forbidden: bot was blocked by the user"
    await world.unblock(xiaoman)
    assert (await call("sendMessage", chat_id=world.private.id, text="山"))["ok"]


async def test_a_group_takes_twenty_messages_a_minute(call, world, clock):
    world.limits.enabled = True
    sent = {"chat_id": world.group.id, "text": "山"}
    for _ in range(20):
        assert (await call("sendMessage", **sent))["ok"]
        clock.advance(1)
    refused = await call("sendMessage", **sent)
    assert refused["parameters"] == {"retry_after": 40}
    clock.advance(40)
    assert (await call("sendMessage", **sent))["ok"]


async def test_thirty_messages_a_second_in_all(call, world):
    world.limits.enabled = True
    chats = [world.group, *(world.private_with(person) for person in world.people)]
    answers = [await call("sendMessage", chat_id=chats[i % 4].id, text="山") for i in range(31)]
    assert [a["ok"] for a in answers] == [True] * 30 + [False]
    assert answers[-1]["parameters"] == {"retry_after": 1}


async def test_rates_are_not_counted_unless_switched_on(call, world):
    answers = [await call("sendMessage", chat_id=world.group.id, text="山") for _ in range(40)]
    assert all(a["ok"] for a in answers)
