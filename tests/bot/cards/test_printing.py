"""What is printed: right size, every look its own, seals that say the name, pictures that show."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.cards.layout import HEIGHT, WIDTH, Card, lay_out
from bot.cards.looks import LOOKS
from bot.cards.printer import Printer
from bot.cards.typeface import Face, Faces
from engines.requests import Form, PoemRequest
from tests.fakes import photo, poem
from tests.typefaces import rectangles

LINES = poem(PoemRequest(form=Form.QIJUE)).lines
TONES = poem(PoemRequest(form=Form.QIJUE)).tones
CARD = Card(LINES, "春雪", "七绝", "张三")


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Printer:
    path: Path = rectangles(tmp_path_factory.mktemp("fonts") / "kai.ttf")
    return Printer(lambda: Faces([Face(path)]))


def seen(data: bytes) -> np.ndarray:
    """(height, width, 3), 0-255."""
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "JPEG"
        return np.asarray(image.convert("RGB"), np.int16)


def patch(pixels: np.ndarray, left: float, top: float, right: float, bottom: float) -> np.ndarray:
    """The mean colour of a part."""
    return pixels[round(top) : round(bottom), round(left) : round(right)].mean((0, 1))


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """WCAG's ratio of luminance, 1-21."""

    def luminance(colour: np.ndarray) -> float:
        share = colour / 255
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("form", Form)
def test_every_form_is_legible_in_every_look_and_as_large_as_a_phone(printer: Printer, look: str, form: Form):
    card = Card(poem(PoemRequest(form=form)).lines, "春雪", form.value, "张三")
    pixels = seen(printer.print(card, look))
    assert pixels.shape == (HEIGHT, WIDTH, 3)
    for glyph in lay_out(card).poem:
        middle_x, middle_y, inside = glyph.left + glyph.size / 2, glyph.top + glyph.size / 2, glyph.size * 0.2
        ink = patch(pixels, middle_x - inside, middle_y - inside, middle_x + inside, middle_y + inside)
        paper = patch(pixels, glyph.left - 0.2 * glyph.size, glyph.top, glyph.left, glyph.top + glyph.size)
        assert contrast(ink, paper) > 3, glyph


def test_each_look_is_different(printer: Printer):
    pages = [seen(printer.print(CARD, look)) for look in LOOKS]
    assert len(pages) >= 4
    for number, page in enumerate(pages):
        for other in pages[:number]:
            assert np.abs(page - other).mean() > 6


def test_a_card_is_the_same_every_time(printer: Printer):
    assert printer.print(CARD, "xuan") == printer.print(CARD, "xuan")


@pytest.mark.parametrize("look", LOOKS)
def test_the_seal_is_red_and_says_another_name_differently(printer: Printer, look: str):
    box = lay_out(CARD).seal
    pages = [seen(printer.print(Card(LINES, "春雪", "七绝", name), look)) for name in ("张三", "李四")]
    for page in pages:
        red, green, blue = np.moveaxis(
            page[round(box.top) : round(box.bottom), round(box.left) : round(box.right)], 2, 0
        )
        assert ((red > green + 50) & (red > blue + 50)).mean() > 0.15
    # In the tests' typeface all characters are one rectangle: what differs is the wear, which the name decides.
    assert np.abs(pages[0] - pages[1]).max() > 60


def test_tone_marks_are_there_when_asked_for_and_change_nothing_else(printer: Printer):
    plain, marked = Card(LINES, seal="张三"), Card(LINES, seal="张三", tones=TONES)
    one, other = seen(printer.print(marked, "xuan")), lay_out(marked)
    oblique = next(tone for tone in other.tones if tone.tone == "仄")
    level = next(tone for tone in other.tones if tone.tone == "平")
    dark = [one[round(tone.y), round(tone.x)].mean() for tone in (oblique, level)]
    assert dark[0] < 150 < dark[1]
    assert not lay_out(plain).tones


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", [(1600, 900), (900, 1600), (300, 300)])
def test_a_picture_is_the_ground_and_the_poem_legible_on_it(printer: Printer, look: str, size: tuple[int, int]):
    pixels = seen(printer.print(CARD, look, photo("green", size, "PNG")))
    page = lay_out(CARD, on_picture=True)
    assert np.abs(patch(pixels, 0, 0, WIDTH, 40) - (30, 160, 30)).max() < 12
    for glyph in page.poem:
        middle_x, middle_y, inside = glyph.left + glyph.size / 2, glyph.top + glyph.size / 2, glyph.size * 0.2
        ink = patch(pixels, middle_x - inside, middle_y - inside, middle_x + inside, middle_y + inside)
        ground = patch(pixels, glyph.left - 0.2 * glyph.size, glyph.top, glyph.left, glyph.top + glyph.size)
        assert contrast(ink, ground) > 3, glyph


def test_a_character_that_cannot_be_set_is_no_empty_box_but_an_error(printer: Printer):
    with pytest.raises(LookupError):
        printer.print(Card(("山为斜好㐀",), seal="张三"), "xuan")
