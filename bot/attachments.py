"""The picture that a Telegram message brings along, if any: found, weighed and downloaded; its name is never used.

attachment = pick(message)                # None when the message has nothing like a picture
data = await fetch(bot, message)          # the file's bytes, not yet trusted: photos.check comes next
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace

from telegram import Bot, Document, Message
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.photos import MOST_BYTES, BadPhoto

log = logging.getLogger(__name__)

# What a client calls a file that it doesn't know; the content decides then.
_UNKNOWN_TYPES = (None, "", "application/octet-stream", "binary/octet-stream")


@dataclass(frozen=True)
class Attachment:
    """A file of a message that may be a picture; size in bytes, None when Telegram doesn't say.

    unique_id is the same whoever sends the file, and no key to it. message_id: of the message that brought it.
    """

    file_id: str
    unique_id: str
    size: int | None
    message_id: int | None = field(default=None, compare=False)


def pick(message: Message) -> Attachment | None:
    """The picture of a message: the largest size of a photo, an image file, or a sticker that stands still.

    None when the message brings no file that could be one. Raises BadPhoto for a film, a moving sticker, a file that
    says it is something else, and a file that Telegram would not hand over.
    """
    found = _find(message)
    return None if found is None else replace(found, message_id=message.message_id)


async def fetch(bot: Bot, message: Message) -> bytes:
    """The bytes of a message's picture, as the person sent them. Raises BadPhoto, or RetryAfter when Telegram does."""
    attachment = pick(message)
    if attachment is None:
        raise BadPhoto("photo-missing")
    return await download(bot, attachment)


async def download(bot: Bot, attachment: Attachment) -> bytes:
    """The bytes of an attachment. Raises BadPhoto, or RetryAfter when Telegram does."""
    try:
        file = await bot.get_file(attachment.file_id)
        _weighed(attachment.file_id, attachment.unique_id, file.file_size)
        return bytes(await file.download_as_bytearray())
    except RetryAfter:
        raise
    except TelegramError as error:
        if isinstance(error, BadRequest) and "too big" in error.message.lower():
            raise BadPhoto("photo-heavy", most=MOST_BYTES >> 20) from error
        log.warning("a picture could not be fetched: %s", error)
        raise BadPhoto("photo-lost") from error


def _find(message: Message) -> Attachment | None:
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return _weighed(best.file_id, best.file_unique_id, best.file_size)
    if message.sticker:
        if message.sticker.is_animated or message.sticker.is_video:
            raise BadPhoto("photo-moving")
        return _weighed(message.sticker.file_id, message.sticker.file_unique_id, message.sticker.file_size)
    # Telegram makes a film of a GIF and then gives it both as an animation and as a document.
    if message.document and (not message.animation or message.document.mime_type == "image/gif"):
        return _document(message.document)
    if message.animation or message.video or message.video_note:
        raise BadPhoto("photo-moving")
    return None


def _document(document: Document) -> Attachment:
    kind = document.mime_type
    if kind is not None and kind.startswith("video/"):
        raise BadPhoto("photo-moving")
    if kind not in _UNKNOWN_TYPES and not kind.startswith("image/"):
        raise BadPhoto("photo-unknown")
    return _weighed(document.file_id, document.file_unique_id, document.file_size)


def _weighed(file_id: str, unique_id: str, size: int | None) -> Attachment:
    if size is not None and size > MOST_BYTES:
        raise BadPhoto("photo-heavy", most=MOST_BYTES >> 20)
    return Attachment(file_id, unique_id, size)
