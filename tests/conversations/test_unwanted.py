"""Words of the list: nobody's poem, card or seal has one, and the bot doesn't repeat it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.playground.model import Chat, Message
from engines.requests import PoemRequest
from tests.conftest import Play, Talk
from tests.typefaces import rectangles

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")

ZH = "这里有我不写的字眼，请换个说法，例如："
EN = "There are words in this that I don't write; please put it another way, for example: "
CARD = "/card 床前明月光，疑是地上霜。举头望明月，低头思故乡。"


@pytest.fixture
def put_down(tmp_path: Path) -> Callable[..., None]:
    """Writes a list that consists of some words."""

    def write(*words: str) -> None:
        (tmp_path / "words.txt").write_text("\n".join(words), encoding="utf-8")

    return write


@pytest.fixture
async def talk(play: Play, tmp_path: Path, put_down: Callable[..., None]) -> AsyncIterator[Talk]:
    """A conversation with a bot that has a list of its own."""
    put_down("坏字眼", "坏", "山贼寇", "darn")
    async with play(shihua_data=str(tmp_path), word_list=str(tmp_path / "words.txt")) as talk:
        yield talk


@pytest.fixture
def typeface(tmp_path: Path) -> None:
    """A typeface for cards."""
    rectangles(tmp_path / "fonts" / "kai.ttf")


async def nothing_was_made(talk: Talk, answers: int, chat: Chat | None = None) -> bool:
    """Whether the bot has said nothing but these answers, and has queued and asked for nothing."""
    said = await talk.settled(chat)
    return len(said) == answers and not talk.engines.asked and not any(m.media or m.buttons for m in said)


DECLINED = [
    ("/poem 坏山斜好几", "/poem 山为斜好几"),
    ("/poem 坏", "/poem 山为斜好几"),
    ("/poem 壞字眼", "/poem 山为斜好几"),
    ("/poem 山、贼 寇斜好", "/poem 山为斜好几"),
    ("/poem 山賊寇斜好 七绝", "/poem 山为斜好几"),
    ("/poem darn", "/poem 山为斜好几"),
    ("写诗 坏山斜好几", "/poem 山为斜好几"),
    ("山贼寇斜好", "/poem 山为斜好几"),
    ("山贼寇", "/poem 山为斜好几"),
    ("/acrostic 山贼寇来", "/acrostic 争云夏日"),
    ("/acrostic 山\n贼\n寇\n来", "/acrostic 争云夏日"),
    ("藏头诗 山贼寇来", "/acrostic 争云夏日"),
    ("/theme 山贼寇", "/theme 春雪"),
    ("/theme 坏雪 七绝", "/theme 春雪"),
    ("/card 床前坏月光，疑是地上霜。", CARD),
    ("/card 《山贼寇》\n床前明月光，疑是地上霜。", CARD),
    ("/seal 山贼寇", "/seal 张三"),
    ("/style 坏字眼", "/style 水墨"),
    ("/dream 山贼寇", "/poem 山为斜好几"),
    ("/darn", "/poem 山为斜好几"),
    ("/poemm 山贼寇", "/poem 山为斜好几"),
    ("/acrostik 山贼寇来", "/acrostic 争云夏日"),
    ("/写字 坏", "/poem 山为斜好几"),
    ("/weather 坏", "/poem 山为斜好几"),
    ("/pinyin 山贼寇", "/poem 山为斜好几"),
]


# One conversation for all, because starting a bot takes longer than what it says.
async def test_whoever_says_one_is_told_what_would_work_and_nothing_is_queued(talk: Talk):
    ruth = talk.world.people[2]
    for text, example in DECLINED:
        assert (await talk.ask(text)).text == ZH + example
        assert (await talk.ask(text, person=ruth)).text == EN + example
    assert await nothing_was_made(talk, len(DECLINED))
    assert len(talk.said(talk.world.private_with(ruth))) == len(DECLINED)


async def test_in_a_group_the_answer_quotes_the_one_who_asked_and_repeats_no_word(talk: Talk):
    for text in ("/poem 坏山斜好几", "/acrostic 山贼寇来", "/theme@shihua_bot 山贼寇", "/darn@shihua_bot"):
        asked = await talk.say(text, talk.group)
        answer = await talk.world.answer_to(asked)
        assert answer.reply_to == asked.id
        assert answer.text.startswith(ZH)
        assert not any(word in answer.text for word in ("坏", "贼", "darn"))
    assert await nothing_was_made(talk, 4, talk.group)


async def test_what_people_say_to_each_other_in_a_group_is_none_of_the_bots_business(talk: Talk):
    talk.world.privacy = False
    for text in ("坏字眼", "山贼寇斜好", "/darn", "/poem@other_bot 坏", "藏头诗坏字眼怎么写"):
        await talk.say(text, talk.group)
    assert await nothing_was_made(talk, 0, talk.group)


async def test_who_is_angry_can_cancel_all_the_same(talk: Talk):
    talk.engines.gate.clear()
    await talk.say("/poem 月")
    await talk.engines.until_asked(1)
    assert (await talk.ask("/cancel 坏字眼")).text == "已取消 1 首"


async def test_an_edit_of_the_list_counts_without_a_restart(talk: Talk, put_down: Callable[..., None]):
    assert (await talk.ask("/poem 花")).text.startswith("花")
    put_down("花")
    assert (await talk.ask("/poem 花")).text == f"{ZH}/poem 山为斜好几"
    assert (await talk.ask("/poem 坏")).text.startswith("坏")


async def test_a_card_of_verse_with_one_down_its_heads_is_declined(talk: Talk):
    answer = await talk.ask("/card 山前明月光，贼是地上霜。寇头望明月，低头思故乡。")
    assert answer.text.startswith("这首诗横看竖看有我不写的字眼")
    assert answer.text.endswith(CARD)
    assert await nothing_was_made(talk, 1)


async def test_a_card_of_somebody_elses_message_is_declined_too(talk: Talk):
    said = await talk.say("床前坏月光，疑是地上霜。", talk.group, talk.world.people[1])
    asked = await talk.world.say(talk.me, talk.group, "/card", reply_to=said)
    assert (await talk.world.answer_to(asked)).text.startswith("这首诗横看竖看有我不写的字眼")
    assert await nothing_was_made(talk, 1, talk.group)


async def test_a_poem_of_before_the_word_was_listed_makes_no_card(talk: Talk, put_down: Callable[..., None]):
    written = await talk.ask("/theme 春雪")
    put_down("春雪")
    pressed = await talk.press(written, "诗笺")
    assert pressed.text == "这首诗里有我不写的字眼，做不了诗笺，请另写一首：/poem"
    assert len(await talk.settled()) == 1


@pytest.mark.usefixtures("typeface")
async def test_a_seal_of_before_the_word_was_listed_is_the_bots_own_now(talk: Talk, put_down: Callable[..., None]):
    await talk.ask("/seal 李四")
    put_down("李四")
    card = await card_of(talk)
    assert "「诗画」" in (await talk.press(card, "印章")).text


@pytest.mark.usefixtures("typeface")
async def test_a_person_who_is_called_so_gets_the_bots_own_seal(talk: Talk, put_down: Callable[..., None]):
    put_down(f"{talk.me.first_name}")
    card = await card_of(talk)
    assert "「诗画」" in (await talk.press(card, "印章")).text


async def card_of(talk: Talk) -> Message:
    written = await talk.ask("/theme 春雪")
    await talk.press(written, "诗笺")
    return await talk.world.answer_to(written)


async def test_a_caption_is_no_way_around(talk: Talk):
    sent = await talk.send("red", caption="/poem 坏山斜好几", chat=talk.group)
    assert (await talk.world.answer_to(sent)).text == f"{ZH}/poem 山为斜好几"
    assert await nothing_was_made(talk, 1, talk.group)


@pytest.mark.parametrize("private", [True, False])
async def test_the_caption_of_an_album_is_no_way_around_either(talk: Talk, private: bool):
    chat = talk.private if private else talk.group
    await talk.send("red", "blue", caption="/style 坏字眼", chat=chat)
    (answer,) = await talk.until_said(1, chat)
    assert answer.text == f"{ZH}/style 水墨"
    assert await nothing_was_made(talk, 1, chat)


async def test_the_answer_to_a_question_of_the_bots_in_a_group_is_not_repeated(talk: Talk):
    question = await talk.world.answer_to(await talk.send("red", caption="/style", chat=talk.group))
    for text in ("坏字眼", "/darn"):
        asked = await talk.world.say(talk.me, talk.group, text, reply_to=question)
        assert (await talk.world.answer_to(asked)).text == f"{ZH}/poem 山为斜好几"
    assert (await talk.world.answer_to(await talk.world.say(talk.me, talk.group, "水墨", reply_to=question))).media


async def test_somebody_elses_message_with_one_is_not_spelled(talk: Talk):
    said = await talk.say("山前明月光，贼是地上霜，寇头望明月", talk.group, talk.world.people[1])
    asked = await talk.world.say(talk.me, talk.group, "/pinyin", reply_to=said)
    assert (await talk.world.answer_to(asked)).text == f"{ZH}/pinyin 床前明月光"


async def test_an_edit_of_an_old_message_is_not_answered(talk: Talk):
    asked = await talk.say("/poem 月")
    await talk.world.answer_to(asked)
    await talk.world.edit(talk.me, asked, "/poem 坏")
    assert len(await talk.settled()) == 1
    assert talk.engines.asked == [PoemRequest(character="月")]
