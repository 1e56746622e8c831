"""How poems by the course's network are made."""

import pytest

from bot.commands.poems import PoemMaker
from bot.course.making import ClassicMaker, StagesMaker
from bot.lanes import Lane
from bot.texts import Texts

TEXTS = Texts()


@pytest.mark.parametrize("maker", [ClassicMaker, StagesMaker])
def test_what_may_have_to_be_loaded_first_has_more_time_in_the_same_queue(maker: type[ClassicMaker]):
    ours, course = PoemMaker(TEXTS, Lane()).lane, maker(TEXTS, Lane()).lane
    assert course.time_limit > 2 * ours.time_limit
    assert (course.name, course.at_once, course.at_once_in_a_chat) == (ours.name, ours.at_once, ours.at_once_in_a_chat)
