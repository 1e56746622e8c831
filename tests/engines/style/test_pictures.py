"""Pictures in and out."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from engines.requests import EngineError
from engines.style.colours import oklab, srgb, with_colours_of
from engines.style.pictures import decode, encode, reencoded
from tests.engines.style.conftest import file, landscape


def test_what_is_encoded_can_be_decoded():
    picture = landscape(30, 50)
    assert np.abs(decode(encode(picture)) - picture).max() < 0.003


def test_a_result_carries_no_metadata():
    with Image.open(io.BytesIO(encode(landscape(30, 50)))) as image:
        assert (image.mode, image.info) == ("RGB", {})


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_too_large_is_scaled_down(kind):
    assert decode(file(landscape(60, 400), kind), 200).shape == (30, 200, 3)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1", "LA"])
def test_every_kind_of_pixel_becomes_three_colours(mode):
    assert decode(file(landscape(30, 50), mode=mode)).shape == (30, 50, 3)


def saved(image, kind="PNG", **options):
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photo_that_a_phone_took_upright_stays_upright(kind):
    lying = Image.fromarray((landscape(40, 60) * 255).astype(np.uint8))
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: to be turned a quarter clockwise
    upright = decode(saved(lying, kind, exif=exif, quality=95))
    assert upright.shape == (60, 40, 3)
    assert np.abs(upright - decode(saved(lying.rotate(-90, expand=True)))).mean() < 0.03


def test_an_orientation_that_cannot_be_read_does_not_keep_a_picture_out():
    assert decode(saved(Image.new("RGB", (60, 40)), "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff")).shape == (40, 60, 3)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white_paper(mode):
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert decode(saved(clear.convert(mode), **{"transparency": 0} if mode == "P" else {})).min() == 1


def test_what_is_half_transparent_is_halfway_to_white():
    assert np.allclose(decode(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 128)))), 0.5, atol=0.01)


@pytest.mark.parametrize("grey", [0, 0.458, 1])
def test_sixteen_bits_keep_their_grey(grey):
    sixteen = Image.fromarray(np.full((20, 20), round(grey * 65535), np.uint16))
    assert np.allclose(decode(saved(sixteen)), grey, atol=0.003)


def test_the_inks_of_a_print_become_their_colours():
    red = decode(saved(Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "JPEG"))
    assert np.allclose(red, (1, 0, 0), atol=0.02)


def claiming(width, height):
    """The beginning of a PNG that says how large it is."""
    parts = (b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(b""))
    chunks = (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("size", [(12000, 9000), (60000, 60000)])
def test_far_too_many_pixels_are_refused_with_a_sentence_and_no_warning(size, recwarn):
    with pytest.raises(EngineError, match="80 million or fewer"):
        decode(claiming(*size))
    assert list(recwarn) == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_painting_is_kept_in_the_format_that_is_asked_for(kind):
    picture = landscape(30, 50)
    kept = reencoded(encode(picture), kind)
    with Image.open(io.BytesIO(kept)) as image:
        assert image.format == kind
    assert np.abs(decode(kept) - picture).mean() < 0.03


@pytest.mark.parametrize(
    "content", [b"", saved(Image.new("RGB", (20, 20)), "PPM"), b"not a picture", file(landscape())[:200]]
)
def test_what_is_no_picture_is_refused_with_a_sentence(content):
    with pytest.raises(EngineError, match="cannot be read"):
        decode(content)


def test_a_strip_too_narrow_for_the_network_is_refused_with_a_sentence():
    with pytest.raises(EngineError, match="at least 16 pixels"):
        decode(file(landscape(4, 300)))


def test_oklab_and_back_is_the_same_colour():
    picture = landscape()
    assert np.abs(srgb(oklab(picture)) - picture).max() < 1e-3


def test_white_and_grey_have_no_colour_in_oklab():
    lab = oklab(np.array([[[1, 1, 1], [0.5, 0.5, 0.5]]], np.float32))
    assert np.allclose(lab[0, 0], (1, 0, 0), atol=1e-3)
    assert np.allclose(lab[0, 1, 1:], 0, atol=1e-3)


def test_a_dark_painting_in_the_photos_colours_is_as_light_as_the_photo():
    photo, painted = landscape(), landscape(seed=4) * 0.3
    assert abs(oklab(with_colours_of(photo, painted))[..., 0].mean() - oklab(photo)[..., 0].mean()) < 0.03
