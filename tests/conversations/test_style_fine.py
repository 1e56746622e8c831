"""精修: slow work that is watched, and can be ended."""

import time
from dataclasses import replace

import pytest

from bot.playground.model import Chat, Message
from engines.requests import Progress
from tests.conftest import HURRIED, Play, Talk
from tests.fakes import colour_of, painted, photo

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")


def shown(talk: Talk, message: Message) -> str:
    assert message.media is not None
    return colour_of(talk.world.files.content(message.media.files[-1]))


async def test_refining_shows_previews_in_one_message_and_then_the_picture(talk: Talk):
    picture = await talk.world.answer_to(await sent(talk))
    talk.engines.picture_gate.clear()
    assert (await talk.press(picture, "精修")).text == "好，慢慢精修，大约一分钟"
    easel = await talk.world.answer_to(picture)
    assert easel.text == "精修中，已完成 0%"
    assert shown(talk, easel) == "red"
    assert [b.text for b in easel.buttons] == ["取消"]
    talk.engines.picture_gate.set()
    await talk.world.wait_for(lambda: talk.world.message(talk.private, easel.id) is None)
    refined = talk.said()[-1]
    assert refined.text == "你的画风图 · 精修"
    assert "精修" not in [b.text for b in refined.buttons]
    assert talk.engines.asked[-1].fine


async def test_previews_replace_the_picture_with_its_progress(talk: Talk):
    easel = await begun(talk)
    await talk.engines.show(Progress(0.42, photo("blue")))
    changed = await talk.world.change_of(easel)
    assert changed.text == "精修中，已完成 42%"
    assert shown(talk, changed) == "blue"
    assert [b.text for b in changed.buttons] == ["就到这里"]


async def test_previews_that_come_too_fast_for_a_group_are_left_out(play: Play):
    async with play(limits=replace(HURRIED, edits_apart=0.3)) as talk:
        easel = await begun(talk, talk.group)
        began = time.monotonic()
        for percent in range(1, 40):
            await talk.engines.show(Progress(percent / 100, photo("blue")))
        await talk.world.change_of(easel)
        await talk.engines.show(Progress(0.5, photo("green")))
        now = talk.world.message(talk.group, easel.id)
        assert now is not None
        assert now.edits <= 1 + (time.monotonic() - began) / 0.3


async def test_the_button_ends_the_work_of_the_one_who_asked_and_of_no_other(talk: Talk):
    easel = await begun(talk, talk.group)
    other = await talk.press(easel, "取消", talk.world.people[1])
    assert other.text == "已经画完了，或是别人要的"
    assert (await talk.press(easel, "取消")).text == "好，不画了"
    await talk.world.wait_for(lambda: talk.world.message(talk.group, easel.id) is None)
    assert len(talk.engines.given_up) == 1


async def test_once_there_is_something_to_keep_the_button_ends_the_work_and_the_best_so_far_is_sent(talk: Talk):
    easel = await watched(talk)
    assert (await talk.press(easel, "就到这里")).text == "好，就到这里，这就发来"
    await talk.world.wait_for(lambda: talk.world.message(talk.private, easel.id) is None)
    assert talk.said()[-1].text == "你的画风图 · 精修\n提前收笔，这是到此为止最好的一幅"
    assert talk.engines.given_up == []


async def test_nobody_else_may_end_it_early(talk: Talk):
    easel = await watched(talk, talk.group)
    assert (await talk.press(easel, "就到这里", talk.world.people[1])).text == "这会儿没有在画，或是别人要的"
    assert talk.engines.running == 1


async def test_what_waits_for_its_turn_is_dropped_by_its_button(talk: Talk):
    await begun(talk, talk.group)
    other = talk.world.people[1]
    picture = next(m for m in talk.said(talk.group) if "精修" in [b.text for b in m.buttons])
    await talk.press(picture, "精修", other)
    found = await talk.world.wait_for(lambda: [m for m in talk.said(talk.group) if m.text.startswith("前面还有 1 幅")])
    assert (await talk.press(found[-1], "取消", other)).text == "好，不画了"
    await talk.world.wait_for(lambda: talk.world.message(talk.group, found[-1].id) is None)
    assert (len(talk.engines.asked), talk.engines.given_up) == (2, [])


async def test_cancel_drops_even_what_there_is_to_keep(talk: Talk):
    easel = await watched(talk)
    assert (await talk.ask("/cancel")).text == "已取消 1 幅"
    await talk.world.wait_for(lambda: talk.world.message(talk.private, easel.id) is None)
    assert len(talk.engines.given_up) == 1


async def test_after_a_restart_the_button_of_the_old_easel_still_ends_the_work_and_the_picture_comes_once(play: Play):
    async with play() as talk:
        easel = await watched(talk)
    async with play() as talk:
        await talk.engines.until_asked(3)
        assert (await talk.press(easel, "就到这里")).text == "好，就到这里，这就发来"
        await talk.world.wait_for(lambda: talk.world.message(talk.private, easel.id) is None)
        said = [m.text for m in await talk.settled()]
        assert said == ["你的画风图", "你的画风图 · 精修\n提前收笔，这是到此为止最好的一幅"]


