"""Files in memory: photos re-encoded to several sizes as Telegram does it, documents kept byte for byte."""

from __future__ import annotations

import hashlib
import io
import mimetypes
import secrets
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.playground.model import BotApiError, File, Media, MediaKind, bad_request

PHOTO_SIDES = (90, 320, 800, 1280)  # Telegram's s, m, x and y: the largest side in pixels
MAXIMUM_PHOTO_BYTES = 10 * 1024 * 1024
MAXIMUM_UPLOAD_BYTES = 50 * 1024 * 1024
MAXIMUM_DOWNLOAD_BYTES = 20 * 1024 * 1024
_PHOTO_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_FOLDERS = {MediaKind.PHOTO: "photos", MediaKind.DOCUMENT: "documents", MediaKind.ANIMATION: "animations"}


class PhotoFault(StrEnum):
    """Why a file can't travel as a photo."""

    HEAVY = "heavy"
    BROKEN = "broken"
    LARGE = "large"
    NARROW = "narrow"


class PhotoError(BotApiError):
    """A refusal whose reason is told more exactly than Telegram does."""

    def __init__(self, fault: PhotoFault) -> None:
        super().__init__(400, f"Bad Request: {_REFUSALS[fault]}")
        self.fault = fault


_REFUSALS = {
    PhotoFault.HEAVY: "file is too big for a photo",
    PhotoFault.BROKEN: "IMAGE_PROCESS_FAILED",
    PhotoFault.LARGE: "PHOTO_INVALID_DIMENSIONS",
    PhotoFault.NARROW: "PHOTO_INVALID_DIMENSIONS",
}


class FileStore:
    """Every file that was sent, by file_id and by path."""

    def __init__(self) -> None:
        self._bytes: dict[str, bytes] = {}
        self._media: dict[str, Media] = {}
        self._by_path: dict[str, str] = {}

    def restore(self, media: Iterable[Media], contents: Mapping[str, bytes]) -> None:
        """Takes over the files of an earlier run, their bytes by file_id."""
        for item in media:
            self._remember(item)
            for file in item.files:
                self._bytes[file.id] = contents[file.id]
                self._by_path[file.path] = file.id

    def add_photo(self, content: bytes) -> Media:
        """A photo in each of Telegram's sizes up to its own. Raises PhotoError.

        Heavy enough to be called in a thread for large pictures.
        """
        if len(content) > MAXIMUM_PHOTO_BYTES:
            raise PhotoError(PhotoFault.HEAVY)
        sizes = _photo_sizes(content)
        files = tuple(self._store(MediaKind.PHOTO, data, "image/jpeg", size=size) for data, size in sizes)
        return self._remember(Media(MediaKind.PHOTO, files))

    def add_file(self, kind: MediaKind, content: bytes, name: str | None, mime_type: str | None) -> Media:
        """A document or an animation, untouched. `name` is kept for display and never becomes a path."""
        if not content:
            raise bad_request("file must be non-empty")
        mime_type = mime_type or mimetypes.guess_type(name or "")[0] or "application/octet-stream"
        return self._remember(Media(kind, (self._store(kind, content, mime_type, name=name),)))

    def add_film(
        self,
        content: bytes,
        name: str | None,
        mime_type: str | None,
        *,
        size: tuple[int, int],
        seconds: int,
        thumbnail: bytes | None,
    ) -> Media:
        """A silent film or a GIF, untouched; size in pixels and seconds as its sender says."""
        film = self.add_file(MediaKind.ANIMATION, content, name, mime_type or "video/mp4").files[0]
        film = replace(film, width=size[0], height=size[1], seconds=seconds)
        poster = None if thumbnail is None else self.add_photo(thumbnail).files[-1]
        return self._remember(Media(MediaKind.ANIMATION, (film,) if poster is None else (poster, film)))

    def media(self, file_id: str, kind: MediaKind) -> Media | None:
        """What was sent under this file_id, if it travelled as `kind`."""
        found = self._media.get(file_id)
        return found if found is not None and found.kind is kind else None

    def file(self, file_id: str) -> File | None:
        """The file with this id."""
        found = self._media.get(file_id)
        return next((file for file in found.files if file.id == file_id), None) if found else None

    def content(self, file: File) -> bytes:
        """The bytes of a stored file."""
        return self._bytes[file.id]

    def at(self, path: str) -> File | None:
        """The file at the path that getFile gave."""
        file_id = self._by_path.get(path)
        return None if file_id is None else self.file(file_id)

    def _remember(self, media: Media) -> Media:
        for file in media.files:
            self._media[file.id] = media
        return media

    def _store(
        self,
        kind: MediaKind,
        content: bytes,
        mime_type: str,
        *,
        size: tuple[int, int] = (0, 0),
        name: str | None = None,
    ) -> File:
        name_here = secrets.token_hex(12)
        digest = hashlib.sha256(content).hexdigest()
        extension = mimetypes.guess_extension(mime_type) or ".bin"
        file = File(
            id=f"PG{kind.value[0].upper()}{name_here}{digest[:24]}",
            unique_id=f"PG{digest[:14]}",
            path=f"{_FOLDERS[kind]}/file_{name_here}{extension}",
            size=len(content),
            mime_type=mime_type,
            width=size[0],
            height=size[1],
            name=name,
        )
        self._bytes[file.id] = content
        self._by_path[file.path] = file.id
        return file


def _photo_sizes(content: bytes) -> list[tuple[bytes, tuple[int, int]]]:
    """JPEGs without metadata, smallest first, with their width and height."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(_PHOTO_FORMATS)) as opened:
                width, height = opened.size
                if width + height > 10_000:
                    raise PhotoError(PhotoFault.LARGE)
                if max(width, height) > 20 * min(width, height):
                    raise PhotoError(PhotoFault.NARROW)
                picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PhotoError(PhotoFault.LARGE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PhotoError(PhotoFault.BROKEN) from error
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A"))
    sizes = []
    for side in PHOTO_SIDES:
        scaled = ImageOps.contain(flat, (side, side)) if max(flat.size) > side else flat
        buffer = io.BytesIO()
        scaled.save(buffer, "JPEG", quality=87)
        sizes.append((buffer.getvalue(), scaled.size))
        if scaled is flat:
            break
    return sizes
