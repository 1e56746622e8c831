"""Fast style: one pass of Magenta's network over a picture of any size.

    stylizer = Stylizer.load()
    starry_night = stylizer.read(painting)  # the 100 numbers that stand for its style
    painted = stylizer.paint([Sketch(photo, starry_night, strength=0.7)])[0]

Pictures are (height, width, 3), float32, sRGB in 0–1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engines.requests import USUAL_DETAIL
from engines.style.colours import with_colours_of
from engines.style.grain import grained
from engines.style.pictures import SHORTEST_SIDE, Picture, resized
from engines.style.predictor import SIDE, StylePredictor
from engines.style.transformer import Transformer

Numbers = NDArray[np.float32]  # (100,)

PIXELS_AT_ONCE = 1600 * 1200  # in one batch: activations of about 0.3 GB at their peak
FADING = 0.4  # strength below which the photo itself shows through
REDRAWING = 0.5  # share of the style in the pass that sharpens
MOST_SQUARES = 4  # along one side, of a scroll for example


@dataclass(frozen=True)
class Sketch:
    """What is to be painted: a photo, the numbers of its style, and how (see StyleRequest)."""

    photo: Picture
    style: Numbers
    strength: float = 1.0
    keep_colours: bool = False
    detail: int | None = None


class Stylizer:
    """The two networks and what people wish for around them."""

    def __init__(self, predictor: StylePredictor, transformer: Transformer) -> None:
        self._predictor = predictor
        self._transformer = transformer

    @classmethod
    def load(cls) -> Self:
        """The stylizer with the fetched weights; EngineError when they are not there."""
        return cls(StylePredictor.load(), Transformer.load())

    def read(self, picture: Picture) -> Numbers:
        """The numbers of a picture's style: their mean over squares that cover it, at two scales when it is large."""
        scales = [self._predictor.read(np.stack(squares)).mean(0) for squares in _squares(picture)]
        numbers: Numbers = np.mean(scales, 0)
        return numbers

    def paint(self, sketches: Sequence[Sketch]) -> list[Picture]:
        """The paintings, in the order of the sketches, each as large as its photo; equal sizes are painted together."""
        paintings: dict[int, Picture] = {}
        by_size = sorted(range(len(sketches)), key=lambda index: _work_size(sketches[index]))
        for (height, width), group in groupby(by_size, lambda index: _work_size(sketches[index])):
            together = max(1, PIXELS_AT_ONCE // (height * width))
            for batch in _batched(group, together):
                painted = self._strokes([sketches[index] for index in batch], height, width)
                paintings |= {
                    index: self._finished(sketches[index], picture)
                    for index, picture in zip(batch, painted, strict=True)
                }
        return [paintings[index] for index in range(len(sketches))]

    def _strokes(self, sketches: Sequence[Sketch], height: int, width: int) -> Picture:
        """One pass at the size of the strokes: (n, height, width, 3)."""
        numbers = [
            sketch.style
            if sketch.strength == 1
            else sketch.strength * sketch.style + (1 - sketch.strength) * self.read(sketch.photo)
            for sketch in sketches
        ]
        photos = [grained(resized(sketch.photo, height, width)) for sketch in sketches]
        return self._transformer.paint(np.stack(photos), np.stack(numbers))

    def _finished(self, sketch: Sketch, strokes: Picture) -> Picture:
        """At the photo's size, with its colours if they are to be kept, and with the photo showing through."""
        photo = sketch.photo
        painted = self.at_size(strokes, photo.shape, sketch.style)
        if sketch.keep_colours:
            painted = with_colours_of(photo, painted)
        # The photo's own numbers still redraw it in colours of the network's liking: a weak style fades into the photo.
        share = min(1.0, sketch.strength / FADING)
        return painted if share == 1 else share * painted + (1 - share) * photo

    def at_size(self, painting: Picture, shape: tuple[int, ...], style: Numbers) -> Picture:
        """A painting scaled to `shape` (height, width, 3); a larger one gets the edges of a pass that redraws it there.

        Only what the small size could not hold is taken from the second pass: colours and large strokes stay.
        """
        height, width = shape[:2]
        scaled = resized(painting, height, width)
        if scaled.size <= painting.size:
            return scaled
        numbers = (1 - REDRAWING) * self.read(painting) + REDRAWING * style
        redrawn = self._transformer.paint(scaled[np.newaxis], numbers[np.newaxis])[0]
        coarse = resized(resized(redrawn, *painting.shape[:2]), height, width)
        sharpened: Picture = np.clip(scaled + redrawn - coarse, 0, 1)
        return sharpened


def _batched(indices: Iterable[int], size: int) -> Iterator[list[int]]:
    waiting = iter(indices)
    while batch := list(islice(waiting, size)):
        yield batch


def _work_size(sketch: Sketch) -> tuple[int, int]:
    """Height and width at which the strokes are drawn."""
    height, width = sketch.photo.shape[:2]
    factor = (sketch.detail or min(USUAL_DETAIL, max(height, width))) / max(height, width)
    return max(SHORTEST_SIDE, round(height * factor)), max(SHORTEST_SIDE, round(width * factor))


def _squares(picture: Picture) -> Iterator[list[Picture]]:
    """For each scale, the squares of that side that cover the picture, at the predictor's size.

    The second scale shows the strokes of a large picture as they are seen from near; by itself it is too soft, the mean
    of both keeps the calm of one and the contrast of the other (looked at on four paintings).
    """
    height, width = picture.shape[:2]
    short = min(height, width)
    for side in [short, short // 2] if short >= 2 * SIDE else [short]:
        yield [
            resized(picture[top : top + side, left : left + side], SIDE, SIDE)
            for top in _starts(height, side)
            for left in _starts(width, side)
        ]


def _starts(length: int, side: int) -> list[int]:
    """Where squares begin that cover a length evenly, at most MOST_SQUARES of them."""
    count = min(MOST_SQUARES, -(-length // side))
    return [round(place) for place in np.linspace(0, length - side, count)]
