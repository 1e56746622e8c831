"""The trained weights in weights/, each with its entry in manifest.json; nothing is read before its hash fits."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines import places
from engines.requests import EngineError


@dataclass(frozen=True)
class Weights:
    """A checked file: its content, and its name with eight digits of its sha256, which says what wrote a poem."""

    content: bytes
    model: str


def entries(folder: Path = places.WEIGHTS) -> list[dict[str, Any]]:
    """The manifest's rows: file, sha256, bytes, made_by, data, licence, metrics."""
    rows: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["weights"]
    return rows


def read(file: str, folder: Path = places.WEIGHTS) -> Weights:
    """The content of weights/`file`. Raises EngineError when it is missing or is not the file of the manifest."""
    try:
        expected = next(row["sha256"] for row in entries(folder) if row["file"] == file)
        content = (folder / file).read_bytes()
    except (OSError, StopIteration, ValueError, KeyError) as error:
        raise _unusable(file) from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise _unusable(file)
    return Weights(content, f"{Path(file).stem}-{expected[:8]}")


def record(path: Path, folder: Path = places.WEIGHTS, **fields: object) -> None:
    """Puts a file of `folder` into the manifest, or renews its row: hash and size from the file, the rest as given."""
    content = path.read_bytes()
    row: dict[str, Any] = {
        "file": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        **fields,
    }
    manifest = folder / "manifest.json"
    rows = entries(folder) if manifest.exists() else []
    kept = [old for old in rows if old["file"] != path.name]
    manifest.write_text(json.dumps({"weights": [*kept, row]}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _unusable(file: str) -> EngineError:
    return EngineError(
        f"权重文件 weights/{file} 缺失或已损坏，请重新检出：git checkout -- weights",
        f"The weights file weights/{file} is missing or damaged; restore it with: git checkout -- weights",
    )
