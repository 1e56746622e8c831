"""What a message consists of, and how a text too long for one message becomes several."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import ForceReply, InlineKeyboardMarkup

MOST = 4096  # UTF-16 code units in a message
MOST_CAPTION = 1024  # in the words under a picture
MOST_PHOTO = 10_000_000  # bytes; a larger picture goes as a file
_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")


@dataclass(frozen=True)
class Picture:
    """An encoded picture; name: what its file is called; caption: of an album's picture, Telegram HTML.

    as_file: to be sent untouched rather than as a photo, which Telegram compresses.
    """

    data: bytes
    name: str
    caption: str = ""
    as_file: bool = False

    @property
    def is_file(self) -> bool:
        """Whether it goes as a document."""
        return self.as_file or len(self.data) > MOST_PHOTO


@dataclass(frozen=True)
class Film:
    """A short silent MP4, which plays over and over; poster: a JPEG of at most 320 pixels; its size, its seconds."""

    data: bytes
    name: str
    poster: bytes
    width: int
    height: int
    seconds: float


@dataclass(frozen=True)
class Content:
    """Telegram HTML and the buttons under it.

    pictures: of one, the text is the caption, or stands below it when it is too long for that; several are an album,
    text and buttons below it. film: instead of pictures, with the text (at most 1024 units) as its caption.
    first: what is sent before, as a message of its own.
    """

    text: str
    keyboard: InlineKeyboardMarkup | ForceReply | None = None
    pictures: tuple[Picture, ...] = ()
    film: Film | None = None
    first: Content | None = None


def units(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def split(text: str, most: int = MOST) -> list[str]:
    """Telegram HTML in pieces of at most `most` units, cut between rows where possible; open tags go on in the next.

    Tags count as text here, although Telegram doesn't count them: a piece may be shorter than it need be, never longer.
    """
    if units(text) <= most:
        return [text]
    pieces: list[str] = []
    piece, opened = "", ""
    for row in _rows(text, most // 2):
        closing = _closing(opened + piece + row)
        if piece and units(opened + piece + row) + units(closing) > most:
            pieces.append(opened + piece.rstrip("\n") + _closing(opened + piece))
            opened, piece = _opening(opened + piece), ""
        piece += row
    pieces.append(opened + piece)
    return pieces


def _rows(text: str, most: int) -> list[str]:
    """Rows with their line ends; a row beyond `most` units is cut, but not inside a tag or an entity."""
    rows = []
    for row in text.splitlines(keepends=True):
        cut = ""
        for atom in re.findall(r"<[^>]*>|&#?\w+;|.|\n", row):
            if units(cut + atom) > most:
                rows.append(cut)
                cut = ""
            cut += atom
        rows.append(cut)
    return rows


def _open_tags(text: str) -> list[tuple[str, str]]:
    """The tags that are open at the end, outermost first: name and tag as written."""
    stack: list[tuple[str, str]] = []
    for tag in _TAG.finditer(text):
        if tag[1]:
            stack.pop()
        else:
            stack.append((tag[2], tag[0]))
    return stack


def _opening(text: str) -> str:
    return "".join(tag for _, tag in _open_tags(text))


def _closing(text: str) -> str:
    return "".join(f"</{name}>" for name, _ in reversed(_open_tags(text)))
