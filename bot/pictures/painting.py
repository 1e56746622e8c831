"""What a person wants painted: which photo, in which styles, how; photos by their names with Telegram.

painting = Painting(content=photo, styles=("水墨",), strength=0.7)
painting.missing                    # None: it can be painted
Painting.from_json(painting.to_json()) == painting
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.attachments import Attachment
from bot.pictures.wish import PhotoWish
from engines.requests import MAXIMUM_STYLES

STRENGTHS = (40, 70, 100)  # per cent, as the buttons offer them
DETAILS = (192, 288, 432, 640, 960, 1440)  # long sides in pixels, by halves: a smaller step is hard to see
_SAME = 1.15  # details closer than this factor look alike

Style = Attachment | str  # a photo, or the name of a preset


@dataclass(frozen=True)
class Painting(PhotoWish):
    """A wish; content and styles may still be missing. strength: per cent; detail: as in StyleRequest.

    left_out: how many more styles were sent than can be mixed. unrefined: whether it was to be refined and can't be.
    """

    styles: tuple[Style, ...] = ()
    strength: int = 100
    keep_colours: bool = False
    detail: int | None = None
    unrefined: bool = False

    @property
    def missing(self) -> str | None:
        """What has to come before it can be painted: "content", then "style"; None when nothing has."""
        return super().missing or (None if self.styles else "style")

    def with_photos(self, photos: Sequence[Attachment]) -> Self:
        """With photos in the places that are still free: the first is the content, the others are mixed as styles."""
        content, others = self.content, tuple(photos)
        if content is None and others:
            content, *rest = others
            others = tuple(rest)
        styles = self.styles + others
        return replace(
            self,
            content=content,
            styles=styles[:MAXIMUM_STYLES],
            left_out=self.left_out + max(0, len(styles) - MAXIMUM_STYLES),
        )

    @property
    def can_swap(self) -> bool:
        """Whether photo and style may change places: there is one style and it is a photo."""
        return self.content is not None and len(self.styles) == 1 and isinstance(self.styles[0], Attachment)

    @property
    def can_refine(self) -> bool:
        """Whether it can be optimised: that compares textures, and of a preset no picture is kept."""
        return all(isinstance(style, Attachment) for style in self.styles)

    def swapped(self) -> Painting:
        """Photo and style in each other's place."""
        (style,) = self.styles
        assert isinstance(style, Attachment)
        assert self.content is not None
        return replace(self, content=style, styles=(self.content,))

    def finer(self, now: int) -> Painting | None:
        """Drawn with finer strokes; now: the long side at which they are drawn so far. None when nothing is finer."""
        detail = next((step for step in DETAILS if step > now * _SAME), None)
        return None if detail is None else replace(self, detail=detail)

    def coarser(self, now: int) -> Painting | None:
        """Drawn with coarser strokes; None when nothing is coarser."""
        detail = next((step for step in reversed(DETAILS) if step * _SAME < now), None)
        return None if detail is None else replace(self, detail=detail)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """As `PhotoWish.from_json`."""
        styles = json.loads(text)["styles"]
        wish = super().from_json(text)
        return replace(wish, styles=tuple(s if isinstance(s, str) else Attachment(**s) for s in styles))


@dataclass(frozen=True)
class Painted:
    """A picture that was made: under which key it is on the shelf, its size in pixels, and whether it got finished."""

    key: str
    width: int
    height: int
    finished: bool = True


def paintings_to_json(pictures: tuple[Painted, ...]) -> str:
    """As a job keeps them."""
    return json.dumps([dataclasses.asdict(picture) for picture in pictures])


def paintings_from_json(text: str) -> tuple[Painted, ...]:
    """What `paintings_to_json` wrote."""
    return tuple(Painted(**fields) for fields in json.loads(text))
