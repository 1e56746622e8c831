"""The networks that look at pictures, behind one interface, and which of them is used.

    network = open_network()                                      # as SHIHUA_IMAGE_NETWORK says; the own one by default
    maps = network.maps(pictures, [network.content_layer])        # {"block4_conv1": (n, h/8, w/8, 256)}
    shares = tf.nn.softmax(network.logits(pictures))              # (n, 200), the classes of classes.tsv

The own network is in weights/. VGG19, InceptionV3 and MobileNetV2 come from keras.applications, with weights that Keras
downloads on first use and keeps in its cache; of their 1,000 classes the 200 are taken that the own network knows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from engines import manifest
from engines.requests import EngineError
from engines.vision.layers import OWN, SETTING, WEIGHTS_FILE
from engines.vision.network import ImageNetwork

Tensor = Any  # TensorFlow ships no types

APPLICATIONS: Final = ("VGG19", "InceptionV3", "MobileNetV2")


class LookingNetwork(Protocol):
    """A network as fine style, deep dream and the adversarial examples need it.

    model: what a result says that it was made with. style_layers: weights by name, shallow to deep; only their ratios
    count. content_layer: the name of one more, or of one of them. dream_layers: names, shallow to deep. side: of the
    square pictures, in pixels, that its logits are best for.
    """

    @property
    def model(self) -> str:
        """See above."""

    @property
    def style_layers(self) -> Mapping[str, float]:
        """See above."""

    @property
    def content_layer(self) -> str:
        """See above."""

    @property
    def dream_layers(self) -> tuple[str, ...]:
        """See above."""

    @property
    def side(self) -> int:
        """See above."""

    def __hash__(self) -> int:
        """Its own, so that what was compiled for it can be kept."""

    def maps(self, pictures: Tensor, names: Iterable[str]) -> dict[str, Tensor]:
        """Maps (n, height, width, channels), float32, of the named layers, for pictures (n, h, w, 3), 0–1, any size.

        May be traced by tf.function with unknown sizes; gradients reach the pictures. KeyError for an unknown name.
        """

    def logits(self, pictures: Tensor) -> Tensor:
        """(n, 200) of the classes in classes.tsv, for pictures (n, side, side, 3), 0–1; gradients reach them."""


def open_network() -> LookingNetwork:
    """The network that SHIHUA_IMAGE_NETWORK names.

    Raises EngineError for an unknown name, or where the network's weights can't be had.
    """
    name = os.environ.get(SETTING) or OWN
    if name == OWN:
        weights = manifest.read(WEIGHTS_FILE)
        return ImageNetwork.load(weights.content, weights.model)
    if name in APPLICATIONS:
        from engines.vision.applications import application  # noqa: PLC0415 (only who names one needs it)

        return application(name)
    choices = ", ".join((OWN, *APPLICATIONS))
    raise EngineError(
        f"没有名为 {name} 的看图网络；{SETTING} 可以设为 {choices}，例如：{SETTING}={OWN}",
        f"There is no image network {name}; {SETTING} takes {choices}, for example: {SETTING}={OWN}",
    )
