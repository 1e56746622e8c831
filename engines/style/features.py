"""The image networks that fine style looks through.

    network = open_network()                # as SHIHUA_IMAGE_NETWORK says: predictor (the default) or VGG19
    maps = network.features(picture)        # (1, h, w, 3) in 0-1 -> {"stem": (1, h/2, w/2, 32), ...}

The predictor's trunk is always at hand; VGG19 gives stronger style but needs its weights (80 MB, downloaded by Keras on
first use and kept in its cache) and some 40 times the arithmetic, so it is for machines with a GPU.

Differs from the networks as trained: the first convolution pads by repeating the edge, because a black border is an
edge that every style would have to paint, and around the trunk's pictures a margin is mirrored, because its many layers
drew a frame all the same; VGG19 pools by averages, because maxima pass gradients to one pixel in four (Gatys et al.
2016).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Any, Final, Protocol

import keras
import tensorflow as tf

from engines.requests import EngineError
from engines.style import predictor
from engines.style.losses import Tensor
from engines.style.weights import StyleWeights

SETTING: Final = "SHIHUA_IMAGE_NETWORK"
PREDICTOR, VGG19 = "predictor", "VGG19"

# The expansions, because what the trunk's blocks hand on is linear and narrow. Equal weights, because with four times
# less for each deeper layer the strokes stayed short and grainy (looked at on one portrait and two paintings).
TRUNK_STYLE_LAYERS: Final = {"stem": 1.0, "expand1": 1.0, "expand3": 1.0, "expand6": 1.0, "expand10": 1.0}
TRUNK_CONTENT_LAYER: Final = "expand6"
TRUNK_MARGIN: Final = 16  # pixels mirrored around the picture, a multiple of every stride

VGG_STYLE_LAYERS: Final = {
    "block1_conv1": 256.0, "block2_conv1": 64.0, "block3_conv1": 16.0, "block4_conv1": 4.0, "block5_conv1": 1.0,
}  # fmt: skip
VGG_CONTENT_LAYER: Final = "block4_conv2"
VGG_MEAN: Final = (103.939, 116.779, 123.68)  # blue, green, red of ImageNet, on a scale of 0–255

KerasLayer = Any  # Keras ships no types

_log = logging.getLogger(__name__)


class FeatureNetwork(Protocol):
    """A network as fine style needs it.

    style_layers: weights by name, shallow to deep; only their ratios count. content_layer: the name of one more, or of
        one of them.
    """

    @property
    def style_layers(self) -> Mapping[str, float]:
        """See above."""

    @property
    def content_layer(self) -> str:
        """See above."""

    def __hash__(self) -> int:
        """Its own, so that what was compiled for it can be kept."""

    def features(self, picture: Tensor) -> dict[str, Tensor]:
        """The named maps (1, height, width, channels), float32, of a picture (1, h, w, 3), 0–1, h and w from 1 up.

        May be traced by tf.function with unknown height and width; gradients reach the picture.
        """


def open_network() -> FeatureNetwork:
    """The network that SHIHUA_IMAGE_NETWORK names.

    Raises EngineError for an unknown name, or where the network's weights can't be had.
    """
    name = os.environ.get(SETTING) or PREDICTOR
    if name == PREDICTOR:
        return predictor_trunk()
    if name == VGG19:
        return keras_application()
    raise EngineError(
        f"没有名为 {name} 的看图网络；{SETTING} 可以设为 {PREDICTOR} 或 {VGG19}，例如：{SETTING}={PREDICTOR}",
        f"There is no image network {name}; {SETTING} takes {PREDICTOR} or {VGG19}, for example: {SETTING}={VGG19}",
    )


class PredictorTrunk:
    """The fast style's MobileNetV2 trunk, at its expansions' rectified outputs."""

    style_layers: Mapping[str, float] = TRUNK_STYLE_LAYERS
    content_layer: str = TRUNK_CONTENT_LAYER

    def __init__(self, stored: StyleWeights | None = None) -> None:
        whole = predictor.trunk(("block10",), stored)
        self._stem = whole.get_layer("MobilenetV2_Conv")
        blocks = {
            name: int(name.removeprefix("expand")) for name in {*TRUNK_STYLE_LAYERS, TRUNK_CONTENT_LAYER} - {"stem"}
        }
        maps = {
            name: whole.get_layer(f"MobilenetV2_expanded_conv_{block}_expand").output for name, block in blocks.items()
        }
        self._rest = keras.Model(self._stem.output, maps)
        # A block strides behind its expansion.
        strides = {name: predictor.FEATURES[f"block{block - 1}"].stride for name, block in blocks.items()}
        self._strides = {"stem": predictor.FEATURES["stem"].stride, **strides}

    def features(self, picture: Tensor) -> dict[str, Tensor]:
        """See FeatureNetwork."""
        size = tf.shape(picture)[1:3]
        margin = tf.where(size > TRUNK_MARGIN, TRUNK_MARGIN, 0)
        # Stride 2 with "same" padding: an even side is padded at its end only.
        around = tf.stack([margin + size % 2, margin + 1], axis=1)
        padded = tf.pad(picture, tf.pad(around, [[1, 1], [0, 0]]), "SYMMETRIC")
        stem = tf.nn.relu6(_convolved(padded, self._stem, 2, "VALID"))
        return {
            name: _cropped(found, margin // self._strides[name], -(-size // self._strides[name]))
            for name, found in {"stem": stem, **self._rest(stem)}.items()
        }


def predictor_trunk(stored: StyleWeights | None = None) -> FeatureNetwork:
    """The fast style's predictor as image network; stored: None reads the fetched weights.

    Raises EngineError when they have not been fetched.
    """
    return PredictorTrunk(stored)


class PlainVgg:
    """A VGG network of keras.applications as a plain chain of convolutions and average poolings."""

    style_layers: Mapping[str, float] = VGG_STYLE_LAYERS
    content_layer: str = VGG_CONTENT_LAYER

    def __init__(self, model: KerasLayer) -> None:
        names = [layer.name for layer in model.layers]
        deepest = max(names.index(name) for name in (*VGG_STYLE_LAYERS, VGG_CONTENT_LAYER))
        self._layers = model.layers[1 : deepest + 1]

    def features(self, picture: Tensor) -> dict[str, Tensor]:
        """See FeatureNetwork."""
        current = picture[..., ::-1] * 255.0 - tf.constant(VGG_MEAN)
        current = tf.pad(current, [[0, 0], [1, 1], [1, 1], [0, 0]], "SYMMETRIC")
        maps: dict[str, Tensor] = {}
        for index, layer in enumerate(self._layers):
            if isinstance(layer, keras.layers.MaxPooling2D):
                current = tf.nn.avg_pool2d(current, 2, 2, "SAME")  # "SAME", so that one pixel stays one
            else:
                current = tf.nn.relu(_convolved(current, layer, 1, "VALID" if index == 0 else "SAME"))
                maps[layer.name] = current
        return {name: maps[name] for name in {*VGG_STYLE_LAYERS, VGG_CONTENT_LAYER}}


def keras_application(weights: str | None = "imagenet") -> FeatureNetwork:
    """VGG19 of keras.applications; weights: "imagenet", or None for random ones.

    Raises EngineError where the weights can't be downloaded.
    """
    try:
        return PlainVgg(keras.applications.VGG19(include_top=False, weights=weights))
    except Exception as error:  # Keras raises bare Exception when a download fails
        _log.warning("The weights of VGG19 could not be downloaded", exc_info=error)
        raise EngineError(
            f"这台机器下载不了 VGG19 的权重；请用自带的网络，例如：{SETTING}={PREDICTOR}",
            f"This machine can't download the weights of VGG19; use the built-in network, for example: "
            f"{SETTING}={PREDICTOR}",
        ) from error


def _cropped(maps: Tensor, corner: Tensor, size: Tensor) -> Tensor:
    return maps[:, corner[0] : corner[0] + size[0], corner[1] : corner[1] + size[1]]


def _convolved(maps: Tensor, layer: KerasLayer, stride: int, padding: str) -> Tensor:
    """A Keras convolution's own kernel and bias, computed in float32 whatever Keras' policy is."""
    return tf.nn.bias_add(tf.nn.conv2d(maps, layer.kernel, stride, padding), layer.bias)
