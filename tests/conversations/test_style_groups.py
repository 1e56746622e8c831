"""Several people in a group that lets the bot hear little; photos that never come; restarts in between."""

import pytest

from bot.commands.invitations import Patience
from tests.conftest import Play, Talk

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")


async def test_two_people_in_one_group_never_mix_their_photos(talk: Talk):
    one, two, _ = talk.world.people
    first = await talk.world.answer_to(await talk.send("red", caption="/style", chat=talk.group, person=one))
    second = await talk.world.answer_to(await talk.send("green", caption="/style", chat=talk.group, person=two))
    late = await talk.send("yellow", chat=talk.group, person=two, reply_to=second)
    await talk.world.answer_to(late)
    early = await talk.send("blue", chat=talk.group, person=one, reply_to=first)
    await talk.world.answer_to(early)
    assert talk.painted() == [("green", "yellow"), ("red", "blue")]
    assert [m.reply_to for m in talk.said(talk.group)[2:]] == [late.id, early.id]


async def test_two_albums_at_the_same_time_stay_apart(talk: Talk):
    talk.world.privacy = False
    one, two, _ = talk.world.people
    await talk.send("red", "blue", caption="/style", chat=talk.group, person=one)
    await talk.send("green", "yellow", caption="/style", chat=talk.group, person=two)
    await talk.until_said(2, talk.group)
    assert sorted(talk.painted()) == [("green", "yellow"), ("red", "blue")]


async def test_a_photo_that_answers_somebody_elses_question_is_not_taken(talk: Talk):
    one, two, _ = talk.world.people
    prompt = await talk.world.answer_to(await talk.send("red", caption="/style", chat=talk.group, person=one))
    await talk.send("blue", chat=talk.group, person=two, reply_to=prompt)
    assert len(await talk.settled(talk.group)) == 1
    assert talk.painted() == []


async def test_in_an_album_of_which_only_the_command_arrives_the_second_photo_is_asked_for(talk: Talk):
    last = await talk.send("red", "blue", caption="/style", chat=talk.group)
    (prompt,) = await talk.until_said(1, talk.group)
    assert "请用这条消息的「回复」发一张图，或写一种画风的名字，例如：水墨、青绿山水" in prompt.text
    assert prompt.text.endswith("10 分钟内有效")
    assert prompt.keyboard is not None and prompt.keyboard.kind == "force_reply"
    await talk.world.answer_to(await talk.send("blue", chat=talk.group, reply_to=prompt))
    assert talk.painted() == [("red", "blue")]
    assert last.media_group_id is not None


async def test_in_a_group_the_question_may_be_answered_with_a_name(talk: Talk):
    prompt = await talk.world.answer_to(await talk.send("red", caption="/style", chat=talk.group))
    wrong = await talk.world.answer_to(await talk.world.say(talk.me, talk.group, "油条", prompt))
    assert wrong.text.startswith("没有「油条」这种画风")
    await talk.world.answer_to(await talk.world.say(talk.me, talk.group, "像呐喊一样", prompt))
    assert talk.painted() == [("red", "呐喊")]


async def test_who_presses_in_a_gallery_of_the_group_is_asked_by_name(talk: Talk):
    two = talk.world.people[1]
    gallery = await talk.ask("/styles", talk.group)
    talk.engines.asked.clear()
    await talk.press(gallery, "5 呐喊", two)
    prompt = await talk.world.answer_to(gallery)
    assert prompt.text.startswith(f"{two.first_name} 要画哪张照片？")
    await talk.world.answer_to(await talk.send("red", chat=talk.group, person=two, reply_to=prompt))
    assert talk.painted() == [("red", "呐喊")]


