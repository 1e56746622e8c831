import math

import numpy as np
import pytest

from engines.poem import weights
from engines.poem.evaluate import examine, read_rows
from engines.poem.likelihood import Likelihood
from engines.poem.vocabulary import Vocabulary
from engines.requests import EngineError, Form


def write(tmp_path, *rows: str):
    path = tmp_path / "poems.tsv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_rows_are_read_with_their_form(tmp_path):
    path = write(
        tmp_path, "5\t题\t山山山山山|月月月月月|云云云云云|水水水水水", "", "7\t\t" + "|".join(["山月云水山月云"] * 8)
    )
    assert [row.form for row in read_rows(path)] == [Form.WUJUE, Form.QILV]


@pytest.mark.parametrize(
    "row", ["5\t山山山山山", "5\t题\t山山山山山|月月月月", "六\t题\t山", "7\t题\t" + "|".join(["山山山山山"] * 4)]
)
def test_a_row_that_is_no_poem_is_named_by_its_number(tmp_path, row):
    good = "5\t题\t" + "|".join(["山山山山山"] * 4)
    with pytest.raises(EngineError, match="Row 2"):
        read_rows(write(tmp_path, good, row))


def test_a_missing_file_is_an_error_for_people(tmp_path):
    with pytest.raises(EngineError, match="cannot be read"):
        read_rows(tmp_path / "none.tsv")


def test_an_empty_file_is_an_error_for_people(tmp_path):
    with pytest.raises(EngineError, match="no poem"):
        read_rows(write(tmp_path, ""))


class Even:
    """Finds every character equally likely."""

    def __init__(self, size: int) -> None:
        self.size = size

    def log_probabilities(self, form: Form, poems: np.ndarray) -> np.ndarray:
        return np.full(poems.shape, -math.log(self.size), np.float32)


def test_a_network_that_knows_nothing_has_the_perplexity_of_its_vocabulary(tmp_path):
    rows = read_rows(write(tmp_path, "5\t题\t" + "|".join(["山月山月山"] * 4)))
    found = examine(rows, Even(50), Vocabulary("山月", 9), "none")  # type: ignore[arg-type]
    assert found.perplexity == pytest.approx(50, abs=0.01)
    assert found.characters == 20
    assert found.next_line_accuracy is None


def test_an_unknown_character_costs_its_share_of_the_unknown_ones(tmp_path):
    rows = read_rows(write(tmp_path, "5\t题\t" + "|".join(["云云云云云"] * 4)))
    found = examine(rows, Even(50), Vocabulary("山月", 9), "none")  # type: ignore[arg-type]
    assert found.perplexity == pytest.approx(450, abs=0.1)


class Prefers:
    """Finds lines that end in one character likelier than all others."""

    def __init__(self, index: int) -> None:
        self.index = index

    def log_probabilities(self, form: Form, poems: np.ndarray) -> np.ndarray:
        return np.where(poems == self.index, -1.0, -5.0).astype(np.float32)


def test_the_true_fourth_line_is_asked_among_nine_that_rhyme_with_line_two(tmp_path):
    # Twelve poems on the rhyme 一东; the fourth lines end in different characters of that group.
    ends = "东同童中终虫宫融雄风丰空"
    rows = read_rows(write(tmp_path, *(f"5\t题\t山山山山山|月月月月红|云云云云云|水水水水{end}" for end in ends)))
    vocabulary = Vocabulary("山月红云水" + ends, 1)
    found = examine(rows, Prefers(vocabulary.index["空"]), vocabulary, "none")  # type: ignore[arg-type]
    assert found.next_line_poems == 12
    # It is right about the one poem that does end so, and elsewhere only by the order in which ties fall.
    assert found.next_line_accuracy is not None
    assert 1 / 12 <= found.next_line_accuracy < 1


def test_the_network_is_examined_whole(small: weights.TrainedPoemNetwork, tmp_path):
    text = small.vocabulary.characters
    rows = read_rows(
        write(tmp_path, *("5\t题\t" + "|".join(text[i + j : i + j + 5] for j in range(4)) for i in range(9)))
    )
    found = examine(rows, Likelihood(small.network), small.vocabulary, "small")
    assert found.characters == 180
    assert 1 < found.perplexity < 1e9
