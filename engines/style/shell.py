"""`python -m engines style …`: painting photos in the manner of other pictures, and what that needs.

What imports TensorFlow is imported inside the commands, so that --help answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engines import device, places
from engines.requests import (
    MAXIMUM_DETAIL,
    MINIMUM_DETAIL,
    EngineError,
    PictureResult,
    StyleLoss,
    StyleRequest,
    StyleSource,
    read_presets,
)
from engines.shell import language, not_the_input
from engines.shell_files import check_output, may_write, picture_bytes, progress_bar, unwritable, written

app = typer.Typer(help="Photos painted in the manner of other pictures.")

CURVE_EXAMPLE = "--curve loss.png"
SHEET_SIDE = 360  # pixels, the long side of each picture on a sheet


@app.callback()
def family() -> None:
    """Photos painted in the manner of other pictures."""


@app.command()
def transfer(
    content: Annotated[Path, typer.Argument(metavar="CONTENT", help="The photo.")],
    style: Annotated[
        list[Path] | None, typer.Argument(metavar="[STYLE]...", help="Pictures whose style is taken, mixed evenly.")
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="A PNG, JPEG or WebP file; CONTENT-painted.png if left out."
        ),
    ] = None,
    preset: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A named style, for example 水墨.")] = None,
    strength: Annotated[
        float, typer.Option(metavar="0-100", min=0, max=100, help="Per cent: 0 the photo, 100 the whole style.")
    ] = 100,
    keep_colours: Annotated[bool, typer.Option("--keep-colours", help="Strokes in the photo's own colours.")] = False,
    detail: Annotated[
        int | None,
        typer.Option(
            metavar=f"{MINIMUM_DETAIL}-{MAXIMUM_DETAIL}",
            min=MINIMUM_DETAIL,
            max=MAXIMUM_DETAIL,
            help="The long side, in pixels, at which strokes are drawn: fewer for larger strokes.",
        ),
    ] = None,
    fine: Annotated[bool, typer.Option("--fine", help="Optimise, about a minute, rather than one pass.")] = False,
    loss: Annotated[
        StyleLoss, typer.Option(metavar="|".join(StyleLoss), help="How fine style compares textures.")
    ] = StyleLoss.GRAM,
    curve: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --fine: a PNG of the loss against steps.")
    ] = None,
) -> None:
    """Paints CONTENT in the manner of STYLE, or of a --preset; several are mixed."""
    request = StyleRequest(
        content=picture_bytes(content),
        styles=(
            *(StyleSource(photo=picture_bytes(path)) for path in style or ()),
            *(StyleSource(preset=name) for name in preset or ()),
        ),
        strength=strength / 100,
        keep_colours=keep_colours,
        detail=detail,
        fine=fine,
        loss=loss,
    )
    target = output or content.with_name(f"{content.stem}-painted.png")
    kind = check_output(target)
    if curve is not None:
        _check_curve(curve, fine=fine)
    result = _paint(request)
    from engines.style.pictures import reencoded  # noqa: PLC0415 (as the painter)

    written(target, lambda: target.write_bytes(reencoded(result.picture, kind)))
    if curve is not None:
        from engines.style.optimiser import draw_losses  # noqa: PLC0415 (imports TensorFlow)

        written(curve, lambda: draw_losses(result.losses, curve), CURVE_EXAMPLE)
    typer.echo(f"{target} ({result.width} × {result.height}, {result.milliseconds / 1000:.1f} s)")


def _paint(request: StyleRequest) -> PictureResult:
    device.prepare()
    from engines.style.painter import Painter  # noqa: PLC0415 (imports TensorFlow)

    with not_the_input():
        painter = Painter.load()
    if request.fine:
        with progress_bar("精修" if language() == "zh" else "fine style") as report:
            return painter.fine(request, report)
    (outcome,) = painter.fast([request])
    if isinstance(outcome, EngineError):
        raise outcome
    return outcome


@app.command()
def sheet(
    photo: Annotated[Path, typer.Argument(metavar="PHOTO", help="The photo.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="A PNG, JPEG or WebP file; PHOTO-sheet.png if left out."),
    ] = None,
) -> None:
    """Paints PHOTO in every preset, on one sheet."""
    content = picture_bytes(photo, SHEET_SIDE)
    target = output or photo.with_name(f"{photo.stem}-sheet.png")
    kind = check_output(target)
    device.prepare()
    from engines.style import presets  # noqa: PLC0415 (as the others)
    from engines.style.pictures import QUALITY, decode  # noqa: PLC0415
    from engines.style.sheet import sheet as drawn  # noqa: PLC0415 (imports matplotlib)
    from engines.style.stylizer import Sketch, Stylizer  # noqa: PLC0415 (imports TensorFlow)

    small = decode(content)
    with not_the_input():
        stylizer = Stylizer.load()
        numbers = presets.load()
    named = read_presets()
    paintings = stylizer.paint([Sketch(small, numbers[preset.name]) for preset in named])
    written(target, lambda: drawn(paintings, named).save(target, kind, quality=QUALITY))
    typer.echo(target)


@app.command()
def fetch() -> None:
    """Fetches the weights of the fast stylizer with pip, unless they are there."""
    from engines.style import weights, weights_fetch  # noqa: PLC0415 (onnx)

    with not_the_input():
        made = weights_fetch.fetch(weights.path(), places.cache())
    if made:
        typer.echo(weights.path())


@app.command()
def presets(
    paintings: Annotated[Path, typer.Argument(metavar="ZIP", help="The paintings.")],
) -> None:
    """Makes weights/style-presets.json anew from the paintings."""
    device.prepare()
    from engines.style import presets as making  # noqa: PLC0415 (as below)
    from engines.style.stylizer import Stylizer  # noqa: PLC0415 (imports TensorFlow)

    with not_the_input():
        stylizer = Stylizer.load()
    typer.echo(making.make(paintings, stylizer.read, places.WEIGHTS))


def _check_curve(curve: Path, *, fine: bool) -> None:
    if not fine:
        raise EngineError(
            f"只有精修才有损失曲线，--curve 要和 --fine 一起用，例如：--fine {CURVE_EXAMPLE}",
            f"Only fine style has a curve: --curve goes with --fine, for example: --fine {CURVE_EXAMPLE}",
        )
    if curve.suffix.lower() != ".png":
        raise EngineError(
            f"损失曲线是一张 PNG，文件名请以 .png 结尾，例如：{CURVE_EXAMPLE}",
            f"The curve is a PNG; end its name with .png, for example: {CURVE_EXAMPLE}",
        )
    if not may_write(curve):
        raise unwritable(curve, CURVE_EXAMPLE)
