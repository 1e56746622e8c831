"""A tiny collection for the course's network, and a run on it that takes a second or two."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engines.poem import classic_train
from engines.poem.classic_train import Recipe
from engines.poem.dataset import VALIDATION_SHARE, line_hash
from tests.engines.poem.corpus_samples import write_json

CHARACTERS = "春江花月夜山水云风雨雪霜松竹梅兰鸟鱼舟桥人心归去来"
RECIPE = Recipe(first=24, second=16, batch=64, learning_rate=0.02, precision="float32", early_step=1)


def write_collection(folder: Path, number: int = 300, title: str = "题") -> Path:
    """Five-character quatrains in poetry-source's layout, dynasty 唐, each of four random lines out of ten."""
    random = np.random.default_rng(1)
    order = [*CHARACTERS, *CHARACTERS[::-1]]
    lines = ["".join(order[i : i + 5]) for i in range(0, 45, 5)] + [_unseen_first_line(random)]
    poems = []
    for name in range(number):
        a, b, c, d = (lines[i] for i in random.permutation(10)[:4])
        content = [f"{a}，{b}。", f"{c}，{d}。"]
        poems.append({"id": str(name), "title": title, "authorName": "无名", "dynasty": "唐", "content": content})
    write_json(folder / "source" / "诗" / "唐" / "poetry.唐.0000.base.json", poems)
    return folder


def _unseen_first_line(random: np.random.Generator) -> str:
    """A line that makes the poems that it begins validation poems."""
    while True:
        line = "".join(random.permutation([*CHARACTERS])[:5])
        if int(line_hash(line), 16) % VALIDATION_SHARE == 0:
            return line


def run_on(collection: Path, folder: Path, minutes: float = 0.02, **more: bool) -> Path:
    """A finished run in `folder`."""
    return classic_train.train(collection, None, folder, minutes, RECIPE, **more)
