"""How it is shown that a network was fooled."""

import io
import math

import pytest
from PIL import Image

from bot.pictures.fooling import FoolCanvas, Fooled, compared, percent
from bot.pictures.wishes import Fool
from bot.texts import LANGUAGES, Texts
from engines.requests import Label, Language
from tests.fakes import COLOURS, GOLDFISH, LAKESIDE, photo

LATE = 10**13  # a job's number after a very long life
LONG = Label("n00000001", "非常非常长的中文类名字", "a class name that is quite long, as some are", 0.2)
FOOLED = Fooled(LAKESIDE, (GOLDFISH, *LAKESIDE[:4]), "a", "b", 16, 640, 480, True, 2, None)


def colours(sheet: bytes, *places: tuple[float, float]) -> list[str]:
    """Which colours a picture has at some places, in shares of its width and height."""
    with Image.open(io.BytesIO(sheet)) as image:
        pixels = [image.convert("RGB").getpixel((x * image.width, y * image.height)) for x, y in places]
    return [min(COLOURS, key=lambda name: math.dist(COLOURS[name], pixel)) for pixel in pixels]


def test_wide_pictures_are_compared_as_two_above_a_large_one():
    sheet = compared(photo("red", (800, 600)), photo("blue", (640, 480), "PNG"), photo("grey", (640, 480), "PNG"))
    assert colours(sheet, (0.25, 0.15), (0.75, 0.15), (0.5, 0.7)) == ["red", "blue", "grey"]


def test_tall_pictures_are_compared_in_a_row():
    sheet = compared(photo("red", (300, 600)), photo("blue", (300, 600), "PNG"), photo("grey", (300, 600), "PNG"))
    with Image.open(io.BytesIO(sheet)) as image:
        assert image.width == 3 * 320 + 2 * 6 and image.height == 640


@pytest.mark.parametrize("size", [(16, 16), (320, 16), (16, 320), (1600, 80)])
def test_small_and_narrow_pictures_can_be_compared(size: tuple[int, int]):
    with Image.open(io.BytesIO(compared(*[photo("red", size, "PNG")] * 3))) as image:
        assert max(image.size) <= 20 * min(image.size)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("target", [None, LONG])
def test_the_words_fit_under_a_picture(language: Language, target: Label | None):
    canvas = FoolCanvas(Texts())
    fooled = Fooled((LONG,) * 5, (LONG,) * 5, "a", "b", 128, 640, 480, False, None, target)
    assert len(canvas.text(Fool(left_out=9, size=32), fooled, language)) <= 1024


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_buttons_fit(language: Language):
    canvas = FoolCanvas(Texts())
    fooled = Fooled((LONG,) * 5, (LONG,) * 5, "a", "b", 16, 640, 480, True, 2, LONG)
    for keyboard in (canvas.buttons(LATE, Fool(target="x"), language), canvas.targets(LATE, fooled, language)):
        for button in (button for row in keyboard.inline_keyboard for button in row):
            assert len(str(button.callback_data).encode()) <= 64
            assert len(button.text) <= 20


def test_names_cannot_smuggle_markup():
    evil = Label("n1", "<b>&", "<b>&", 0.5)
    text = FoolCanvas(Texts()).text(Fool(), Fooled((evil,), (evil,), "a", "b", 16, 9, 9, True, 2, evil), "zh")
    assert "<b>&" not in text and "&lt;b&gt;&amp;" in text


def test_what_was_kept_is_read_again():
    assert Fooled.from_json(FOOLED.to_json()) == FOOLED


@pytest.mark.parametrize(("share", "text"), [(0.0, "0%"), (0.004, "<1%"), (0.62, "62%"), (0.999, "100%")])
def test_shares_have_four_characters_at_most(share: float, text: str):
    assert percent(share) == text
