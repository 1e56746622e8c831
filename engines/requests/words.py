"""Words that don't belong in a group: the list that the bot's owner keeps, and how it is found in a text.

    words = WordFile(FILE)                     # read again when the file has changed
    words.current().found("你这个 王、八蛋")      # "王八蛋"
    words.current().found_in(poem.lines)       # within lines, across them, down their first or their last characters

Both scripts and all widths are one. A word with a Chinese character is found whatever spaces and punctuation stand
between its characters; any other word only where no letter stands beside it.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from engines.requests.errors import EngineError
from engines.requests.poems import is_han
from engines.requests.script import fold

log = logging.getLogger(__name__)

FILE = Path(__file__).with_suffix(".txt")
_ROOT = Path(__file__).resolve().parents[2]


def list_file(setting: str) -> Path:
    """The file that WORD_LIST names: ~ is the home directory, a relative path counts from the repository's root; empty
    means the list that comes along.
    """
    return _ROOT / os.path.expanduser(setting) if setting else FILE  # noqa: PTH111 (Path's raises for unknown users)


# Or a digit. No Chinese character: those stand beside Latin words without a space.
_LETTER = r"[^\W_\u3400-\u9fff\U00020000-\U0003ffff]"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class WordList:
    """The words, as `_alike` writes them."""

    words: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """The list in a text: a word a row, what follows a # left out."""
        rows = (_alike(row.partition("#")[0]).strip() for row in text.splitlines())
        return cls(frozenset(row for row in rows if _WORD.search(row)))

    @classmethod
    def read(cls, file: Path) -> Self:
        """The list in a file, UTF-8. Raises EngineError, naming the setting, for one that can't be read."""
        try:
            return cls.of(file.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise _unreadable(file, str(error.strerror)) from error
        except UnicodeDecodeError as error:
            raise _unreadable(file, "it is not UTF-8") from error

    def found(self, text: str) -> str | None:
        """A word of the list that a text has, for the log; None when there is none."""
        text = _alike(text)
        return self._other_in(text) or self._chinese_in(_close(text))

    def found_in(self, lines: Iterable[str]) -> str | None:
        """A word of the list that verse has, in whichever direction people read it."""
        text = _alike("\n".join(lines))
        closed = [line for line in map(_close, text.split("\n")) if line]
        heads, tails = "".join(line[0] for line in closed), "".join(line[-1] for line in closed)
        return self._other_in(text) or self._chinese_in("\n".join(("".join(closed), heads, tails)))

    def refuse(self, *texts: str | None) -> None:
        """Raises EngineError when something that a person gave has a word of the list."""
        if any(text is not None and self.found(text) is not None for text in texts):
            raise EngineError(
                "这里有我不写的字眼，请换个说法",
                "There are words in this that I don't write; please put it another way",
            )

    def _other_in(self, text: str) -> str | None:
        found = self._others.search(text)
        return None if found is None else found[0]

    def _chinese_in(self, text: str) -> str | None:
        for place, character in enumerate(text):
            for word in self._chinese.get(character, ()):
                if text.startswith(word, place):
                    return word
        return None

    @cached_property
    def _chinese(self) -> Mapping[str, Sequence[str]]:
        """Words with a Chinese character by their first: a long list costs no more than a short one."""
        by_first: dict[str, list[str]] = {}
        for word in map(_close, filter(_has_han, self.words)):
            by_first.setdefault(word[0], []).append(word)
        return by_first

    @cached_property
    def _others(self) -> re.Pattern[str]:
        # Punctuation may stand between letters, as in f.u.c.k, but spaces only between words.
        spellings = (
            r"[\W_]+".join(r"(?:[^\w\s]|_)*".join(part) for part in _WORD.findall(word))
            for word in sorted(self.words)
            if not _has_han(word)
        )
        # A letter must follow first of all: verse has none, and is looked through in two microseconds.
        return re.compile(rf"(?={_LETTER})(?<!{_LETTER})(?:{'|'.join(spellings) or '(?!)'})(?!{_LETTER})")


class WordFile:
    """The list in a file, read again when the file has changed; threads may share one.

    Raises EngineError when it can't be read at first. Later, while its owner is at it, the last list that could be read
    goes on.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._stamp = self._stamped()
        self._list = WordList.read(file)
        self._unreadable = False

    def current(self) -> WordList:
        """The list as it stands in the file now; a look at the file's time costs some microseconds."""
        with self._lock:
            stamp = self._stamped()
            if stamp != self._stamp:
                try:
                    self._list = WordList.read(self._file)
                except EngineError as error:
                    # The stamp stays the old one: permissions that are put right don't change it.
                    if not self._unreadable:
                        log.warning("%s; until then the words of before count", error)
                    self._unreadable = True
                else:
                    self._stamp, self._unreadable = stamp, False
            return self._list

    def _stamped(self) -> tuple[int, int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


def _alike(text: str) -> str:
    """What compares equal whatever the script, the width and the case."""
    return fold(unicodedata.normalize("NFKC", text).lower())


def _close(text: str) -> str:
    """Letters, digits and Chinese characters alone."""
    return "".join(c for c in text if c.isalnum())


def _has_han(word: str) -> bool:
    return any(map(is_han, word))


def _unreadable(file: Path, reason: str) -> EngineError:
    return EngineError(
        f"WORD_LIST 所指的词表 {file} 读不了（{reason}）；一行一个词，存成 UTF-8，或留空用自带的",
        f"WORD_LIST names {file}, which can't be read ({reason}): write a word a line, in UTF-8, or leave it empty for "
        "the list that comes along",
    )
