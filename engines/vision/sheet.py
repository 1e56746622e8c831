"""What the layers of a network see in a picture, on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import tensorflow as tf
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from engines.style.pictures import Picture
from engines.vision.layers import no_layer
from engines.vision.networks import LookingNetwork

CHANNELS: Final = 7  # of each layer, beside its strength: what fits on a page's width
TILE: Final = 1.5  # inches
SMALLEST: Final = 16  # pixels of a side


def sheet(network: LookingNetwork, picture: Picture, layers: Sequence[str]) -> Image.Image:
    """A row a layer: the mean over all its channels, then the channels that differ most from place to place.

    Every map is drawn in its own range, dark to bright. KeyError for an unknown layer.
    """
    maps = network.maps(tf.constant(picture[None]), layers)
    height, width = picture.shape[:2]
    columns = CHANNELS + 2
    figure = Figure(
        figsize=(TILE * columns, (TILE * height / width + 0.3) * len(layers)), dpi=100, layout="constrained"
    )
    axes = figure.subplots(len(layers), columns, squeeze=False)
    for row, name in zip(axes, layers, strict=True):
        found = maps[name][0].numpy()
        row[0].imshow(picture)
        row[0].set_title(f"{name} ({found.shape[-1]})", fontsize=8)
        row[1].imshow(found.mean(-1), cmap="magma")
        row[1].set_title("mean", fontsize=8)
        for axis, channel in zip(row[2:], strongest(found, CHANNELS), strict=False):
            axis.imshow(found[..., channel], cmap="gray")
            axis.set_title(str(channel), fontsize=8)
        for axis in row:
            axis.set_axis_off()
    # A canvas that draws: a figure made without pyplot has none.
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    buffer: NDArray[np.uint8] = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return Image.fromarray(buffer).convert("RGB")


def layers_of(network: LookingNetwork, named: Sequence[str]) -> list[str]:
    """The layers to draw: the named ones, or those that style, content and dreams use, shallow to deep.

    Raises EngineError for one that the network has not.
    """
    usual = list(dict.fromkeys((*network.style_layers, network.content_layer, *network.dream_layers)))
    if not named:
        return usual
    try:
        network.maps(tf.zeros((1, SMALLEST, SMALLEST, 3)), named)
    except KeyError as error:
        raise no_layer(str(error.args[0]), usual[0]) from error
    return [*named]


def strongest(maps: NDArray[np.float32], count: int) -> list[int]:
    """The channels of (height, width, channels) maps that vary most over the places, the strongest first."""
    return [int(channel) for channel in np.argsort(-maps.std((0, 1)), kind="stable")[:count]]
