"""The style predictor: a MobileNetV2 trunk (Sandler et al. 2018, arXiv:1801.04381), from a picture to 100 numbers.

    predictor = StylePredictor.load()
    numbers = predictor.read(pictures)  # (n, 256, 256, 3) in 0-1 -> (n, 100)

The trunk alone serves as a feature network for pictures of any size, with gradients:

    network = trunk(("stem", "block2", "block5", "block12"))
    maps = network(pictures)  # {"stem": (n, h/2, w/2, 32), "block2": (n, h/4, w/4, 24), ...}

`FEATURES` lists every name with its stride and channels. `stem` and `head` come after ReLU6, blocks are linear.
Every layer computes in float32 whatever the global policy is, and nothing is trainable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engines.style import weights
from engines.style.weights import StyleWeights

SIDE = 256  # pixels; the network was trained on squares of this side
NUMBERS = 100


@dataclass(frozen=True)
class Feature:
    """A named feature map: its side is the picture's divided by `stride`, rounded up."""

    stride: int
    channels: int


@dataclass(frozen=True)
class Block:
    """An inverted residual block: 1x1 to `expansion` times its input, 3x3 depthwise by `stride`, 1x1 to `channels`."""

    expansion: int
    stride: int
    channels: int


STEM, HEAD = 32, 1280
BLOCKS = (
    Block(1, 1, 16),
    *(Block(6, 2, 24), Block(6, 1, 24)),
    *(Block(6, 2, 32), *[Block(6, 1, 32)] * 2),
    *(Block(6, 2, 64), *[Block(6, 1, 64)] * 3),
    *[Block(6, 1, 96)] * 3,
    *(Block(6, 2, 160), *[Block(6, 1, 160)] * 2),
    Block(6, 1, 320),
)


def _features() -> dict[str, Feature]:
    stride = 2
    features = {"stem": Feature(stride, STEM)}
    for index, block in enumerate(BLOCKS):
        stride *= block.stride
        features[f"block{index}"] = Feature(stride, block.channels)
    return features | {"head": Feature(stride, HEAD)}


FEATURES = _features()


def trunk(names: Sequence[str], stored: StyleWeights | None = None) -> keras.Model:
    """A frozen Keras model from pictures (n, h, w, 3) in 0–1 to {name: (n, h / stride, w / stride, channels)}.

    names: of FEATURES; layers behind the last one are left out. stored: None reads the fetched weights.
    Raises EngineError when the weights have not been fetched.
    """
    pictures, maps = _layers(names, stored or weights.load())
    model = keras.Model(pictures, {name: maps[name] for name in names}, name="style_trunk")
    model.trainable = False
    return model


class StylePredictor:
    """Pictures to the 100 numbers that stand for their style."""

    def __init__(self, stored: StyleWeights) -> None:
        pictures, maps = _layers(("head",), stored)
        pooled = keras.layers.GlobalAveragePooling2D(keepdims=True, dtype="float32")(maps["head"])
        numbers = _convolution(pooled, stored, "mobilenet_conv/Conv", relu6=False)
        model = keras.Model(pictures, keras.layers.Reshape((NUMBERS,), dtype="float32")(numbers), name="predictor")
        model.trainable = False
        self._run = tf.function(
            lambda batch: model(batch, training=False),
            input_signature=[tf.TensorSpec((None, SIDE, SIDE, 3), tf.float32)],
        )

    @classmethod
    def load(cls) -> Self:
        """The predictor with the fetched weights; EngineError when they are not there."""
        return cls(weights.load())

    def read(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, 256, 256, 3) in 0–1 -> (n, 100)."""
        numbers: NDArray[np.float32] = self._run(tf.constant(pictures, tf.float32)).numpy()
        return numbers


def _layers(names: Sequence[str], stored: StyleWeights) -> tuple[keras.KerasTensor, dict[str, keras.KerasTensor]]:
    """The input and every named map up to the deepest of `names`."""
    order = list(FEATURES)
    deepest = max(order.index(name) for name in names)
    pictures = keras.Input((None, None, 3), dtype="float32", name="pictures")
    maps = {"stem": _convolution(pictures, stored, "MobilenetV2/Conv", stride=2)}
    current = maps["stem"]
    for index, block in enumerate(BLOCKS[:deepest]):
        current = maps[f"block{index}"] = _block(current, stored, index, block)
    if deepest == order.index("head"):
        maps["head"] = _convolution(current, stored, "MobilenetV2/Conv_1")
    return pictures, maps


def _block(entering: keras.KerasTensor, stored: StyleWeights, index: int, block: Block) -> keras.KerasTensor:
    scope = "MobilenetV2/expanded_conv" + (f"_{index}" if index else "")
    current = entering
    if block.expansion > 1:
        current = _convolution(current, stored, f"{scope}/expand")
    current = _convolution(current, stored, f"{scope}/depthwise", stride=block.stride)
    current = _convolution(current, stored, f"{scope}/project", relu6=False)
    if block.stride == 1 and entering.shape[-1] == block.channels:
        current = keras.layers.Add(dtype="float32")([entering, current])
    return current


def _convolution(
    entering: keras.KerasTensor, stored: StyleWeights, name: str, *, stride: int = 1, relu6: bool = True
) -> keras.KerasTensor:
    """A convolution with its stored weights; batch norm is folded into them. "same" pads even sizes at the end only."""
    found = stored[name]
    height, width, _, channels = found.kernel.shape
    common: dict[str, Any] = {
        "kernel_size": (height, width),
        "strides": stride,
        "padding": "same",
        "activation": "relu6" if relu6 else None,
        "dtype": "float32",
        "name": name.replace("/", "_"),
    }
    depthwise = name.endswith("/depthwise")
    layer = keras.layers.DepthwiseConv2D(**common) if depthwise else keras.layers.Conv2D(channels, **common)
    leaving = layer(entering)
    layer.set_weights([found.kernel, found.bias])
    return leaving
