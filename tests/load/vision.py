"""The image network's commands through engines.local: seconds of each in a fresh worker and after, memory, the film."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from engines.local import LocalEngines
from engines.requests import (
    Attack,
    DreamRequest,
    FilmResult,
    FoolRequest,
    LookRequest,
    LookResult,
    PoemRequest,
    Request,
    Result,
)
from tests.load.scenery import draw
from tests.load.timing import Times, answer, first_line, largest_memory

SLOW = 3  # dreams and films, after the first one
QUICK = 10  # of everything else
TIME_LIMIT = 900.0  # seconds; a slow machine shall be told how slow it is, rather than that it is too slow
DREAM_SIDE = 512
PHOTO_SIDE = 1280  # what Telegram makes of a photo
FOOL_SIZE = 4  # in steps of 255
DREAM = f"dream, {DREAM_SIDE} px"

Command = Callable[[LocalEngines], Awaitable[Result]]


@dataclass(frozen=True)
class CommandFigures:
    """One command. cold: seconds of a fresh worker's first answer, its start included; warm: of those that follow.

    memory: the largest resident set that one of the workers has had by then, bytes.
    """

    cold: float
    warm: Times
    memory: int


@dataclass(frozen=True)
class VisionFigures:
    """By what is asked for. film: bytes of the largest one."""

    commands: dict[str, CommandFigures]
    film: int


async def measure(*, slow: int = SLOW, quick: int = QUICK) -> VisionFigures:
    """Every command, each in workers of its own. slow, quick: how often, two at least, after the first time."""
    with tempfile.TemporaryDirectory() as name:
        draw(Path(name), {str(side): side for side in (DREAM_SIDE, PHOTO_SIDE)})
        small, photo = ((Path(name) / f"{side}.png").read_bytes() for side in (DREAM_SIDE, PHOTO_SIDE))
    films: list[int] = []

    def asking(request: Request) -> Command:
        return lambda engines: answer(engines, request, time_limit=TIME_LIMIT)

    async def film(engines: LocalEngines) -> Result:
        result = await asking(DreamRequest(small, zoom=True))(engines)
        assert isinstance(result, FilmResult)
        films.append(len(result.film))
        return result

    async def inscription(engines: LocalEngines) -> Result:
        seen = await asking(LookRequest(photo))(engines)
        assert isinstance(seen, LookResult)
        return await asking(PoemRequest(theme=seen.theme))(engines)

    def fooling(attack: Attack) -> Command:
        return asking(FoolRequest(photo, attack, FOOL_SIZE))

    commands = {
        DREAM: await _measured(asking(DreamRequest(small)), slow),
        f"film, {DREAM_SIDE} px": await _measured(film, slow),
        f"fool by FGSM, {PHOTO_SIDE} px": await _measured(fooling(Attack.FGSM), quick),
        f"fool by PGD, {PHOTO_SIDE} px": await _measured(fooling(Attack.PGD), quick),
        f"look, {PHOTO_SIDE} px": await _measured(asking(LookRequest(photo)), quick),
        f"photo to poem, {PHOTO_SIDE} px": await _measured(inscription, quick, writing=True),
    }
    return VisionFigures(commands, max(films))


async def _measured(command: Command, repeats: int, *, writing: bool = False) -> CommandFigures:
    """writing: whether it needs the text worker too, which in a running bot is long warm."""
    engines = LocalEngines()

    async def seconds() -> float:
        start = time.perf_counter()
        await command(engines)
        return time.perf_counter() - start

    try:
        if writing:
            await engines.start()
            await answer(engines, first_line(0), time_limit=TIME_LIMIT)
        cold = await seconds()
        warm = Times.of([await seconds() for _ in range(repeats)])
        memory = max(largest_memory(lane.pid) for lane in engines.status() if lane.pid is not None)
        return CommandFigures(cold, warm, memory)
    finally:
        await engines.close()
