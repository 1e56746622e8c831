import numpy as np
import pytest
import tensorflow as tf

from engines.vision.network import Blueprint, ImageNetwork

BLUEPRINT = Blueprint(((4, 4), (6,), (8, 8)), 5)


def network(seed=0):
    numbers = np.random.default_rng(seed)
    convolutions, inside = {}, 3
    for name, outside in zip(BLUEPRINT.names(), (4, 4, 6, 8, 8), strict=True):
        kernel = numbers.normal(0, (2 / (9 * inside)) ** 0.5, (3, 3, inside, outside)).astype(np.float32)
        convolutions[name] = kernel, numbers.normal(0, 0.1, outside).astype(np.float32)
        inside = outside
    return ImageNetwork(BLUEPRINT, convolutions, numbers.normal(0, 1, (8, 5)), np.zeros(5))


def picture(height, width, seed=0):
    return tf.constant(np.random.default_rng(seed).random((1, height, width, 3)), tf.float32)


def test_layers_are_named_by_block_and_place():
    assert BLUEPRINT.names() == ["block1_conv1", "block1_conv2", "block2_conv1", "block3_conv1", "block3_conv2"]
    assert [BLUEPRINT.stride(name) for name in BLUEPRINT.names()] == [1, 1, 2, 4, 4]


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (33, 1), (37, 51), (64, 48)])
def test_a_picture_of_any_size_has_maps_and_logits(size):
    maps = network().maps(picture(*size), BLUEPRINT.names())
    assert set(maps) == set(BLUEPRINT.names())
    for name, found in maps.items():
        stride = BLUEPRINT.stride(name)
        assert found.shape[1:3] == tuple(-(-side // stride) for side in size)
        assert np.isfinite(found).all()
    assert network().logits(picture(*size)).shape == (1, 5)


def test_nothing_deeper_than_what_was_asked_for_is_computed():
    traced = tf.function(lambda seen: network().maps(seen, ["block2_conv1"])).get_concrete_function(picture(8, 8))
    assert sum(operation.type == "Conv2D" for operation in traced.graph.get_operations()) == 3


def test_a_plain_picture_has_no_edges_to_the_first_layer():
    first = network().maps(tf.fill((1, 21, 20, 3), 0.7), ["block1_conv1"])["block1_conv1"].numpy()
    assert first == pytest.approx(np.broadcast_to(first[:, 5:6, 5:6], first.shape), abs=1e-5)


def test_gradients_reach_every_pixel():
    looked_at = picture(16, 16)
    with tf.GradientTape() as tape:
        tape.watch(looked_at)
        total = tf.reduce_sum(network().maps(looked_at, ["block3_conv2"])["block3_conv2"])
    assert np.abs(tape.gradient(total, looked_at).numpy()).sum(-1).min() > 0


def test_an_unknown_layer_is_named():
    with pytest.raises(KeyError, match="block9_conv1"):
        network().maps(picture(8, 8), ["block1_conv1", "block9_conv1"])


def test_a_saved_network_is_the_same_but_for_half_precision(tmp_path):
    saved = network()
    saved.save(tmp_path / "network.npz")
    kept = ImageNetwork.load((tmp_path / "network.npz").read_bytes(), "vision-1234")
    assert kept.model == "vision-1234"
    assert kept.blueprint == BLUEPRINT
    assert kept.logits(picture(20, 20)).numpy() == pytest.approx(saved.logits(picture(20, 20)).numpy(), abs=0.02)
