import numpy as np
import pytest

from engines.poem.ranking import ranked, repeated

PLAIN = ("春眠不觉晓", "处处闻啼鸟")
OTHER = ("云山千万里", "明月照高楼")


def test_a_likelier_candidate_comes_first():
    scores = np.array([[-4.0] * 10, [-3.0] * 10], np.float32)
    best = ranked([PLAIN, OTHER], scores, np.zeros_like(scores), np.ones(scores.shape, bool))
    assert [c.number for c in best] == [1, 0]


def test_a_candidate_that_treats_the_theme_beats_a_likelier_one_that_would_suit_any():
    scores = np.array([[-3.5] * 10, [-3.4] * 10], np.float32)
    relevance = np.array([[0.5] * 10, [0.0] * 10], np.float32)
    best = ranked([PLAIN, OTHER], scores, relevance, np.ones(scores.shape, bool))
    assert best[0].number == 0


def test_given_characters_do_not_count():
    scores = np.array([[-20.0] * 5 + [-3.0] * 5, [-4.0] * 10], np.float32)
    free = np.array([[False] * 5 + [True] * 5, [True] * 10])
    best = ranked([PLAIN, OTHER], scores, np.zeros_like(scores), free)
    assert best[0].number == 0
    assert best[0].score == pytest.approx(-3.0)


def test_a_reduplication_is_no_repeat():
    assert repeated(("处处闻啼鸟",)) == 0
    assert repeated(("处处闻啼鸟", "鸟鸣山更幽")) == 1
