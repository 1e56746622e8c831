"""`python -m engines poem …`: writing, the corpus, training, evaluating.

What imports TensorFlow is imported inside the commands, so that --help answers at once.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from engines import device, places
from engines.poem import classic_shell, display, report_shell, stages_shell
from engines.poem.lane import POEMS_AT_ONCE
from engines.requests import EngineError, Form, Mode, PoemRequest, PoemResult
from engines.requests.classic import ClassicRequest, Stage
from engines.shell import language, not_the_input

app = typer.Typer(help="Classical poems: write them, and make what writing needs.")
app.add_typer(classic_shell.app, name="classic")
app.command()(report_shell.report)
app.command()(stages_shell.stages)

MAXIMUM_COUNT = 1000
MAXIMUM_SEED = 2**31 - 1  # the writer draws from this range too, so every seed it names can be typed again


@app.callback()
def family() -> None:
    """Classical poems: write them, and make what writing needs."""


@app.command()
def write(
    first_line: Annotated[str | None, typer.Argument(metavar="FIRST_LINE", help="5 or 7 characters.")] = None,
    *,
    acrostic: Annotated[str | None, typer.Option(metavar="HEADS", help="2-8 characters, heads of the lines.")] = None,
    character: Annotated[str | None, typer.Option(metavar="CHARACTER", help="The character to begin with.")] = None,
    theme: Annotated[
        str | None, typer.Option(metavar="THEME", help="What it is about; goes with any of these.")
    ] = None,
    random_line: Annotated[bool, typer.Option("--random", help="Begin with a random poem's first line.")] = False,
    form: Annotated[Form | None, typer.Option(metavar="|".join(Form), help="The form.")] = None,
    mode: Annotated[Mode, typer.Option(metavar="|".join(Mode), help="How bold.")] = Mode.NORMAL,
    count: Annotated[
        int, typer.Option(metavar=f"1-{MAXIMUM_COUNT}", min=1, max=MAXIMUM_COUNT, help="How many poems.")
    ] = 1,
    seed: Annotated[
        int | None,
        typer.Option(
            metavar=f"0-{MAXIMUM_SEED}", min=0, max=MAXIMUM_SEED, help="Of the first poem; the next count on."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    classic: Annotated[bool, typer.Option("--classic", help="By the course's network: no theme, no form.")] = False,
    stage: Annotated[
        Stage | None, typer.Option(metavar="|".join(Stage), help="Of the course's training; with --classic.")
    ] = None,
) -> None:
    """Writes poems: with FIRST_LINE, --acrostic, --character or --random, or freely; for example 山为斜好几."""
    if classic:
        if theme is not None or form is not None:
            raise EngineError(
                "经典网络不认题目和体裁；去掉 --theme 和 --form，例如：--classic 山为斜好几",
                "The course's network knows neither theme nor form; leave --theme and --form away, for example: "
                "--classic 山为斜好几",
            )
        asked = [
            ClassicRequest(
                first_line=first_line,
                acrostic=acrostic,
                character=character,
                random_line=random_line,
                mode=mode,
                stage=stage or Stage.FINAL,
                seed=None if seed is None else seed + i,
            )
            for i in range(count)
        ]
        classic_shell.write(asked, as_json=as_json)
        return
    if stage is not None:
        raise EngineError(
            "--stage 只和 --classic 一起用，例如：--classic --stage early 山为斜好几",
            "--stage goes with --classic only, for example: --classic --stage early 山为斜好几",
        )
    requests = [
        PoemRequest(
            first_line=first_line,
            acrostic=acrostic,
            character=character,
            theme=theme,
            random_line=random_line,
            form=form,
            mode=mode,
            seed=None if seed is None else seed + i,
        )
        for i in range(count)
    ]
    device.prepare()
    from engines.poem.writer import Writer  # noqa: PLC0415 (imports TensorFlow)

    with not_the_input():
        writer = Writer.load()
    console = Console(highlight=False)
    refused: EngineError | None = None
    for first in range(0, count, POEMS_AT_ONCE):
        for outcome in writer.write(requests[first : first + POEMS_AT_ONCE]):
            if isinstance(outcome, EngineError):
                refused = refused or outcome
            else:
                _print(outcome, console, as_json=as_json)
    if refused is not None:
        raise refused


def _print(result: PoemResult, console: Console, *, as_json: bool) -> None:
    if as_json:
        typer.echo(result.to_json())
    else:
        console.print(display.poem(result, language()), soft_wrap=True)
        console.print()


@app.command()
def corpus(
    *,
    source: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="A collection on this disk; without it, npm fetches chinese-poetry."),
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Show what is in it.")] = False,
) -> None:
    """Builds the corpus of old poems, unless it is there."""
    from engines.poem.corpus import build, open_corpus  # noqa: PLC0415 (reads OpenCC's tables)

    with not_the_input() if source is None else nullcontext(), _progress() as progress:
        build(places.corpus(), source, places.cache(), progress)
    with open_corpus(places.corpus()) as opened:
        overview = opened.overview(random.Random())
        tables = classic_shell.corpus_tables(opened, language()) if show else None
    console = Console(highlight=False)
    console.print(display.counts(overview, language()), soft_wrap=True)
    if show:
        console.print(display.frequent(overview, language()), soft_wrap=True)
        for found in overview.samples:
            console.print()
            console.print(display.old_poem(found), soft_wrap=True)
        if tables is not None:
            console.print(f"\n{tables}", soft_wrap=True, markup=False)


_STAGES = {
    "waiting": ("等候另一次建库", "waiting for another build"),
    "downloading": ("下载", "downloading"),
    "reading": ("读诗", "reading"),
    "indexing": ("编索引", "indexing"),
}


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """A bar a stage on standard error, as the stages come."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    bars = Progress(*columns, console=Console(stderr=True))
    tasks: dict[str, TaskID] = {}

    def advance(stage: str, fraction: float) -> None:
        if stage not in tasks:
            for earlier in tasks.values():
                bars.update(earlier, completed=1.0)
            zh, en = _STAGES[stage]
            tasks[stage] = bars.add_task(zh if language() == "zh" else en, total=1.0)
            bars.start()
        bars.update(tasks[stage], completed=fraction)

    try:
        yield advance
    finally:
        if tasks:  # never started, it would still end with an empty line
            bars.stop()


