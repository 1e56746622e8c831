"""Pictures to measure with, made in code: a landscape as a photo and as a painting."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image


def draw(folder: Path, sides: Mapping[str, int]) -> None:
    """NAME.png for each name with its width in pixels: octaves of noise, hills, a sky. "painting" is in few colours."""
    random = np.random.default_rng(5)
    for name, side in sides.items():
        height, width = side * 3 // 4, side
        down, across = np.mgrid[0:height, 0:width] / side
        noise = sum(
            np.asarray(
                Image.fromarray(
                    random.normal(0, 0.5**octave, (6 * 2**octave, 8 * 2**octave)).astype(np.float32)
                ).resize((width, height), Image.Resampling.BICUBIC)
            )
            for octave in range(6)
        )
        hills = 0.35 + 0.06 * np.sin(7 * across) + 0.03 * np.sin(23 * across)
        sky = np.stack([0.4 + down, 0.6 + 0.5 * down, 0.95 - 0.2 * down], -1)
        land = np.stack([0.3 + 0.2 * across, 0.5 - 0.3 * down, 0.2 + 0 * down], -1)
        picture = np.where((down > hills)[..., None], land, sky) + 0.12 * noise[..., None]
        if name == "painting":
            picture = np.round(picture[::-1, :, ::-1] * 5) / 5
        Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8)).save(folder / f"{name}.png")
