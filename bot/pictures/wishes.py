"""The wishes about one photo: a dream, a change that fools, a poem; and any wish from its JSON."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from bot.pictures.painting import Painting
from bot.pictures.wish import PhotoWish
from bot.records import Kind
from engines.requests import Attack, FoolRequest

DREAM_STRENGTHS = (20, 40, 60, 80, 100)  # per cent, as the buttons step through them


@dataclass(frozen=True)
class Dream(PhotoWish):
    """A dream. motif: a name of `read_motifs`, None for the first; strength: per cent.

    base: the job whose dream is dreamt once more, None for the photo itself. depth: how often it has been dreamt then.
    """

    motif: str | None = None
    strength: int = 60
    base: int | None = None
    depth: int = 1

    def deeper(self) -> Dream | None:
        """One step stronger; None when nothing is."""
        strength = next((step for step in DREAM_STRENGTHS if step > self.strength), None)
        return None if strength is None else replace(self, strength=strength)

    def shallower(self) -> Dream | None:
        """One step weaker; None when nothing is."""
        strength = next((step for step in reversed(DREAM_STRENGTHS) if step < self.strength), None)
        return None if strength is None else replace(self, strength=strength)

    def again(self, job_id: int) -> Dream:
        """Dreamt once more, from what a job has made."""
        return replace(self, base=job_id, depth=self.depth + 1)


@dataclass(frozen=True)
class Fool(PhotoWish):
    """A change that fools the network; attack, size and target as in FoolRequest."""

    attack: Attack = FoolRequest.attack
    size: int = FoolRequest.size
    target: str | None = None

    @classmethod
    def from_json(cls, text: str) -> Self:
        """As `PhotoWish.from_json`."""
        wish = super().from_json(text)
        return replace(wish, attack=Attack(wish.attack))


@dataclass(frozen=True)
class Inscription(PhotoWish):
    """A poem on what is seen in the photo. words: form and mode, as bot/asking.py reads them behind /poem."""

    words: str = ""


_WISHES: dict[Kind, type[PhotoWish]] = {
    Kind.STYLE: Painting,
    Kind.FINE: Painting,
    Kind.SHEET: Painting,
    Kind.DREAM: Dream,
    Kind.FILM: Dream,
    Kind.FOOL: Fool,
    Kind.INSCRIPTION: Inscription,
}


def read_wish(kind: Kind, text: str) -> PhotoWish:
    """The wish that becomes something of this kind, as its `to_json` wrote it."""
    return _WISHES[kind].from_json(text)
