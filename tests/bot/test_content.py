"""Long texts in several messages."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import split, units


def test_a_short_text_stays_whole():
    assert split("山为斜好几") == ["山为斜好几"]


def test_a_text_is_cut_between_rows():
    assert split("一二三\n四五六\n七八九", 8) == ["一二三\n四五六", "七八九"]


def test_open_tags_are_closed_and_opened_again():
    pieces = split("<b>" + "\n".join(["诗" * 9] * 4) + "</b>", 30)
    assert len(pieces) > 1
    for piece in pieces:
        assert piece.startswith("<b>") and piece.endswith("</b>")


def test_length_counts_utf_16_units():
    assert units("龘𠮷") == 3
    assert [units(piece) for piece in split("𠮷" * 10, 8)] == [8, 8, 4]


rows = st.lists(st.text("诗a&𠮷 ", max_size=30), max_size=12)


@settings(max_examples=60)
@given(rows, st.sampled_from(["<b>{}</b>", '<pre><code class="x">{}</code></pre>', "{}"]))
def test_no_piece_is_too_long_and_nothing_is_lost(rows: list[str], frame: str):
    text = frame.format("\n".join(rows).replace("&", "&amp;"))
    pieces = split(text, 100)
    assert all(units(piece) <= 100 for piece in pieces)
    assert all(not re.search(r"&(?!amp;)", piece) for piece in pieces)

    def bare(text: str) -> str:
        return re.sub(r"<[^>]*>|\n", "", text)

    assert bare("".join(pieces)) == bare(text)
