"""Where the characters of a card stand."""

import itertools

import pytest

from bot.cards.layout import HEIGHT, WIDTH, Card, Glyph, Page, columns_of, lay_out
from engines.requests import MAXIMUM_THEME, Form, PoemRequest
from tests.fakes import poem

TITLES = (None, "春", "春雪", "题" * MAXIMUM_THEME)
MARGIN = 40  # pixels that stay empty all around


def card(form: Form, title: str | None = "春雪", seal: str = "张三", *, tones: bool = False) -> Card:
    written = poem(PoemRequest(form=form))
    return Card(written.lines, title, form.value, seal, written.tones if tones else ())


def columns(glyphs: tuple[Glyph, ...]) -> list[str]:
    """The columns as one reads them: from right to left, each from top to bottom."""
    lefts = sorted({glyph.left for glyph in glyphs}, reverse=True)
    return ["".join(g.character for g in sorted(glyphs, key=lambda g: g.top) if g.left == left) for left in lefts]


def squares(page: Page) -> list[tuple[float, float, float, float]]:
    glyphs = (*page.poem, *page.title, *page.form)
    seal = (page.seal.left, page.seal.top, page.seal.right, page.seal.bottom)
    return [*((g.left, g.top, g.left + g.size, g.top + g.size) for g in glyphs), seal]


def overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("form", Form)
def test_the_poem_is_read_in_columns_from_right_to_left(form: Form):
    asked = card(form)
    assert columns(lay_out(asked).poem) == ["".join(column) for column in columns_of(asked.lines)]


def test_a_quatrain_has_a_column_a_line_and_a_longer_poem_a_column_a_couplet():
    assert len(columns(lay_out(card(Form.QIJUE)).poem)) == 4
    assert [len(column) for column in columns(lay_out(card(Form.QILV)).poem)] == [14] * 4


def test_between_the_lines_of_a_couplet_is_more_room_than_within_them():
    first = [glyph.top for glyph in lay_out(card(Form.WULV)).poem[:10]]
    steps = [round(b - a, 3) for a, b in itertools.pairwise(first)]
    assert steps[4] > 1.3 * steps[0]
    assert len({step for i, step in enumerate(steps) if i != 4}) == 1


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("seal", ["张", "张三", "李清照", "东坡居士"])
@pytest.mark.parametrize("on_picture", [False, True])
@pytest.mark.parametrize("tones", [False, True])
def test_everything_is_on_the_card_and_nothing_on_anything_else(form, title, seal, on_picture, tones):
    page = lay_out(card(form, title, seal, tones=tones), on_picture=on_picture)
    for left, top, right, bottom in squares(page):
        assert left >= MARGIN
        assert top >= MARGIN
        assert right <= WIDTH - MARGIN
        assert bottom <= HEIGHT - MARGIN
    assert not [pair for pair in itertools.combinations(squares(page), 2) if overlap(*pair)]
    marks = [(t.x - t.radius, t.y - t.radius, t.x + t.radius, t.y + t.radius) for t in page.tones]
    assert not [m for m in marks for square in squares(page) if overlap(m, square)]


def test_title_stands_right_of_the_poem_and_form_and_seal_left_of_it_the_seal_lowest():
    page = lay_out(card(Form.WUJUE))
    assert min(g.left for g in page.title) > max(g.left + g.size for g in page.poem)
    assert page.seal.right < min(g.left for g in page.poem)
    assert max(g.top + g.size for g in page.form) < page.seal.top
    assert all(g.size < page.poem[0].size for g in (*page.title, *page.form))


def test_a_long_title_takes_several_columns_of_nearly_one_length():
    page = lay_out(card(Form.WUJUE, "题" * MAXIMUM_THEME))
    lengths = [len(column) for column in columns(page.title)]
    assert len(lengths) > 1
    assert sum(lengths) == MAXIMUM_THEME
    assert max(lengths) - min(lengths) <= 1


def test_tone_marks_stand_beside_their_characters_and_none_where_the_tone_is_unknown():
    lines = ("山为斜好几", "花开不见人")
    page = lay_out(Card(lines, tones=("平平平仄？", "中平仄仄平")))
    assert [t.tone for t in page.tones] == list("平平平仄中平仄仄平")
    first, mark = page.poem[0], page.tones[0]
    assert mark.x > first.left + first.size
    assert mark.y == first.top + first.size / 2


def test_the_same_poem_is_smaller_on_a_picture():
    assert lay_out(card(Form.WUJUE), on_picture=True).poem[0].size < lay_out(card(Form.WUJUE)).poem[0].size


@pytest.mark.parametrize("lines", [(), ("山",) * 17, ("山" * 13,)])
def test_what_no_card_has_room_for_is_refused(lines: tuple[str, ...]):
    with pytest.raises(ValueError, match="don't make a card"):
        lay_out(Card(lines))


@pytest.mark.parametrize(("count", "length"), [(1, 2), (2, 12), (3, 7), (5, 5), (6, 12), (16, 12)])
def test_verse_of_other_shapes_has_room_too(count: int, length: int):
    asked = Card(("山" * length,) * count, "题" * MAXIMUM_THEME, tones=("平" * length,) * count)
    for on_picture in (False, True):
        assert len(lay_out(asked, on_picture=on_picture).poem) == count * length
