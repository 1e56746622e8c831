"""What people wish for around the network: strength, colours, detail, mixtures, several at once."""

import numpy as np
import pytest

from engines.requests import USUAL_DETAIL
from engines.style.colours import oklab
from engines.style.pictures import resized
from engines.style.presets import numbers
from engines.style.stylizer import Sketch
from tests.engines.style.conftest import landscape

PHOTO = landscape(120, 160)


@pytest.fixture(scope="module")
def starry():
    return numbers("星月夜")


def distance(one, other):
    return float(np.abs(one - other).mean())


def coarseness(picture):
    """How much of the picture's texture outlives a reduction to an eighth."""
    height, width, _ = picture.shape
    smooth = resized(resized(picture, height // 8, width // 8), height, width)
    return float(np.std(smooth - smooth.mean((0, 1))) / np.std(picture - picture.mean((0, 1))))


def sharpness(picture):
    return float(np.square(np.diff(picture, axis=0)).mean() + np.square(np.diff(picture, axis=1)).mean())


def test_without_strength_the_photo_stays_as_it_is(stylizer, starry):
    assert distance(stylizer.paint([Sketch(PHOTO, starry, strength=0)])[0], PHOTO) < 1e-6


def test_more_strength_brings_the_picture_nearer_to_the_style(stylizer, starry):
    paintings = stylizer.paint([Sketch(PHOTO, starry, strength=strength) for strength in (0, 0.3, 0.6, 0.8, 1)])
    left = [distance(painting, paintings[-1]) for painting in paintings]
    assert left == sorted(left, reverse=True)
    assert len(set(left)) == 5


def test_kept_colours_are_the_photos_and_the_strokes_are_the_styles(stylizer, starry):
    free, kept = stylizer.paint([Sketch(PHOTO, starry), Sketch(PHOTO, starry, keep_colours=True)])
    assert distance(oklab(kept)[..., 1:], oklab(PHOTO)[..., 1:]) < 0.25 * distance(oklab(free), oklab(PHOTO))
    drawn, painted = oklab(kept)[..., 0], oklab(free)[..., 0]
    assert np.corrcoef(drawn.ravel(), painted.ravel())[0, 1] > 0.95


def test_less_detail_draws_larger_strokes_at_the_same_size(stylizer, starry):
    plain = np.full((256, 256, 3), 0.5, np.float32) + landscape(256, 256) * 0.1
    large, small = stylizer.paint([Sketch(plain, starry, detail=128), Sketch(plain, starry)])
    assert large.shape == small.shape
    assert coarseness(large) > coarseness(small)


def test_less_detail_does_not_leave_the_picture_soft(stylizer, starry):
    photo = landscape(256, 320)
    (small,) = stylizer.paint([Sketch(resized(photo, 128, 160), starry)])
    (painted,) = stylizer.paint([Sketch(photo, starry, detail=160)])
    assert sharpness(painted) > 1.2 * sharpness(resized(small, 256, 320))


def test_more_detail_than_the_photo_has_pixels_draws_finer_strokes(stylizer, starry):
    finer, plain = stylizer.paint([Sketch(PHOTO, starry, detail=480), Sketch(PHOTO, starry)])
    assert finer.shape == plain.shape
    assert distance(finer, plain) > 0.02


def test_photos_of_several_sizes_come_back_in_their_order(stylizer, starry):
    photos = [landscape(40, 64), landscape(48, 48), landscape(40, 64, seed=3)]
    together = stylizer.paint([Sketch(photo, starry) for photo in photos])
    for photo, painted in zip(photos, together, strict=True):
        assert distance(painted, stylizer.paint([Sketch(photo, starry)])[0]) < 1e-4


def test_a_style_is_read_over_the_whole_of_a_long_picture(stylizer):
    scroll = np.concatenate([landscape(80, 80), np.zeros((80, 160, 3), np.float32), landscape(80, 80, seed=2)], 1)
    middle = stylizer.read(np.ascontiguousarray(scroll[:, 120:200]))
    assert distance(stylizer.read(scroll), middle) > 0.1


def test_a_large_style_is_read_from_near_too(stylizer):
    large = landscape(520, 520)
    assert distance(stylizer.read(large), stylizer.read(resized(large, 500, 500))) > 0.01


def test_a_large_photo_is_drawn_with_strokes_of_the_usual_size(stylizer, starry):
    plain = np.full((600, 1200, 3), 0.5, np.float32) + landscape(600, 1200) * 0.1
    usual, named, sand = stylizer.paint([Sketch(plain, starry, detail=detail) for detail in (None, USUAL_DETAIL, 1200)])
    assert usual.shape == plain.shape
    assert distance(usual, named) < 1e-4
    assert distance(usual, sand) > 0.02
