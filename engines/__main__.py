"""`python -m engines …`: every engine from the shell."""

from __future__ import annotations

import dataclasses
import json
import logging
import sys
from typing import Annotated

import typer

from engines import places
from engines.device import prepare
from engines.fonts import fetch
from engines.poem import shell as poem
from engines.shell import run
from engines.style import shell as style
from engines.vision import shell as vision

app = typer.Typer(help="Shihua's engines from the shell.", add_completion=True)
app.add_typer(poem.app, name="poem")
app.add_typer(style.app, name="style")
app.add_typer(vision.app, name="vision")


@app.callback()
def engines() -> None:
    """Shihua's engines from the shell."""


@app.command()
def device(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Says what TensorFlow computes on here, and why."""
    chosen = prepare()
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(chosen), ensure_ascii=False))
        return
    typer.echo(f"{chosen.kind}{': ' if chosen.names else ''}{', '.join(chosen.names)} (TensorFlow {chosen.tensorflow})")
    for reason in chosen.reasons:
        typer.echo(f"- {reason}")


@app.command()
def fonts() -> None:
    """Fetches the typefaces of poem cards, unless they are here."""
    fetch(
        places.data() / "fonts",
        telling=lambda font: typer.echo(f"Fetching {font.family} ({font.licence}), {font.megabytes} MB"),
    )


if __name__ == "__main__":
    # Warnings stay out of the way of the one sentence that a failed command says; training speaks up for itself.
    logging.basicConfig(level=logging.ERROR, format="%(asctime)s %(message)s")
    sys.exit(run(app))
