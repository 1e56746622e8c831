"""What the commands about pictures have in common: files in, files out, a bar while it takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Bar

from engines.photos import developed
from engines.requests import EngineError, Progress
from engines.requests.darkroom import LONGEST

KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
OUTPUT_EXAMPLE = "-o painted.png"


def picture_bytes(path: Path, longest: int = LONGEST) -> bytes:
    """The picture in a file, fit for the engines; longest: the most pixels its long side may have.

    Raises EngineError when there is none that can be used.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EngineError(
            f"读不了 {path}；请给出一张图片的路径，例如：photo.jpg",
            f"{path} cannot be read; give the path of a picture, for example: photo.jpg",
        ) from error
    return developed(data, path, longest)


def check_output(output: Path, kinds: Mapping[str, str] = KINDS, example: str = OUTPUT_EXAMPLE) -> str:
    """The name (Pillow's, for pictures) of the format that a file's ending asks for.

    Raises EngineError for an ending that is not in `kinds`, and where nothing can be written; nothing is made yet then.
    """
    kind = kinds.get(output.suffix.lower())
    if kind is None:
        endings = [*dict.fromkeys(kinds)]
        raise EngineError(
            f"不知道 {output} 该存成什么格式；文件名请以 {'、'.join(endings)} 结尾，例如：{example}",
            f"{output} names no known format; end the name with {', '.join(endings)}, for example: {example}",
        )
    if not may_write(output):
        raise unwritable(output, example)
    return kind


def may_write(path: Path) -> bool:
    """Whether a file can probably be written here; trying would leave an empty one behind when the work fails."""
    if os.path.exists(path):  # noqa: PTH110 (Path's own raises where it may not look)
        return not os.path.isdir(path) and os.access(path, os.W_OK)  # noqa: PTH112 (likewise)
    return os.path.isdir(path.parent) and os.access(path.parent, os.W_OK | os.X_OK)  # noqa: PTH112 (likewise)


def written(path: Path, write: Callable[[], object], example: str = OUTPUT_EXAMPLE) -> None:
    """Writes a file. Raises EngineError when that fails after all."""
    try:
        write()
    except (OSError, ValueError) as error:
        raise unwritable(path, example) from error


def unwritable(path: Path, example: str) -> EngineError:
    """What to say where a file can't be written."""
    return EngineError(
        f"写不进 {path}；请给出可以写的文件路径，例如：{example}",
        f"{path} cannot be written; give the path of a file that can, for example: {example}",
    )


@contextmanager
def progress_bar(name: str) -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error from the first progress on."""
    bars = Bar(console=Console(stderr=True))
    task = bars.add_task(name, total=1.0)

    def advance(progress: Progress) -> None:
        bars.start()
        bars.update(task, completed=progress.fraction)

    try:
        yield advance
    finally:
        if bars.live.is_started:  # never started, it would still end with an empty line
            bars.stop()
