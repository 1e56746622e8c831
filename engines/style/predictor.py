"""The style predictor: MobileNetV2 (Sandler et al. 2018, arXiv:1801.04381), from a picture to 100 numbers.

    predictor = StylePredictor.load()
    numbers = predictor.read(pictures)  # (n, 256, 256, 3) in 0-1 -> (n, 100)

Every layer computes in float32 whatever the global policy is, and nothing is trainable.
"""

from __future__ import annotations

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
class Block:
    """An inverted residual block: 1x1 to `expansion` times its input, 3x3 depthwise by `stride`, 1x1 to `channels`."""

    expansion: int
    stride: int
    channels: int


BLOCKS = (
    Block(1, 1, 16),
    *(Block(6, 2, 24), Block(6, 1, 24)),
    *(Block(6, 2, 32), *[Block(6, 1, 32)] * 2),
    *(Block(6, 2, 64), *[Block(6, 1, 64)] * 3),
    *[Block(6, 1, 96)] * 3,
    *(Block(6, 2, 160), *[Block(6, 1, 160)] * 2),
    Block(6, 1, 320),
)


class StylePredictor:
    """Pictures to the 100 numbers that stand for their style."""

    def __init__(self, stored: StyleWeights) -> None:
        pictures = keras.Input((None, None, 3), dtype="float32", name="pictures")
        current = _convolution(pictures, stored, "MobilenetV2/Conv", stride=2)
        for index, block in enumerate(BLOCKS):
            current = _block(current, stored, index, block)
        head = _convolution(current, stored, "MobilenetV2/Conv_1")
        pooled = keras.layers.GlobalAveragePooling2D(keepdims=True, dtype="float32")(head)
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
