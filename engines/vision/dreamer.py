"""What becomes of a DreamRequest: a picture or a film, with previews.

dreamer = Dreamer.load()
result = dreamer.dream(DreamRequest(photo, motif="眼睛"), print)
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

from engines.requests import DreamRequest, FilmResult, PictureResult, Progress
from engines.requests.vision import MOTIFS_FILE
from engines.style.pictures import Picture, decode, encode, resized
from engines.vision.dream import depth, dream, with_change
from engines.vision.film import sink
from engines.vision.motifs import aim_at
from engines.vision.networks import LookingNetwork, open_network

LONG_SIDE: Final = 768  # pixels: larger photos dream at this size, or their eyes and feathers would be mere grain
LEAST_LONG_SIDE: Final = 512  # pixels: smaller photos are enlarged to it, or there is no room for shapes in them
PREVIEW_EVERY: Final = 1.0  # seconds: a dream takes few, and a chat takes the newest as soon as it can


class Dreamer:
    """Deep dream behind the contract. motifs: the file that names parts of the network."""

    def __init__(self, network: LookingNetwork, motifs: Path = MOTIFS_FILE) -> None:
        self._network = network
        self._motifs = motifs

    @classmethod
    def load(cls) -> Self:
        """The dreamer with the network of the settings; EngineError when it is not there."""
        return cls(open_network())

    def dream(self, request: DreamRequest, report: Callable[[Progress], None]) -> PictureResult | FilmResult:
        """The dream, as large as the photo but at least of LEAST_LONG_SIDE, or the film; what `report` raises ends it.

        Raises EngineError for an unknown motif, or when there is no picture in the content.
        """
        began = time.perf_counter()
        aim = aim_at(request.motif, self._network, self._motifs)
        photo = _large_enough(decode(request.content))
        show = _previews(report)
        rate, steps = depth(request.strength)
        if request.zoom:
            film = sink(photo, aim, self._network, rate=rate, report=show)
            return FilmResult(
                film.content,
                encode(film.poster, "JPEG"),
                film.width,
                film.height,
                film.seconds,
                self._network.model,
                (time.perf_counter() - began) * 1000,
            )
        factor = min(1.0, LONG_SIDE / max(photo.shape[:2]))
        small = resized(photo, *(max(1, round(side * factor)) for side in photo.shape[:2]))
        picture = with_change(photo, small, dream(small, aim, self._network, rate=rate, steps=steps, report=show))
        height, width = picture.shape[:2]
        milliseconds = (time.perf_counter() - began) * 1000
        return PictureResult(encode(picture), width, height, self._network.model, milliseconds)


def _large_enough(photo: Picture) -> Picture:
    factor = max(1.0, LEAST_LONG_SIDE / max(photo.shape[:2]))
    return resized(photo, *(round(side * factor) for side in photo.shape[:2]))


def _previews(report: Callable[[Progress], None]) -> Callable[[float, Picture], None]:
    """Tells every step, and shows a picture no more often than a chat takes one."""
    last = time.perf_counter()

    def show(fraction: float, picture: Picture) -> None:
        nonlocal last
        if time.perf_counter() - last < PREVIEW_EVERY:
            report(Progress(fraction))
            return
        report(Progress(fraction, encode(picture, "JPEG")))
        last = time.perf_counter()

    return show