async def test_photos_of_a_talk_among_people_are_left_alone(talk: Talk):
    talk.world.privacy = False
    one, two, _ = talk.world.people
    await talk.send("red", chat=talk.group, person=one)
    await talk.send("green", caption="水墨", chat=talk.group, person=one)
    prompt = await talk.world.answer_to(await talk.send("blue", caption="/style", chat=talk.group, person=two))
    remark = await talk.send("yellow", chat=talk.group, person=one)
    await talk.send("yellow", chat=talk.group, person=two, reply_to=remark)
    assert await talk.settled(talk.group) == [prompt]
    assert talk.painted() == []


async def test_a_second_photo_that_comes_too_late_begins_anew_in_private(talk: Talk):
    await talk.world.answer_to(await talk.send("red", caption="/style"))
    talk.clock.now += 601
    asked = await talk.world.answer_to(await talk.send("green"))
    assert asked.text.startswith("照什么画风？")
    await talk.world.answer_to(await talk.send("blue"))
    assert talk.painted() == [("green", "blue")]


async def test_a_second_photo_just_in_time_is_taken(talk: Talk):
    await talk.world.answer_to(await talk.send("red", caption="/style"))
    talk.clock.now += 599
    await talk.world.answer_to(await talk.send("blue"))
    assert talk.painted() == [("red", "blue")]


async def test_in_a_group_a_late_answer_is_told_so(talk: Talk):
    prompt = await talk.world.answer_to(await talk.send("red", caption="/style", chat=talk.group))
    talk.clock.now += 601
    answer = await talk.world.answer_to(await talk.send("blue", chat=talk.group, reply_to=prompt))
    assert answer.text == "等得太久，前面那张已经放下了；请从头来，发一张照片，说明里写：/style 水墨"


async def test_cancel_forgets_the_photo(talk: Talk):
    await talk.world.answer_to(await talk.send("red", caption="/style"))
    assert (await talk.ask("/cancel")).text == "好，不等照片了"
    assert (await talk.ask("/cancel")).text.startswith("没有正在写的诗或正在画的画")
    await talk.world.answer_to(await talk.send("blue"))
    assert talk.painted() == []


async def test_cancel_counts_poems_and_pictures(talk: Talk):
    talk.engines.gate.clear()
    talk.engines.picture_gate.clear()
    await talk.say("/poem 月")
    await talk.send("red", caption="/style 水墨")
    await talk.engines.until_asked(2)
    assert (await talk.ask("/cancel")).text == "已取消 1 首\n已取消 1 幅"


async def test_the_second_photo_may_come_after_a_restart(play: Play):
    async with play() as talk:
        await talk.world.answer_to(await talk.send("red", caption="/style"))
    async with play() as talk:
        await talk.world.answer_to(await talk.send("blue"))
        assert talk.painted() == [("red", "blue")]


async def test_an_album_that_was_arriving_when_the_bot_ended_is_painted_once(play: Play):
    async with play(patience=Patience(album=60)) as talk:
        await talk.send("red", "blue", caption="/style")
        await talk.ask("/about")  # after which both messages of the album were read
        assert talk.painted() == []
    async with play() as talk:
        await talk.until_said(2)
        assert len(await talk.settled()) == 2
        assert talk.painted() == [("red", "blue")]


async def test_a_picture_that_was_being_painted_when_the_bot_ended_comes_after_the_restart_once(play: Play):
    async with play() as talk:
        talk.engines.picture_gate.clear()
        asked = await talk.send("red", caption="/style 水墨")
        await talk.engines.until_asked(1)
    talk.engines.picture_gate.set()
    async with play() as talk:
        assert (await talk.world.answer_to(asked)).text == "水墨"
        assert len(await talk.settled()) == 1


async def test_a_group_that_became_a_supergroup_keeps_its_awaited_photo(talk: Talk):
    await talk.world.answer_to(await talk.send("red", caption="/style", chat=talk.group))
    supergroup = await talk.world.migrate()
    await talk.send("blue", caption="/style 呐喊", chat=supergroup)
    await talk.until_said(1, supergroup)
    assert talk.painted() == [("blue", "呐喊")]
    await talk.world.say(talk.me, supergroup, "/style 水墨")
    await talk.until_said(2, supergroup)
