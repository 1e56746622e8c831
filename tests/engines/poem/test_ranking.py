import numpy as np
import pytest

from engines.poem.ranking import Candidate, coherent, ranked, repeated

PLAIN = ("春眠不觉晓", "处处闻啼鸟")
OTHER = ("云山千万里", "明月照高楼")
NONE = np.zeros(2)


def test_a_likelier_candidate_comes_first():
    scores = np.array([[-4.0] * 10, [-3.0] * 10], np.float32)
    best = ranked([PLAIN, OTHER], scores, np.zeros_like(scores), np.ones(scores.shape, bool), NONE)
    assert [c.number for c in best] == [1, 0]


def test_a_candidate_that_treats_the_theme_beats_a_likelier_one_that_would_suit_any():
    scores = np.array([[-3.5] * 10, [-3.4] * 10], np.float32)
    relevance = np.array([[0.5] * 10, [0.0] * 10], np.float32)
    best = ranked([PLAIN, OTHER], scores, relevance, np.ones(scores.shape, bool), NONE)
    assert best[0].number == 0


def test_given_characters_do_not_count():
    scores = np.array([[-20.0] * 5 + [-3.0] * 5, [-4.0] * 10], np.float32)
    free = np.array([[False] * 5 + [True] * 5, [True] * 10])
    best = ranked([PLAIN, OTHER], scores, np.zeros_like(scores), free, NONE)
    assert best[0].number == 0
    assert best[0].score == pytest.approx(-3.0)


def test_a_reduplication_is_no_repeat():
    assert repeated(("处处闻啼鸟",)) == 0
    assert repeated(("处处闻啼鸟", "鸟鸣山更幽")) == 1


def test_parallel_couplets_win_over_a_slightly_likelier_candidate():
    scores = np.array([[-3.1] * 10, [-3.0] * 10], np.float32)
    best = ranked([PLAIN, OTHER], scores, np.zeros_like(scores), np.ones(scores.shape, bool), np.array([0.12, 0.02]))
    assert best[0].number == 0


def test_a_poem_whose_parts_belong_together_wins_on_the_shortlist():
    shortlist = [Candidate(4, PLAIN, -3.0), Candidate(7, OTHER, -3.1)]
    assert coherent(shortlist, np.array([0.4, 0.4])).number == 4
    best = coherent(shortlist, np.array([0.1, 0.5]))
    assert best.number == 7
    assert best.score > -3.1
