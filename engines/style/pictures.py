"""Pictures between their files' bytes and the arrays that the style networks work on."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engines.requests import EngineError

Picture = NDArray[np.float32]  # (height, width, 3), sRGB, 0–1

LONGEST_SIDE = 1600  # pixels; larger pictures are scaled down first
SHORTEST_SIDE = 16  # pixels: below it the network's reflections run out of picture
QUALITY = 95  # of a result that is kept; a preview is looked at for seconds
FORMATS = ("JPEG", "PNG")  # what the darkroom and the engines themselves write


def decode(content: bytes, longest_side: int = LONGEST_SIDE) -> Picture:
    """A developed picture (RGB, upright; see engines/requests/darkroom.py), scaled down where its long side is longer.

    Raises EngineError when there is no picture in it, or one of too few pixels.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            opened.draft("RGB", (longest_side, longest_side))  # a JPEG far too large is decoded at a fraction
            image = opened.convert("RGB")
    except Exception as error:  # decoders of damaged files raise nearly anything
        raise EngineError(
            "这张图读不出来，请换一张 JPEG 或 PNG 图片", "This picture cannot be read; please send a JPEG or PNG"
        ) from error
    if max(image.size) > longest_side:
        factor = longest_side / max(image.size)
        image = image.resize([max(1, round(side * factor)) for side in image.size], Image.Resampling.LANCZOS)
    if min(image.size) < SHORTEST_SIDE:
        raise EngineError(
            f"图片太窄，每边至少 {SHORTEST_SIDE} 像素，请换一张",
            f"This picture is too narrow: each side needs at least {SHORTEST_SIDE} pixels; please choose another",
        )
    return np.asarray(image, np.float32) / np.float32(255)


def encode(picture: Picture, kind: str = "PNG") -> bytes:
    """The bytes of an "RGB" PNG or JPEG without metadata."""
    file = io.BytesIO()
    image = Image.fromarray(_bytes(picture))
    if kind == "JPEG":
        image.save(file, "JPEG", quality=90)
    else:
        image.save(file, "PNG", compress_level=1)  # level 6 is 7 % smaller and takes nearly twice as long
    return file.getvalue()


def reencoded(png: bytes, kind: str) -> bytes:
    """A painted PNG as a "JPEG" or "WEBP" file; what asks for "PNG" gets the very bytes."""
    if kind == "PNG":
        return png
    file = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.save(file, kind, quality=QUALITY)
    return file.getvalue()


def resized(picture: Picture, height: int, width: int) -> Picture:
    """The picture at another size, by Lanczos, without going through eight bits."""
    if picture.shape[:2] == (height, width):
        return picture
    channels = [
        np.asarray(Image.fromarray(channel).resize((width, height), Image.Resampling.LANCZOS))
        for channel in np.ascontiguousarray(picture.transpose(2, 0, 1))
    ]
    scaled: Picture = np.clip(np.stack(channels, -1), 0, 1)
    return scaled


def _bytes(picture: Picture) -> NDArray[np.uint8]:
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)
