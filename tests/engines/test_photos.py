"""Files named on the command line go through the same darkroom as the photos of people in chats."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from engines import photos
from engines.__main__ import app
from engines.photos import SENTENCES, developed
from engines.requests import EngineError
from engines.requests import darkroom as asked
from engines.shell import run
from engines.style.stylizer import Stylizer
from tests.bot import photographs
from tests.bot.photographs import CORNERS, encoded, scene
from tests.engines.style.conftest import stylizer  # noqa: F401 (a fixture)

FILE = Path("holiday.jpg")
NOISE = Image.effect_noise((128, 96), 80).convert("RGB")


def opened(data):
    return Image.open(io.BytesIO(developed(data, FILE)))


def like(colour, other, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(colour, other, strict=True))


def shows_the_scene(data):
    image = opened(data)
    right, bottom = image.width - 9, image.height - 9
    found = [image.getpixel(place) for place in ((8, 8), (right, 8), (8, bottom), (right, bottom))]
    return image.mode == "RGB" and all(like(a, b) for a, b in zip(found, CORNERS, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "GIF"])
def test_every_format_that_people_have_works(kind):
    assert shows_the_scene(encoded(scene(), kind))


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_held_in_any_of_eight_ways_comes_out_upright(orientation, kind):
    assert shows_the_scene(photographs.turned(orientation, kind))


def test_the_inks_of_a_print_become_their_colours():
    assert shows_the_scene(encoded(scene(mode="CMYK")))


def test_colours_follow_the_photos_own_profile():
    red = Image.new("RGB", (32, 32), (255, 0, 0))
    assert like(opened(encoded(red, icc_profile=photographs.profile(swapped=True))).getpixel((16, 16)), (0, 255, 0), 40)


def test_sixteen_bits_become_eight_without_growing_lighter_or_darker():
    assert like(opened(photographs.sixteen_bits(2, 0xFFFF, 0x8000, 0)).getpixel((16, 16)), (255, 128, 0), 1)


def test_what_is_transparent_shows_white_paper():
    image = opened(photographs.with_hole("PNG", "RGBA"))
    assert like(image.getpixel((8, 32)), (255, 255, 255), 3)
    assert like(image.getpixel((55, 32)), (0, 0, 0), 3)


def test_nothing_of_the_metadata_comes_through():
    assert photographs.SECRET.encode() not in developed(photographs.gossiping("JPEG"), FILE)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "holiday.jpg is empty"),
        (b"\xff\xd8\xff" + bytes(asked.MOST_BYTES), "has more than 20 MB"),
        (b"To whom it may concern", "is no picture that can be opened"),
        (encoded(scene(), "BMP"), "is no picture that can be opened"),
        (encoded(NOISE)[:2000], "is damaged or incomplete"),
        (photographs.bomb("PNG"), "has more than 40 million pixels"),
        (photographs.bomb("JPEG"), "has more than 40 million pixels"),
        (encoded(scene(500, 1), "PNG"), "has only 500 × 1 pixels"),
        (encoded(scene(2000, 20), "PNG"), "too narrow"),
    ],
    ids=["empty", "heavy", "text", "bmp", "truncated", "png bomb", "jpeg bomb", "strip", "ribbon"],
)
def test_what_cannot_be_used_gets_one_sentence_with_its_name_in_both_languages(data, sentence):
    with pytest.raises(EngineError, match=sentence) as caught:
        developed(data, FILE)
    for said in (caught.value.zh, caught.value.en):
        assert said.startswith("holiday.jpg")
        assert "\n" not in said


def test_there_is_a_sentence_for_everything_the_darkroom_says():
    keys = set(re.findall(r'"(photo-[a-z-]+)"', asked.PROGRAM.read_text(encoding="utf-8")))
    assert keys
    assert keys <= set(SENTENCES)


def test_a_picture_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(photos, "TIME_LIMIT", 1.0)
    with pytest.raises(EngineError, match="too much time or memory"):
        developed(photographs.endless(), FILE)


@pytest.fixture
def english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def test_the_shell_paints_a_phones_photo(tmp_path, monkeypatch, stylizer):  # noqa: F811 (the fixture)
    monkeypatch.setattr(Stylizer, "load", lambda: stylizer)
    photo, painted = tmp_path / "photo.heic", tmp_path / "painted.png"
    photo.write_bytes(photographs.turned(6, "HEIF"))
    assert run(app, ["style", "transfer", str(photo), "--preset", "水墨", "-o", str(painted)]) == 0
    with Image.open(painted) as image:
        assert image.size == (96, 64)


@pytest.mark.usefixtures("english")
def test_the_shell_says_what_is_wrong_with_a_style_too(tmp_path, capsys):
    photo, style = tmp_path / "photo.png", tmp_path / "style.jpg"
    photo.write_bytes(encoded(scene(), "PNG"))
    style.write_text("To whom it may concern")
    assert run(app, ["style", "transfer", str(photo), str(style)]) == 2
    assert f"{style} is no picture that can be opened" in capsys.readouterr().err
    assert list(tmp_path.glob("*painted*")) == []
