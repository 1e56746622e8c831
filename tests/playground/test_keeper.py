import io

import pytest
from PIL import Image

from bot.playground.keeper import Keeper
from bot.playground.world import World

BUTTON = {"inline_keyboard": [[{"text": "再来一首", "callback_data": "again"}]]}


@pytest.fixture
def keeper(world, tmp_path):
    return Keeper(world, tmp_path)


@pytest.fixture
def reopened(tmp_path, clock):
    """A new world that reads what the old one left."""

    def reopened():
        clock.advance(60)
        world = World(clock)
        Keeper(world, tmp_path).restore()
        return world

    return reopened


async def test_messages_buttons_and_updates_are_there_after_a_restart(call, world, keeper, reopened, xiaoman):
    await world.say(xiaoman, world.private, "/poem 山为斜好几")
    await call("sendMessage", chat_id=world.private.id, text="<b>山</b>", parse_mode="HTML", reply_markup=BUTTON)
    keeper.write()
    again = reopened()
    assert again.transcript(again.private) == world.transcript(world.private)
    assert again.updates.pending == world.updates.pending
    assert (await again.say(xiaoman, again.private, "下一条")).id > 2


async def test_every_change_is_written_without_being_asked(call, world, keeper, reopened, xiaoman, updates):
    stop = keeper.start()
    await world.say(xiaoman, world.private, "月")
    await updates((await updates())[0]["update_id"] + 1)
    stop()
    again = reopened()
    assert [m.text for m in again.transcript(again.private)] == ["月"]
    assert len(again.updates) == 0


async def test_new_update_ids_lie_beyond_the_old_ones_with_or_without_the_file(world, keeper, reopened, xiaoman):
    await world.say(xiaoman, world.private, "月")
    old = world.updates.pending[-1]["update_id"]
    without = reopened()
    assert without.updates.next_id > old
    keeper.write()
    assert reopened().updates.next_id > old


async def test_pictures_are_kept_while_their_message_is(world, keeper, reopened, xiaoman, tmp_path):
    buffer = io.BytesIO()
    Image.new("RGB", (64, 40), "teal").save(buffer, "PNG")
    sent = await world.send_photo(xiaoman, world.private, buffer.getvalue())
    keeper.write()
    again = reopened()
    file = again.files.at(sent.media.files[0].path)
    assert again.files.content(file) == world.files.content(sent.media.files[0])
    await world.delete(sent)
    keeper.write()
    assert list((tmp_path / "files").iterdir()) == []


async def test_a_supergroup_stays_one(call, world, keeper, reopened):
    old = world.group
    await world.migrate()
    keeper.write()
    again = reopened()
    assert again.group == world.group
    assert again.migrated == {old.id: world.group.id}


async def test_a_broken_file_is_put_aside_and_said_in_the_log(world, keeper, reopened, tmp_path, caplog):
    (tmp_path / "state.json").write_text('{"group": ')
    again = reopened()
    assert again.transcript(again.private) == []
    assert (tmp_path / "state.unreadable").exists()
    assert "begins afresh" in caplog.text
