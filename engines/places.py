"""Where files live: one place for every path the engines read or write.

SHIHUA_DATA moves everything that is made at run time (corpus, downloads) elsewhere, WORD_LIST names the owner's own
list; a relative path counts from the repository's root, so that parent, worker and shell agree wherever they were
started.
"""

from __future__ import annotations

import os
from pathlib import Path

from engines.requests.words import list_file

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "weights"


def data() -> Path:
    """The directory of what is made at run time: SHIHUA_DATA, or var/ in the repository."""
    return ROOT / (os.environ.get("SHIHUA_DATA") or "var")


def corpus() -> Path:
    """The corpus, one SQLite file; made by `python -m engines poem corpus`."""
    return data() / "corpus.sqlite3"


def word_list() -> Path:
    """The words that no poem may have: WORD_LIST, or the list of the repository."""
    return list_file(os.environ.get("WORD_LIST", ""))


def cache() -> Path:
    """Downloads that can be fetched again."""
    return data() / "cache"
