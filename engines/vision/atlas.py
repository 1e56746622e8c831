"""What each channel of a layer dreams of, on one sheet: to choose motifs by looking.

sheet = atlas(network, "block4_conv2")
sheet.save("block4_conv2.png")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import tensorflow as tf
from PIL import Image, ImageDraw, ImageFont

from engines.vision.dream import JITTER, ascent
from engines.vision.networks import LookingNetwork

SIDE: Final = 96  # pixels of a channel's picture
STEPS: Final = 24
RATE: Final = 0.02  # of a step; no photo is to be kept
NOISE: Final = 0.05  # standard deviation of the grey that a dream starts from
COLUMNS: Final = 16
AT_ONCE: Final = 16  # channels
CAPTION: Final = 12  # pixels


def atlas(
    network: LookingNetwork,
    layer: str,
    channels: Sequence[int] | None = None,
    report: Callable[[float], None] = lambda _fraction: None,
) -> Image.Image:
    """A sheet of dreams from grey noise, one for each channel (all by default), its number beneath it.

    KeyError for a layer that the network has not. 256 channels take 75 s of processor time.
    """
    climb = ascent(network, layer)
    chosen = range(climb.channels) if channels is None else channels
    rows = -(-len(chosen) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * SIDE, rows * (SIDE + CAPTION)), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(CAPTION - 1)
    for first in range(0, len(chosen), AT_ONCE):
        group = chosen[first : first + AT_ONCE]
        for place, (channel, picture) in enumerate(zip(group, _dreams(network, layer, group), strict=True), first):
            across, down = place % COLUMNS * SIDE, place // COLUMNS * (SIDE + CAPTION)
            sheet.paste(Image.fromarray(picture), (across, down))
            pen.text((across + 2, down + SIDE - 1), str(channel), "black", font)
        report(min(1.0, (first + AT_ONCE) / len(chosen)))
    return sheet


def _dreams(network: LookingNetwork, layer: str, channels: Sequence[int]) -> np.ndarray:
    """(channels, SIDE, SIDE, 3), 0–255."""
    climb = ascent(network, layer)
    random = np.random.default_rng(0)
    start = np.clip(0.5 + random.normal(0, NOISE, (1, SIDE, SIDE, 3)), 0, 1).astype(np.float32)
    pictures = tf.repeat(tf.constant(start), len(channels), 0)
    weights = tf.one_hot(list(channels), climb.channels)
    for _ in range(STEPS):
        phase = random.integers(0, JITTER, 2, np.int32, endpoint=True)
        pictures = climb.step(pictures, weights, phase, RATE)
    drawn: np.ndarray = (pictures.numpy() * 255 + 0.5).astype(np.uint8)
    return drawn
