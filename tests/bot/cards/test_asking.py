"""What stands behind /card."""

import pytest

from bot.cards.asking import CardWords, Named
from bot.pictures.asking import Gallery
from bot.texts import Texts
from tests.conftest import PRESETS

WORDS = CardWords(Texts(), Gallery(PRESETS))


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("", Named()),
        ("夜色", Named("night")),
        ("夜色 水墨", Named("night", "水墨")),
        ("水墨", Named(style="水墨")),
        ("ink wash rice paper", Named("xuan", "水墨")),
        ("Night", Named("night")),
        ("大红大紫", None),
        ("夜色 大红大紫", None),
        ("床前明月光，疑是地上霜。", None),
    ],
)
def test_looks_and_presets_are_known_by_name(words: str, named: Named | None):
    assert WORDS.read(words) == named
