"""Pictures in and out."""

import io

import numpy as np
import pytest
from PIL import Image

from engines.requests import EngineError
from engines.style.colours import oklab, srgb, with_colours_of
from engines.style.pictures import decode, encode, reencoded
from tests.engines.style.conftest import file, landscape, opened


def test_what_is_encoded_can_be_decoded():
    picture = landscape(30, 50)
    assert np.abs(decode(encode(picture)) - picture).max() < 0.003


def test_a_result_carries_no_metadata():
    with Image.open(io.BytesIO(encode(landscape(30, 50)))) as image:
        assert (image.mode, image.info) == ("RGB", {})


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_too_large_is_scaled_down(kind):
    assert decode(file(landscape(60, 400), kind), 200).shape == (30, 200, 3)


def test_a_grey_picture_becomes_three_colours():
    assert decode(file(landscape(30, 50), mode="L")).shape == (30, 50, 3)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_painting_is_kept_in_the_format_that_is_asked_for(kind):
    picture = landscape(30, 50)
    kept = reencoded(encode(picture), kind)
    with Image.open(io.BytesIO(kept)) as image:
        assert image.format == kind
    assert np.abs(opened(kept) - picture).mean() < 0.03


@pytest.mark.parametrize(
    "content", [b"", file(landscape(), "GIF"), file(landscape(), "PPM"), b"not a picture", file(landscape())[:200]]
)
def test_what_the_darkroom_did_not_write_is_refused_with_a_sentence(content):
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
