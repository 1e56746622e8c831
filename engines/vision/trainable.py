"""The image network while it learns: batch norm in training, folded into the convolutions for use.

Why there is batch norm at all: weights/vision.md has the comparison with the same network without. What is published
has none: `folded` multiplies each kernel by its norm's scale, so that a layer is a convolution, a bias and a ReLU, and
gradients through it depend on nothing but the picture.
"""

from __future__ import annotations

from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf

from engines.vision.network import MEAN, SPREAD, Blueprint, ImageNetwork

Tensor = Any  # TensorFlow ships no types

MOMENTUM: Final = 0.98  # of the running mean and variance: the last fifty batches
EPSILON: Final = 1e-3
KERNEL_SIZE: Final = 0.15  # root mean square; He's start is 0.08 for 32 channels, and kernels grow while they learn


class NormedConvolution(keras.layers.Layer):
    """A 3x3 convolution, batch norm, ReLU.

    The kernel is kept as a matrix (9 · channels in, channels out), which is what Muon makes orthogonal.
    """

    def __init__(self, inside: int, outside: int, *, replicate: bool, name: str) -> None:
        super().__init__(name=name)
        self.inside, self.outside, self.replicate = inside, outside, replicate

    def build(self) -> None:
        """Makes the variables."""
        spread = keras.initializers.HeNormal()
        self.kernel = self.add_weight(shape=(9 * self.inside, self.outside), initializer=spread, name="kernel")
        one, zero = (self.outside,), (self.outside,)
        self.scale = self.add_weight(shape=one, initializer="ones", name="scale")
        self.offset = self.add_weight(shape=zero, initializer="zeros", name="offset")
        self.mean = self.add_weight(shape=zero, initializer="zeros", trainable=False, name="mean")
        self.variance = self.add_weight(shape=one, initializer="ones", trainable=False, name="variance")
        self.built = True

    def call(self, maps: Tensor, *, training: bool = False) -> Tensor:
        """Maps (n, h, w, in) -> rectified maps (n, h, w, out); in training with the batch's own mean and variance."""
        normed = tf.raw_ops.FusedBatchNormV3(
            x=self._convolved(maps),
            scale=self.scale.value,
            offset=self.offset.value,
            mean=[] if training else self.mean.value,
            variance=[] if training else self.variance.value,
            epsilon=EPSILON,
            is_training=training,
        )
        if training:
            self.mean.assign(MOMENTUM * self.mean.value + (1 - MOMENTUM) * normed.batch_mean)
            self.variance.assign(MOMENTUM * self.variance.value + (1 - MOMENTUM) * normed.batch_variance)
        return tf.nn.relu(normed.y)

    def _convolved(self, maps: Tensor) -> Tensor:
        kernel = tf.reshape(tf.cast(self.kernel.value, maps.dtype), (3, 3, self.inside, self.outside))
        if self.replicate:
            maps = tf.pad(maps, [[0, 0], [1, 1], [1, 1], [0, 0]], "SYMMETRIC")
        return tf.nn.conv2d(maps, kernel, 1, "VALID" if self.replicate else "SAME")

    def unfold(self, kernel: np.ndarray, bias: np.ndarray, maps: Tensor) -> Tensor:
        """Takes over a convolution without norm: the norm undoes what it does to `maps`. Returns the rectified maps.

        Folding has made the kernel small, and the optimiser's steps are of a fixed size: as it was left it would be
        forgotten in a few steps. So every channel's kernel is made KERNEL_SIZE large, which the norm undoes as well.
        """
        matrix = kernel.reshape(9 * self.inside, self.outside)
        grown = KERNEL_SIZE / np.maximum(np.sqrt(np.mean(matrix**2, axis=0)), 1e-6)
        self.kernel.assign(matrix * grown)
        drawn = self._convolved(maps)
        mean, variance = tf.nn.moments(drawn, (0, 1, 2))
        self.mean.assign(mean)
        self.variance.assign(variance)
        self.scale.assign(tf.sqrt(variance + EPSILON) / grown)
        self.offset.assign(mean / grown + bias)
        return tf.nn.relu(drawn / grown + bias)

    def folded(self) -> tuple[np.ndarray, np.ndarray]:
        """Kernel (3, 3, in, out) and bias (out,) of the convolution that does the same."""
        factor = self.scale.numpy() / np.sqrt(self.variance.numpy() + EPSILON)
        kernel = (self.kernel.numpy() * factor).reshape(3, 3, self.inside, self.outside)
        return kernel, self.offset.numpy() - self.mean.numpy() * factor


class TrainableNetwork(keras.Model):
    """Pictures (n, h, w, 3), 0–1 -> logits (n, classes), float32; computes in `precision` ("bfloat16" or "float32")."""

    def __init__(self, blueprint: Blueprint, precision: str) -> None:
        super().__init__(name="vision")
        self.blueprint, self.precision = blueprint, precision
        self.blocks: list[list[NormedConvolution]] = []
        inside = 3
        for number, widths in enumerate(blueprint.blocks, start=1):
            block = []
            for place, outside in enumerate(widths, start=1):
                name = f"block{number}_conv{place}"
                block.append(NormedConvolution(inside, outside, replicate=inside == 3, name=name))
                inside = outside
            self.blocks.append(block)
        self.head = keras.layers.Dense(blueprint.classes, name="head", dtype="float32")

    def build(self) -> None:
        """Makes the variables."""
        for block in self.blocks:
            for layer in block:
                layer.build()
        self.head.build((None, self.blueprint.blocks[-1][-1]))
        self.built = True

    def call(self, pictures: Tensor, *, training: bool = False) -> Tensor:
        """See the class."""
        maps = tf.cast((pictures - MEAN) / SPREAD, self.precision)
        for number, block in enumerate(self.blocks):
            if number:
                maps = tf.nn.avg_pool2d(maps, 2, 2, "VALID")
            for layer in block:
                maps = layer(maps, training=training)
        return self.head(tf.cast(tf.reduce_mean(maps, (1, 2)), tf.float32))

    def take_over(self, network: ImageNetwork, pictures: Tensor) -> None:
        """Goes on from a published network of the same blueprint, whose norms are folded away.

        pictures: (n, h, w, 3), 0–1: on these every norm begins as the identity, so that nothing learnt is lost.
        """
        maps = (pictures - MEAN) / SPREAD
        for number, block in enumerate(self.blocks):
            if number:
                maps = tf.nn.avg_pool2d(maps, 2, 2, "VALID")
            for layer in block:
                maps = layer.unfold(*network.convolution(layer.name), maps)
        kernel, bias = network.head()
        self.head.kernel.assign(kernel)
        self.head.bias.assign(bias)

    def folded(self) -> ImageNetwork:
        """The network for use: no batch norm."""
        convolutions = {layer.name: layer.folded() for block in self.blocks for layer in block}
        return ImageNetwork(self.blueprint, convolutions, self.head.kernel.numpy(), self.head.bias.numpy())
