"""Buttons under pictures: what stands in their data, and what doesn't pass for it."""

import pytest

from bot.pictures.presses import ACTIONS, Press


@pytest.mark.parametrize(("family", "action"), [(family, action) for family in ACTIONS for action in ACTIONS[family]])
def test_a_press_is_read_as_it_was_written(family: str, action: str):
    press = Press(family, action, 12, "水墨" if ACTIONS[family][action] else "")
    assert Press.read(press.data, family) == press
    assert [other for other in ACTIONS if Press.read(press.data, other)] == [family]


@pytest.mark.parametrize(
    "data",
    ["", "poem:again:1", "style:burn:1", "style:fine:", "style:fine:-1", "style:fine:²", "style:wear:1", "style"],
)
def test_other_data_is_no_press(data: str):
    assert Press.read(data, "style") is None
