"""`python -m engines poem stages …`: one beginning, by every stage of the course's network and by ours.

What imports TensorFlow is imported inside the command, so that --help answers at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from engines import device
from engines.poem import classic_shell, display
from engines.poem.lane import outcomes
from engines.requests import ClassicRequest, Comparison, EngineError, Language, Result, Stage, han_only
from engines.shell import language, not_the_input

EXAMPLE = "山为斜好几"
MAXIMUM_SEED = 2**31 - 1

_COLUMNS = {
    "zh": ("阶段", "步数", "困惑度", "标点都在位", "押韵", "不同的字"),
    "en": ("stage", "steps", "perplexity", "punctuation in place", "rhymed", "distinct characters"),
}


def stages(
    beginning: Annotated[str, typer.Argument(metavar="BEGINNING", help="5 characters, or one.")] = EXAMPLE,
    *,
    seed: Annotated[int | None, typer.Option(metavar=f"0-{MAXIMUM_SEED}", min=0, max=MAXIMUM_SEED)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a poem, a line each.")] = False,
) -> None:
    """Writes one beginning with three stages of the course's network and with ours, in every mode; and counts."""
    alone = len(han_only(beginning)) == 1
    request = ClassicRequest(
        first_line=None if alone else beginning,
        character=beginning if alone else None,
        seed=secrets.randbelow(MAXIMUM_SEED + 1) if seed is None else seed,
    )
    device.prepare()
    from engines.poem.classic import ClassicWriter  # noqa: PLC0415 (imports TensorFlow)
    from engines.poem.writer import Writer  # noqa: PLC0415 (imports TensorFlow)

    with not_the_input():
        student, writer = ClassicWriter.load(), Writer.load()
    results: list[Result] = []
    for outcome in outcomes(Comparison.requests(request), writer, lambda: student):
        if isinstance(outcome, EngineError):
            raise outcome
        results.append(outcome)
    comparison = Comparison.of(results)
    if as_json:
        for line in (*(r.to_json() for r in comparison.classic), *(r.to_json() for r in comparison.ours)):
            typer.echo(line)
    else:
        _print(comparison, language())


def _print(comparison: Comparison, language: Language) -> None:
    console = Console(highlight=False)
    for classic in comparison.classic:
        console.print(classic_shell.poem(classic, language), soft_wrap=True)
        console.print()
    for ours in comparison.ours:
        console.print(display.poem(ours, language), soft_wrap=True)
        console.print()
    table = Table(*_COLUMNS[language], box=None)
    for row in _counted(comparison, language):
        table.add_row(*row)
    console.print(table)


def _counted(comparison: Comparison, language: Language) -> Sequence[tuple[str, ...]]:
    """A row a stage, and one for ours, whose perplexity is of other characters and so not comparable."""
    rows = []
    for stage in Stage:
        first, *_ = poems = comparison.at(stage)
        count = comparison.count(stage)
        shares = (f"{n}/{len(poems)}" for n in (count.well_formed, count.rhymed))
        rows.append(
            (
                classic_shell.stage_name(stage, language),
                f"{first.step:,}",
                f"{first.perplexity:g}",
                *shares,
                str(count.distinct),
            )
        )
    count, number = comparison.count_ours(), len(comparison.ours)
    name = "诗画" if language == "zh" else "Shihua"
    rows.append((name, "", "", f"{count.well_formed}/{number}", f"{count.rhymed}/{number}", str(count.distinct)))
    return rows
