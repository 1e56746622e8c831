"""Whether a theme is treated: its poem must be found among the poems of ten themes.

    found(scores)     # scores (10, 10): themes by poems; the share of themes that prefer their own poem

Two judges. The network's own likelihood is the one that the project promises by. The other has read nothing but which
characters stand in old poems whose titles have the theme in them (naive Bayes), so that the network does not only judge
itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.poem.dataset import RegulatedPoem, title_indices
from engines.poem.likelihood import Likelihood
from engines.poem.measures import FORM, Lines
from engines.poem.vocabulary import Vocabulary

# What people write poems about; five tens, each mixed of seasons, places, partings, plants and moods.
THEMES = (
    ("春雪", "送别", "边塞", "梅花", "山寺", "思乡", "渔父", "七夕", "登高", "饮酒"),
    ("明月", "秋思", "田家", "牡丹", "江上", "落花", "寒食", "听琴", "老马", "隐者"),
    ("夜雨", "采莲", "长城", "菊花", "舟中", "怀古", "闺怨", "早行", "读书", "白鹭"),
    ("中秋", "柳", "瀑布", "送友人", "除夕", "竹", "渡口", "病中", "雁", "宫词"),
    ("元日", "荷花", "洞庭", "从军", "蝉", "西湖", "樵夫", "秋夜", "赠僧", "桃源"),
)

# Characters of all poems, in proportion, that are mixed into a theme's own before anything is said of it: a theme with
# a hundred poems of twenty characters is believed two thirds, and one without any says nothing.
PRIOR = 1000.0


def found(scores: NDArray[np.float64]) -> float:
    """scores: (themes, poems), poem i written to theme i: the share of themes whose own poem scores highest, 0–1."""
    return float((scores.argmax(axis=1) == np.arange(len(scores))).mean())


def likelihoods(
    themes: Sequence[str], poems: Sequence[Lines], likelihood: Likelihood, vocabulary: Vocabulary
) -> NDArray[np.float64]:
    """Log-probability of every poem under every theme, (themes, poems) nats, by the network."""
    encoded = np.array([vocabulary.encode("".join(poem)) for poem in poems], np.int32)
    rows = []
    for theme in themes:
        titles = np.array([title_indices(theme, vocabulary.index)] * len(poems), np.int32)
        rows.append(likelihood.log_probabilities(FORM, encoded, titles).sum(axis=1, dtype=np.float64))
    return np.stack(rows)


@dataclass(frozen=True)
class Counts:
    """How often characters stand in poems whose titles have a theme in them, and in all poems."""

    of_theme: dict[str, Counter[str]]
    of_all: Counter[str]

    @classmethod
    def of(cls, poems: Iterable[RegulatedPoem], themes: Sequence[str]) -> Counts:
        """Counts over a collection."""
        of_theme: dict[str, Counter[str]] = {theme: Counter() for theme in themes}
        of_all: Counter[str] = Counter()
        for poem in poems:
            characters = "".join(poem.lines)
            of_all.update(characters)
            for theme in themes:
                if theme in poem.title:
                    of_theme[theme].update(characters)
        return cls(of_theme, of_all)

    def scores(self, themes: Sequence[str], poems: Sequence[Lines]) -> NDArray[np.float64]:
        """How much likelier a theme makes a poem's characters than all poems do: (themes, poems), nats a character."""
        total = sum(self.of_all.values())
        rows = []
        for theme in themes:
            counts = self.of_theme[theme]
            size = sum(counts.values())

            def odds(character: str, counts: Counter[str] = counts, size: int = size) -> float:
                prior = (self.of_all[character] + 1) / (total + 1)
                return float(np.log((counts[character] + PRIOR * prior) / (size + PRIOR) / prior))

            rows.append([np.mean([odds(c) for c in "".join(poem)]) for poem in poems])
        return np.array(rows)
