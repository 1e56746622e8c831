import itertools

import numpy as np
import pytest
import tensorflow as tf

from engines.vision import dream as dreaming
from engines.vision.dream import RATE, Aim, depth, dream, octaves, with_change
from engines.vision.pyramid import bands, smoothed, whole
from tests.engines.vision.dreams import LAYER, network, photo

SHORT = (2, 2, 2)


@pytest.fixture(scope="module")
def small():
    return network()


def answer(small, picture, channels=None):
    """How strongly the layer, or some channels of it, answer a picture."""
    maps = small.maps(picture[None], [LAYER])[LAYER].numpy()
    return float(np.square(maps if channels is None else maps[..., channels]).mean())


def fine_share(picture):
    """The share of a picture's energy, but for its mean, in waves shorter than four pixels."""
    power = np.abs(np.fft.fft2(picture - picture.mean((0, 1)), axes=(0, 1))) ** 2
    down, across = (np.abs(np.fft.fftfreq(side)) for side in picture.shape[:2])
    fine = np.maximum.outer(down, across) > 0.25
    return float(power[fine].sum() / power.sum())


def test_a_layer_answers_its_dream_more_strongly_than_the_photo(small):
    before = photo(64, 80)
    after = dream(before, Aim(LAYER), small, steps=SHORT)
    assert answer(small, after) > 1.2 * answer(small, before)


def test_chosen_channels_answer_more_than_when_all_are_dreamt_of(small):
    before = photo(64, 80)
    chosen = dream(before, Aim(LAYER, (4, 9)), small, steps=SHORT)
    every = dream(before, Aim(LAYER), small, steps=SHORT)
    assert answer(small, chosen, [4, 9]) > answer(small, every, [4, 9]) > answer(small, before, [4, 9])


@pytest.mark.parametrize("size", [(16, 16), (37, 501), (501, 17), (65, 63)])
def test_a_picture_of_any_size_dreams_within_the_picture_s_range(small, size):
    before = photo(*size)
    after = dream(before, Aim(LAYER), small, steps=SHORT, rate=0.2)
    assert after.shape == before.shape
    assert after.dtype == np.float32
    assert after.min() >= 0
    assert after.max() <= 1
    assert np.abs(after - before).mean() > 0.01


def test_the_same_photo_has_the_same_dream(small):
    first, second, other = (dream(photo(48, 40), Aim(LAYER), small, steps=SHORT, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_a_greater_rate_changes_more(small):
    before = photo(48, 48)
    changes = [
        np.abs(dream(before, Aim(LAYER), small, steps=SHORT, rate=RATE * part) - before).mean() for part in (0.2, 1)
    ]
    assert changes[1] > 2 * changes[0]


def test_every_strength_is_a_dream_of_its_own_and_none_takes_more_than_twice_as_long_as_the_usual():
    depths = [depth(percent / 100) for percent in (1, 15, 40, 60, 80, 100)]
    amounts = [rate * sum(steps) for rate, steps in depths]
    assert amounts[1] < amounts[3] / 8 < amounts[5] / 40
    assert all(after > 1.5 * before for before, after in itertools.pairwise(amounts))
    assert sum(depths[-1][1]) <= 2 * sum(depths[3][1])
    assert all(min(steps) > 0 for _, steps in depths)


def test_a_gain_scales_the_rate(small):
    half, whole_rate = Aim(LAYER, gain=0.5), Aim(LAYER)
    assert dream(photo(48, 48), half, small, steps=SHORT, rate=0.04) == pytest.approx(
        dream(photo(48, 48), whole_rate, small, steps=SHORT, rate=0.02)
    )


def test_nothing_is_compiled_anew_for_another_size_or_other_channels(small):
    for size, channels in (((40, 40), ()), ((33, 57), (1,)), ((90, 20), (2, 3))):
        dream(photo(*size), Aim(LAYER, channels), small, steps=SHORT)
    assert dreaming.ascent(small, LAYER).step.experimental_get_tracing_count() == 1


def test_progress_rises_to_the_end_and_shows_the_octaves(small):
    told = []
    after = dream(photo(96, 80), Aim(LAYER), small, steps=SHORT, report=lambda *step: told.append(step))
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(set(fractions))
    assert fractions[-1] == pytest.approx(1)
    assert [picture.shape[:2] for _, picture in told[::2]] == octaves(96, 80, 3)
    pixels = [height * width for height, width in octaves(96, 80, 3)]
    assert fractions[1::2] == pytest.approx(np.cumsum(pixels) / sum(pixels))
    assert np.array_equal(told[-1][1], after)


def test_octaves_grow_by_the_same_factor_and_are_never_too_small_to_see():
    assert octaves(512, 384, 4) == [(187, 140), (261, 196), (366, 274), (512, 384)]
    assert octaves(60, 300, 4) == [(43, 214), (60, 300)]
    assert octaves(16, 16, 4) == [(16, 16)]


def test_detail_that_a_smaller_picture_lost_is_put_back():
    base, small_before = photo(80, 80), photo(40, 40, seed=3)
    assert with_change(base, small_before, small_before) == pytest.approx(base, abs=1e-6)
    darker = with_change(base, small_before, small_before - np.float32(0.05))
    assert darker == pytest.approx(np.clip(base - 0.05, 0, 1), abs=1e-3)


@pytest.mark.parametrize("size", [(1, 1), (5, 7), (64, 33)])
def test_the_bands_of_a_picture_add_up_to_it(size):
    picture = photo(*size)[None]
    assert whole(bands(picture, 5)).numpy() == pytest.approx(picture, abs=1e-5)


def test_smoothing_takes_the_noise_out_of_a_gradient():
    noisy = np.random.default_rng(0).normal(0, 1, (1, 128, 128, 3)).astype(np.float32)
    calm = smoothed(noisy, dreaming.STRENGTHS).numpy()
    assert fine_share(noisy[0]) > 0.7
    assert fine_share(calm[0]) < 0.15


def test_a_dream_without_smoothing_is_noisier(monkeypatch):
    before = photo(128, 128) * 0.5 + 0.25
    smooth = dream(before, Aim(LAYER), network(grainy=True), steps=(4,)) - before

    def raw(gradient, _strengths):
        return gradient / tf.sqrt(tf.reduce_mean(tf.square(gradient)))

    monkeypatch.setattr(dreaming, "smoothed", raw)
    noisy = dream(before, Aim(LAYER), network(grainy=True), steps=(4,)) - before
    assert fine_share(smooth) < 0.5 * fine_share(noisy)


def test_a_gradient_of_nothing_stays_nothing():
    assert np.abs(smoothed(np.zeros((1, 20, 20, 3), np.float32), dreaming.STRENGTHS)).max() == 0


def test_an_unknown_layer_is_named(small):
    with pytest.raises(KeyError, match="block9_conv1"):
        dream(photo(32, 32), Aim("block9_conv1"), small)
