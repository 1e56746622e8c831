"""What every wish about a photo has: the photo, by its name with Telegram, or the lack of it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from bot.attachments import Attachment


@dataclass(frozen=True)
class PhotoWish:
    """A wish about one photo, which may still be missing. left_out: how many photos were sent beyond what it takes."""

    content: Attachment | None = None
    left_out: int = field(default=0, kw_only=True)

    @property
    def missing(self) -> str | None:
        """What has to come before it can be granted: "content"; None when nothing has."""
        return "content" if self.content is None else None

    def with_photos(self, photos: Sequence[Attachment]) -> Self:
        """With the first of the photos, unless it has one."""
        content, others = self.content, len(photos)
        if content is None and photos:
            content, others = photos[0], len(photos) - 1
        return replace(self, content=content, left_out=self.left_out + others)

    def to_json(self) -> str:
        """The wish as one JSON object; `from_json` reads it back."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The wish that `to_json` wrote."""
        fields = json.loads(text)
        return cls(**fields | {"content": None if fields["content"] is None else Attachment(**fields["content"])})
