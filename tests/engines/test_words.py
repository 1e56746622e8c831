"""Words that don't belong in a group, found however they are written, and their list as its owner edits it."""

import logging
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines import places
from engines.requests import EngineError
from engines.requests.words import FILE, WordFile, WordList

LIST = WordList.of("王八蛋\n幹你娘\n傻B\n山月\n忍\nfuck\nson of a bitch\n")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("你这个王八蛋", "王八蛋"),
        ("王 八　蛋", "王八蛋"),
        ("王、八……蛋！", "王八蛋"),
        ("王\n八\n蛋", "王八蛋"),
        ("王\u200b八\ufe0f🌙蛋", "王八蛋"),
        ("干你娘", "干你娘"),
        ("幹你娘", "干你娘"),
        ("乾 你 娘", "干你娘"),
        ("傻b", "傻b"),
        ("傻Ｂ", "傻b"),
        ("百忍成金", "忍"),
        ("Fuck!", "fuck"),
        ("ＦＵＣＫ", "fuck"),
        ("f.u*c-k", "f.u*c-k"),
        ("f_u_c_k", "f_u_c_k"),
        ("fuck你", "fuck"),
        ("你fuck你", "fuck"),
        ("Son  of\na bitch.", "son  of\na bitch"),
    ],
)
def test_a_word_is_found_in_either_script_and_through_spaces_and_punctuation(text: str, word: str):
    assert LIST.found(text) == word


@pytest.mark.parametrize(
    "text", ["", "，。！", "王八", "蛋王八", "八王蛋", "fucking", "Scunfuck", "f u c k", "ofuck9", "fück"]
)
def test_what_only_resembles_a_word_is_none(text: str):
    assert LIST.found(text) is None


def test_a_traditional_list_and_a_simplified_one_are_the_same():
    assert WordList.of("風騷\n餘孽") == WordList.of("风骚\n余孽")


def test_comments_blank_rows_and_rows_without_a_letter_are_no_words():
    listed = WordList.of("\ufeff# 说明\n\n  王八蛋  # 骂人\n   \n！！\n# fuck\n".removeprefix("\ufeff"))
    assert listed.words == {"王八蛋"}
    assert listed.found("！！ fuck 说明 # ") is None


def test_an_empty_list_finds_nothing():
    assert WordList.of("").found("王八蛋 fuck") is None
    assert WordList.of("").found_in(["王八蛋", "fuck"]) is None


@pytest.mark.parametrize(
    "lines",
    [
        ("清风山月里", "独坐幽篁中"),
        ("独坐见空山", "月出惊山鸟"),
        ("独坐见空山，", "月出惊山鸟。"),
        ("山光悦鸟性", "月出惊山鸟"),
        ("深林独坐山", "深林来照月"),
        ("深林独坐山，", "深林来照月。"),
        ("", "山光悦鸟性", "", "月出惊山鸟"),
    ],
)
def test_verse_is_read_along_across_and_down(lines: tuple[str, ...]):
    assert LIST.found_in(lines) == "山月"


def test_verse_is_not_read_backwards_or_by_fragments():
    assert LIST.found_in(["月出惊人山", "清风拂月明"]) is None
    assert LIST.found_in([]) is None


@given(st.text(max_size=40))
def test_any_text_can_be_looked_through(text: str):
    LIST.found_in([text, LIST.found(text) or ""])


@given(st.text(st.characters(categories=["P", "Z", "Cf"]), max_size=3))
def test_nothing_without_a_letter_hides_a_word(between: str):
    assert LIST.found(between.join("王八蛋")) == "王八蛋"


def test_an_edit_is_taken_up_at_once(tmp_path: Path):
    file = tmp_path / "words.txt"
    file.write_text("王八蛋\n", encoding="utf-8")
    kept = WordFile(file)
    assert kept.current() is kept.current()
    file.write_text("王八蛋\n山月\n", encoding="utf-8")
    assert kept.current().found("山月") == "山月"


def test_an_editor_that_puts_another_file_in_its_place_is_noticed(tmp_path: Path):
    file, draft = tmp_path / "words.txt", tmp_path / "draft"
    file.write_text("王八蛋", encoding="utf-8")
    kept = WordFile(file)
    draft.write_text("清风夜", encoding="utf-8")
    os.utime(draft, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    draft.replace(file)
    assert kept.current().found("清风夜") == "清风夜"


def test_while_the_list_cannot_be_read_the_last_one_goes_on_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    file = tmp_path / "words.txt"
    file.write_text("王八蛋", encoding="utf-8")
    kept = WordFile(file)
    file.unlink()
    with caplog.at_level(logging.WARNING):
        assert kept.current().found("王八蛋") == "王八蛋"
        kept.current()
    assert [str(file) in message for message in caplog.messages] == [True]
    file.write_bytes("王八蛋".encode("gbk"))
    assert kept.current().found("王八蛋") == "王八蛋"
    file.write_text("清风", encoding="utf-8-sig")
    assert kept.current().words == {"清风"}


def test_a_list_whose_permissions_are_put_right_is_taken_up_and_the_log_warns_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "words.txt"
    file.write_text("王八蛋", encoding="utf-8")
    kept = WordFile(file)
    file.write_text("清风明月", encoding="utf-8")

    def forbidden(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_text", forbidden)
        assert kept.current().words == kept.current().words == {"王八蛋"}
    assert len(caplog.messages) == 1
    assert kept.current().words == {"清风明月"}


@pytest.mark.parametrize("content", [None, "王八蛋".encode("gbk")])
def test_a_list_that_cannot_be_read_at_first_is_named_with_its_setting(tmp_path: Path, content: bytes | None):
    file = tmp_path / "words.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EngineError) as error:
        WordFile(file)
    for sentence in (error.value.zh, error.value.en):
        assert sentence.startswith("WORD_LIST")
        assert str(file) in sentence
        assert "UTF-8" in sentence


def test_the_engines_read_the_list_that_the_setting_names(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("WORD_LIST", raising=False)
    assert places.word_list() == FILE
    monkeypatch.setenv("WORD_LIST", "var/words.txt")
    assert places.word_list() == places.ROOT / "var" / "words.txt"
    monkeypatch.setenv("HOME", "/zhang")
    monkeypatch.setenv("WORD_LIST", "~/words.txt")
    assert places.word_list() == Path("/zhang/words.txt")


def test_the_list_that_comes_along_is_found_in_no_poem_that_everybody_knows():
    shipped = WordList.read(FILE)
    poems = [
        "床前明月光，疑是地上霜。举头望明月，低头思故乡。",
        "云想衣裳花想容，春风拂槛露华浓。若非群玉山头见，会向瑶台月下逢。",
        "烟笼寒水月笼沙，夜泊秦淮近酒家。商女不知亡国恨，隔江犹唱后庭花。",
        "十年一觉扬州梦，赢得青楼薄幸名。",
        "山阴道士如相见，应写黄庭换白鹅。",
    ]
    assert [shipped.found_in(poem.replace("。", "，").split("，")) for poem in poems] == [None] * len(poems)
    assert 30 <= len(shipped.words) <= 100


def test_every_word_of_the_list_that_comes_along_is_found_as_it_stands():
    shipped = WordList.read(FILE)
    assert all(shipped.found(f"，{word}。") for word in shipped.words)
