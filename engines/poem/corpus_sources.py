"""Public collections of poems, read as they are published.

Two layouts are known, as a directory (a clone) or as a tar archive of one:

    chinese-poetry      …/poet.tang.0.json, poet.song.0.json: author, paragraphs, title; traditional characters
    poetry-source       source/诗/<dynasty>/poetry.<dynasty>.0000.base.json: authorName, content, title; simplified

Editors' notes, quotation marks and pauses are dropped; a character that the edition could not read or print becomes □,
so that a line keeps its length and nobody takes it for a whole one.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import re
import tarfile
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple, cast

from engines.requests import EngineError
from engines.requests.script import simplify

PLACEHOLDER = "□"


@dataclass(frozen=True)
class Poem:
    """A poem of a collection in simplified characters: its lines have no punctuation, unreadable characters are □."""

    title: str
    author: str
    dynasty: str
    lines: tuple[str, ...]


def read_poems(source: Path, progress: Callable[[float], None] = lambda fraction: None) -> Iterator[Poem]:
    """Every poem that has text, in the order of the collection.

    source: a directory or tar archive in either layout; progress gets the share read so far, 0–1, once a file.
    Raises EngineError when there is no collection, or a file of it is no valid JSON.
    """
    found = False
    for document in _documents(source, progress):
        found = True
        try:
            yield from _poems(document)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise EngineError(
                f"诗库文件 {document.path.name} 读不懂，请重新下载或克隆这份诗集",
                f"The collection's file {document.path.name} cannot be read; download or clone the collection again",
            ) from error
    if not found:
        raise EngineError(
            f"{source} 里没有诗集；请指明 chinese-poetry 或 poetry-source 的克隆，例如：--source ../chinese-poetry",
            f"There is no collection of poems in {source}; name a clone of chinese-poetry or poetry-source, "
            "for example: --source ../chinese-poetry",
        )


class _Document(NamedTuple):
    path: PurePosixPath
    text: bytes


_TRADITIONAL_NAME = re.compile(r"poet\.(tang|song)\.\d+\.json")
_SIMPLIFIED_NAME = re.compile(r"poetry\..+\.base\.json")
_DYNASTIES = {"tang": "唐", "song": "宋"}
_NOT_POEMS = {"rank", "strains", "error"}  # other tables of chinese-poetry under the same file names


def _is_document(path: PurePosixPath) -> bool:
    if _TRADITIONAL_NAME.fullmatch(path.name):
        return not _NOT_POEMS & set(path.parts)
    return bool(_SIMPLIFIED_NAME.fullmatch(path.name)) and "诗" in path.parts


def _documents(source: Path, progress: Callable[[float], None]) -> Iterator[_Document]:
    if source.is_dir():
        paths = sorted(
            p for p in source.rglob("*.json") if _is_document(PurePosixPath(p.relative_to(source).as_posix()))
        )
        for number, path in enumerate(paths, start=1):
            yield _Document(PurePosixPath(path.as_posix()), path.read_bytes())
            progress(number / len(paths))
    elif source.is_file():
        yield from _archived_documents(source, progress)


_CHUNK = 1 << 20
_END_OF_TAR = bytes(1024)  # two blocks of zeros


def _decompressed(file: BinaryIO) -> BinaryIO:
    """The tar inside, by the file's first bytes; tarfile's own `r|*` takes a file cut short for a whole one."""
    magic = file.read(6)
    file.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if magic.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(file))
    if magic.startswith(b"\xfd7zXZ"):
        return cast(BinaryIO, lzma.LZMAFile(file))
    file.seek(-min(len(_END_OF_TAR), file.seek(0, os.SEEK_END)), os.SEEK_END)
    if file.read() != _END_OF_TAR:
        raise EOFError("no end of archive")
    file.seek(0)
    return file


def _archived_documents(source: Path, progress: Callable[[float], None]) -> Iterator[_Document]:
    """Read as a stream: the members never touch the disk, and the position in the file is the progress."""
    size = source.stat().st_size
    try:
        with source.open("rb") as file, _decompressed(file) as stream:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for member in archive:
                    path = PurePosixPath(member.name)
                    content = archive.extractfile(member) if member.isfile() and _is_document(path) else None
                    if content is not None:
                        yield _Document(path, content.read())
                        progress(file.tell() / size)
            while stream.read(_CHUNK):  # an archive cut short after its last whole member shows only here
                pass
    except (tarfile.TarError, EOFError, OSError, lzma.LZMAError, zlib.error) as error:
        raise EngineError(
            f"{source.name} 不是完整的诗集存档，请重新下载",
            f"{source.name} is not a complete archive of a collection; download it again",
        ) from error


def _poems(document: _Document) -> Iterator[Poem]:
    entries: list[dict[str, Any]] = json.loads(document.text)
    traditional = _TRADITIONAL_NAME.fullmatch(document.path.name)
    if traditional:
        dynasty = _DYNASTIES[traditional[1]]
        fields = [(e["title"], e["author"], dynasty, "\n".join(e["paragraphs"])) for e in entries]
        # OpenCC per document, not per poem: its cost is the call.
        block = "\x1e".join("\x1f".join(parts) for parts in fields)
        fields = [_four(poem.split("\x1f")) for poem in simplify(block).split("\x1e")] if fields else []
    else:
        fields = [
            (e["title"], e["authorName"], e["dynasty"], "\n".join(pair or "" for pair in e["content"] or ()))
            for e in entries
        ]
    for title, author, dynasty, text in fields:
        lines = lines_of(text)
        if lines:
            yield Poem(" ".join(title.split()), author.strip() or "佚名", dynasty, lines)


def _four(parts: list[str]) -> tuple[str, str, str, str]:
    title, author, dynasty, text = parts
    return title, author, dynasty, text


_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_ORDINARY = re.compile(f"[{_HAN}，。？！；\n]*")
_LINE = re.compile(f"[{_HAN}{PLACEHOLDER}]+")
_COMPATIBILITY = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_NUMERALS = "一二三四五六七八九十百○〇零0-9"
_NOTE = re.compile(rf"（[^（）]*）|\([^()]*\)|〖[^〖〗]*〗|〔[^〔〕]*〕|【[^【】]*】|\[[{_NUMERALS}]+\]")
_UNFINISHED_NOTE = re.compile(r"[（(〖].*", re.DOTALL)
_SUPPLIED = re.compile(rf"\[([{_HAN}]+)\]")
_DESCRIBED = re.compile(r"\{[^{}\n]*\}|\[[^\[\]]*[\]}]")
_UNPRINTABLE = re.compile("[■○●◆◇\ue000-\uf8ff]")
_NEITHER_TEXT_NOR_PAUSE = re.compile(f"[^{_HAN}{PLACEHOLDER}，。？！；：,.?!;:…—\\s/=]+")


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a printed poem without punctuation and notes.

    Notes in any bracket go; a supplied character in square brackets stays; one that is only described, as in {枦睘},
    and every printer's mark for a lost one become □.
    """
    if _ORDINARY.fullmatch(text):
        return tuple(_LINE.findall(text))
    text = _COMPATIBILITY.sub(_unified, text)
    found = 1
    while found:
        text, found = _NOTE.subn("", text)
    text = _UNFINISHED_NOTE.sub("", text)
    text = _DESCRIBED.sub(PLACEHOLDER, _SUPPLIED.sub(r"\1", text))
    text = _UNPRINTABLE.sub(PLACEHOLDER, text)
    return tuple(_LINE.findall(_NEITHER_TEXT_NOR_PAUSE.sub("", text)))


def _unified(match: re.Match[str]) -> str:
    """The unified ideograph that a compatibility character stands for."""
    unified = unicodedata.normalize("NFKC", match[0])
    return unified if _LINE.fullmatch(unified) else PLACEHOLDER
