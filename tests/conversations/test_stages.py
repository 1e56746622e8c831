"""/stages: what the course's network makes of a line at three stages of its training, beside ours."""

import asyncio

import pytest

from engines.requests import ClassicRequest, EngineError, Mode, PoemRequest, Stage
from tests.conftest import Play, Talk
from tests.fakes import TRY_AGAIN

NOT_TRAINED = EngineError("课程的 LSTM 还没有练好的权重", "There are no weights of the course's LSTM yet")


async def test_twelve_poems_come_in_one_message_that_ends_with_what_changed(talk: Talk):
    asked = await talk.say("/stages 山为斜好几")
    answer = await talk.world.answer_to(asked)
    assert len(await talk.settled()) == 1
    rows = answer.text.split("\n")
    assert rows[0] == "「山为斜好几」：课程的 LSTM，和诗画"
    assert len([row for row in rows if row.startswith("山为斜好几")]) == 9 + 3
    assert rows[-3] == (
        "从早期到终期，每期三首里，标点都在位的由 0 首增到 3 首（中期 0 首），押韵的由 0 首增到 3 首（中期 0 首），"
        "不同的字由 8 个增到 19 个（中期 19 个）；对没见过的诗，它每个字的困惑度由 812.5 降到 301（中期 420）。"
    )
    assert rows[-1].startswith("诗画这 3 首，标点全在位，押韵的 3 首")
    assert [e.type for e in answer.entities].count("blockquote") == 4
    assert [b.text for b in answer.buttons] == ["再来一次"]


async def test_all_poems_are_with_the_engines_together_with_one_seed(talk: Talk):
    talk.engines.gate.clear()
    await talk.say("/stages 山为斜好几")
    await talk.engines.until_asked(12)
    assert talk.engines.most_running == 12
    talk.engines.gate.set()
    await talk.all_written()
    course = [r for r in talk.engines.asked if isinstance(r, ClassicRequest)]
    ours = [r for r in talk.engines.asked if isinstance(r, PoemRequest)]
    assert {(r.stage, r.mode) for r in course} == {(stage, mode) for stage in Stage for mode in Mode}
    assert {r.mode for r in ours} == set(Mode)
    assert {r.first_line for r in talk.engines.asked} == {"山为斜好几"}
    assert len({r.seed for r in talk.engines.asked}) == 1
    assert None not in {r.seed for r in talk.engines.asked}


@pytest.mark.parametrize(
    ("text", "line"),
    [("/stages", "山为斜好几"), ("训练阶段", "山为斜好几"), ("各階段 争云夏日月", "争云夏日月"), ("/stages 月", "月")],
)
async def test_a_character_will_do_and_without_words_it_is_the_courses_line(talk: Talk, text: str, line: str):
    assert (await talk.ask(text)).text.startswith(f"「{line}」")


@pytest.mark.parametrize("text", ["/stages 一夜东风入梦来", "/stages 明月", "/stages 山为斜好几 七绝", "/stages hello"])
async def test_other_beginnings_get_one_sentence_with_an_example_that_works(talk: Talk, text: str):
    answer = await talk.ask(text)
    assert "\n" not in answer.text and answer.text.endswith("/stages 山为斜好几")
    assert talk.engines.asked == []


async def test_once_more_takes_the_same_line_and_another_seed(talk: Talk):
    first = await talk.ask("/stages 争云夏日月")
    answers = await asyncio.gather(talk.press(first, "再来一次"), talk.press(first, "再来一次"))
    assert sorted(a.text for a in answers) == ["好，换个种子，再写一遍", "已经在写了，稍等"]
    second = await talk.world.answer_to(first)
    assert second.text.startswith("「争云夏日月」") and second.buttons
    assert len(talk.engines.asked) == 24
    assert len({r.seed for r in talk.engines.asked}) == 2


async def test_the_button_outlives_a_restart(play: Play):
    async with play() as talk:
        first = await talk.ask("/stages 月")
    async with play() as talk:
        await talk.press(first, "再来一次")
        assert (await talk.world.answer_to(first)).text.startswith("「月」")


async def test_what_a_restart_interrupted_is_written_again_and_answered_once(play: Play):
    async with play() as talk:
        talk.engines.gate.clear()
        await talk.say("/stages 月")
        await talk.engines.until_asked(12)
    talk.engines.gate.set()
    async with play() as talk:
        assert len(await talk.until_said(1)) == len(await talk.settled())
        assert {r.seed for r in talk.engines.asked[:12]} == {r.seed for r in talk.engines.asked[12:]}


async def test_without_the_courses_weights_the_person_gets_that_sentence(talk: Talk):
    talk.engines.coming.extend([NOT_TRAINED] * 9)
    assert (await talk.ask("/stages")).text == f"{NOT_TRAINED.zh}，例如：/stages 山为斜好几"


async def test_a_refusal_has_one_example(talk: Talk):
    talk.engines.coming.append(EngineError("太生僻，例如：山为斜好几", "Too rare; for example: 山为斜好几"))
    assert (await talk.ask("/stages 月")).text == "太生僻，例如：山为斜好几"


async def test_what_is_tried_again_gets_another_seed(talk: Talk):
    talk.engines.coming.append(TRY_AGAIN)
    assert (await talk.ask("/stages 月")).buttons
    seeds = [{r.seed for r in part} for part in (talk.engines.asked[:-12], talk.engines.asked[-12:])]
    assert [len(part) for part in seeds] == [1, 1] and seeds[0] != seeds[1]


async def test_people_in_a_group_can_talk_of_stages_and_ask_for_them(talk: Talk):
    talk.world.privacy = False
    for text in ("训练阶段", "各阶段 小结", "阶段"):
        await talk.say(text, talk.group)
    assert len(await talk.settled(talk.group)) == 0
    asked = await talk.say("/训练阶段 月", talk.group, talk.world.people[2])
    answer = await talk.world.answer_to(asked)
    assert answer.reply_to == asked.id
    assert answer.text.startswith("“月”: the course's LSTM, and Shihua")
    assert "final · step 3,000 · perplexity 301" in answer.text


async def test_cancel_gives_up_all_of_it_as_one(talk: Talk):
    talk.engines.gate.clear()
    await talk.say("/stages")
    await talk.engines.until_asked(12)
    assert (await talk.ask("/cancel")).text == "已取消 1 首"
    assert len(talk.engines.given_up) == 12
