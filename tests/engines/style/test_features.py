import keras
import numpy as np
import pytest
import tensorflow as tf

from engines.requests import EngineError
from engines.style import features
from engines.style.features import FeatureNetwork, PredictorTrunk, keras_application, open_network, predictor_trunk
from engines.style.predictor import BLOCKS, STEM, trunk
from engines.style.weights import StyleWeights


def random_weights():
    """Weights of the predictor's shapes, without what has to be fetched."""
    numbers = np.random.default_rng(5)
    arrays = {}

    def add(name, *shape):
        channels = shape[2] if name.endswith("depthwise") else shape[3]
        arrays[f"{name}:kernel"] = numbers.normal(0, 0.2, shape).astype(np.float32)
        arrays[f"{name}:bias"] = numbers.normal(0, 0.1, channels).astype(np.float32)

    add("MobilenetV2/Conv", 3, 3, 3, STEM)
    entering = STEM
    for index, block in enumerate(BLOCKS):
        scope = "MobilenetV2/expanded_conv" + (f"_{index}" if index else "")
        wide = entering * block.expansion
        if block.expansion > 1:
            add(f"{scope}/expand", 1, 1, entering, wide)
        add(f"{scope}/depthwise", 3, 3, wide, 1)
        add(f"{scope}/project", 1, 1, wide, block.channels)
        entering = block.channels
    return StyleWeights(arrays)


@pytest.fixture(scope="module")
def weights():
    return random_weights()


@pytest.fixture(scope="module")
def vgg():
    return keras_application(weights=None)


@pytest.fixture(scope="module")
def networks(weights, vgg):
    return [predictor_trunk(weights), vgg]


def picture(height, width, seed=0):
    return tf.constant(np.random.default_rng(seed).random((1, height, width, 3)), tf.float32)


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (33, 1), (37, 51), (64, 48)])
def test_a_picture_of_any_size_has_every_layer_that_is_promised(networks, size):
    for network in networks:
        maps = network.features(picture(*size))
        assert set(maps) == {*network.style_layers, network.content_layer}
        for found in maps.values():
            assert found.dtype == tf.float32
            assert min(found.shape[1:3]) >= 1
            assert np.isfinite(found).all()


def test_deeper_style_layers_are_coarser(networks):
    for network in networks:
        maps = network.features(picture(64, 64))
        sides = [maps[name].shape[1] for name in network.style_layers]
        assert sides == sorted(sides, reverse=True)
        assert sides[-1] < sides[0]


def test_gradients_reach_every_pixel(networks):
    for network in networks:
        looked_at = picture(40, 40)
        with tf.GradientTape() as tape:
            tape.watch(looked_at)
            total = sum(tf.reduce_sum(found) for found in network.features(looked_at).values())
        assert np.abs(tape.gradient(total, looked_at).numpy()).sum(-1).min() > 0


@pytest.mark.parametrize("size", [(40, 40), (41, 40), (39, 41)])
def test_inside_the_picture_the_stem_is_the_predictors_own(weights, size):
    seen = picture(*size)
    own = trunk(("stem",), weights)(seen)["stem"].numpy()
    found = predictor_trunk(weights).features(seen)["stem"].numpy()
    assert found.shape == own.shape
    assert found[:, 1:-1, 1:-1] == pytest.approx(own[:, 1:-1, 1:-1], abs=1e-5)


@pytest.mark.parametrize("name", ["stem", "expand1", "expand3"])
@pytest.mark.parametrize("size", [(64, 64), (65, 50)])
def test_an_even_picture_has_no_frame(weights, name, size):
    found = predictor_trunk(weights).features(tf.fill((1, *size, 3), 0.7))[name].numpy()
    middle = found[:, 6:7, 6:7]
    assert found == pytest.approx(np.broadcast_to(middle, found.shape), abs=1e-4 * float(np.abs(middle).max()))


def test_an_even_picture_has_no_edges_to_the_first_layer_of_vgg19(vgg):
    first = vgg.features(tf.fill((1, 21, 20, 3), 0.7))["block1_conv1"].numpy()
    assert first == pytest.approx(np.broadcast_to(first[:, 3:4, 3:4], first.shape), abs=1e-3)


def test_vgg19_passes_gradients_to_all_four_pixels_of_a_pool(vgg):
    looked_at = picture(4, 4)
    with tf.GradientTape() as tape:
        tape.watch(looked_at)
        pooled = vgg.features(looked_at)["block2_conv1"][0, 0, 0]
        total = tf.reduce_sum(pooled)
    assert np.abs(tape.gradient(total, looked_at).numpy())[0, :2, :2].min() > 0


def test_shallow_layers_of_vgg19_weigh_most(vgg):
    weights = list(vgg.style_layers.values())
    assert weights == sorted(weights, reverse=True)


def test_a_network_says_what_would_work_when_its_weights_cannot_be_downloaded(monkeypatch):
    def offline(**_):
        raise Exception("URL fetch failure")

    monkeypatch.setattr(keras.applications, "VGG19", offline)
    with pytest.raises(EngineError, match="SHIHUA_IMAGE_NETWORK=predictor"):
        keras_application()


def test_the_predictor_is_the_network_unless_the_setting_says_otherwise(monkeypatch, weights):
    opened: list[FeatureNetwork] = []

    def predictor():
        opened.append(PredictorTrunk(weights))
        return opened[-1]

    monkeypatch.setattr(features, "predictor_trunk", predictor)
    for value in ("", "predictor"):
        monkeypatch.setenv("SHIHUA_IMAGE_NETWORK", value)
        assert open_network() is opened[-1]
    monkeypatch.delenv("SHIHUA_IMAGE_NETWORK")
    assert open_network() is opened[-1]


def test_vgg19_is_opened_where_the_setting_names_it(monkeypatch, vgg):
    monkeypatch.setattr(features, "keras_application", lambda: vgg)
    monkeypatch.setenv("SHIHUA_IMAGE_NETWORK", "VGG19")
    assert open_network() is vgg


def test_an_unknown_network_is_named_with_those_that_there_are(monkeypatch):
    monkeypatch.setenv("SHIHUA_IMAGE_NETWORK", "AlexNet")
    with pytest.raises(EngineError, match=r"AlexNet.*predictor.*VGG19"):
        open_network()
