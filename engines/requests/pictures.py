"""What a person may ask of the engines that make pictures, and what comes back.

Pictures cross this border as encoded bytes that the darkroom has checked: upright, without metadata, of known size.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engines.requests.errors import EngineError

MAXIMUM_STYLES = 4
MINIMUM_DETAIL, MAXIMUM_DETAIL = 128, 1600
USUAL_DETAIL = 896  # of a larger photo drawn at its own size the strokes are sand (looked at from 640 to 1600)
FINE_DETAIL = 512  # what two processor cores optimise within a minute


class StyleLoss(StrEnum):
    """How fine style compares textures."""

    GRAM = "gram"
    SORTED = "sorted"


@dataclass(frozen=True)
class StyleSource:
    """A style: a photo's bytes (JPEG or PNG) or a preset's name; weight is its share in a mixture of several."""

    photo: bytes | None = None
    preset: str | None = None
    weight: float = 1.0

    def __post_init__(self) -> None:
        if (self.photo is None) == (self.preset is None) or not self.weight > 0:
            raise EngineError(
                "每种画风要么是一张图，要么是一个预设的名字，例如：水墨",
                "A style is either a picture or the name of a preset, for example: 水墨",
            )


@dataclass(frozen=True)
class StyleRequest:
    """Paint `content` in the manner of `styles`.

    strength: 0 leaves the photo as it is, 1 is the whole style.
    keep_colours: the photo's colours with the style's strokes.
    detail: the long side, in pixels, at which strokes are drawn, whatever the size of the result; None: the photo's
        own, but no more than USUAL_DETAIL, or FINE_DETAIL when fine.
    fine: optimise (seconds to a minute, with previews) rather than one pass; loss: how textures are compared then.

    Raises EngineError when a part is out of bounds.
    """

    content: bytes
    styles: tuple[StyleSource, ...]
    strength: float = 1.0
    keep_colours: bool = False
    detail: int | None = None
    fine: bool = False
    loss: StyleLoss = StyleLoss.GRAM

    def __post_init__(self) -> None:
        if not 1 <= len(self.styles) <= MAXIMUM_STYLES:
            raise EngineError(
                f"画风要一到 {MAXIMUM_STYLES} 种，例如：水墨", f"Give 1 to {MAXIMUM_STYLES} styles, for example: 水墨"
            )
        if not 0 <= self.strength <= 1:
            raise EngineError("强度在 0 到 100% 之间，例如：70%", "Strength is from 0 to 100 %, for example: 70 %")
        if self.detail is not None and not MINIMUM_DETAIL <= self.detail <= MAXIMUM_DETAIL:
            raise EngineError(
                f"笔触大小在 {MINIMUM_DETAIL} 到 {MAXIMUM_DETAIL} 之间，例如：512",
                f"Detail is from {MINIMUM_DETAIL} to {MAXIMUM_DETAIL} pixels, for example: 512",
            )


@dataclass(frozen=True)
class PictureResult:
    """A picture with what is known about it.

    picture: PNG bytes, RGB, no metadata; width, height in pixels.
    losses: of fine style, the total loss after each step; empty otherwise.
    finished: false when a time limit, or who asked, ended fine style early and this is the best so far.
    """

    picture: bytes
    width: int
    height: int
    model: str
    milliseconds: float
    losses: tuple[float, ...] = ()
    finished: bool = True