async def test_cancel_ends_it_too(talk: Talk):
    easel = await begun(talk)
    assert (await talk.ask("/cancel")).text == "已取消 1 幅"
    await talk.world.wait_for(lambda: talk.world.message(talk.private, easel.id) is None)


async def test_refining_may_be_asked_for_in_the_caption(talk: Talk):
    await talk.send("red", "blue", caption="/style 精修")
    await talk.world.wait_for(lambda: [m for m in talk.said() if m.text == "你的画风图 · 精修"])
    assert [r.fine for r in talk.engines.asked] == [True]


async def test_what_is_changed_of_a_refined_painting_is_refined_again(talk: Talk):
    refined = await finished(talk)
    await talk.press(refined, "保留原色")
    coloured = await finished(talk, "你的画风图 · 保留原色 · 精修")
    await talk.press(coloured, "更粗")
    await talk.engines.until_asked(3)
    await talk.press(coloured, "强度")
    await talk.press(await talk.world.change_of(coloured), "70 %")
    await finished(talk, "你的画风图 · 强度 70% · 保留原色 · 精修")
    assert [r.fine for r in talk.engines.asked] == [True] * 4


async def test_a_refined_painting_in_a_preset_instead_is_painted_quickly(talk: Talk):
    refined = await finished(talk)
    await talk.press(refined, "换一种")
    await talk.press(await talk.world.change_of(refined), "水墨")
    assert (await talk.world.answer_to(refined)).text == "水墨"
    assert [r.fine for r in talk.engines.asked] == [True, False]


async def test_a_preset_has_no_picture_to_refine_after(talk: Talk):
    picture = await talk.world.answer_to(await talk.send("red", caption="/style 水墨"))
    assert "精修" not in [b.text for b in picture.buttons]


async def test_refining_that_a_preset_makes_impossible_is_not_dropped_silently(talk: Talk):
    asked = await talk.world.answer_to(await talk.send("red", caption="/style 精修"))
    await talk.press(asked, "水墨")
    said = "水墨\n没有精修：预设的画风没有图；想精修，请另发一张画风图"
    (picture,) = await talk.world.wait_for(lambda: [m for m in talk.said() if m.text == said])
    await talk.press(picture, "保留原色")
    await talk.world.wait_for(lambda: [m for m in talk.said() if m.text == "水墨 · 保留原色"])


async def test_nor_is_it_when_the_preset_is_named_in_words(talk: Talk):
    await talk.world.answer_to(await talk.send("red", caption="/style 精修"))
    assert (await talk.ask("水墨")).text == "水墨\n没有精修：预设的画风没有图；想精修，请另发一张画风图"


async def test_the_best_so_far_is_called_so(talk: Talk):
    picture = await talk.world.answer_to(await sent(talk))
    talk.engines.coming.append(painted(talk.engines.asked[0], finished=False))
    await talk.press(picture, "精修")
    await talk.all_written()
    assert talk.said()[-1].text == "你的画风图 · 精修\n提前收笔，这是到此为止最好的一幅"


async def test_quick_pictures_do_not_wait_for_slow_ones(play: Play):
    async with play(pictures_at_once=1) as talk:
        await begun(talk)
        await talk.send("green", caption="/style 水墨")
        await talk.engines.until_asked(3)


async def test_after_a_restart_the_same_easel_goes_on_and_the_picture_comes_once(play: Play):
    async with play() as talk:
        easel = await begun(talk)
    talk.engines.picture_gate.set()
    async with play() as talk:
        await talk.world.wait_for(lambda: talk.world.message(talk.private, easel.id) is None)
        assert [m.text for m in await talk.settled()] == ["你的画风图", "你的画风图 · 精修"]


async def sent(talk: Talk, chat: Chat | None = None) -> Message:
    """A photo and its style; in a group as an answer, so that both arrive."""
    if chat is None:
        return await talk.send("red", "blue", caption="/style")
    content = await talk.send("red", chat=chat)
    return await talk.send("blue", caption="/style", chat=chat, reply_to=content)


async def finished(talk: Talk, text: str = "你的画风图 · 精修") -> Message:
    """A refined painting; the first is asked for, those with another caption have been."""
    if not talk.engines.asked:
        await talk.world.send_album(talk.me, talk.private, [photo("red", (640, 480)), photo("blue")], "/style 精修")
    found: list[Message] = await talk.world.wait_for(lambda: [m for m in talk.said() if m.text == text])
    return found[-1]


async def watched(talk: Talk, chat: Chat | None = None) -> Message:
    """The message that shows the work of refining a painting, with a first preview in it."""
    easel = await begun(talk, chat)
    await talk.engines.show(Progress(0.42, photo("blue")))
    changed = await talk.world.change_of(easel)
    assert changed.text == "精修中，已完成 42%"
    return changed


async def begun(talk: Talk, chat: Chat | None = None) -> Message:
    """The message that shows the work of refining a painting."""
    picture = await talk.world.answer_to(await sent(talk, chat))
    talk.engines.picture_gate.clear()
    await talk.press(picture, "精修")
    easel = await talk.world.answer_to(picture)
    await talk.engines.until_asked(2)
    return easel
