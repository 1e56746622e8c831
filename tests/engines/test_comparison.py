"""What is asked for when the stages of the course's network are compared, and what is counted."""

from dataclasses import replace

import pytest

from engines.requests import ClassicRequest, Comparison, Count, Departure, Mode, PoemRequest, Stage
from engines.requests.comparison import as_ours
from engines.requests.poems import BOLDNESS
from tests.fakes import classic, poem

LINE = ClassicRequest(first_line="山为斜好几", seed=7)


def compared(beginning=LINE) -> Comparison:
    results = [classic(r) if isinstance(r, ClassicRequest) else poem(r) for r in Comparison.requests(beginning)]
    return Comparison.of(results)


@pytest.mark.parametrize(
    "beginning", [LINE, ClassicRequest(character="月", seed=7), ClassicRequest(acrostic="争云夏日", seed=7)]
)
def test_every_stage_and_ours_are_asked_for_every_mode_with_one_seed(beginning):
    requests = Comparison.requests(beginning)
    assert len(requests) == len(set(requests)) == 12
    course, ours = requests[:9], requests[9:]
    assert [(r.stage, r.mode) for r in course] == [(stage, mode) for stage in Stage for mode in BOLDNESS]
    assert [r.mode for r in ours] == list(BOLDNESS)
    assert {r.seed for r in requests} == {7}
    assert {replace(r, stage=Stage.FINAL, mode=Mode.NORMAL) for r in course} == {beginning}
    assert {replace(r, mode=Mode.NORMAL) for r in ours} == {as_ours(beginning)}


def test_the_same_beginning_is_one_of_ours():
    assert as_ours(LINE) == PoemRequest(first_line="山为斜好几", seed=7)
    assert as_ours(ClassicRequest(acrostic="争云夏日", mode=Mode.OPEN)) == PoemRequest(
        acrostic="争云夏日", mode=Mode.OPEN
    )


def test_a_random_line_is_no_beginning_to_compare():
    with pytest.raises(ValueError, match="given"):
        Comparison.requests(ClassicRequest())


def test_poems_in_place_rhymes_and_characters_are_counted_stage_by_stage():
    found = compared()
    assert [len(found.at(stage)) for stage in Stage] == [3, 3, 3]
    assert found.count(Stage.EARLY) == Count(0, 0, 8)  # 山为斜好几 不人风
    assert found.count(Stage.MIDDLE) == Count(0, 0, 19)  # 山 comes twice
    assert found.count(Stage.FINAL) == Count(3, 3, 19)


def test_ours_rhyme_unless_the_end_of_a_line_was_given():
    found = compared()
    first, *others = found.ours
    given = replace(first, departures=(Departure(1, 4, "月", "rhyme"),))
    assert found.count_ours().rhymed == 3
    assert Comparison(found.classic, (given, *others)).count_ours().rhymed == 2


def test_a_comparison_survives_json():
    assert Comparison.from_json(compared().to_json()) == compared()
