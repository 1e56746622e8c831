"""Buttons under a painting and in a gallery."""

import pytest

from bot.pictures.asking import Gallery
from bot.pictures.canvas import Canvas
from bot.texts import LANGUAGES, Texts
from engines.requests import read_presets

LATE = 10**13  # a job's number after a very long life


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_all_presets_fit_into_buttons(language: str):
    presets = read_presets()
    keyboard = Canvas(Texts(), Gallery(presets)).presets(LATE, language, back=True)
    buttons = [button for row in keyboard.inline_keyboard for button in row]
    assert len(buttons) == len(presets) + 1
    for button in buttons:
        assert len(str(button.callback_data).encode()) <= 64
        assert len(button.text) <= 20
