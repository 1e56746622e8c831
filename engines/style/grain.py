"""Grain for what is flat in a photo, so that skies get strokes.

In a sky without a cloud the network has nothing to hold on to and falls into a regular diagonal weave, or into lines
where a gradient steps from one of its 256 values to the next. Grain too faint to be seen gives it places to begin its
strokes (looked at on six photos in four styles; half of this amplitude leaves the weave, twice as much mottles ink
wash). What has texture of its own, a face or leaves, is left as it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engines.style.pictures import Picture

AMPLITUDE = 0.008  # standard deviation, on the picture's scale of 0–1
CELL = 4  # pixels a grain: half a stroke; finer grain the network takes for paper
NEIGHBOURHOOD = 9  # pixels, within which it is judged whether a place is flat
TEXTURE = 0.04  # standard deviation of brightness from which on a place is not flat at all
SEED = 7  # always the same grain: asked twice, a painting is the same twice

Plane = NDArray[np.float32]  # (height, width)


def grained(picture: Picture) -> Picture:
    """The picture with grain where it is flat; a copy, of the same shape."""
    height, width, _ = picture.shape
    grains = np.random.default_rng(SEED).normal(0, AMPLITUDE, _coarse(height, width, CELL)).astype(np.float32)
    grain = _flatness(picture.mean(-1)) * _scaled(grains, height, width)
    grainy: Picture = np.clip(picture + grain[..., np.newaxis], 0, 1)
    return grainy


def _flatness(brightness: Plane) -> Plane:
    """1 where nothing happens in the neighbourhood, 0 from TEXTURE on."""
    mean = _smoothed(brightness)
    deviation = np.sqrt(np.maximum(_smoothed(brightness**2) - mean**2, 0))
    flat: Plane = np.clip(1 - deviation / TEXTURE, 0, 1)
    return flat


def _smoothed(plane: Plane) -> Plane:
    height, width = plane.shape
    rows, columns = _coarse(height, width, NEIGHBOURHOOD)
    return _scaled(_scaled(plane, rows, columns, Image.Resampling.BOX), height, width)


def _coarse(height: int, width: int, cell: int) -> tuple[int, int]:
    return max(1, height // cell), max(1, width // cell)


def _scaled(plane: Plane, height: int, width: int, how: Image.Resampling = Image.Resampling.BICUBIC) -> Plane:
    return np.asarray(Image.fromarray(plane).resize((width, height), how))
