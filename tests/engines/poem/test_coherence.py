import numpy as np
import pytest

from engines.poem.coherence import coherence
from engines.poem.likelihood import Likelihood
from engines.requests import Form


def poems(small, form, count, seed):
    size = form.line_count * form.line_length
    return np.random.default_rng(seed).integers(0, small.vocabulary.size - 1, (count, size)).astype(np.int32)


@pytest.mark.parametrize("form", [Form.WUJUE, Form.QILV])
def test_it_is_how_much_likelier_the_rest_is_after_its_own_beginning_than_after_others(small, form):
    likelihood = Likelihood(small.network)
    own, others = poems(small, form, 3, 1), poems(small, form, 2, 2)
    alone = likelihood.log_probabilities(form, own)
    found = coherence(likelihood, form, own, alone, others)
    line, half = form.line_length, form.line_count * form.line_length // 2
    expected = []
    for beginning in (line, half):
        gains = []
        for other in others:
            changed = own[0].copy()
            changed[:beginning] = other[:beginning]
            gain = alone[0] - likelihood.log_probabilities(form, changed[None])[0]
            gains.append([g for i, g in enumerate(gain) if i >= beginning and i % line != line - 1])
        expected.append(np.mean(gains))
    assert found.shape == (3,)
    assert found[0] == pytest.approx(np.mean(expected), abs=1e-4)


def test_a_poem_beside_its_own_beginning_gains_nothing(small):
    likelihood = Likelihood(small.network)
    own = poems(small, Form.WUJUE, 1, 1)
    alone = likelihood.log_probabilities(Form.WUJUE, own)
    assert coherence(likelihood, Form.WUJUE, own, alone, own) == pytest.approx([0], abs=1e-5)


def test_many_poems_are_weighed_as_one_is(small):
    likelihood = Likelihood(small.network)
    own, others = poems(small, Form.WUJUE, 40, 1), poems(small, Form.WUJUE, 2, 2)
    alone = likelihood.log_probabilities(Form.WUJUE, own)
    together = coherence(likelihood, Form.WUJUE, own, alone, others)
    single = coherence(likelihood, Form.WUJUE, own[:1], alone[:1], others)
    assert together[0] == pytest.approx(single[0], abs=1e-4)
