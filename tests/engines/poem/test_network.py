import numpy as np
import pytest

from engines.poem import weights
from engines.poem.network import TITLE_LENGTH, slot_distances, slot_lines
from engines.requests import Form


def poems(form: Form, count: int, vocabulary: int, seed: int = 0) -> np.ndarray:
    shape = (count, form.line_count * form.line_length)
    return np.random.default_rng(seed).integers(0, vocabulary, shape).astype(np.int32)


def test_a_slot_knows_its_line_and_the_distance_to_the_lines_end():
    assert slot_lines(Form.WUJUE)[[0, 4, 5, 19]].tolist() == [0, 0, 1, 3]
    assert slot_distances(Form.QIJUE)[[0, 6, 7]].tolist() == [6, 0, 6]


@pytest.mark.parametrize("form", Form)
def test_a_slot_sees_nothing_of_itself_and_what_follows(small: weights.TrainedPoemNetwork, form: Form):
    written = poems(form, 2, 300)
    changed = written.copy()
    changed[:, 9:] = (changed[:, 9:] + 7) % 300
    before, after = small.network(written, form=form), small.network(changed, form=form)
    np.testing.assert_allclose(before[:, :10], after[:, :10], atol=1e-4)
    assert np.abs(before[:, 10:] - after[:, 10:]).max() > 0.1


def test_an_empty_title_is_no_title(small: weights.TrainedPoemNetwork):
    written = poems(Form.WUJUE, 2, 300)
    empty = np.full((2, TITLE_LENGTH), -1, np.int32)
    np.testing.assert_allclose(
        small.network(written, empty, form=Form.WUJUE), small.network(written, form=Form.WUJUE), atol=1e-4
    )


def test_a_title_changes_what_is_expected(small: weights.TrainedPoemNetwork):
    written = poems(Form.WUJUE, 1, 300)
    title = np.array([[4, 9, *[-1] * 6]], np.int32)
    other = np.array([[5, 9, *[-1] * 6]], np.int32)
    difference = small.network(written, title, form=Form.WUJUE) - small.network(written, other, form=Form.WUJUE)
    assert np.abs(difference).max() > 0.1


def test_saved_weights_come_back_with_their_vocabulary_to_float16(small: weights.TrainedPoemNetwork, tmp_path):
    weights.save(small, tmp_path / "small.npz")
    loaded = weights.load((tmp_path / "small.npz").read_bytes())
    assert loaded.vocabulary == small.vocabulary
    assert loaded.rhyme_groups == small.rhyme_groups
    written = poems(Form.WUJUE, 2, 300)
    np.testing.assert_allclose(
        loaded.network(written, form=Form.WUJUE), small.network(written, form=Form.WUJUE), rtol=0.02, atol=0.1
    )


def test_weights_of_another_shape_are_refused(small: weights.TrainedPoemNetwork, tmp_path):
    weights.save(small, tmp_path / "small.npz")
    with np.load(tmp_path / "small.npz") as arrays:
        fewer = {name: arrays[name] for name in arrays.files if not name.endswith("line_embedding")}
    np.savez(tmp_path / "fewer.npz", **fewer)
    with pytest.raises(ValueError, match="another network"):
        weights.load((tmp_path / "fewer.npz").read_bytes())
