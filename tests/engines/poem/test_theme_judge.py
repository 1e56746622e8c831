import numpy as np
import pytest

from engines.poem.dataset import RegulatedPoem
from engines.poem.likelihood import Likelihood
from engines.poem.theme_judge import THEMES, Counts, found, likelihoods
from engines.requests import Form

SNOW = ("千山鸟飞绝", "万径人踪灭", "孤舟蓑笠翁", "独钓寒江雪")
MOON = ("床前明月光", "疑是地上霜", "举头望明月", "低头思故乡")


def test_a_theme_is_found_when_its_own_poem_scores_highest():
    assert found(np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 2.0], [0.0, 0.0, 3.0]])) == pytest.approx(2 / 3)


def test_the_judge_that_counts_prefers_the_poem_with_characters_of_the_titles_poems():
    poems = [
        RegulatedPoem(Form.WUJUE, "江雪", ("雪雪雪寒江", "寒江雪寒江", "江雪寒雪江", "江雪江寒雪")),
        RegulatedPoem(Form.WUJUE, "望明月", ("明月思故乡", "明月望故乡", "明月光故乡", "明月光思乡")),
    ]
    counts = Counts.of(poems, ["雪", "明月"])
    scores = counts.scores(["雪", "明月"], [SNOW, MOON])
    assert found(scores) == 1
    assert found(scores[::-1]) == 0


def test_a_theme_that_no_title_has_is_undecided():
    counts = Counts.of([RegulatedPoem(Form.WUJUE, "江雪", SNOW)], ["火车"])
    assert counts.scores(["火车"], [SNOW, MOON]) == pytest.approx(np.zeros((1, 2)))


def test_every_theme_weighs_every_poem_as_the_network_does_with_that_title(small):
    likelihood = Likelihood(small.network)
    known = small.vocabulary.characters
    poems = [tuple(known[i : i + 5] for i in range(start, start + 20, 5)) for start in (0, 40)]
    themes = [known[100:102], known[200]]
    scores = likelihoods(themes, poems, likelihood, small.vocabulary)
    assert scores.shape == (2, 2)
    assert (scores < 0).all()
    assert not np.allclose(scores[0], scores[1])
    again = likelihoods(themes[::-1], poems, likelihood, small.vocabulary)
    assert again[::-1] == pytest.approx(scores, rel=1e-5)


def test_themes_come_in_tens_and_none_comes_twice():
    assert all(len(ten) == 10 for ten in THEMES)
    assert len({theme for ten in THEMES for theme in ten}) == 10 * len(THEMES)
