"""Several people in a group, and a bot that speaks only when spoken to."""

from engines.requests import PoemRequest
from tests.conftest import Talk


async def test_an_answer_in_a_group_quotes_the_one_who_asked(talk: Talk):
    xiaoman, aheng, _ = talk.world.people
    first = await talk.say("/poem 月", talk.group, xiaoman)
    second = await talk.say("/theme 春雪", talk.group, aheng)
    answers = await talk.until_said(2, talk.group)
    assert {a.reply_to: a.text[:1] for a in answers} == {first.id: "月", second.id: "《"}


async def test_only_commands_for_this_bot_are_answered(talk: Talk):
    talk.world.privacy = False
    await talk.say("/poem@other_bot 月", talk.group)
    await talk.say("/poem@shihua_bot 花", talk.group)
    await talk.settled(talk.group)
    assert talk.engines.asked == [PoemRequest(character="花")]


async def test_people_can_talk_without_the_bot_joining_in(talk: Talk):
    talk.world.privacy = False
    for text in ("山为斜好几", "写诗真难啊", "帮助", "取消", "命题", "hello", "/dance", "藏头诗怎么写"):
        await talk.say(text, talk.group)
    assert len(await talk.settled(talk.group)) == 0
    assert talk.engines.asked == []


async def test_chinese_names_of_commands_work_in_a_group_that_lets_the_bot_listen(talk: Talk):
    talk.world.privacy = False
    answer = await talk.ask("藏头诗 争云夏日", talk.group)
    assert [line[0] for line in answer.text.replace("\n", "，").replace("。", "").split("，")[:4]] == list("争云夏日")
    await talk.ask("写诗", talk.group)
    await talk.ask("@shihua_bot 写诗明月", talk.group)
    assert talk.engines.asked[1:] == [PoemRequest(random_line=True), PoemRequest(theme="明月")]


async def test_a_misspelt_command_with_the_bots_name_is_answered(talk: Talk):
    answer = await talk.ask("/peom@shihua_bot 月", talk.group)
    assert "/peom" in answer.text and answer.reply_to is not None


async def test_a_group_that_became_a_supergroup_gets_its_poem(talk: Talk):
    talk.engines.gate.clear()
    await talk.say("/poem 月", talk.group)
    await talk.engines.until_asked(1)
    supergroup = await talk.world.migrate()
    talk.engines.gate.set()
    (answer,) = await talk.until_said(1, supergroup)
    assert answer.text.startswith("月")
    await talk.press(answer, "再来一首")
    assert (await talk.world.answer_to(answer)).buttons
