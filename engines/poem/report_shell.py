"""`python -m engines poem report`: how good the poems are, in figures.

What imports TensorFlow is imported inside the command, so that --help answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from engines import device, manifest, model_cards, places
from engines.requests import EngineError
from engines.shell import not_the_input

CARD, PART = "poem.md", "report"
REPORT_FILE, REPORT_PICTURE = "poem-report.json", "poem-report.png"


def report(
    *,
    source: Annotated[Path, typer.Option(metavar="PATH", help="The collection that was learnt from.")],
    held_out: Annotated[Path | None, typer.Option(metavar="FILE", help="Lines that were kept out of it.")] = None,
    poems: Annotated[int, typer.Option(metavar="COUNT", min=30, help="Of each writer.")] = 400,
    before: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An earlier report, to show beside this one.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="For report, picture and the model card; weights/ if left out."),
    ] = None,
) -> None:
    """Compares old poets, the course's LSTM and ours in every mode: a table, a PNG and JSON in FOLDER."""
    device.prepare()
    from engines.poem import report_page, weights  # noqa: PLC0415 (imports matplotlib and TensorFlow)
    from engines.poem.classic import ClassicWriter  # noqa: PLC0415 (as above)
    from engines.poem.report import Reporter, measure  # noqa: PLC0415 (as above)
    from engines.poem.writer import WEIGHTS_FILE, Writer  # noqa: PLC0415 (as above)

    console = Console(stderr=True, highlight=False)
    earlier = None if before is None else report_page.load(before)
    with not_the_input():
        writer = Writer.load()
        network = weights.load(manifest.read(WEIGHTS_FILE).content).network
        try:
            classic = ClassicWriter.load()
        except EngineError as error:
            console.print(error.en)
            classic = None
    reporter = Reporter(source, held_out, writer, network, count=poems)
    found = measure(reporter, classic, lambda writer: console.print(f"… {writer}"))
    place = folder or places.WEIGHTS
    place.mkdir(parents=True, exist_ok=True)
    report_page.save(found, place / REPORT_FILE)
    report_page.draw(found, earlier, place / REPORT_PICTURE)
    text = report_page.table(found, earlier)
    if (place / CARD).is_file() and not model_cards.fill(place / CARD, PART, text):
        console.print(f"{place / CARD} has no marks for the part “{PART}”; the table is here only:")
    typer.echo(text)
