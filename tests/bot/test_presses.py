"""Buttons under poems and pictures: what stands in their data, and what doesn't pass for it."""

import pytest

from bot.presses import ACTIONS, Press


@pytest.mark.parametrize(("family", "action"), [(family, action) for family in ACTIONS for action in ACTIONS[family]])
def test_a_press_is_read_as_it_was_written(family: str, action: str):
    press = Press(family, action, 12, "水墨" if ACTIONS[family][action] else "")
    assert Press.read(press.data, family) == press
    assert [other for other in ACTIONS if Press.read(press.data, other)] == [family]


@pytest.mark.parametrize(("family", "action"), [(family, action) for family in ACTIONS for action in ACTIONS[family]])
def test_a_press_fits_into_64_bytes(family: str, action: str):
    longest = "九个汉字长的名字呀" if ACTIONS[family][action] else ""
    assert len(Press(family, action, 2**63 - 1, longest).data.encode()) <= 64


@pytest.mark.parametrize("data", ["poem:again:7", "poem:open:7", "poem:conservative:7", "poem:rules:7", "poem:plain:7"])
def test_buttons_that_stand_under_poems_from_earlier_times_go_on_working(data: str):
    press = Press.read(data, "poem")
    assert press is not None and press.job_id == 7 and press.data == data


@pytest.mark.parametrize("data", ["", "poem:again", "poem:again:", "poem:again:x", "poem:again:-1", "poem:burn:1"])
def test_foreign_data_is_no_press_under_a_poem(data: str):
    assert Press.read(data, "poem") is None


@pytest.mark.parametrize(
    "data",
    ["", "poem:again:1", "style:burn:1", "style:fine:", "style:fine:-1", "style:fine:²", "style:wear:1", "style"],
)
def test_other_data_is_no_press(data: str):
    assert Press.read(data, "style") is None
