import pytest

from engines import manifest
from engines.poem import weights
from engines.poem.parallelism import Parallelism
from engines.poem.writer import WEIGHTS_FILE
from engines.requests import Form


@pytest.fixture(scope="module")
def parallelism():
    return Parallelism.of(weights.load(manifest.read(WEIGHTS_FILE).content))


def test_a_famous_couplet_is_parallel_and_lines_of_two_couplets_are_not(parallelism):
    couplets = [("明月松间照", "清泉石上流"), ("大漠孤烟直", "长河落日圆"), ("星垂平野阔", "月涌大江流")]
    own = [parallelism.of_lines(*couplet) for couplet in couplets]
    crossed = [parallelism.of_lines(couplets[i][0], couplets[i - 1][1][::-1]) for i in range(3)]
    assert min(own) > 0.05
    assert sum(own) > 2 * sum(crossed)


def test_a_line_does_not_answer_itself(parallelism):
    assert parallelism.of_lines("明月松间照", "明月松间照") == 0


def test_only_the_middle_couplets_of_eight_lines_count(parallelism):
    plain = ["独坐幽篁里"] * 8
    parallel = [*plain[:2], "明月松间照", "清泉石上流", "大漠孤烟直", "长河落日圆", *plain[:2]]
    mean = (parallelism.of_lines(*parallel[2:4]) + parallelism.of_lines(*parallel[4:6])) / 2
    assert parallelism.of_poem(parallel, Form.WULV) == pytest.approx(mean)
    assert parallelism.of_poem(parallel[2:6], Form.WUJUE) == 0


def test_a_character_that_the_network_does_not_know_counts_as_chance(parallelism):
    assert parallelism.of_lines("□", "山") == 0
