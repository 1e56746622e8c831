"""`make bench`, or python -m tests.load [--json]: how fast poems come here, and the course's way beside it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console

from tests.load import lane, start, style
from tests.load.course import CourseFigures
from tests.load.report import Bench, Machine, show
from tests.load.timing import Figures, Times, in_a_process_of_its_own


def main(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Measures for five minutes or so and prints the figures."""
    aside = Console(stderr=True, highlight=False)
    machine = Machine.here()
    if not machine.idle:
        aside.print(
            f"[bold]This machine is busy: load average {machine.load:.1f} on {machine.cores} core(s). "
            "The times below are too long; measure again when nothing else runs."
        )
    with aside.status("the writer itself"):
        writer = _figures(in_a_process_of_its_own("tests.load.direct"))
    with aside.status("the course's way"):
        course = CourseFigures(**in_a_process_of_its_own("tests.load.course"))
    with aside.status("through engines.local"):
        engines = asyncio.run(lane.measure())
    with aside.status("a start of the bot"):
        started = start.measure()
    with aside.status("pictures, ours and the peer's"):
        painting = style.measure()
    bench = Bench(machine, writer, engines, course, started, painting)
    if as_json:
        typer.echo(json.dumps(asdict(bench), ensure_ascii=False))
    else:
        show(bench, Console(highlight=False))


def _figures(found: dict[str, Any]) -> Figures:
    times = {name: Times(**found[name]) for name in ("first_line", "theme", "qilv")}
    return Figures(**{**found, **times})


if __name__ == "__main__":
    typer.run(main)
