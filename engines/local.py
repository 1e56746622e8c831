"""The engines on this machine: each lane's work runs in a worker process of its own, the default back end.

    engines = LocalEngines()
    await engines.start()
    async for event in engines.run(PoemRequest(theme="春雪")):
        ...
    await engines.close()

The process that holds LocalEngines never imports TensorFlow.

The picture lanes' workers start with the first request for them (some seconds, once): whoever only writes poems does
not pay for them with memory. Fine style and dreams have a lane of their own, because nobody who wants a picture in a
second should wait behind a minute of somebody else's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

from engines.lanes import Lane, LaneSettings, LaneStatus
from engines.poem.lane import POEMS_AT_ONCE
from engines.requests import ClassicRequest, DreamRequest, Event, PoemRequest, Request, StyleRequest
from engines.studio import PICTURES_AT_ONCE, SLOW_LIMIT

TEXT = LaneSettings(
    name="text",
    factory="engines.poem.lane:open_writer",
    maximum_batch=POEMS_AT_ONCE,
    time_limit=60.0,  # 32 七律 took 9.6 s on two cores that were training a network as well; six times that is a hang
)
IMAGE = LaneSettings(
    name="image",
    factory="engines.studio:open_quick",
    maximum_batch=PICTURES_AT_ONCE,
    time_limit=120.0,  # one of 1600 px took 4 s on two such cores, and its detail as much again; four of them, 30 s
)
FINE = LaneSettings(name="fine", factory="engines.studio:open_slow", time_limit=SLOW_LIMIT)


class LocalEngines:
    """The contract of `engines.requests.Engines` in worker processes on this machine."""

    def __init__(self, text: LaneSettings = TEXT, image: LaneSettings = IMAGE, fine: LaneSettings = FINE) -> None:
        self._text, self._image, self._fine = Lane(text), Lane(image), Lane(fine)

    async def start(self) -> None:
        """Starts the text worker, which loads and warms up meanwhile; requests wait until it is ready."""
        await self._text.start()

    async def close(self) -> None:
        """Ends the workers; requests that still wait raise EngineError."""
        for lane in (self._text, self._image, self._fine):
            await lane.close()

    async def run(
        self, request: Request, *, time_limit: float | None = None, enough: asyncio.Event | None = None
    ) -> AsyncIterator[Event]:
        """As `Engines.run`."""
        lane = self._lane(request)
        if lane is not self._text:
            await lane.start()
        async with aclosing(lane.run(request, time_limit, enough)) as events:
            async for event in events:
                yield event

    def waiting(self, request: Request) -> int:
        """As `Engines.waiting`."""
        return self._lane(request).waiting()

    def status(self) -> tuple[LaneStatus, ...]:
        """Every lane in use at a glance, the text lane first."""
        return (self._text.status(), *(lane.status() for lane in (self._image, self._fine) if lane.started))

    def _lane(self, request: Request) -> Lane:
        if isinstance(request, PoemRequest | ClassicRequest):
            return self._text
        if isinstance(request, DreamRequest) or (isinstance(request, StyleRequest) and request.fine):
            return self._fine
        return self._image
