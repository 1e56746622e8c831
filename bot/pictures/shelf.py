"""Pictures on disk: photos that have been checked and what was painted from them, so that buttons work later.

    shelf = Shelf(store.sessions, Path("var/photos"), days=7, megabytes=1000)
    name = await shelf.keep("photo:AgAD…", data)     # written before it returns; the file is named by its sha256
    data = await shelf.find("photo:AgAD…")           # None once it was thrown away
    await shelf.tidy()

A picture is thrown away when nobody has used it for `days`, and the longest unused ones when all of them take more than
`megabytes`. Nothing is lost with a photo: Telegram hands it over again.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import delete, func, select, update

from bot.pictures.sittings import Sessions
from bot.tables import PictureRow

SETTLING = 60.0  # seconds that a file may stand without its row: it is written first
ROOM = 0.9  # of the space is what a clearance leaves in use, so that not every picture makes one necessary


class Shelf:
    """The only reader and writer of the folder. clock: Unix seconds."""

    def __init__(
        self,
        sessions: Sessions,
        folder: Path,
        *,
        days: float,
        megabytes: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._sessions = sessions
        self._folder = folder
        self._days = days
        self._most = int(megabytes * 1_000_000)
        self._clock = clock

    async def keep(self, key: str, data: bytes) -> str:
        """Puts a picture on the shelf under `key`; its sha256."""
        sha256 = hashlib.sha256(data).hexdigest()
        await asyncio.to_thread(_write, self._folder / sha256, data)
        async with self._sessions.begin() as session:
            await session.merge(PictureRow(key=key, sha256=sha256, bytes=len(data), used_at=self._clock()))
            taken = await session.scalar(select(func.sum(PictureRow.bytes))) or 0
        if taken > self._most:
            await self._clear(taken)
        return sha256

    async def find(self, key: str) -> bytes | None:
        """The picture under `key`, which counts as a use."""
        async with self._sessions.begin() as session:
            sha256 = await session.scalar(
                update(PictureRow)
                .where(PictureRow.key == key)
                .values(used_at=self._clock())
                .returning(PictureRow.sha256)
            )
        if sha256 is None:
            return None
        try:
            return await asyncio.to_thread((self._folder / sha256).read_bytes)
        except FileNotFoundError:
            return None

    async def tidy(self) -> None:
        """Throws away what was unused for too long, and every file that no row knows."""
        async with self._sessions.begin() as session:
            too_old = self._clock() - self._days * 24 * 3600
            await session.execute(delete(PictureRow).where(PictureRow.used_at < too_old))
        await self._sweep()

    async def _clear(self, taken: int) -> None:
        """Makes room, the longest unused first."""
        async with self._sessions.begin() as session:
            rows = await session.execute(select(PictureRow.key, PictureRow.bytes).order_by(PictureRow.used_at))
            for key, size in rows.all():
                if taken <= ROOM * self._most:
                    break
                await session.execute(delete(PictureRow).where(PictureRow.key == key))
                taken -= size
        await self._sweep()

    async def _sweep(self) -> None:
        async with self._sessions() as session:
            known = set(await session.scalars(select(PictureRow.sha256)))
        await asyncio.to_thread(_remove_others, self._folder, known, time.time() - SETTLING)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.touch()
        return
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)


def _remove_others(folder: Path, known: set[str], before: float) -> None:
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in known and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
