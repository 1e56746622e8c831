from itertools import islice

import numpy as np
import pytest

from engines.poem import dataset
from engines.poem.corpus_sources import Poem
from engines.requests import Form


def made_up(lines: int, length: int, start: int) -> tuple[str, ...]:
    """Lines of consecutive characters: distinct poems for distinct starts."""
    return tuple("".join(chr(0x4E00 + start + i * length + j) for j in range(length)) for i in range(lines))


def poem(lines: tuple[str, ...], title: str = "题") -> Poem:
    return Poem(title, "无名", "唐", lines)


def test_only_the_four_forms_are_kept_and_each_poem_once():
    kept = list(
        dataset.regulated(
            [
                poem(made_up(4, 5, 0)),
                poem(made_up(4, 5, 0), "另一题"),
                poem(made_up(8, 7, 100)),
                poem(made_up(6, 5, 300)),
                poem((*made_up(3, 5, 400), "七个汉字的一句")),
                poem(("□个字没了", *made_up(3, 5, 500))),
            ]
        )
    )
    assert [p.form for p in kept] == [Form.WUJUE, Form.QILV]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("春雪", "春雪"),
        ("杂诗三首 其二", "杂诗"),
        ("春日（一作早春）", "春日"),
        ("送人·之二", "送人之二"),
        ("《咏竹》", "咏竹"),
    ],
)
def test_a_title_loses_numbers_and_notes(printed: str, plain: str):
    assert dataset.plain_title(printed) == plain


def test_a_poem_with_two_held_out_lines_is_the_examination_and_with_one_is_not():
    two, one = made_up(4, 5, 0), made_up(4, 5, 100)
    held_out = frozenset(map(dataset.line_hash, [*two[:2], one[3]]))
    parts = dataset.split(dataset.regulated([poem(two), poem(one)]), held_out)
    assert [p.lines for p in parts.examination] == [two]
    assert [p.lines for p in parts.training + parts.validation] == [one]


def test_no_training_poem_shares_two_lines_with_a_validation_poem():
    poems = [poem(made_up(4, 5, 20 * i)) for i in range(400)]
    first = dataset.split(dataset.regulated(poems), frozenset())
    assert 0 < len(first.validation) < 40
    chosen = first.validation[0].lines
    edition = poem((made_up(1, 5, 9000)[0], *chosen[1:]))
    again = dataset.split(dataset.regulated([*poems, edition]), frozenset())
    assert edition.lines not in [p.lines for p in again.training]


def test_the_split_does_not_depend_on_the_order_of_poems():
    poems = list(dataset.regulated(poem(made_up(4, 5, 20 * i)) for i in range(300)))
    forwards, backwards = dataset.split(poems, frozenset()), dataset.split(poems[::-1], frozenset())
    assert {p.lines for p in forwards.validation} == {p.lines for p in backwards.validation}


def test_every_poem_of_a_form_is_drawn_once_before_any_is_drawn_again():
    poems = list(dataset.regulated(poem(made_up(4, 5, 20 * i)) for i in range(30)))
    index = {chr(0x4E00 + i): i for i in range(700)}
    arrays = dataset.as_arrays(poems, index, unknown=700)
    drawn = islice(dataset.batches(arrays, characters=100, seed=1), 6)
    firsts = np.concatenate([batch.poems[:, 0] for batch in drawn])
    assert len(firsts) == 30
    assert len(set(firsts.tolist())) == 30


def test_batches_come_with_and_without_titles():
    poems = list(dataset.regulated(poem(made_up(4, 5, 20 * i), "山月") for i in range(30)))
    arrays = dataset.as_arrays(poems, {"山": 0, "月": 1}, unknown=2)
    drawn = list(islice(dataset.batches(arrays, characters=100, seed=1), 20))
    titles = [batch.titles for batch in drawn if batch.titles is not None]
    assert 0 < len(titles) < 20
    assert titles[0][0].tolist() == [0, 1, -1, -1, -1, -1, -1, -1]
