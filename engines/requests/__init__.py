"""The contract between those who ask (bot, shell) and the engines: typed requests, progress, results, errors.

Nothing here imports TensorFlow, so the bot process can use all of it:

    async for event in engines.run(PoemRequest(first_line="山为斜好几")):
        if isinstance(event, Progress):
            ...
        else:
            print(event.text)

Every class is a frozen dataclass made of plain values; poem requests and results survive `to_json` / `from_json`, which
is how the bot's durable queue keeps them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from engines.requests.classes import CLASSES, Class, is_class, nearest, number_of, well_known
from engines.requests.classic import ClassicRequest, ClassicResult, Stage
from engines.requests.comparison import Comparison, Count
from engines.requests.errors import EngineError, Language
from engines.requests.fonts import Font, read_fonts
from engines.requests.pictures import (
    FINE_DETAIL,
    MAXIMUM_DETAIL,
    MAXIMUM_STYLES,
    MINIMUM_DETAIL,
    USUAL_DETAIL,
    PictureResult,
    StyleLoss,
    StyleRequest,
    StyleSource,
)
from engines.requests.poems import (
    MAXIMUM_CANDIDATES,
    MAXIMUM_HEADS,
    MAXIMUM_THEME,
    MINIMUM_CANDIDATES,
    Departure,
    Form,
    Mode,
    PoemRequest,
    PoemResult,
    han_only,
    is_han,
)
from engines.requests.presets import Preset, read_presets
from engines.requests.vision import (
    SIZES,
    Attack,
    DreamRequest,
    FilmResult,
    FoolRequest,
    FoolResult,
    Label,
    LookRequest,
    LookResult,
    Motif,
    Visibility,
    motif_named,
    nearest_first,
    read_motifs,
    visibility,
)


@dataclass(frozen=True)
class Progress:
    """How far a request is: fraction 0–1, and a JPEG preview where there is something to see."""

    fraction: float
    preview: bytes | None = None


Request = PoemRequest | ClassicRequest | StyleRequest | DreamRequest | FoolRequest | LookRequest
Result = PoemResult | ClassicResult | PictureResult | FilmResult | FoolResult | LookResult
Event = Progress | Result


class Engines(Protocol):
    """A back end: `engines.local` on this machine, `engines.cluster` on many; chosen by settings."""

    async def start(self) -> None:
        """Starts the workers and warms them up; returns at once, requests wait until a worker is ready."""

    async def close(self) -> None:
        """Ends the workers; what is running is given up."""

    def run(
        self, request: Request, *, time_limit: float | None = None, enough: asyncio.Event | None = None
    ) -> AsyncIterator[Event]:
        """Zero or more Progress, then one Result.

        Closing the iterator (or cancelling the task that reads it) cancels the request, queued or running.
        time_limit: seconds from the moment the work begins; None takes the back end's default for the request's kind.
        enough: once set, the best so far will do: work that gets better step by step (fine style) ends with what it
            has, as it does at its own time limit; other work goes on to its end.
        Raises EngineError with a sentence for the person who asked.
        """

    def waiting(self, request: Request) -> int:
        """How many requests stand before this kind of request in its lane."""


__all__ = [
    "CLASSES",
    "FINE_DETAIL",
    "MAXIMUM_CANDIDATES",
    "MAXIMUM_DETAIL",
    "MAXIMUM_HEADS",
    "MAXIMUM_STYLES",
    "MAXIMUM_THEME",
    "MINIMUM_CANDIDATES",
    "MINIMUM_DETAIL",
    "SIZES",
    "USUAL_DETAIL",
    "Attack",
    "Class",
    "ClassicRequest",
    "ClassicResult",
    "Comparison",
    "Count",
    "Departure",
    "DreamRequest",
    "EngineError",
    "Engines",
    "Event",
    "FilmResult",
    "Font",
    "FoolRequest",
    "FoolResult",
    "Form",
    "Label",
    "Language",
    "LookRequest",
    "LookResult",
    "Mode",
    "Motif",
    "PictureResult",
    "PoemRequest",
    "PoemResult",
    "Preset",
    "Progress",
    "Request",
    "Result",
    "Stage",
    "StyleLoss",
    "StyleRequest",
    "StyleSource",
    "Visibility",
    "han_only",
    "is_class",
    "is_han",
    "motif_named",
    "nearest",
    "nearest_first",
    "number_of",
    "read_fonts",
    "read_motifs",
    "read_presets",
    "visibility",
    "well_known",
]
