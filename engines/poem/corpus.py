"""The corpus: hundreds of thousands of classical poems in one SQLite file, for looking lines up.

build(places.corpus(), None, places.cache(), progress)
with open_corpus(places.corpus()) as corpus:
    corpus.known_lines(["白日依山尽", "山为斜好几"])   # {"白日依山尽"}
    corpus.random_first_line(random.Random(1), 5)
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from engines.poem.corpus_build import SCHEMA_VERSION, build, line_key, schema_version
from engines.poem.corpus_sources import Poem, read_poems
from engines.requests import EngineError
from engines.requests.script import fold

__all__ = ["Corpus", "Overview", "Poem", "build", "open_corpus", "read_poems"]

_LOOKED_UP_AT_ONCE = 500  # below the number of parameters that every SQLite takes in one statement

_POEM_LINES = (
    "SELECT poems.id, title, authors.name, dynasties.name, text FROM poems JOIN authors ON authors.id = author "
    "JOIN dynasties ON dynasties.id = dynasty JOIN lines ON lines.poem = poems.id"
)
_EVERY_POEM = f"{_POEM_LINES} ORDER BY poems.id, position"
_ONE_POEM = f"{_POEM_LINES} WHERE poems.id = ? ORDER BY position"


@dataclass(frozen=True)
class Overview:
    """What is in the corpus: the counts, the most frequent characters with how often they occur, and a few poems."""

    poems: int
    lines: int
    authors: int
    characters: int
    frequent: tuple[tuple[str, int], ...]
    samples: tuple[Poem, ...]


class Corpus:
    """Reads a corpus file; any number of processes may, and threads may share one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        rows = connection.execute("SELECT line_length, max(number) + 1 FROM openings GROUP BY line_length")
        self._openings: dict[int, int] = dict(rows.fetchall())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def known_lines(self, lines: Iterable[str]) -> set[str]:
        """Those of `lines` (whole, without punctuation) that some poem has, in whatever printing (馀/余)."""
        keys: dict[int, list[str]] = {}
        for line in lines:
            keys.setdefault(line_key(line), []).append(line)
        known: set[str] = set()
        wanted = list(keys)
        for start in range(0, len(wanted), _LOOKED_UP_AT_ONCE):
            part = wanted[start : start + _LOOKED_UP_AT_ONCE]
            marks = ",".join("?" * len(part))
            found = self._connection.execute(f"SELECT key, text FROM lines WHERE key IN ({marks})", part)  # noqa: S608
            for key, text in found:
                known.update(line for line in keys[key] if fold(line) == fold(text))
        return known

    def random_first_line(self, rng: random.Random, line_length: int) -> str:
        """The first line of a random poem in lines of `line_length` (5 or 7) characters, every poem as likely.

        Raises EngineError when the corpus has no such poem.
        """
        count = self._openings.get(line_length, 0)
        if not count:
            raise EngineError(
                f"诗库里没有{line_length}字句的诗；请给出首句，例如：山为斜好几",
                f"The corpus has no poem in lines of {line_length} characters: give a first line, "
                "for example: 山为斜好几",
            )
        (line,) = self._connection.execute(
            "SELECT text FROM openings JOIN lines USING (poem) WHERE line_length = ? AND number = ? AND position = 0",
            (line_length, rng.randrange(count)),
        ).fetchone()
        return str(line)

    def poem_of(self, line: str) -> Poem | None:
        """The poem that this whole line comes from: of several that have it, the earliest dynasty's first."""
        rows = self._connection.execute(
            "SELECT poem, text FROM lines JOIN poems ON poems.id = poem JOIN authors ON authors.id = author "
            "WHERE key = ? ORDER BY dynasty, poem",
            (line_key(line),),
        )
        number = next((poem for poem, text in rows if fold(text) == fold(line)), None)
        return None if number is None else self._poem(number)

    def poems(self) -> Iterator[Poem]:
        """Every poem, in the order of the collection."""
        return self._read(_EVERY_POEM)

    def _poem(self, number: int) -> Poem:
        return next(self._read(_ONE_POEM, number))

    def _read(self, query: str, *parameters: int) -> Iterator[Poem]:
        rows = self._connection.execute(query, parameters)
        for (_, title, author, dynasty), lines in groupby(rows, key=itemgetter(0, 1, 2, 3)):
            yield Poem(title, author, dynasty, tuple(line for *_, line in lines))

    def overview(self, rng: random.Random, frequent: int = 20, samples: int = 3) -> Overview:
        """Counts, the `frequent` most frequent characters and `samples` random poems."""
        poems, lines, authors, characters = (
            self._count(table) for table in ("poems", "lines", "authors", "characters")
        )
        counted = self._connection.execute(
            "SELECT character, count FROM characters ORDER BY count DESC, character LIMIT ?", (frequent,)
        ).fetchall()
        numbers = rng.sample(range(poems), min(samples, poems))
        chosen = tuple(self._poem(number) for number in numbers)
        return Overview(poems, lines, authors, characters, tuple(counted), chosen)

    def _count(self, table: str) -> int:
        (count,) = self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        return int(count)


def open_corpus(database: Path) -> Corpus:
    """The corpus in this file; EngineError says how to make it when it is missing or of another version."""
    try:
        connection = sqlite3.connect(
            f"{database.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False, isolation_level=None
        )
        if schema_version(connection) == SCHEMA_VERSION:
            return Corpus(connection)
        connection.close()
    except sqlite3.Error as error:
        raise _not_built() from error
    raise _not_built()


def _not_built() -> EngineError:
    return EngineError(
        "诗库还没有建好，请先运行：python -m engines poem corpus",
        "The corpus is not built yet; run this first: python -m engines poem corpus",
    )
