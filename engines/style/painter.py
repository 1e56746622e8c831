"""What becomes of a StyleRequest: fast style for several at once, fine style for one, with progress.

painter = Painter.load()
(result,) = painter.fast([StyleRequest(photo, (StyleSource(preset="水墨"),))])
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from engines.requests import FINE_DETAIL, EngineError, PictureResult, Progress, StyleRequest, StyleSource
from engines.style import presets, weights
from engines.style.colours import with_colours_of
from engines.style.optimiser import optimise
from engines.style.pictures import Picture, decode, encode, resized
from engines.style.stylizer import Numbers, Sketch, Stylizer
from engines.vision.networks import LookingNetwork, open_network

PREVIEW_EVERY = 2.0  # seconds between previews: a chat takes an edit a second at most, and its readers no more
FINE_TIME = 90.0  # seconds after which fine style hands over its best so far; 60 are enough on two idle cores
READ_STYLES = 32  # numbers of style photos kept, so that strength and detail are tried without reading them again

NEEDS_A_PICTURE = EngineError(
    "精修要有画风的原图，预设不能精修；请发一张画作为画风，或去掉精修",
    "Fine style needs a picture of the style and presets have none: send a painting as the style, or leave fine out",
)


@dataclass(frozen=True)
class _Begun:
    """A request with its photo and its style read."""

    request: StyleRequest
    photo: Picture
    style: Numbers


class Painter:
    """The stylizer behind the contract."""

    def __init__(self, stylizer: Stylizer) -> None:
        self._stylizer = stylizer
        self._read = functools.lru_cache(READ_STYLES)(lambda photo: stylizer.read(decode(photo)))

    @classmethod
    def load(cls) -> Self:
        """The painter with the fetched weights; EngineError when they are not there."""
        return cls(Stylizer.load())

    def warm_up(self) -> None:
        """Traces and runs every graph once, so that the first person does not wait for it."""
        grey = np.full((64, 64, 3), 0.5, np.float32)
        self._stylizer.paint([Sketch(grey, self._stylizer.read(grey))])

    def fast(self, requests: Sequence[StyleRequest]) -> list[PictureResult | EngineError]:
        """One pass each; an EngineError stands where a request's pictures or names are of no use."""
        if not requests:
            return []
        began = time.perf_counter()
        begun = [self._begun(request) for request in requests]
        ready = [item for item in begun if isinstance(item, _Begun)]
        painted = iter(self._stylizer.paint([_sketch(item) for item in ready]))
        paintings = [item if isinstance(item, EngineError) else next(painted) for item in begun]
        # The share of each: what was painted together took its time together.
        milliseconds = (time.perf_counter() - began) * 1000 / len(requests)
        return [
            item if isinstance(item, EngineError) else _result(item, weights.MODEL, milliseconds) for item in paintings
        ]

    def fine(
        self,
        request: StyleRequest,
        report: Callable[[Progress], None],
        *,
        time_limit: float = FINE_TIME,
        enough: Callable[[], bool] = lambda: False,
    ) -> PictureResult:
        """Optimises from the fast result on, reporting previews; what `report` raises ends it.

        The optimiser works at `detail` (or its usual size), the result is as large as the photo.
        time_limit: seconds after which the best so far is the result; enough: asked before each step, once true it is
        the result as well. Raises EngineError as `fast` returns them.
        """
        began = time.perf_counter()
        if any(source.photo is None for source in request.styles):
            raise NEEDS_A_PICTURE
        item = self._begun(request)
        if isinstance(item, EngineError):
            raise item
        photo = _within(item.photo, request.detail or FINE_DETAIL)
        (start,) = self._stylizer.paint([Sketch(photo, item.style, request.strength)])
        report(Progress(0.0, encode(start, "JPEG")))
        last = time.perf_counter()

        def show(fraction: float, picture: Picture) -> None:
            nonlocal last
            if time.perf_counter() - last < PREVIEW_EVERY:
                report(Progress(fraction))
                return
            report(Progress(fraction, encode(picture, "JPEG")))
            last = time.perf_counter()

        network = _network()
        done = optimise(
            photo,
            [decode(source.photo) for source in request.styles if source.photo is not None],
            [source.weight for source in request.styles],
            start,
            network=network,
            loss=request.loss,
            long_side=max(photo.shape[:2]),
            strength=request.strength,
            deadline=lambda: enough() or time.perf_counter() - began > time_limit,
            report=show,
        )
        picture = self._stylizer.at_size(np.clip(done.picture, 0, 1), item.photo.shape, item.style)
        if request.keep_colours:
            picture = with_colours_of(item.photo, picture)
        milliseconds = (time.perf_counter() - began) * 1000
        model = f"{weights.MODEL}+{network.model}"
        return _result(picture, model, milliseconds, losses=done.losses, finished=done.finished)

    def _begun(self, request: StyleRequest) -> _Begun | EngineError:
        try:
            shares = np.array([source.weight for source in request.styles], np.float32)
            styles = np.stack([self._numbers(source) for source in request.styles])
            return _Begun(request, decode(request.content), shares @ styles / shares.sum())
        except EngineError as error:
            return error

    def _numbers(self, source: StyleSource) -> Numbers:
        if source.preset is not None:
            return presets.numbers(source.preset)
        return self._read(source.photo)


@functools.cache
def _network() -> LookingNetwork:
    return open_network()


def _sketch(item: _Begun) -> Sketch:
    request = item.request
    return Sketch(item.photo, item.style, request.strength, request.keep_colours, request.detail)


def _within(picture: Picture, long_side: int) -> Picture:
    factor = min(1.0, long_side / max(picture.shape[:2]))
    return resized(picture, *(round(side * factor) for side in picture.shape[:2]))


def _result(
    picture: Picture, model: str, milliseconds: float, losses: tuple[float, ...] = (), *, finished: bool = True
) -> PictureResult:
    height, width = picture.shape[:2]
    return PictureResult(encode(picture), width, height, model, milliseconds, losses, finished)
