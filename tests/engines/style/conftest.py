"""The real network, loaded once; it comes with `python -m engines style fetch`, which `make test` runs first."""

import io

import numpy as np
import pytest
from PIL import Image

from engines import device


@pytest.fixture(scope="session")
def stylizer():
    device.prepare()
    from engines.style.stylizer import Stylizer

    return Stylizer.load()


@pytest.fixture(scope="session")
def transformer():
    device.prepare()
    from engines.style.transformer import Transformer

    return Transformer.load()


def landscape(height=96, width=128, seed=0):
    """A picture with a sky, hills and something on them, (h, w, 3) in 0-1."""
    random = np.random.default_rng(seed)
    down, across = np.mgrid[0:height, 0:width] / max(height, width)
    hills = 0.35 + 0.08 * np.sin(9 * across + seed) + 0.04 * np.sin(23 * across)
    sky = np.stack([0.4 + down, 0.6 + 0.5 * down, 0.95 - 0.2 * down], -1)
    land = np.stack([0.2 + 0.2 * across, 0.5 - 0.3 * down, 0.2 + 0 * down], -1)
    picture = np.where((down > hills)[..., None], land, sky) + random.normal(0, 0.03, (height, width, 3))
    return np.clip(picture, 0, 1).astype(np.float32)


def file(picture, kind="PNG", mode="RGB", **options):
    """The bytes of a picture file."""
    content = io.BytesIO()
    Image.fromarray((picture * 255 + 0.5).astype(np.uint8)).convert(mode).save(content, kind, **options)
    return content.getvalue()


def opened(content):
    """The picture in a file, (h, w, 3) in 0-1."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.float32) / 255
