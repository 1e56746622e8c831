"""简 and 繁: whoever reads traditional characters gets them, in poems, views, cards and sentences."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.layout import Card
from bot.playground import state
from bot.playground.model import Message
from bot.playground.world import World
from bot.script import set_verse, simplify
from engines.requests import PoemRequest
from tests.conftest import Play, Talk
from tests.fakes import UNKNOWN_CHARACTER, photo
from tests.typefaces import rectangles

SIMPLIFIED_ONLY = re.compile("[诗写说话这为东见风开对过从发给让换种类张个们题学体红边]")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A pretend Telegram in which the second person's is in Chinese of Taiwan."""
    one, two, three = state.PEOPLE
    people = (one, replace(two, language_code="zh-hant"), three)
    monkeypatch.setattr(state, "PEOPLE", people)
    monkeypatch.setattr(state, "GROUP", replace(state.GROUP, members=(*people, state.BOT)))
    return World()


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Card]:
    """Every card that goes to press."""
    cards: list[Card] = []

    def note(card: Card, *_: object) -> bytes:
        cards.append(card)
        return photo("grey", (270, 360))

    monkeypatch.setattr("bot.cards.printing.printed", note)
    return cards


async def pressed(talk: Talk, message: Message, button: str) -> Message:
    await talk.press(message, button)
    return await talk.world.change_of(message)


async def test_telegram_in_traditional_chinese_is_enough(talk: Talk):
    aheng = talk.world.people[1]
    written = await talk.ask("/theme 云里", person=aheng)
    assert written.text.startswith("《雲裏》\n流水自東西，花開不見人。\n青山對晚晴，一雁過江城。")
    assert written.text.endswith("五絕 · 一東韻 · 正常 · 命題")
    assert [b.text for b in written.buttons] == ["再來一首", "更開放", "更保守", "格律", "拼音", "詩箋"]
    greeting = (await talk.ask("/start", person=aheng)).text
    assert greeting.startswith("阿衡，你好，我是詩畫") and not SIMPLIFIED_ONLY.search(greeting)


async def test_the_prosody_is_shown_in_traditional_characters(talk: Talk):
    aheng = talk.world.people[1]
    written = await talk.ask("/poem 山为斜好几", person=aheng)
    assert (await talk.press(written, "格律", aheng)).text == ""
    rules = await talk.world.change_of(written)
    assert "山爲斜好幾　花開不見人\n平平平仄仄　平平平仄仄" in rules.text
    assert "韻：平水韻「一東」，平聲" in rules.text
    assert "第 1 句第 3 字「斜」出律：首句是給定的" in rules.text
    back = await pressed(talk, rules, "收起格律")
    assert back.text == written.text


async def test_one_word_changes_it_and_it_survives_a_restart(play: Play):
    async with play() as talk:
        assert (await talk.ask("/theme 云里")).text.startswith("《云里》")
        assert (await talk.ask("/script 繁")).text == "好，往後給你寫繁體字"
    async with play() as talk:
        assert (await talk.ask("/theme 云里")).text.startswith("《雲裏》")
        assert (await talk.ask("/script 简")).text == "好，往后给你写简体字"
        assert (await talk.ask("/theme 雲裏")).text.startswith("《云里》")


@pytest.mark.parametrize(
    "words",
    [
        "/script 繁",
        "/script 繁體",
        "/script Traditional",
        "/script 正體字",
        "/script traditional chinese",
        "/script zh-Hant",
        "繁体",
        "繁體",
        "/繁體",
        "简繁 繁",
        "/SCRIPT@shihua_bot 繁",
    ],
)
async def test_all_names_of_a_script_are_understood(talk: Talk, words: str):
    assert (await talk.ask(words)).text == "好，往後給你寫繁體字"


async def test_the_command_alone_tells_which_it_is_and_has_a_button_for_each(talk: Talk):
    asked = await talk.ask("/script")
    assert asked.text.startswith("现在给你写简体字")
    assert [b.text for b in asked.buttons] == ["简体", "繁體"]
    assert (await talk.press(asked, "繁體")).text == "好，往後給你寫繁體字"
    changed = await talk.world.change_of(asked)
    assert changed.text.startswith("現在給你寫繁體字")
    assert [b.text for b in changed.buttons] == ["简体", "繁體"]
    assert (await talk.press(changed, "简体")).text == "好，往后给你写简体字"
    assert (await talk.ask("简繁")).text.startswith("现在给你写简体字")


@pytest.mark.parametrize("words", ["/script 火星文", "/script 火星文 繁", "/繁体 火星文"])
async def test_an_unknown_script_gets_one_sentence_with_an_example(talk: Talk, words: str):
    answer = await talk.ask(words)
    assert answer.text.startswith("没有「") and "火星文" in answer.text
    assert "\n" not in answer.text and "code" in [e.type for e in answer.entities]


async def test_a_person_who_reads_english_gets_the_poems_in_traditional_characters(talk: Talk):
    ruth = talk.world.people[2]
    kept = await talk.ask("/script traditional", person=ruth)
    assert kept.text == "From now on your poems are in traditional characters"
    written = await talk.ask("/theme 云里", person=ruth)
    assert written.text.startswith("《雲裏》\n流水自東西，")
    assert written.text.endswith("五絕 · rhyme 一東 · normal · on a theme")


