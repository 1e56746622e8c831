"""The picture that styles are shown on."""

import io

from PIL import Image

from bot.pictures.scene import COLUMNS, GAP, HEIGHT, WIDTH, numbered, scene
from tests.fakes import photo


def test_the_scene_is_a_small_picture_with_much_to_see():
    with Image.open(io.BytesIO(scene())) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (WIDTH, HEIGHT))
        colours = picture.getcolors(WIDTH * HEIGHT)
    assert colours is not None and len(colours) > 300


def test_pictures_stand_in_rows_from_the_first_to_the_last():
    colours = ["red", "green", "blue", "yellow", "red"]
    with Image.open(io.BytesIO(numbered([photo(colour, (96, 64), "PNG") for colour in colours]))) as together:
        assert together.size == (COLUMNS * (96 + GAP) + GAP, 2 * (64 + GAP) + GAP)
        for x, brightest in enumerate((0, 1, 2)):
            pixel = together.getpixel((GAP + x * (96 + GAP) + 80, GAP + 50))
            assert isinstance(pixel, tuple)
            assert pixel.index(max(pixel)) == brightest
        assert together.getpixel((GAP + 2 * (96 + GAP), 2 * 64)) == (255, 255, 255)
