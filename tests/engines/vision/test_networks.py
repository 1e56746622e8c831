import keras
import numpy as np
import pytest
import tensorflow as tf

from engines import manifest
from engines.requests import EngineError
from engines.requests.classes import CLASSES
from engines.vision import applications, networks
from engines.vision.applications import LAYERS, application
from engines.vision.network import ImageNetwork
from engines.vision.networks import open_network


@pytest.fixture(scope="module")
def opened():
    return {"own": ImageNetwork.load(manifest.read("vision.npz").content), "VGG19": application("VGG19", weights=None)}


@pytest.fixture(scope="module", params=["InceptionV3", "MobileNetV2"])
def other(request):
    return application(request.param, weights=None)


def picture(height, width, seed=0):
    return tf.constant(np.random.default_rng(seed).random((1, height, width, 3)), tf.float32)


def wanted(network):
    return {*network.style_layers, network.content_layer, *network.dream_layers}


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (33, 1), (37, 51)])
def test_a_picture_of_any_size_has_every_layer_that_is_promised(opened, size):
    for network in opened.values():
        maps = network.maps(picture(*size), wanted(network))
        assert set(maps) == wanted(network)
        assert all(np.isfinite(found).all() and found.dtype == tf.float32 for found in maps.values())


def test_networks_with_batch_norm_answer_as_the_others_do(other):
    maps = other.maps(picture(40, 90), wanted(other))
    assert set(maps) == wanted(other)
    assert other.logits(picture(other.side, other.side)).shape == (1, len(CLASSES))


def test_gradients_reach_the_picture_through_every_network(opened, other):
    for network in (*opened.values(), other):
        looked_at = picture(80, 80)
        with tf.GradientTape() as tape:
            tape.watch(looked_at)
            total = tf.reduce_sum(network.maps(looked_at, [network.content_layer])[network.content_layer])
        assert np.abs(tape.gradient(total, looked_at).numpy()).max() > 0


def test_style_layers_go_from_fine_to_coarse_and_the_shallow_weigh_most(opened):
    for network in opened.values():
        maps = network.maps(picture(64, 64), network.style_layers)
        sides = [maps[name].shape[1] for name in network.style_layers]
        assert sides == sorted(sides, reverse=True)
        assert list(network.style_layers.values()) == sorted(network.style_layers.values(), reverse=True)


def test_an_even_picture_has_no_edges_to_the_first_layer(opened):
    for network in opened.values():
        found = network.maps(tf.fill((1, 21, 20, 3), 0.7), ["block1_conv1"])["block1_conv1"].numpy()
        assert found == pytest.approx(np.broadcast_to(found[:, 3:4, 3:4], found.shape), abs=1e-3)


def test_vgg19_passes_gradients_to_all_four_pixels_of_a_pool(opened):
    looked_at = picture(4, 4)
    with tf.GradientTape() as tape:
        tape.watch(looked_at)
        total = tf.reduce_sum(opened["VGG19"].maps(looked_at, ["block2_conv1"])["block2_conv1"][0, 0, 0])
    assert np.abs(tape.gradient(total, looked_at).numpy())[0, :2, :2].min() > 0


def test_an_unknown_layer_is_named(opened, other):
    for network in (*opened.values(), other):
        with pytest.raises(KeyError, match="no_such_layer"):
            network.maps(picture(80, 80), ["no_such_layer"])


def test_the_two_hundred_classes_are_found_among_keras_own_thousand(monkeypatch, tmp_path):
    listed = {str(1000 - place): [known.wnid, known.en] for place, known in enumerate(CLASSES)}
    index = tmp_path / "index.json"
    index.write_text(applications.json.dumps(listed), encoding="utf-8")
    monkeypatch.setattr(keras.utils, "get_file", lambda *_, **__: str(index))
    assert applications.chosen_classes("imagenet") == [1000 - place for place in range(len(CLASSES))]


@pytest.mark.parametrize("name", LAYERS)
def test_a_network_says_what_would_work_when_its_weights_cannot_be_downloaded(monkeypatch, name):
    def offline(**_):
        raise Exception("URL fetch failure")

    monkeypatch.setattr(keras.applications, name, offline)
    with pytest.raises(EngineError, match="SHIHUA_IMAGE_NETWORK=own"):
        application(name)


@pytest.mark.parametrize("value", [None, "", "own"])
def test_the_own_network_is_used_unless_the_setting_says_otherwise(monkeypatch, value):
    monkeypatch.delenv("SHIHUA_IMAGE_NETWORK", raising=False)
    if value is not None:
        monkeypatch.setenv("SHIHUA_IMAGE_NETWORK", value)
    network = open_network()
    assert isinstance(network, ImageNetwork)
    assert network.model.startswith("vision-")


def test_another_network_is_opened_where_the_setting_names_it(monkeypatch, opened):
    monkeypatch.setattr(applications, "application", opened.__getitem__)
    monkeypatch.setenv("SHIHUA_IMAGE_NETWORK", "VGG19")
    assert open_network() is opened["VGG19"]


def test_an_unknown_network_is_named_with_those_that_there_are(monkeypatch):
    monkeypatch.setenv("SHIHUA_IMAGE_NETWORK", "AlexNet")
    with pytest.raises(EngineError, match="AlexNet") as refused:
        open_network()
    assert all(name in refused.value.en for name in (networks.OWN, *networks.APPLICATIONS))