async def test_everybody_in_a_group_has_a_script_and_a_message_keeps_its_askers(talk: Talk):
    xiaoman, aheng, _ = talk.world.people
    one = await talk.ask("/theme 云里", talk.group, xiaoman)
    other = await talk.ask("/theme 云里", talk.group, aheng)
    assert one.text.startswith("《云里》") and other.text.startswith("《雲裏》")
    await talk.press(one, "格律", aheng)
    assert "《云里》" in (await talk.world.change_of(one)).text
    await talk.press(other, "拼音", xiaoman)
    assert "花開不見人" in (await talk.world.change_of(other)).text
    assert (await talk.press(one, "再来一首", aheng)).text == "好，再寫一首"
    again = (await talk.until_said(3, talk.group))[-1]
    assert again.text.startswith("《雲裏》")


async def test_a_press_in_a_group_changes_it_for_who_presses_alone(talk: Talk):
    xiaoman, aheng, ruth = talk.world.people
    asked = await talk.ask("/script", talk.group, xiaoman)
    assert (await talk.press(asked, "繁體", ruth)).text == "From now on your poems are in traditional characters"
    assert (await talk.press(asked, "简体", aheng)).text == "好，往后给你写简体字"
    assert (await talk.ask("/theme 云里", talk.group, xiaoman)).text.startswith("《云里》")
    assert (await talk.ask("/theme 云里", person=aheng)).text.startswith("《云里》")
    assert asked.text == talk.said(talk.group)[0].text


async def test_people_in_a_group_can_talk_of_scripts(talk: Talk):
    talk.world.privacy = False
    for text in ("繁体", "简繁", "拼音", "拼音 月", "繁體字真難寫"):
        await talk.say(text, talk.group)
    assert await talk.settled(talk.group) == []
    assert (await talk.ask("@shihua_bot 繁体", talk.group)).text == "好，往後給你寫繁體字"


async def test_what_was_typed_comes_back_in_the_persons_script(talk: Talk):
    assert (await talk.ask("/poem 山為斜好幾")).text.startswith("山为斜好几，")
    await talk.ask("/script 繁")
    assert (await talk.ask("/poem 山为斜好几")).text.startswith("山爲斜好幾，")
    assert (await talk.ask("/poem 山為斜好幾")).text.startswith("山為斜好幾，")


async def test_a_card_is_set_in_the_script_of_who_asks_and_the_seal_as_it_was_typed(
    play: Play, tmp_path: Path, printed: list[Card]
):
    rectangles(tmp_path / "fonts" / "kai.ttf")
    async with play(shihua_data=str(tmp_path)) as talk:
        xiaoman, aheng, _ = talk.world.people
        await talk.ask("/seal 云里后人", talk.group, aheng)
        written = await talk.ask("/theme 云里", talk.group, xiaoman)
        for person, button in ((aheng, "诗笺"), (xiaoman, "诗笺")):
            before = len(talk.said(talk.group))
            await talk.press(written, button, person)
            card = (await talk.until_said(before + 1, talk.group))[-1]
        hers, his = printed
        assert (hers.title, hers.form, hers.seal) == ("雲裏", "五絕", "云里后人")
        assert hers.lines == tuple(set_verse(line, "zh-hant") for line in his.lines) != his.lines
        assert (his.title, his.form, his.seal) == ("云里", "五绝", "小满")
        assert card.buttons[0].text == "· 宣纸 ·"
        await talk.ask("/theme 春雪", person=aheng)
        red = await talk.ask("/card 紅箋", person=aheng)
        assert "· 紅箋 ·" in [b.text for b in red.buttons]


async def test_refusals_and_engines_speak_the_persons_script(talk: Talk):
    aheng = talk.world.people[1]
    assert (await talk.ask("/acrostic 争", person=aheng)).text.startswith("藏頭要二到八個漢字，這裏有 1 個")
    misfit = await talk.ask("/poem 山为斜好几 七绝", person=aheng)
    assert misfit.text.startswith("七絕每句 7 個字") and misfit.text.endswith("/poem 山为斜好几 五絕")
    talk.engines.coming.append(UNKNOWN_CHARACTER)
    refusal = (await talk.ask("/poem 月", person=aheng)).text
    assert "太生僻，詩庫裏沒有" in refusal and refusal.endswith("/poem 山爲斜好幾")


async def test_examples_in_traditional_characters_work_when_sent_as_they_are(talk: Talk):
    aheng = talk.world.people[1]
    for said in ("寫詩 山爲斜好幾", "藏頭詩 爭雲夏日", "命題 春雪 七絕 開放", "/theme 春雪 七絕 開放"):
        assert (await talk.ask(said, person=aheng)).buttons
    requests = [request for request in talk.engines.asked if isinstance(request, PoemRequest)]
    assert [simplify(r.first_line or r.acrostic or r.theme or "") for r in requests] == [
        "山为斜好几",
        "争云夏日",
        "春雪",
        "春雪",
    ]


@pytest.mark.usefixtures("photos_taken_as_they_are")
async def test_pictures_and_poems_on_photos_speak_it_too(talk: Talk):
    aheng = talk.world.people[1]
    chat = talk.world.private_with(aheng)
    poem = await talk.world.answer_to(await talk.send("green", caption="/poem", person=aheng))
    assert "圖中所見：湖畔 62%" in poem.text and "湖上暮色" in poem.text
    painted = await talk.world.answer_to(await talk.send("green", caption="/style 浮世繪", person=aheng))
    assert painted.text.startswith("浮世繪")
    assert "換一種" in [b.text for b in painted.buttons]
    await talk.send("green", caption="/dream 魚鱗", person=aheng)
    await talk.world.wait_for(lambda: any(m.text.startswith("夢見魚鱗") for m in talk.said(chat)))
