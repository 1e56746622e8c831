"""What a person may ask of the network that looks at pictures, and what comes back.

Pictures cross this border as encoded bytes that the darkroom has checked, as in pictures.py.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engines.requests.errors import EngineError

MOTIFS_FILE = Path(__file__).resolve().parents[2] / "weights" / "dream-motifs.json"
SIZES = (2, 4, 8, 16)  # of a change, in steps of 255
ALIKE = 0.5  # of difflib's ratio: 眼晴 has half of 眼睛


@dataclass(frozen=True)
class Motif:
    """What a dream may be about. name: what DreamRequest.motif takes, and what Chinese speakers see."""

    name: str
    english: str


def nearest_first(name: str, motifs: Sequence[Motif]) -> tuple[Motif, ...]:
    """All motifs, those first whose names are most like a mistaken one, whatever its language."""

    def likeness(motif: Motif) -> float:
        names = (motif.name, motif.english.casefold())
        return max(difflib.SequenceMatcher(None, name.casefold(), known).ratio() for known in names)

    near = [motif for motif in sorted(motifs, key=likeness, reverse=True) if likeness(motif) >= ALIKE]
    return (*near, *(motif for motif in motifs if motif not in near))


def motif_named(name: str, motifs: Sequence[Motif]) -> int:
    """The place of a motif by its name in either language. Raises EngineError with all names, the nearest first."""
    wanted = name.strip().casefold()
    for place, motif in enumerate(motifs):
        if wanted in (motif.name.casefold(), motif.english.casefold()):
            return place
    listed = nearest_first(name, motifs)
    raise EngineError(
        f"没有叫「{name}」的题材，可以选：{'、'.join(motif.name for motif in listed)}",
        f"There is no motif “{name}”; choose one of: {', '.join(motif.english for motif in listed)}",
    )


def read_motifs(file: Path = MOTIFS_FILE) -> tuple[Motif, ...]:
    """The motifs in the order of their buttons, the default one first; none when the file is not there.

    The file holds {"motifs": [{"name": "波纹", "english": "ripples", "layer": "block3_conv2", "channels": [3]}, …]};
    without channels the whole layer is meant.
    """
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))["motifs"]
    except FileNotFoundError:
        return ()
    return tuple(Motif(entry["name"], entry["english"]) for entry in listed)


class Visibility(StrEnum):
    """How well the eye sees a change, found by looking at attacked photos, sky and walls first."""

    UNSEEN = "unseen"
    HARDLY = "hardly"  # as stains and stripes, by those who look for them on smooth areas
    SMOOTH = "smooth"  # on smooth areas
    PLAIN = "plain"


def visibility(size: int) -> Visibility:
    """How well a change of this size (in steps of 255) is seen."""
    if size <= 2:
        return Visibility.UNSEEN
    if size <= 4:
        return Visibility.HARDLY
    return Visibility.SMOOTH if size < 16 else Visibility.PLAIN


class Attack(StrEnum):
    """How a picture is changed to fool the network."""

    FGSM = "fgsm"  # one step along the gradient's sign (Goodfellow et al. 2015)
    PGD = "pgd"  # many small ones, held within the bound (Madry et al. 2018)


@dataclass(frozen=True)
class DreamRequest:
    """Deep dream: `content` changed until it shows more of what a part of the network looks for.

    motif: a name of `read_motifs`; None takes the first. strength: 0–1, how far.
    zoom: a short film that sinks into the dream, rather than a picture.
    """

    content: bytes
    motif: str | None = None
    strength: float = 0.6
    zoom: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.strength <= 1:
            raise EngineError("强度在 1% 到 100% 之间，例如：60%", "Strength is from 1 to 100 %, for example: 60 %")


@dataclass(frozen=True)
class FilmResult:
    """A short film: MP4 bytes (H.264, yuv420p, no sound), below 8 MB, its size in pixels and length in seconds.

    poster: its first picture as a JPEG.
    """

    film: bytes
    poster: bytes
    width: int
    height: int
    seconds: float
    model: str
    milliseconds: float


@dataclass(frozen=True)
class Label:
    """A class of the network with its share of the answer, 0–1. wnid: WordNet's number; zh, en: its names."""

    wnid: str
    zh: str
    en: str
    share: float


@dataclass(frozen=True)
class LookRequest:
    """What is in the picture?"""

    content: bytes


@dataclass(frozen=True)
class LookResult:
    """What the network sees, and what it makes a poet think of.

    labels: the five likeliest, the likeliest first. theme: 2–8 characters, words of classical poems for the labels and
    for the picture's light and colours. light: those words alone, for example 暮 or 雪光; "" when nothing stands out.
    """

    labels: tuple[Label, ...]
    theme: str
    light: str
    model: str
    milliseconds: float


@dataclass(frozen=True)
class FoolRequest:
    """Change `content` so that the network sees something else and the eye does not, see `visibility`.

    size: the most that a value may change, in steps of 255: 1–32; the buttons offer SIZES.
    target: a class's name (Chinese or English) or number that the network shall see; None: anything but the first.
    """

    content: bytes
    attack: Attack = Attack.PGD
    size: int = 2
    target: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.size <= 32:
            raise EngineError(
                "改动的大小在 1 到 32 之间，例如：8", "The size of the change is from 1 to 32, for example: 8"
            )


@dataclass(frozen=True)
class FoolResult:
    """What came of an attack.

    before, after: the five likeliest labels of the photo and of `picture`, as the network reads the very bytes.
    picture: PNG, the photo with the change; difference: PNG, the change amplified around grey; amplified: how often.
    fooled: whether the first label changed, or is the target. smallest: the smallest size, in steps of 255 (1–32), at
        which this attack works on this photo; None when none up to 32 does. target: the label aimed at, None for any.
    """

    before: tuple[Label, ...]
    after: tuple[Label, ...]
    picture: bytes
    difference: bytes
    amplified: int
    width: int
    height: int
    fooled: bool
    smallest: int | None
    target: Label | None
    model: str
    milliseconds: float