@app.command()
def train(
    *,
    source: Annotated[Path, typer.Option(metavar="PATH", help="The collection to learn from.")],
    held_out: Annotated[Path | None, typer.Option(metavar="FILE", help="Lines to keep out of the training.")] = None,
    folder: Annotated[Path | None, typer.Option(metavar="FOLDER", help="For checkpoints, curve and weights.")] = None,
    minutes: Annotated[float, typer.Option(metavar="MINUTES", min=0.0, help="Of training, in all.")] = 110.0,
    width: Annotated[int | None, typer.Option(metavar="WIDTH", min=8)] = None,
    layers: Annotated[int | None, typer.Option(metavar="LAYERS", min=1)] = None,
    heads: Annotated[int | None, typer.Option(metavar="HEADS", min=1)] = None,
    characters_per_step: Annotated[int | None, typer.Option(metavar="CHARACTERS", min=1)] = None,
    optimiser: Annotated[Literal["muon", "adamw"] | None, typer.Option(metavar="muon|adamw")] = None,
    learning_rate: Annotated[float | None, typer.Option(metavar="RATE", min=0.0)] = None,
    embedding_rate: Annotated[float | None, typer.Option(metavar="RATE", min=0.0)] = None,
    weight_decay: Annotated[float | None, typer.Option(metavar="DECAY", min=0.0)] = None,
    precision: Annotated[
        Literal["float32", "mixed_bfloat16", "mixed_float16"] | None,
        typer.Option(metavar="float32|mixed_bfloat16|mixed_float16"),
    ] = None,
    seed: Annotated[int | None, typer.Option(metavar=f"0-{MAXIMUM_SEED}", min=0, max=MAXIMUM_SEED)] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Take up the run in FOLDER, with its recipe.")] = False,
    begin_with: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Weights to go on from, where a run's checkpoint is gone.")
    ] = None,
) -> None:
    """Trains the poem network; what is left out is as in engines.poem.train.Recipe."""
    given: dict[str, Any] = {
        "width": width,
        "layers": layers,
        "heads": heads,
        "characters_per_step": characters_per_step,
        "optimiser": optimiser,
        "learning_rate": learning_rate,
        "embedding_rate": embedding_rate,
        "weight_decay": weight_decay,
        "precision": precision,
        "seed": seed,
    }
    logging.getLogger("engines").setLevel(logging.INFO)  # the points of the curve, as they come
    device.prepare()
    from engines.poem import curve  # noqa: PLC0415 (imports matplotlib)
    from engines.poem import train as training  # noqa: PLC0415 (imports TensorFlow)

    recipe = training.Recipe(**{name: value for name, value in given.items() if value is not None})
    place = folder or places.data() / "training" / "poem"
    if resume and not (place / "checkpoint.npz").is_file():
        raise EngineError(
            f"{place} 里没有可接着训练的存档；去掉 --resume 就从头开始",
            f"{place} holds no checkpoint to take up; without --resume a new run begins",
        )
    weights = training.train(source, held_out, place, minutes, recipe, resume=resume, begin_with=begin_with)
    curve.draw(place / "curve.jsonl", place / "curve.png")
    typer.echo(weights)


@app.command()
def publish(
    folder: Annotated[Path | None, typer.Argument(metavar="FOLDER", help="Of a training run.")] = None,
    *,
    average_with: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The weights that it began with: takes the mean of both.")
    ] = None,
) -> None:
    """Takes a run's weights, curve and figures into weights/ and prints the figures as JSON."""
    device.prepare()
    from engines.poem import evaluate as examination  # noqa: PLC0415 (imports TensorFlow)
    from engines.poem import publish as publishing  # noqa: PLC0415 (imports TensorFlow)

    place = folder or places.data() / "training" / "poem"
    for name, found in publishing.publish(place, average_with=average_with).items():
        typer.echo(json.dumps({"poems_of": name} | examination.as_json(found), ensure_ascii=False))


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Rows: 5 or 7 <TAB> title <TAB> line|line|line|line")],
) -> None:
    """Examines the trained network on poems it has not seen, and prints JSON."""
    device.prepare()
    from engines.poem import evaluate as examination  # noqa: PLC0415 (imports TensorFlow)

    rows = examination.read_rows(file)
    with not_the_input():
        found = examination.evaluate(rows)
    typer.echo(json.dumps(examination.as_json(found), ensure_ascii=False))
