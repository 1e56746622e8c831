import numpy as np
import pytest
import tensorflow as tf

from engines.requests import StyleLoss
from engines.style.losses import (
    SORTED_PLACES,
    TEXTURES,
    gradient_normalised,
    places,
    quantiles,
    sample,
    total_variation,
)

SEED = tf.constant([1, 2])
both = pytest.mark.parametrize("texture", TEXTURES.values(), ids=list(TEXTURES))


def maps(height, width, channels=5, seed=0, scale=1.0):
    numbers = np.random.default_rng(seed).normal(size=(1, height, width, channels)) * scale
    return tf.constant(numbers, tf.float32)


def distance(texture, features, style):
    return float(texture.distance(features, texture.describe(style, places(features)), SEED))


def shuffled(features):
    rows = np.random.default_rng(9).permutation(features.numpy().reshape(-1, features.shape[-1]))
    return tf.constant(rows.reshape(features.shape))


def test_every_style_loss_of_the_contract_is_there():
    assert set(TEXTURES) == set(StyleLoss)


@both
def test_a_texture_is_no_distance_from_itself(texture):
    assert distance(texture, maps(9, 11), maps(9, 11)) == pytest.approx(0, abs=1e-6)


@both
def test_where_things_stand_does_not_matter_to_a_texture(texture):
    assert distance(texture, shuffled(maps(9, 11)), maps(9, 11)) == pytest.approx(0, abs=1e-5)


@both
def test_two_textures_are_further_apart_the_more_they_differ(texture):
    near, far = (distance(texture, maps(9, 11), maps(9, 11, scale=scale)) for scale in (1.2, 2.0))
    assert 0.01 < near < far


@both
def test_a_map_and_a_style_of_other_sizes_are_compared(texture):
    alike, unlike = (distance(texture, maps(30, 20), maps(7, 5, seed=4, scale=scale)) for scale in (1, 3))
    assert alike < unlike


@both
def test_maps_of_a_single_place_are_compared(texture):
    assert distance(texture, maps(1, 1), maps(1, 1)) == pytest.approx(0, abs=1e-6)
    assert distance(texture, maps(1, 1), maps(6, 4, scale=5)) > 0.1


def test_sorted_values_tell_textures_of_the_same_mean_and_spread_apart_and_the_gram_matrix_does_not():
    even = tf.constant(np.repeat([-1.0, 1.0], 32).reshape(1, 8, 8, 1), tf.float32)
    skewed = tf.constant(np.repeat([-(3**0.5), 3**-0.5], [16, 48]).reshape(1, 8, 8, 1), tf.float32)
    assert distance(TEXTURES[StyleLoss.GRAM], even, skewed) == pytest.approx(0, abs=1e-5)
    assert distance(TEXTURES[StyleLoss.SORTED], even, skewed) > 0.1


def test_a_large_map_is_sampled_and_still_close_to_its_own_texture():
    side = int(SORTED_PLACES**0.5) * 2
    sorted_values = TEXTURES[StyleLoss.SORTED]
    own, other = maps(side, side), maps(side, side, scale=1.5)
    assert distance(sorted_values, own, own) < distance(sorted_values, own, other) / 5


def test_a_sample_takes_every_row_of_a_few_and_a_row_of_every_stretch_of_many():
    rows = tf.range(1000)[:, None]
    assert sample(rows, 2000, SEED).numpy().ravel().tolist() == list(range(1000))
    assert (sample(rows, 100, SEED).numpy().ravel() // 10).tolist() == list(range(100))


def test_two_seeds_sample_other_rows():
    rows = tf.range(1000)[:, None]
    assert (sample(rows, 100, SEED) != sample(rows, 100, tf.constant([3, 4]))).numpy().any()


def test_quantiles_keep_the_distribution_at_any_count():
    values = tf.constant(np.random.default_rng(0).permutation(101)[:, None], tf.float32)
    assert quantiles(values, 5).numpy().ravel() == pytest.approx([9.6, 29.8, 50, 70.2, 90.4], abs=0.1)
    assert quantiles(values, 101).numpy().ravel() == pytest.approx(np.arange(101))


@pytest.mark.parametrize("scale", [0.001, 1.0, 1000.0])
def test_the_gradients_of_a_normalised_loss_add_up_to_the_same_at_any_scale(scale):
    difference = maps(8, 8, scale=scale)
    with tf.GradientTape() as tape:
        tape.watch(difference)
        loss = gradient_normalised(difference)
    assert float(tf.reduce_sum(tf.abs(tape.gradient(loss, difference)))) == pytest.approx(1.1, abs=0.2)


def test_an_even_picture_varies_nowhere_and_a_chessboard_everywhere():
    chessboard = tf.constant(np.indices((8, 8)).sum(0) % 2, tf.float32)[None, :, :, None]
    assert float(total_variation(tf.ones((1, 8, 8, 3)))) == 0
    assert float(total_variation(chessboard)) == pytest.approx(2 * 56 / 64)
    assert float(total_variation(tf.ones((1, 1, 1, 3)))) == 0
