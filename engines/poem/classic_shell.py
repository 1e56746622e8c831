"""`python -m engines poem classic …`: training the course's network and publishing it; how its corpus is shown.

What imports TensorFlow is imported inside the commands, so that --help answers at once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console

from engines import device, places
from engines.poem.corpus import Corpus
from engines.requests import EngineError, Language
from engines.requests.classic import ClassicRequest, ClassicResult, Stage
from engines.shell import language, not_the_input

app = typer.Typer(help="The course's own network: an LSTM over six characters.")

SHOWN = 20  # of the frequency table and of the index table
MAXIMUM_SEED = 2**31 - 1
_STAGES = {Stage.EARLY: "早期", Stage.MIDDLE: "中期", Stage.FINAL: "终期"}


@app.callback()
def family() -> None:
    """The course's own network: an LSTM over six characters."""


@app.command()
def train(
    *,
    source: Annotated[Path, typer.Option(metavar="PATH", help="The collection to learn from.")],
    held_out: Annotated[Path | None, typer.Option(metavar="FILE", help="Lines to keep out of the training.")] = None,
    folder: Annotated[Path | None, typer.Option(metavar="FOLDER", help="For checkpoints, curve and stages.")] = None,
    minutes: Annotated[float, typer.Option(metavar="MINUTES", min=0.0, help="Of training, in all.")] = 45.0,
    dynasty: Annotated[str | None, typer.Option(metavar="DYNASTY", help="Whose poems, or 全部 for all.")] = None,
    batch: Annotated[int | None, typer.Option(metavar="WINDOWS", min=1)] = None,
    precision: Annotated[
        Literal["float32", "bfloat16"] | None,
        typer.Option(metavar="float32|bfloat16"),
    ] = None,
    seed: Annotated[int | None, typer.Option(metavar=f"0-{MAXIMUM_SEED}", min=0, max=MAXIMUM_SEED)] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Take up the run in FOLDER, with its recipe.")] = False,
) -> None:
    """Trains the course's network and keeps it after 150 steps, at half of the time and at the end."""
    given: dict[str, Any] = {"dynasty": dynasty, "batch": batch, "precision": precision, "seed": seed}
    logging.getLogger("engines").setLevel(logging.INFO)  # the points of the curve, as they come
    device.prepare()
    from engines.poem import classic_publish as publishing  # noqa: PLC0415 (imports TensorFlow)
    from engines.poem import classic_train as training  # noqa: PLC0415 (imports TensorFlow)

    recipe = training.Recipe(**{name: value for name, value in given.items() if value is not None})
    place = training.train(source, held_out, _folder(folder), minutes, recipe, resume=resume)
    publishing.draw(place / "curve.jsonl", place / "curve.png")
    typer.echo(place)


@app.command()
def publish(
    folder: Annotated[Path | None, typer.Argument(metavar="FOLDER", help="Of a training run.")] = None,
) -> None:
    """Packs a run's three stages into weights/ and prints their figures as JSON, a stage a line."""
    device.prepare()
    from engines.poem import classic_publish as publishing  # noqa: PLC0415 (imports TensorFlow)

    for stage, figures in publishing.publish(_folder(folder)).items():
        typer.echo(json.dumps({"stage": stage} | figures, ensure_ascii=False))


def _folder(given: Path | None) -> Path:
    return given or places.data() / "training" / "poem-classic"


def write(requests: Sequence[ClassicRequest], *, as_json: bool) -> None:
    """Writes and prints poems; raises the first EngineError once the others are printed."""
    device.prepare()
    from engines.poem.classic import ClassicWriter  # noqa: PLC0415 (imports TensorFlow)

    with not_the_input():
        writer = ClassicWriter.load()
    refused: EngineError | None = None
    console = Console(highlight=False)
    for outcome in writer.write(requests):
        if isinstance(outcome, EngineError):
            refused = refused or outcome
        elif as_json:
            typer.echo(outcome.to_json())
        else:
            console.print(poem(outcome, language()), soft_wrap=True)
            console.print()
    if refused is not None:
        raise refused


def stage_name(stage: Stage, language: Language) -> str:
    """A stage's name for people."""
    return _STAGES[stage] if language == "zh" else stage.value


def poem(result: ClassicResult, language: Language) -> str:
    """The poem as it was drawn, then what is known about it."""
    if language == "zh":
        facts = (
            f"课程的 LSTM（{stage_name(result.stage, language)}，第 {result.step:,} 步，困惑度 {result.perplexity:g}）",
            f"{result.mode} T={result.temperature:g}",
            f"种子 {result.seed}",
            f"{result.milliseconds:.0f} 毫秒",
            f"模型 {result.model}",
        )
    else:
        facts = (
            f"the course's LSTM ({result.stage}, step {result.step:,}, perplexity {result.perplexity:g})",
            f"{result.mode} T={result.temperature:g}",
            f"seed {result.seed}",
            f"{result.milliseconds:.0f} ms",
            f"model {result.model}",
        )
    return f"{result.text}\n{' · '.join(facts)}"


def corpus_tables(corpus: Corpus, language: Language) -> str | None:
    """Frequency and index table of the poems that the course's network reads, as the course prints them; None when the
    corpus has no such poem.
    """
    from engines.poem.classic_corpus import DYNASTY, MINIMUM_COUNT, Tables, prepare  # noqa: PLC0415 (imports numpy)

    try:
        found = prepare(corpus.poems(), DYNASTY, frozenset())
    except EngineError:
        return None
    tables = Tables.of(found.training + found.validation)
    frequent = " ".join(f"{c} {count:,}" for c, count in tables.frequencies[:SHOWN])
    first = " ".join(f"{c} {i}" for i, c in enumerate(tables.vocabulary.characters[:SHOWN]))
    poems, known, types = (f"{n:,}" for n in (tables.poems, len(tables.vocabulary.characters), len(tables.frequencies)))
    if language == "zh":
        return (
            f"课程的语料：{DYNASTY}五言诗 {poems} 首，不同的字和标点 {types} 个，"
            f"其中至少出现 {MINIMUM_COUNT} 次的 {known} 个\n"
            f"字频表：{frequent} …\n索引表：{first} …"
        )
    return (
        f"The course's corpus: {poems} five-character poems ({DYNASTY}), {types} distinct characters and marks, "
        f"{known} of them {MINIMUM_COUNT} times or more.\n"
        f"Frequency table: {frequent} …\nIndex table: {first} …"
    )
