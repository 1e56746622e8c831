"""Buttons under a painting: what stands in their data, and what doesn't pass for it."""

import pytest

from bot.pictures.asking import Gallery
from bot.pictures.canvas import ACTIONS, Canvas, Press
from bot.texts import LANGUAGES, Texts
from engines.requests import read_presets

LATE = 10**13  # a job's number after a very long life


@pytest.mark.parametrize("action", ACTIONS)
def test_a_press_is_read_as_it_was_written(action: str):
    press = Press(action, 12, "水墨" if ACTIONS[action] else "")
    assert Press.read(press.data) == press


@pytest.mark.parametrize(
    "data",
    ["", "poem:again:1", "style:burn:1", "style:fine:", "style:fine:-1", "style:fine:²", "style:wear:1", "style"],
)
def test_other_data_is_no_press(data: str):
    assert Press.read(data) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_all_presets_fit_into_buttons(language: str):
    presets = read_presets()
    keyboard = Canvas(Texts(), Gallery(presets)).presets(LATE, language, back=True)
    buttons = [button for row in keyboard.inline_keyboard for button in row]
    assert len(buttons) == len(presets) + 1
    for button in buttons:
        assert len(str(button.callback_data).encode()) <= 64
        assert len(button.text) <= 20
