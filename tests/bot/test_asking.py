"""What people want when they write something behind a command."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking import CLASSIC, COURSE_LINE, FORMS, MODES, Misread, ask, ask_stages, is_line
from engines.requests import ClassicRequest, Form, Mode, PoemRequest


@pytest.mark.parametrize(
    ("command", "argument", "request_"),
    [
        ("poem", "", PoemRequest(random_line=True)),
        ("poem", "七绝", PoemRequest(random_line=True, form=Form.QIJUE)),
        ("poem", "山为斜好几", PoemRequest(first_line="山为斜好几")),
        ("poem", "山为斜好几，", PoemRequest(first_line="山为斜好几")),
        ("poem", "山为斜好几 五律 开放", PoemRequest(first_line="山为斜好几", form=Form.WULV, mode=Mode.OPEN)),
        ("poem", "开放，山为斜好几", PoemRequest(first_line="山为斜好几", mode=Mode.OPEN)),
        ("poem", "五言律诗 月 OPEN", PoemRequest(character="月", form=Form.WULV, mode=Mode.OPEN)),
        ("poem", "山为斜好几\n峥嵘出半天\n保守", PoemRequest(first_line="山为斜好几", mode=Mode.CONSERVATIVE)),
        ("poem", "山为斜好几，峥嵘出半天。", PoemRequest(first_line="山为斜好几")),
        ("poem", "\n\n明月", PoemRequest(theme="明月")),
        ("poem", "春 江 花 月 夜", PoemRequest(first_line="春江花月夜")),
        ("poem", "静夜思 李白", PoemRequest(theme="静夜思李白")),
        ("poem", "山为斜好几❤️", PoemRequest(first_line="山为斜好几")),
        ("theme", "春雪（七绝）", PoemRequest(theme="春雪", form=Form.QIJUE)),
        ("theme", "春雪/七绝+开放", PoemRequest(theme="春雪", form=Form.QIJUE, mode=Mode.OPEN)),
        ("poem", "開放", PoemRequest(random_line=True, mode=Mode.OPEN)),
        ("theme", "开放", PoemRequest(theme="开放")),
        ("theme", "经典", PoemRequest(theme="经典")),
        ("poem", "经典咏流传", PoemRequest(first_line="经典咏流传")),
        ("acrostic", "经典", PoemRequest(acrostic="经典")),
        ("theme", "七绝 开放", PoemRequest(theme="七绝", mode=Mode.OPEN)),
        ("theme", "春雪 normal 七律", PoemRequest(theme="春雪", form=Form.QILV)),
        ("acrostic", "争\n云\n夏\n日", PoemRequest(acrostic="争云夏日")),
        ("acrostic", "争、云、夏、日 七绝", PoemRequest(acrostic="争云夏日", form=Form.QIJUE)),
        ("acrostic", "天地玄黄宇宙洪荒", PoemRequest(acrostic="天地玄黄宇宙洪荒")),
    ],
)
def test_a_request_is_read_as_it_was_meant(command: str, argument: str, request_: PoemRequest):
    assert ask(command, argument) == request_


@pytest.mark.parametrize(
    ("command", "argument", "key"),
    [
        ("poem", "hello", "no-characters"),
        ("poem", "🌙", "no-characters"),
        ("poem", "月a", "not-han"),
        ("poem", "月" * 25, "poem-too-long"),
        ("poem", "一夜东风入梦来 五绝", "form-first-line"),
        ("poem", "山为斜好几 绝句", "unknown-word"),
        ("acrostic", "", "acrostic-empty"),
        ("acrostic", "争", "acrostic-length"),
        ("acrostic", "天地玄黄宇宙洪荒日", "acrostic-length"),
        ("acrostic", "天地玄黄宇 七绝", "form-acrostic"),
        ("theme", "", "theme-empty"),
        ("theme", "雪" * 25, "theme-length"),
    ],
)
def test_what_cannot_be_made_is_explained(command: str, argument: str, key: str):
    with pytest.raises(Misread) as misread:
        ask(command, argument)
    assert misread.value.key == key


@pytest.mark.parametrize(
    ("command", "argument", "request_"),
    [
        ("poem", "经典", ClassicRequest(random_line=True)),
        ("poem", "月 經典", ClassicRequest(character="月")),
        ("poem", "山为斜好几 经典 保守", ClassicRequest(first_line="山为斜好几", mode=Mode.CONSERVATIVE)),
        ("poem", "开放，经典，山为斜好几", ClassicRequest(first_line="山为斜好几", mode=Mode.OPEN)),
        ("poem", "Classic 山为斜好几，峥嵘出半天。", ClassicRequest(first_line="山为斜好几")),
        ("poem", "山为斜好几\n经典", ClassicRequest(first_line="山为斜好几")),
        ("acrostic", "争云夏日 经典", ClassicRequest(acrostic="争云夏日")),
        ("acrostic", "争、云、夏、日 开放 经典", ClassicRequest(acrostic="争云夏日", mode=Mode.OPEN)),
    ],
)
def test_the_courses_network_is_asked_for_by_a_word_of_its_own(command: str, argument: str, request_: ClassicRequest):
    assert ask(command, argument) == request_


@pytest.mark.parametrize(
    ("command", "argument", "key"),
    [
        ("poem", "一夜东风入梦来 经典", "classic-line"),
        ("poem", "明月 经典", "classic-beginning"),
        ("poem", "静夜 思李白 经典", "classic-beginning"),
        ("poem", "山为斜好几 五绝 经典", "classic-form"),
        ("poem", "经典 七律", "classic-form"),
        ("acrostic", "争云夏 经典", "classic-acrostic"),
        ("acrostic", "争云夏日 七绝 经典", "classic-form"),
        ("theme", "春雪 经典", "classic-beginning"),
        ("poem", "hello 经典", "no-characters"),
    ],
)
def test_what_the_courses_network_cannot_do_is_explained_with_an_example_that_works(
    command: str, argument: str, key: str
):
    with pytest.raises(Misread) as misread:
        ask(command, argument)
    assert misread.value.key == key
    name, _, example = str(misread.value.arguments["example"]).removeprefix("/").partition(" ")
    assert ask(name, example)


@pytest.mark.parametrize(
    ("argument", "beginning"),
    [
        ("", ClassicRequest(first_line=COURSE_LINE)),
        ("开放 经典", ClassicRequest(first_line=COURSE_LINE, mode=Mode.OPEN)),
        ("争云夏日月", ClassicRequest(first_line="争云夏日月")),
        ("争云夏日月，山为斜好几。", ClassicRequest(first_line="争云夏日月")),
        ("月", ClassicRequest(character="月")),
    ],
)
def test_stages_are_compared_on_a_line_or_on_a_character(argument: str, beginning: ClassicRequest):
    assert ask_stages(argument) == beginning


@pytest.mark.parametrize(
    ("argument", "key"),
    [
        ("一夜东风入梦来", "classic-line"),
        ("明月", "classic-beginning"),
        ("山为斜好几 春雪", "classic-beginning"),
        ("山为斜好几 七绝", "classic-form"),
        ("hello", "no-characters"),
        ("山为斜好a", "not-han"),
    ],
)
def test_other_beginnings_of_stages_are_refused_with_an_example_that_works(argument: str, key: str):
    with pytest.raises(Misread) as misread:
        ask_stages(argument)
    assert misread.value.key == key
    assert ask_stages(str(misread.value.arguments["example"]).removeprefix("/stages"))


@pytest.mark.parametrize(
    "text",
    [
        "山为斜好几",
        "一夜东风入梦来。",
        "山为斜好几，峥嵘出半天。",
        "山为斜好几 开放",
        "山为斜好几 经典",
        "一夜东风入梦来 经典",
        "月 经典",
        "明月 经典",
        "春雪 经典",
    ],
)
def test_a_line_is_recognised(text: str):
    assert is_line(text)


@pytest.mark.parametrize("text", ["", "明月", "hello", "abcde", "开放", "经典", "一二三四五六", "明月 清风明月"])
def test_other_words_are_no_line(text: str):
    assert not is_line(text)


words = st.one_of(st.sampled_from([*FORMS, *MODES, *CLASSIC]), st.text(max_size=9), st.text("月花雪风", max_size=9))


@settings(max_examples=60)
@given(st.sampled_from(["poem", "acrostic", "theme"]), st.lists(words, max_size=4), st.sampled_from([" ", "\n", "，"]))
def test_anything_at_all_is_either_a_request_or_a_sentence(command: str, said: list[str], between: str):
    try:
        request = ask(command, between.join(said))
    except Misread:
        return
    assert type(request).from_json(request.to_json()) == request
