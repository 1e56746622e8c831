"""VGG19, InceptionV3 and MobileNetV2 of keras.applications as LookingNetworks.

Differs from the networks as trained: the first convolution of VGG19 pads by repeating the edge, because a black border
is an edge that every style would have to paint, and it pools by averages, because maxima pass gradients to one pixel in
four (Gatys et al. 2016).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import keras
import tensorflow as tf

from engines.requests import EngineError
from engines.requests.classes import CLASSES
from engines.vision.layers import OWN, SETTING

Tensor = Any  # TensorFlow and Keras ship no types

VGG_MEAN: Final = (103.939, 116.779, 123.68)  # blue, green, red of ImageNet, on a scale of 0–255
LEAST_SIDE: Final = 75
CLASS_INDEX: Final = "https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Layers:
    """Which layers of an application serve what; see LookingNetwork. classifier: its name in keras.applications."""

    style: Mapping[str, float]
    content: str
    dream: tuple[str, ...]
    side: int


LAYERS: Final = {
    "VGG19": Layers(
        {"block1_conv1": 256.0, "block2_conv1": 64.0, "block3_conv1": 16.0, "block4_conv1": 4.0, "block5_conv1": 1.0},
        "block4_conv2",
        ("block2_conv2", "block3_conv3", "block4_conv2", "block5_conv2"),
        224,
    ),
    # The layers of the first deep dreams (Mordvintsev et al. 2015), by their names in Keras.
    "InceptionV3": Layers(
        {"mixed0": 16.0, "mixed2": 4.0, "mixed4": 1.0, "mixed6": 1.0},
        "mixed4",
        ("mixed2", "mixed3", "mixed4", "mixed5"),
        299,
    ),
    # The expansions, because what a block hands on is linear and narrow.
    "MobileNetV2": Layers(
        {
            "Conv1_relu": 1.0,
            "block_1_expand_relu": 1.0,
            "block_3_expand_relu": 1.0,
            "block_6_expand_relu": 1.0,
            "block_10_expand_relu": 1.0,
        },
        "block_6_expand_relu",
        ("block_3_expand_relu", "block_6_expand_relu", "block_10_expand_relu", "block_13_expand_relu"),
        224,
    ),
}


class Application:
    """A network of keras.applications: without its top for maps of any size, with it for logits, loaded when wanted."""

    def __init__(self, name: str, weights: str | None) -> None:
        self.model = name
        self._weights = weights
        layers = LAYERS[name]
        self.style_layers, self.content_layer = layers.style, layers.content
        self.dream_layers, self.side = layers.dream, layers.side
        self._make = getattr(keras.applications, name)
        self._seeing = self._make(include_top=False, weights=weights, input_shape=(None, None, 3))
        self._classifier: Any = None
        self._chosen: Tensor = None
        self._parts: dict[frozenset[str], Any] = {}

    def maps(self, pictures: Tensor, names: Iterable[str]) -> dict[str, Tensor]:
        """See LookingNetwork. Sides below LEAST_SIDE are scaled up to it: InceptionV3 has nothing to see in less."""
        wanted = frozenset(names)
        if wanted not in self._parts:
            known = {layer.name: layer.output for layer in self._seeing.layers}
            if unknown := wanted - known.keys():
                raise KeyError(", ".join(sorted(unknown)))
            self._parts[wanted] = keras.Model(self._seeing.input, {name: known[name] for name in sorted(wanted)})
        size = tf.maximum(tf.shape(pictures)[1:3], LEAST_SIDE)
        found: dict[str, Tensor] = self._parts[wanted](self._scaled(tf.image.resize(pictures, size)))
        return found

    def logits(self, pictures: Tensor) -> Tensor:
        """See LookingNetwork."""
        if self._classifier is None:
            self._classifier = self._make(include_top=True, weights=self._weights, classifier_activation=None)
            self._chosen = tf.constant(chosen_classes(self._weights))
        return tf.gather(self._classifier(self._scaled(pictures)), self._chosen, axis=1)

    def _scaled(self, pictures: Tensor) -> Tensor:
        return pictures * 2.0 - 1.0


class PlainVgg(Application):
    """VGG19 as a plain chain of convolutions and average poolings."""

    def maps(self, pictures: Tensor, names: Iterable[str]) -> dict[str, Tensor]:
        """See LookingNetwork."""
        wanted = set(names)
        layers = self._seeing.layers[1:]
        if unknown := wanted - {layer.name for layer in layers}:
            raise KeyError(", ".join(sorted(unknown)))
        current = tf.pad(self._scaled(pictures), [[0, 0], [1, 1], [1, 1], [0, 0]], "SYMMETRIC")
        found: dict[str, Tensor] = {}
        for index, layer in enumerate(layers):
            if not wanted - found.keys():
                break
            if isinstance(layer, keras.layers.MaxPooling2D):
                current = tf.nn.avg_pool2d(current, 2, 2, "SAME")  # "SAME", so that one pixel stays one
            else:
                # Its own kernel and bias, computed in float32 whatever Keras' policy is.
                current = tf.nn.conv2d(current, layer.kernel, 1, "SAME" if index else "VALID")
                current = tf.nn.relu(tf.nn.bias_add(current, layer.bias))
            if layer.name in wanted:
                found[layer.name] = current
        return found

    def _scaled(self, pictures: Tensor) -> Tensor:
        return pictures[..., ::-1] * 255.0 - tf.constant(VGG_MEAN)


def chosen_classes(weights: str | None) -> list[int]:
    """The 200 classes' places among ImageNet's 1,000, from Keras' own list; with random weights, the first 200."""
    if weights is None:
        return list(range(len(CLASSES)))
    path = Path(keras.utils.get_file("imagenet_class_index.json", CLASS_INDEX, cache_subdir="models"))
    listed: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    place = {wnid: int(index) for index, (wnid, _name) in listed.items()}
    return [place[known.wnid] for known in CLASSES]


def application(name: str, weights: str | None = "imagenet") -> Application:
    """A network by its name in LAYERS; weights: "imagenet", or None for random ones.

    Raises EngineError where the weights can't be downloaded.
    """
    try:
        return (PlainVgg if name == "VGG19" else Application)(name, weights)
    except Exception as error:  # Keras raises bare Exception when a download fails
        _log.warning("The weights of %s could not be downloaded", name, exc_info=error)
        raise EngineError(
            f"这台机器下载不了 {name} 的权重；请用自带的网络，例如：{SETTING}={OWN}",
            f"This machine can't download the weights of {name}; use the network that is built in, for example: "
            f"{SETTING}={OWN}",
        ) from error
