"""A file named on the command line -> a picture fit for the engines, through the same darkroom as people's photos.

photo = developed(path.read_bytes(), path)      # JPEG or PNG, upright, sRGB, without metadata
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from engines.requests import EngineError
from engines.requests.darkroom import (
    LONGEST,
    TIME_LIMIT,
    Photo,
    Refusal,
    command,
    environment,
    read_answer,
    weighed,
)

# By the darkroom's keys; "file" is the path, the other names are the refusal's arguments.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "photo-empty": (
        "{file} 是空的；请换一张图片，例如：photo.jpg",
        "{file} is empty; give another picture, for example: photo.jpg",
    ),
    "photo-heavy": (
        "{file} 超过 {most} MB；请先缩小，例如缩到 4000 × 3000 像素",
        "{file} has more than {most} MB; scale it down first, for example to 4000 × 3000 pixels",
    ),
    "photo-unknown": (
        "{file} 不是能打开的图片；请用 JPEG、PNG、WEBP、HEIC 或 GIF，例如：photo.jpg",
        "{file} is no picture that can be opened; use a JPEG, PNG, WEBP, HEIC or GIF, for example: photo.jpg",
    ),
    "photo-broken": (
        "{file} 损坏了，或不完整；请换一份，例如重新下载的 photo.jpg",
        "{file} is damaged or incomplete; use another copy, for example photo.jpg downloaded again",
    ),
    "photo-many-pixels": (
        "{file} 超过 {most}00 万像素；请先缩小，例如缩到 4000 × 3000 像素",
        "{file} has more than {most} million pixels; scale it down first, for example to 4000 × 3000",
    ),
    "photo-few-pixels": (
        "{file} 只有 {width} × {height} 像素；每边至少 {least} 像素，例如 640 × 480",
        "{file} has only {width} × {height} pixels; each side needs at least {least}, for example 640 × 480",
    ),
    "photo-narrow": (
        "{file} 是 {width} × {height} 像素，太窄太长；长边最多是短边的 {most} 倍，例如 1600 × 800",
        "{file} is {width} × {height} pixels, too narrow; the long side may be {most} times the short one, for example "
        "1600 × 800",
    ),
    "photo-hard": (
        "打开 {file} 要的时间或内存太多；请换一份小些的，例如截一张图",
        "{file} takes too much time or memory to open; use a smaller copy, for example a screenshot of it",
    ),
}


def developed(data: bytes, path: Path, longest: int = LONGEST) -> bytes:
    """The picture in a file's bytes; path: how to call it; longest: the most pixels its long side may have.

    Raises EngineError when it can't be used; RuntimeError when that is this machine's fault.
    """
    found = weighed(data) or _developed(data, longest)
    if isinstance(found, Refusal):
        zh, en = (sentence.format(file=path, **found.arguments) for sentence in SENTENCES[found.key])
        raise EngineError(zh, en)
    return found.data


def _developed(data: bytes, longest: int) -> Photo | Refusal:
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            command(longest), input=data, capture_output=True, env=environment(), timeout=TIME_LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        return read_answer(None, b"", b"")
    return read_answer(done.returncode, done.stdout, done.stderr)
