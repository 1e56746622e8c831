"""Every sentence exists in every language and says the same with the same arguments."""

import re

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.script import written
from bot.texts import FOLDER, LANGUAGES, Texts, language_of
from engines.requests import EngineError


class Variables(Visitor):
    def __init__(self):
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference):  # noqa: N802
        self.names.add(node.id.name)


def sentences(language: str) -> dict[str, set[str]]:
    """Key to the names of its arguments, in the file's order."""
    found = {}
    for entry in FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")).body:
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message):
            variables = Variables()
            variables.visit(entry)
            assert entry.id.name not in found, f"{language}.ftl says {entry.id.name} twice"
            found[entry.id.name] = variables.names
    return found


def test_the_languages_have_the_same_sentences_in_the_same_order():
    zh, en = sentences("zh"), sentences("en")
    assert list(zh) == list(en)
    assert zh == en


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_fits_its_place(language: str):
    texts = Texts()
    for key, names in sentences(language).items():
        text = texts.say(language, key, **{name: 2 if name in ("n", "most", "line") else "平" for name in names})
        assert text.strip() == text
        if key.startswith("command-"):
            assert len(text) <= 256
        if key.startswith("press-"):
            assert len(text) <= 200 and "<" not in text
        if key.startswith("button-"):
            assert len(text) <= 20


def test_sentences_come_in_traditional_characters_and_arguments_as_they_were_given():
    texts = Texts()
    said = texts.say("zh-hant", "start", name="小满")
    assert said.startswith("小满，你好，我是詩畫")
    assert "<code>/acrostic " in said
    assert texts.say("en-hant", "start", name="Ruth").endswith(texts.say("en", "start", name="Ruth")[-30:])
    assert "五絕" in texts.say("en-hant", "start", name="Ruth")


def test_what_the_engines_refuse_is_relayed_in_the_script_of_who_asked():
    refusal = EngineError("这个字太生僻", "too rare")
    assert Texts().relay("zh-hant", refusal) == "這個字太生僻"
    assert Texts().relay("en-hant", refusal) == "too rare"


def test_english_counts():
    texts = Texts()
    assert texts.say("en", "cancelled-poem", n=1) == "One poem cancelled"
    assert texts.say("en", "cancelled-poem", n=3) == "3 poems cancelled"


def test_no_row_ends_between_a_number_and_its_unit():
    text = (FOLDER / "en.ftl").read_text(encoding="utf-8")
    assert re.findall(r".*[\d}] (?:%|MB|(?:mega)?pixels|minutes|seconds)(?![a-z]).*", text) == []
    assert Texts().say("en", "dream-progress", n=100) == "Dreaming, 100\N{NO-BREAK SPACE}% done"


def test_names_are_escaped():
    assert Texts().say("zh", "start", name="<a & b>").startswith("&lt;a &amp; b&gt;，你好")


def test_a_missing_argument_is_an_error_rather_than_a_hole_in_the_sentence():
    with pytest.raises(Exception, match="name"):
        Texts().say("zh", "start")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        *(("zh", "zh"), ("zh-hans", "zh"), ("zh-CN", "zh"), ("zh-SG", "zh"), ("zh-hans-HK", "zh"), (None, "zh")),
        *(("zh-hant", "zh-hant"), ("zh-TW", "zh-hant"), ("zh_HK", "zh-hant"), ("zh-MO", "zh-hant")),
        *(("en", "en"), ("de", "en"), ("en-HK", "en")),
    ],
)
def test_the_language_follows_the_persons_telegram(code: str | None, language: str):
    assert language_of(code) == language


def test_a_reply_is_written_one_way_in_traditional_characters():
    source = written((FOLDER / "zh.ftl").read_text(encoding="utf-8"), "zh-hant")
    assert "回覆" in source and "回復" not in source
