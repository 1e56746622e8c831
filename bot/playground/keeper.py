"""Keeps the pretend Telegram over a restart: messages, files, and the updates that the bot hasn't acknowledged.

    keeper = Keeper(world, Path("var/playground"))
    keeper.restore()          # before the bot starts
    stop = keeper.start()     # from now on every change is written within DELAY
    ...
    stop()                    # at the end: writes once more

The state is one JSON file, replaced as a whole; files lie beside it under names of the playground's own making.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.playground.model import Chat, Media, Message
from bot.playground.world import World

log = logging.getLogger(__name__)

DELAY = 0.05  # seconds: what a kill may cost, and how often a busy chat is written at most
KEPT = 500  # messages a chat
SKIPPED = 1000  # ids left out after a restart: the bot may know messages of the last moment that were not written here


@dataclass(frozen=True)
class Snapshot:
    """Everything that is written down. Private chats are made anew; only the group may have changed."""

    group: Chat
    migrated: dict[int, int]
    administered: set[int]
    blocked: set[int]
    messages: tuple[Message, ...]
    last_ids: dict[int, int]
    media: tuple[Media, ...]
    updates: list[dict[str, Any]]
    next_update_id: int


_SNAPSHOT = TypeAdapter(Snapshot)


class Keeper:
    """Writes a world to a folder and reads it back."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world = world
        self._state = folder / "state.json"
        self._files = folder / "files"
        self._timer: asyncio.TimerHandle | None = None

    def restore(self) -> bool:
        """Reads back what was written; a file that can't be read is put aside. False: the world stays new."""
        if not self._state.exists():
            return False
        try:
            snapshot = _SNAPSHOT.validate_json(self._state.read_bytes())
            contents = {file.id: self._path(file.path).read_bytes() for m in snapshot.media for file in m.files}
        except (ValidationError, OSError) as error:
            log.warning("the playground begins afresh, %s can't be read: %s", self._state, error)
            self._state.rename(self._state.with_suffix(".unreadable"))
            return False
        self._world.files.restore(snapshot.media, contents)
        self._world.restore(
            group=snapshot.group,
            messages=snapshot.messages,
            last_ids={chat: last + SKIPPED for chat, last in snapshot.last_ids.items()},
            migrated=snapshot.migrated,
        )
        self._world.administered |= snapshot.administered
        self._world.blocked |= snapshot.blocked
        self._world.updates.restore(snapshot.updates, snapshot.next_update_id)
        return True

    def start(self) -> Callable[[], None]:
        """Follows the world; the returned function ends that and writes a last time."""
        stop_listening = self._world.listen(lambda _: self._soon())
        self._world.updates.on_change = self._soon

        def stop() -> None:
            stop_listening()
            self._world.updates.on_change = lambda: None
            if self._timer is not None:
                self._timer.cancel()
            self.write()

        return stop

    def write(self) -> None:
        """Writes everything now."""
        self._timer = None
        self._files.mkdir(parents=True, exist_ok=True)
        world = self._world
        messages = tuple(chain.from_iterable(world.transcript(chat)[-KEPT:] for chat in world.chats()))
        media = tuple({m.media.files[0].id: m.media for m in messages if m.media is not None}.values())
        self._write_files(media)
        snapshot = Snapshot(
            group=world.group,
            migrated=world.migrated,
            administered=world.administered,
            blocked=world.blocked,
            messages=messages,
            last_ids=world.last_ids(),
            media=media,
            updates=world.updates.pending,
            next_update_id=world.updates.next_id,
        )
        new = self._state.with_suffix(".new")
        new.write_bytes(_SNAPSHOT.dump_json(snapshot))
        new.replace(self._state)

    def _write_files(self, media: tuple[Media, ...]) -> None:
        needed = {self._path(file.path): file for m in media for file in m.files}
        present = set(self._files.iterdir())
        for path in needed.keys() - present:
            path.write_bytes(self._world.files.content(needed[path]))
        for path in present - needed.keys():
            path.unlink()

    def _path(self, path: str) -> Path:
        return self._files / path.replace("/", "-")

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(DELAY, self.write)
