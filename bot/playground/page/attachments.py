"""Files that a person picks, pastes or drops: kept until the message goes out, then sent as photos, album or files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from nicegui import ui
from nicegui.events import MultiUploadEventArguments

from bot.playground.files import MAXIMUM_PHOTO_BYTES, MAXIMUM_UPLOAD_BYTES, PhotoError
from bot.playground.model import Chat, Message, User
from bot.playground.page.frame import Frame
from bot.playground.page.words import Words
from bot.playground.world import World

MOST = 10  # files in an album
_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp", "image/bmp"})


@dataclass(frozen=True)
class Picked:
    """A file as the browser sent it; `name` is for display in the chat only, `as_photo` how it is to travel."""

    content: bytes
    name: str
    mime_type: str
    as_photo: bool


class Attachments:
    """The files that wait above the composer."""

    def __init__(self, frame: Frame, words: Callable[[], Words]) -> None:
        self._frame = frame
        self._words = words
        self._picked: list[Picked] = []
        self._as_files = False
        self._upload = ui.upload(
            multiple=True,
            max_files=MOST,
            max_file_size=MAXIMUM_UPLOAD_BYTES,
            auto_upload=True,
            on_multi_upload=self._receive,
            on_rejected=lambda: ui.notify(self._words().too_many, position="top"),
        )
        self._upload.classes("hidden-upload")
        frame.run(f"shihua.useUploader({self._upload.id})")
        ui.on("shihua-as-files", lambda event: self._choose(as_files=bool(event.args)))

    async def _receive(self, event: MultiUploadEventArguments) -> None:
        for file in event.files:
            content = await file.read()
            if not content:
                ui.notify(self._words().empty.format(file.name), position="top")
            elif len(self._picked) < MOST:
                photo = file.content_type in _PHOTOS and len(content) <= MAXIMUM_PHOTO_BYTES
                self._picked.append(Picked(content, file.name, file.content_type, photo))
        self._upload.reset()
        self._show()
        self._frame.run("shihua.focus()")

    def _choose(self, *, as_files: bool) -> None:
        self._as_files = as_files

    def clear(self) -> None:
        """Lets the files go."""
        self._picked.clear()
        self._as_files = False
        self._show()

    def __bool__(self) -> bool:
        return bool(self._picked)

    def _take(self) -> list[Picked]:
        """The files that wait, which then wait no longer."""
        picked = list(self._picked)
        if self._as_files:
            picked = [replace(p, as_photo=False) for p in picked]
        self.clear()
        return picked

    def _put_back(self, files: list[Picked]) -> None:
        """Files that could not go wait again, before those that were picked meanwhile."""
        self._picked[:0] = files
        self._show()

    def _show(self) -> None:
        if not self._picked:
            self._frame.attached.set_content("")
            return
        words = self._words()
        label = escape(words.remove_attachments)
        names = "".join(f"<li>{escape(p.name)}</li>" for p in self._picked)
        self._frame.attached.set_content(
            f'<ul>{names}</ul><label><input type="checkbox" id="as-files"> {escape(words.as_files)}</label>'
            f'<button type="button" data-cancel="attachments" aria-label="{label}">×</button>'
        )

    async def send(self, world: World, person: User, chat: Chat, *, caption: str, reply_to: Message | None) -> None:
        """Sends photos together as an album and everything else one by one, the caption on the first message.

        Raises PhotoError when one of the photos can't be sent as one: then all files wait again.
        """
        files = self._take()
        photos = [file for file in files if file.as_photo]
        caption = caption[:1024]
        try:
            if len(photos) > 1:
                await world.send_album(person, chat, [photo.content for photo in photos], caption, reply_to)
            elif photos:
                await world.send_photo(person, chat, photos[0].content, caption, reply_to)
        except PhotoError:
            self._put_back(files)
            raise
        if photos:
            caption = ""
        for file in files:
            if not file.as_photo:
                await world.send_document(
                    person, chat, file.content, caption, name=file.name, mime_type=file.mime_type, reply_to=reply_to
                )
                caption = ""
