"""`make bench`, or python -m tests.load [--part vision] [--json]: how fast things come here, beside others' ways."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console

from tests.load import lane, start, style, vision
from tests.load.cards import CardFigures, LookFigures
from tests.load.course import CourseFigures
from tests.load.report import Bench, Machine, Poems, show
from tests.load.timing import Figures, Times, in_a_process_of_its_own


class Part(StrEnum):
    """What can be measured alone."""

    POEMS = "poems"  # and a start of the bot
    STYLE = "style"
    VISION = "vision"
    CARDS = "cards"


def main(
    *,
    part: Annotated[list[Part] | None, typer.Option("--part", help="Only this; may be given again.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measures for a quarter of an hour or so and prints the figures."""
    aside = Console(stderr=True, highlight=False)
    machine = Machine.here()
    if not machine.idle:
        aside.print(
            f"[bold]This machine is busy: load average {machine.load:.1f} on {machine.cores} core(s). "
            "The times below are too long; measure again when nothing else runs."
        )
    bench = Bench(machine, **{one.value: MEASURES[one](aside) for one in Part if not part or one in part})
    if as_json:
        typer.echo(json.dumps(asdict(bench), ensure_ascii=False))
    else:
        show(bench, Console(highlight=False))


def _poems(aside: Console) -> Poems:
    with aside.status("the writer itself"):
        writer = _figures(in_a_process_of_its_own("tests.load.direct"))
    with aside.status("the course's way"):
        course = CourseFigures(**in_a_process_of_its_own("tests.load.course"))
    with aside.status("through engines.local"):
        engines = asyncio.run(lane.measure())
    with aside.status("a start of the bot"):
        started = start.measure()
    return Poems(writer, engines, course, started)


def _figures(found: dict[str, Any]) -> Figures:
    times = {name: Times(**found[name]) for name in ("first_line", "theme", "qilv")}
    return Figures(**{**found, **times})


def _style(aside: Console) -> style.Painting:
    with aside.status("pictures, ours and the peer's"):
        return style.measure()


def _vision(aside: Console) -> vision.VisionFigures:
    with aside.status("the image network"):
        return asyncio.run(vision.measure())


def _cards(aside: Console) -> CardFigures:
    with aside.status("poem cards"):
        found = in_a_process_of_its_own("tests.load.cards")["looks"]
    return CardFigures({look: LookFigures(f["cold"], Times(**f["warm"])) for look, f in found.items()})


MEASURES = {Part.POEMS: _poems, Part.STYLE: _style, Part.VISION: _vision, Part.CARDS: _cards}


if __name__ == "__main__":
    typer.run(main)
