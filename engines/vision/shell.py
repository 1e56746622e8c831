"""`python -m engines vision …`: training the image network, what it sees, its dreams, and how it is fooled.

What imports TensorFlow is imported inside the commands, so that --help answers at once.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from engines import device, places
from engines.requests import (
    Attack,
    DreamRequest,
    FilmResult,
    FoolRequest,
    Label,
    Language,
    LookRequest,
    Progress,
    Visibility,
    motif_named,
    number_of,
    read_motifs,
    visibility,
)
from engines.shell import language, not_the_input
from engines.shell_files import check_output, picture_bytes, progress_bar, written
from engines.vision.layers import check_layers

app = typer.Typer(help="The image network: train it, look through it, let it dream, fool it.")

FILM_EXAMPLE = "-o dream.mp4"
MOTIFS = ", ".join(f"{motif.name} ({motif.english})" for motif in read_motifs())
SEEN: dict[Visibility, dict[Language, str]] = {
    Visibility.UNSEEN: {"zh": "眼睛看不出来", "en": "invisible to the eye"},
    Visibility.HARDLY: {"zh": "很难看出来，细看平滑的地方", "en": "hardly visible: look at smooth areas"},
    Visibility.SMOOTH: {"zh": "在平滑的地方看得出来", "en": "visible on smooth areas"},
    Visibility.PLAIN: {"zh": "一眼就看得出来", "en": "plain to see"},
}


@app.callback()
def family() -> None:
    """The image network: train it, look through it, let it dream, fool it."""


@app.command()
def train(
    *,
    data: Annotated[Path, typer.Option(metavar="PATH", help="Tiny ImageNet: its zip or folder.")],
    folder: Annotated[Path | None, typer.Option(metavar="FOLDER", help="For checkpoints, curve and weights.")] = None,
    minutes: Annotated[float, typer.Option(metavar="MINUTES", min=0.0, help="Of training, in all.")] = 120.0,
    blocks: Annotated[
        str | None, typer.Option(metavar="CHANNELS", help="Block by block, for example 32,32/64,64/128,128.")
    ] = None,
    optimiser: Annotated[Literal["muon", "sgd"] | None, typer.Option(metavar="muon|sgd")] = None,
    learning_rate: Annotated[float | None, typer.Option(metavar="RATE", min=0.0)] = None,
    small_rate: Annotated[
        float | None, typer.Option(metavar="RATE", min=0.0, help="Of norms and biases, with Muon.")
    ] = None,
    weight_decay: Annotated[float | None, typer.Option(metavar="DECAY", min=0.0)] = None,
    batch: Annotated[int | None, typer.Option(metavar="PICTURES", min=1)] = None,
    precision: Annotated[Literal["float32", "bfloat16"] | None, typer.Option(metavar="float32|bfloat16")] = None,
    smallest: Annotated[
        int | None, typer.Option(metavar="PIXELS", min=40, max=64, help="Side of the first pictures; they grow to 64.")
    ] = None,
    seed: Annotated[int | None, typer.Option(metavar="NUMBER", min=0)] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Take up the run in FOLDER, with its recipe.")] = False,
    begin_with: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Weights to go on from, where a run's checkpoint is gone.")
    ] = None,
) -> None:
    """Trains the image network; what is left out is as in engines.vision.train.Recipe."""
    given: dict[str, Any] = {
        "blocks": None if blocks is None else _channels(blocks),
        "optimiser": optimiser,
        "learning_rate": learning_rate,
        "small_rate": small_rate,
        "weight_decay": weight_decay,
        "batch": batch,
        "precision": precision,
        "smallest": smallest,
        "seed": seed,
    }
    logging.getLogger("engines").setLevel(logging.INFO)  # the points of the curve, as they come
    device.prepare()
    from engines.vision import train as training  # noqa: PLC0415 (imports TensorFlow)
    from engines.vision.publish import draw  # noqa: PLC0415 (imports matplotlib)

    recipe = training.Recipe(**{name: value for name, value in given.items() if value is not None})
    place = folder or _run()
    weights = training.train(data, place, minutes, recipe, resume=resume, begin_with=begin_with)
    draw(place / "curve.jsonl", place / "curve.png")
    typer.echo(weights)


@app.command()
def publish(
    folder: Annotated[Path | None, typer.Argument(metavar="FOLDER", help="Of a training run.")] = None,
    *,
    data: Annotated[Path, typer.Option(metavar="PATH", help="Tiny ImageNet: its zip or folder.")],
    average_with: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The weights that it began with: takes the mean of both.")
    ] = None,
) -> None:
    """Takes a run's weights, curve and figures into weights/ and prints the figures as JSON."""
    device.prepare()
    from engines.vision.publish import publish as publishing  # noqa: PLC0415 (imports TensorFlow)

    typer.echo(json.dumps(publishing(folder or _run(), data, average_with=average_with), ensure_ascii=False))


@app.command()
def look(
    photo: Annotated[Path, typer.Argument(metavar="PHOTO", help="The picture.")],
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The sheet; PHOTO-maps.png if left out.")
    ] = None,
    layer: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A layer to draw; the usual ones if left out.")
    ] = None,
) -> None:
    """Says what the network sees in PHOTO, and draws its feature maps on a sheet."""
    content = picture_bytes(photo)
    target = output or photo.with_name(f"{photo.stem}-maps.png")
    kind = check_output(target)
    check_layers(layer or ())
    device.prepare()
    from engines.style.pictures import QUALITY, decode  # noqa: PLC0415 (as below)
    from engines.vision.networks import open_network  # noqa: PLC0415 (imports TensorFlow)
    from engines.vision.onlooker import Onlooker  # noqa: PLC0415 (as above)
    from engines.vision.sheet import layers_of, sheet  # noqa: PLC0415 (as above)

    with not_the_input():
        network = open_network()
    seen = Onlooker(network).look(LookRequest(content))
    typer.echo(_labels(seen.labels))
    typer.echo(f"题目：{seen.theme}" if language() == "zh" else f"theme for a poem: {seen.theme}")
    drawn = sheet(network, decode(content, 256), layers_of(network, layer or ()))
    written(target, lambda: drawn.save(target, kind, quality=QUALITY))
    typer.echo(target)


