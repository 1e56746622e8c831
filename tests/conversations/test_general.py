"""The commands around the poems."""

import re

import pytest

from bot.asking import ask, ask_stages
from bot.cards.asking import CardWords
from bot.cards.seals import read_name
from bot.commands.scripts import read_script
from bot.pictures.asking import Gallery
from bot.pictures.reading import Motifs, read_fool
from bot.texts import Texts
from bot.verse import rows_of
from bot.wording import Words
from tests.conftest import MOTIFS, PRESETS, Talk


@pytest.mark.parametrize("text", ["/start", "/start from-a-link", "开始", "/START@shihua_bot"])
async def test_the_first_word_greets_by_name_and_shows_what_to_do(talk: Talk, text: str):
    answer = await talk.ask(text)
    assert answer.text.startswith("小满，你好，我是诗画")
    assert "/poem 山为斜好几" in answer.text


@pytest.mark.parametrize(("person", "script"), [(0, "简"), (0, "繁"), (2, "简")])
async def test_every_example_in_the_help_works(talk: Talk, person: int, script: str):
    await talk.ask(f"/script {script}", person=talk.world.people[person])
    answer = await talk.ask("/help", person=talk.world.people[person])
    words = Words("shihua_bot")
    examples = [
        answer.text.encode("utf-16-le")[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le")
        for e in answer.entities
        if e.type == "code"
    ]
    assert len(examples) >= 8
    for example in examples:
        said = words.read(example, private=True, caption=True)
        assert said is not None
        if said.command == "style":
            Gallery(PRESETS).read(said.argument)
        elif said.command == "dream":
            Motifs(MOTIFS).read(said.argument)
        elif said.command == "fool":
            read_fool(said.argument)
        elif said.command == "card":
            assert CardWords(Texts(), Gallery(PRESETS)).read(said.argument) is not None
        elif said.command == "seal":
            read_name(said.argument)
        elif said.command == "script":
            read_script(said.argument)
        elif said.command == "pinyin":
            assert list(rows_of(said.argument))
        elif said.command == "inscribe":
            assert ask("poem", said.argument).random_line
        elif said.command == "stages":
            ask_stages(said.argument)
        else:
            ask(said.command, said.argument)


@pytest.mark.parametrize(("person", "network"), [(0, "从头训练"), (2, "trained from nothing")])
async def test_about_tells_the_version_and_where_the_poems_come_from(talk: Talk, person: int, network: str):
    answer = await talk.ask("/about", person=talk.world.people[person])
    assert re.match(r"\w+ \d+\.\d+\.\d+\n", answer.text)
    assert "Transformer" in answer.text and network in answer.text and "chinese-poetry" in answer.text


@pytest.mark.parametrize(("person", "first"), [(0, "写诗："), (2, "Write a poem")])
async def test_the_menu_comes_in_the_persons_language(talk: Talk, person: int, first: str):
    someone = talk.world.people[person]
    chat = talk.world.private_with(someone)
    menu = await talk.world.wait_for(
        lambda: (
            talk.world.menus.shown(chat, someone.id, someone.language_code)
            if talk.world.menus.shown(chat, 1, "zh") != talk.world.menus.shown(chat, 1, "en")
            else None
        )
    )
    names = [command.command for command in menu]
    assert names == [
        "poem",
        "acrostic",
        "theme",
        "stages",
        "card",
        "seal",
        "script",
        "pinyin",
        "style",
        "styles",
        "dream",
        "fool",
        "limits",
        "cancel",
        "help",
        "about",
    ]
    assert menu[0].description.startswith(first)


async def test_a_file_gets_a_sentence_rather_than_silence(talk: Talk):
    message = await talk.world.send_document(talk.me, talk.private, b"...", name="a.txt")
    assert (await talk.world.answer_to(message)).text.startswith("这个文件不是我能打开的图片")
