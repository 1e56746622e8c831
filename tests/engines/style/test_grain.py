"""Grain where nothing else is."""

import numpy as np

from engines.style.grain import AMPLITUDE, grained
from engines.style.presets import numbers
from engines.style.stylizer import Sketch
from tests.engines.style.conftest import landscape

FLAT = np.full((128, 160, 3), 0.5, np.float32)


def test_a_flat_picture_gets_grain_too_faint_to_be_seen():
    grain = grained(FLAT) - FLAT
    assert 0.3 * AMPLITUDE < grain.std() < 1.5 * AMPLITUDE
    assert np.abs(grain).max() < 0.05


def test_the_grain_has_no_colour():
    grain = grained(FLAT) - FLAT
    assert np.allclose(grain, grain[..., :1], atol=1e-6)


def test_what_has_texture_of_its_own_is_left_as_it_is():
    busy = np.clip(FLAT + np.random.default_rng(0).normal(0, 0.2, FLAT.shape), 0, 1).astype(np.float32)
    assert np.abs(grained(busy) - busy).mean() < 0.1 * np.abs(grained(FLAT) - FLAT).mean()


def test_asked_twice_it_is_the_same_twice():
    assert np.array_equal(grained(FLAT), grained(FLAT))


def test_the_smallest_pictures_and_the_borders_of_brightness_work():
    for value in (0, 1):
        picture = np.full((16, 16, 3), value, np.float32)
        assert 0 <= grained(picture).min() <= grained(picture).max() <= 1


def regularity(picture):
    """How much of a picture's texture lies in the strongest few waves: near 1 for a weave, near 0 for noise."""
    grey = picture.mean(-1)
    power = np.abs(np.fft.rfft2(grey - grey.mean())) ** 2
    return float(np.sort(power.ravel())[-20:].sum() / power.sum())


def test_a_sky_gets_strokes_rather_than_a_weave(stylizer, transformer):
    style = numbers("星月夜")
    down = np.linspace(0.6, 0.75, 256, dtype=np.float32)[:, None, None]
    sky = np.broadcast_to(down * np.array([0.8, 0.95, 1.1], np.float32), (256, 256, 3)).astype(np.float32)
    (painted,) = stylizer.paint([Sketch(sky, style)])
    woven = transformer.paint(sky[None], style[None])[0]
    inner = slice(32, -32)
    assert regularity(painted[inner, inner]) < regularity(woven[inner, inner])


def test_a_landscape_keeps_its_size():
    assert grained(landscape(33, 47)).shape == (33, 47, 3)