@app.command()
def atlas(
    layer: Annotated[str, typer.Argument(metavar="LAYER", help="For example block4_conv2.")],
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The sheet; LAYER-atlas.png if left out.")
    ] = None,
) -> None:
    """Draws what each channel of LAYER dreams of from grey noise: motifs are chosen by looking at it."""
    target = output or Path(f"{layer}-atlas.png")
    kind = check_output(target)
    check_layers([layer])
    device.prepare()
    from engines.vision.atlas import atlas as drawn  # noqa: PLC0415 (imports TensorFlow)
    from engines.vision.networks import open_network  # noqa: PLC0415 (as above)
    from engines.vision.sheet import layers_of  # noqa: PLC0415 (as above)

    with not_the_input():
        network = open_network()
    (name,) = layers_of(network, [layer])
    with progress_bar(name) as report:
        sheet = drawn(network, name, report=lambda fraction: report(Progress(fraction)))
    written(target, lambda: sheet.save(target, kind))
    typer.echo(target)


@app.command()
def dream(
    photo: Annotated[Path, typer.Argument(metavar="PHOTO", help="The picture.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="A picture, or with --zoom an MP4; PHOTO-dream if left out."
        ),
    ] = None,
    motif: Annotated[str | None, typer.Option(metavar="NAME", help=f"What it is about: {MOTIFS}.")] = None,
    strength: Annotated[float, typer.Option(metavar="1-100", min=1, max=100, help="Per cent.")] = 60,
    zoom: Annotated[bool, typer.Option("--zoom", help="A short film that sinks into the dream.")] = False,
) -> None:
    """Deep dream: PHOTO with more and more of what a part of the network looks for."""
    if motif is not None:
        motif_named(motif, read_motifs())
    request = DreamRequest(picture_bytes(photo), motif, strength / 100, zoom)
    target = output or photo.with_name(f"{photo.stem}-dream.{'mp4' if zoom else 'png'}")
    kind = check_output(target, {".mp4": "MP4"}, FILM_EXAMPLE) if zoom else check_output(target)
    device.prepare()
    from engines.style.pictures import reencoded  # noqa: PLC0415 (as below)
    from engines.vision.dreamer import Dreamer  # noqa: PLC0415 (imports TensorFlow)

    with not_the_input():
        dreamer = Dreamer.load()
    with progress_bar("梦" if language() == "zh" else "dream") as report:
        result = dreamer.dream(request, report)
    content = result.film if isinstance(result, FilmResult) else reencoded(result.picture, kind)
    written(target, lambda: target.write_bytes(content))
    typer.echo(f"{target} ({result.width} × {result.height}, {result.milliseconds / 1000:.1f} s)")


@app.command()
def fool(
    photo: Annotated[Path, typer.Argument(metavar="PHOTO", help="The picture.")],
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A PNG; PHOTO-fooled.png if left out.")
    ] = None,
    attack: Annotated[
        Attack, typer.Option(metavar="|".join(Attack), help="One step along the gradient, or many.")
    ] = Attack.PGD,
    size: Annotated[
        int, typer.Option(metavar="1-32", min=1, max=32, help="Of the change, in steps of 255.")
    ] = FoolRequest.size,
    target: Annotated[
        str | None, typer.Option(metavar="CLASS", help="What shall be seen, for example goldfish.")
    ] = None,
    difference: Annotated[Path | None, typer.Option(metavar="FILE", help="A PNG of the change, amplified.")] = None,
) -> None:
    """Changes PHOTO so little that the eye hardly sees it, and the network sees something else."""
    if target is not None:
        number_of(target)
    request = FoolRequest(picture_bytes(photo), attack, size, target)
    place = output or photo.with_name(f"{photo.stem}-fooled.png")
    for path in (place, difference):
        if path is not None:
            check_output(path, {".png": "PNG"})  # JPEG would undo the change
    device.prepare()
    from engines.vision.onlooker import Onlooker  # noqa: PLC0415 (imports TensorFlow)

    with not_the_input():
        onlooker = Onlooker.load()
    result = onlooker.fool(request)
    written(place, lambda: place.write_bytes(result.picture))
    if difference is not None:
        written(difference, lambda: difference.write_bytes(result.difference))
    typer.echo(_labels(result.before))
    typer.echo("→")
    typer.echo(_labels(result.after))
    smallest = "–" if result.smallest is None else result.smallest
    typer.echo(
        f"±{size}/255 {'✓' if result.fooled else '✗'}; {'最小' if language() == 'zh' else 'smallest'}: {smallest}; "
        f"{SEEN[visibility(size)][language()]}"
    )
    typer.echo(f"{place} ({result.width} × {result.height}, {result.milliseconds / 1000:.1f} s)")


def _run() -> Path:
    return places.data() / "training" / "vision"


def _labels(labels: tuple[Label, ...]) -> str:
    return "\n".join(f"{label.share:5.1%}  {label.zh if language() == 'zh' else label.en}" for label in labels)


def _channels(written: str) -> tuple[tuple[int, ...], ...]:
    """The channels of Blueprint.blocks from "32,32/64,64"."""
    try:
        return tuple(tuple(int(channels) for channels in block.split(",")) for block in written.split("/"))
    except ValueError as error:
        raise typer.BadParameter("32,32/64,64/128,128") from error
