"""A zoom film that sinks into a dream: MP4, H.264 in yuv420p, no sound, as chat programs play it.

    film = sink(photo, Aim("block4_conv2"), network, rate=depth(0.6)[0])
    film.content, film.poster

Only every few pictures one is dreamt, a key: the one before, enlarged, and a few steps further. A key shows a margin
around what the film shows, so wide that while the film moves on to the next key both cover all of it and one can fade
into the other. The first half sinks from the photo into the dream, and at the end the photo comes back, because chats
play films in a loop.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from PIL import Image

from engines.style.pictures import Picture, resized
from engines.vision.dream import RATE, Aim, dream
from engines.vision.networks import LookingNetwork

LONG_SIDE: Final = 560  # pixels: what two cores dream the keys of within 40 seconds, a square too
RATE_OF_PICTURES: Final = 24  # a second
BETWEEN: Final = 8  # pictures from key to key, a third of a second
KEYS: Final = 15  # after the first, which is the photo
ZOOM: Final = 1.12  # from key to key, so 5 times in all
SINKING: Final = 8  # keys until each is dreamt at the full rate: half the film
BACK: Final = 16  # pictures in which the photo comes back, two thirds of a second
STEPS: Final = (2, 2, 2)  # of each key, coarse to fine
LARGEST: Final = 7_000_000  # bytes; the encoder's ceiling, below what chats take at once
QUALITY: Final = "20"  # of x264: 18 can't be told from the original, 28 shows blocks

Report = Callable[[float, Picture], None]  # how much is done, 0–1, and the last key


@dataclass(frozen=True)
class Film:
    """content: MP4; poster: its first picture; width and height in pixels, both even."""

    content: bytes
    poster: Picture
    width: int
    height: int
    seconds: float


def sink(
    photo: Picture,
    aim: Aim,
    network: LookingNetwork,
    *,
    rate: float = RATE,
    report: Report = lambda _fraction, _picture: None,
) -> Film:
    """The film; the same for the same photo. What `report`, called after every step, raises ends it."""
    height, width = _even(photo)
    keys = _keys(_with_margin(resized(photo, height, width)), aim, network, rate, report)
    pictures = _between(keys, (height, width))
    content, poster, count = _encoded(pictures, (height, width))
    return Film(content, poster, width, height, count / RATE_OF_PICTURES)


def _even(photo: Picture) -> tuple[int, int]:
    """The film's height and width: the photo's within LONG_SIDE, both even: yuv420p halves the colours' size."""
    factor = min(1.0, LONG_SIDE / max(photo.shape[:2]))
    height, width = (max(16, 2 * round(side * factor / 2)) for side in photo.shape[:2])
    return height, width


def _with_margin(photo: Picture) -> Picture:
    """The photo as a key: mirrored in the margin, so that the film begins with all of it."""
    around = [(math.ceil(side * (ZOOM - 1) / 2),) * 2 for side in photo.shape[:2]]
    return np.pad(photo, (*around, (0, 0)), "symmetric")


def _keys(photo: Picture, aim: Aim, network: LookingNetwork, rate: float, report: Report) -> Iterator[Picture]:
    """The photo, then KEYS pictures, each showing the middle of the one before, dreamt further."""
    key = photo
    yield key
    for index in range(KEYS):

        def shown(fraction: float, picture: Picture, index: int = index) -> None:
            report((index + fraction) / KEYS, picture)  # every key is as much work as any other

        nearer = _view(key, ZOOM, key.shape[:2])
        # By squares, because keys add up: each shows all that was dreamt before.
        sunk = min(1.0, (index + 1) / SINKING) ** 2
        key = dream(nearer, aim, network, rate=rate * sunk, steps=STEPS, seed=index, report=shown)
        yield key


def _between(keys: Iterator[Picture], size: tuple[int, int]) -> Iterator[Picture]:
    """Every picture of the film, from each key to the next, and back to the first while it sinks on."""
    key = next(keys)
    first = _view(key, ZOOM, size)
    for following in keys:
        for index in range(BETWEEN):
            share = index / BETWEEN
            # The key's margin is one ZOOM wide: at the next key's place the film has come up to its middle.
            now = _view(key, ZOOM ** (1 + share), size)
            then = _view(following, ZOOM**share, size)
            yield now * np.float32(1 - share) + then * np.float32(share)
        key = following
    for index in range(BACK + 1):
        share = (1 - math.cos(math.pi * index / (BACK + 1))) / 2  # softly at both ends
        yield _view(key, ZOOM ** (1 + index / BETWEEN), size) * np.float32(1 - share) + first * np.float32(share)


def _view(picture: Picture, zoom: float, size: tuple[int, int]) -> Picture:
    """The middle 1/zoom of the picture at `size` (height, width)."""
    height, width = picture.shape[:2]
    down, across = (side * (1 - 1 / zoom) / 2 for side in (height, width))
    box = (across, down, width - across, height - down)
    channels = [
        np.asarray(Image.fromarray(channel).resize((size[1], size[0]), Image.Resampling.BICUBIC, box))
        for channel in np.ascontiguousarray(picture.transpose(2, 0, 1))
    ]
    view: Picture = np.clip(np.stack(channels, -1), 0, 1)
    return view


def _encoded(pictures: Iterator[Picture], size: tuple[int, int]) -> tuple[bytes, Picture, int]:
    """The MP4 with its first picture and how many there are."""
    count = KEYS * BETWEEN + 1 + BACK
    ceiling = math.floor(LARGEST * 8 * RATE_OF_PICTURES / count)  # bits a second
    poster: Picture | None = None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "film.mp4"  # on disk, because it is read again while it is closed:
        # its table is put in front, so that the film plays while it loads.
        with av.open(str(file), "w", "mp4", options={"movflags": "+faststart"}) as container:
            options = {"crf": QUALITY, "preset": "veryfast", "maxrate": str(ceiling), "bufsize": str(ceiling)}
            stream = container.add_stream("libx264", Fraction(RATE_OF_PICTURES), options=options)
            stream.height, stream.width = size
            stream.pix_fmt = "yuv420p"
            for picture in pictures:
                poster = picture if poster is None else poster
                drawn = (picture * 255 + 0.5).astype(np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(drawn, format="rgb24")))
            container.mux(stream.encode())
        content = file.read_bytes()
    assert poster is not None
    return content, poster, count
