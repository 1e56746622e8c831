"""The course's corpus: joined text, frequency table, index table, windows."""

import pytest

from engines.poem.classic_corpus import ClassicCorpus, Tables, Windows, joined, prepare
from engines.poem.corpus_sources import Poem
from engines.poem.dataset import line_hash
from engines.requests import EngineError

ALL = "全部"


def poem(*lines, dynasty="唐"):
    return Poem("题", "某人", dynasty, lines)


SPRING = poem("春眠不觉晓", "处处闻啼鸟", "夜来风雨声", "花落知多少")


def parts(*poems, dynasty=ALL, held_out=()) -> ClassicCorpus:
    return prepare([SPRING, *poems], dynasty, frozenset(held_out))


def everything(corpus):
    return [*corpus.training, *corpus.validation, *corpus.examination]


def test_lines_get_back_their_commas_and_full_stops_and_poems_end_with_a_bracket():
    assert joined(everything(parts())) == "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。]"


@pytest.mark.parametrize(
    "other",
    [
        poem("朝辞白帝彩云间", "千里江陵一日还"),
        poem("春眠不觉晓", "处处闻啼鸟", "夜来风雨声"),
        poem("春眠不觉晓", "处处闻啼□"),
        poem("春眠不觉晓", "千里江陵一日还"),
    ],
)
def test_what_is_not_whole_couplets_of_five_characters_is_left_out(other):
    assert len(everything(parts(other))) == 1


def test_longer_poems_of_five_characters_belong_to_it():
    longer = poem(*SPRING.lines, "春江花月夜", "山中一片云")
    assert len(everything(parts(longer))) == 2


def test_a_poem_that_is_printed_twice_is_read_once():
    assert len(everything(parts(SPRING))) == 1


def test_only_the_dynasty_that_was_asked_for_is_read_unless_all_are():
    song = poem("山为斜好几", "水是去无穷", dynasty="宋")
    assert len(everything(parts(song, dynasty="唐"))) == 1
    assert len(everything(parts(song))) == 2
    with pytest.raises(EngineError, match="--dynasty 全部"):
        parts(song, dynasty="夏")


def test_poems_with_two_held_out_lines_are_the_examination():
    hashes = [line_hash(line) for line in ("山为斜好几", "水是去无穷")]
    other = poem("山为斜好几", "水是去无穷")
    corpus = parts(other, held_out=hashes)
    assert corpus.examination == ("山为斜好几，水是去无穷。",)
    assert len(corpus.training) == 1
    assert parts(other, held_out=hashes[:1]).examination == ()


def test_the_tables_count_punctuation_and_the_index_table_leaves_out_what_occurs_less_than_three_times():
    tables = Tables.of(("山山山水水，", "水，，花。"))
    assert (tables.poems, tables.frequencies) == (
        2,
        (("山", 3), ("水", 3), ("，", 3), ("。", 1), ("花", 1)),
    )
    assert tables.vocabulary.index == {"山": 0, "水": 1, "，": 2}
    assert tables.vocabulary.unknown_types == 2


def test_no_window_reaches_into_the_next_poem():
    text = "春眠不觉晓，处处"
    vocabulary = Tables.of((text * 3,)).vocabulary
    windows = Windows.of([text, "晓晓晓晓晓晓", "春眠不觉晓，处"], vocabulary)
    read, following = windows.at(windows.starts)
    assert [(vocabulary.decode(w), vocabulary.characters[f]) for w, f in zip(read, following, strict=True)] == [
        ("春眠不觉晓，", "处"),
        ("眠不觉晓，处", "处"),
        ("春眠不觉晓，", "处"),
    ]


def test_a_text_shorter_than_a_window_has_none():
    vocabulary = Tables.of(("春春春",)).vocabulary
    assert len(Windows.of(["春春春"], vocabulary).starts) == 0
