"""The contract between bot and engines."""

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.requests import (
    MAXIMUM_CANDIDATES,
    MAXIMUM_HEADS,
    MAXIMUM_THEME,
    MINIMUM_CANDIDATES,
    Departure,
    EngineError,
    Form,
    Mode,
    PoemRequest,
    PoemResult,
    han_only,
)

ROOT = Path(__file__).resolve().parents[2]
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


def han(low, high):
    return st.text(HAN, min_size=low, max_size=high)


BEGINNINGS = st.one_of(
    st.just({}),
    han(5, 5).map(lambda line: {"first_line": line}),
    han(7, 7).map(lambda line: {"first_line": line}),
    han(1, 1).map(lambda character: {"character": character}),
    han(2, MAXIMUM_HEADS).map(lambda heads: {"acrostic": heads}),
    st.just({"random_line": True}),
)
REQUESTS = st.builds(
    lambda beginning, **rest: PoemRequest(**beginning, **rest),
    BEGINNINGS,
    theme=st.none() | han(1, MAXIMUM_THEME),
    mode=st.sampled_from(Mode),
    seed=st.none() | st.integers(0, 2**31 - 1),
    candidates=st.integers(MINIMUM_CANDIDATES, MAXIMUM_CANDIDATES),
)

RESULT = PoemResult(
    lines=("山为斜好几", "水是去无穷", "白日依山尽", "黄河入海流"),
    form=Form.WUJUE,
    mode=Mode.OPEN,
    tones=("平中平仄仄", "仄仄仄平平", "仄仄平平仄", "平平仄仄平"),
    template=("？平平仄仄",) * 4,
    rhyme_group="一东",
    rhyme_tone="平",
    departures=(Departure(0, 1, "为", "first_line"),),
    score=-3.25,
    model="poem-1",
    seed=7,
    milliseconds=120.5,
    candidates=16,
    corpus_checked=True,
    theme="春雪",
    fixed=5,
)


@given(REQUESTS)
def test_a_request_survives_json_and_pickle(request):
    assert PoemRequest.from_json(request.to_json()) == request
    assert pickle.loads(pickle.dumps(request)) == request


def test_a_result_survives_json_and_pickle():
    assert PoemResult.from_json(RESULT.to_json()) == RESULT
    assert pickle.loads(pickle.dumps(RESULT)) == RESULT


def test_an_error_keeps_both_sentences_and_its_hope_when_pickled():
    copy = pickle.loads(pickle.dumps(EngineError("请再试一次", "please try again", retry=True)))
    assert (copy.sentence("zh"), copy.sentence("en"), copy.retry) == ("请再试一次", "please try again", True)


def test_the_text_of_a_poem_has_a_couplet_a_row_with_its_punctuation():
    assert RESULT.text == "山为斜好几，水是去无穷。\n白日依山尽，黄河入海流。"


def test_a_request_cannot_be_changed_once_made():
    with pytest.raises(FrozenInstanceError):
        PoemRequest().theme = "春雪"


def test_spaces_and_punctuation_of_any_width_are_forgiven():
    assert PoemRequest(first_line=" 山为 斜好几。").first_line == "山为斜好几"
    assert PoemRequest(acrostic="争，云,夏！日").acrostic == "争云夏日"


@given(han(1, 10), st.sampled_from("，。,. 　！?《》「」~"))
def test_no_punctuation_is_left_beside_the_characters(text, mark):
    assert han_only(mark.join(["", *text, ""])) == han_only(text)


@pytest.mark.parametrize(
    ("request_", "form"),
    [
        (PoemRequest(), Form.WUJUE),
        (PoemRequest(first_line="山为斜好几"), Form.WUJUE),
        (PoemRequest(first_line="朝辞白帝彩云间"), Form.QIJUE),
        (PoemRequest(first_line="朝辞白帝彩云间", form=Form.QILV), Form.QILV),
        (PoemRequest(acrostic="争云夏日"), Form.WUJUE),
        (PoemRequest(acrostic="春夏秋冬日"), Form.WULV),
        (PoemRequest(theme="春雪", form=Form.QIJUE), Form.QIJUE),
    ],
)
def test_the_form_follows_from_what_is_asked(request_, form):
    assert request_.resolved_form == form


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"first_line": "山"}, "山为斜好几"),
        ({"first_line": ""}, "山为斜好几"),
        ({"first_line": "朝辞白帝彩云间", "form": Form.WUJUE}, "五绝"),
        ({"character": "明月"}, "月"),
        ({"acrostic": "争"}, "争云夏日"),
        ({"acrostic": "春夏秋冬日月山川风"}, "争云夏日"),
        ({"acrostic": "春夏秋冬日", "form": Form.QIJUE}, "五律"),
        ({"theme": ""}, "春雪"),
        ({"theme": "雪" * (MAXIMUM_THEME + 1)}, "春雪"),
        ({"first_line": "山为斜好几", "acrostic": "争云夏日"}, "山为斜好几"),
        ({"character": "月", "random_line": True}, "山为斜好几"),
        ({"candidates": MINIMUM_CANDIDATES - 1}, str(MINIMUM_CANDIDATES)),
        ({"candidates": MAXIMUM_CANDIDATES + 1}, str(MINIMUM_CANDIDATES)),
    ],
)
def test_what_cannot_be_written_is_refused_in_two_languages_with_what_would_work(asked, named):
    with pytest.raises(EngineError) as caught:
        PoemRequest(**asked)
    assert named in caught.value.zh
    assert named in caught.value.en
    assert "\n" not in caught.value.zh + caught.value.en
    assert not caught.value.retry


@pytest.mark.parametrize("name", ["first_line", "character", "acrostic", "theme"])
def test_a_character_that_is_not_chinese_is_named_in_the_answer(name):
    with pytest.raises(EngineError, match="“か”"):
        PoemRequest(**{name: "か山"})


@given(st.sampled_from(Form))
def test_a_form_is_found_by_its_sizes(form):
    assert Form.of(form.line_length, form.line_count) is form


def test_sizes_of_no_form_are_refused():
    with pytest.raises(ValueError, match="6 characters"):
        Form.of(6, 4)


def test_the_contract_needs_no_numeric_library():
    script = "import sys, engines.requests; print({'numpy', 'tensorflow', 'keras'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_an_error_is_chinese_in_either_script():
    error = EngineError("太生僻", "too rare")
    assert [error.sentence(language) for language in ("zh", "zh-hant", "en", "en-hant")] == [
        "太生僻",
        "太生僻",
        "too rare",
        "too rare",
    ]


def test_each_mode_knows_the_next_bolder_and_tamer_one():
    assert [mode.bolder for mode in (Mode.CONSERVATIVE, Mode.NORMAL, Mode.OPEN)] == [Mode.NORMAL, Mode.OPEN, None]
    assert [mode.tamer for mode in (Mode.CONSERVATIVE, Mode.NORMAL, Mode.OPEN)] == [
        None,
        Mode.CONSERVATIVE,
        Mode.NORMAL,
    ]
