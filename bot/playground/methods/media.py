"""Sending of photos, documents, animations and albums; getFile."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from telegram.constants import FileSizeLimit, MediaGroupLimit

from bot.playground import composing, wire
from bot.playground.calls import Call, Upload, method
from bot.playground.files import MAXIMUM_UPLOAD_BYTES
from bot.playground.methods.messages import change, own_message
from bot.playground.model import BotApiError, Entity, Media, MediaKind, bad_request
from bot.playground.wire import Json


@method("sendPhoto")
async def send_photo(call: Call) -> Json:
    """Sends a picture, re-encoded."""
    return await _send(call, MediaKind.PHOTO)


@method("sendDocument")
async def send_document(call: Call) -> Json:
    """Sends a file, untouched."""
    return await _send(call, MediaKind.DOCUMENT)


@method("sendAnimation")
async def send_animation(call: Call) -> Json:
    """Sends a GIF or a silent video, untouched; width, height and duration are those that the call names."""
    return await _send(call, MediaKind.ANIMATION)


async def _send(call: Call, kind: MediaKind) -> Json:
    chat = call.chat()
    media = await _media(call, kind, kind.value, call.text(kind.value), call.parameters)
    text, entities = composing.call_caption(call)
    markup = composing.keyboard(call)
    reply_to = composing.replied_message(call, chat)
    call.world.limits.admit(chat.id)
    sent = call.world.post(
        chat, call.world.bot, text=text, entities=entities, media=media, keyboard=markup, reply_to=reply_to
    )
    return wire.message(call.world, sent)


@method("sendMediaGroup")
async def send_media_group(call: Call) -> list[Json]:
    """Sends an album: photos together, or documents together; one message each, one media_group_id."""
    chat, items = call.chat(), call.objects("media")
    if not items:
        raise bad_request("parameter media is required")
    if not MediaGroupLimit.MIN_MEDIA_LENGTH <= len(items) <= MediaGroupLimit.MAX_MEDIA_LENGTH:
        raise bad_request("wrong number of media in the album; there must be 2 to 10 items")
    if len({item.get("type") for item in items}) > 1:
        raise bad_request("document can't be mixed with other media types")
    prepared = [(await _described(call, item), _item_caption(item)) for item in items]
    reply_to = composing.replied_message(call, chat)
    album = call.world.new_album()
    messages = []
    for media, (text, entities) in prepared:
        call.world.limits.admit(chat.id)
        messages.append(
            call.world.post(
                chat,
                call.world.bot,
                text=text,
                entities=entities,
                media=media,
                media_group_id=album,
                reply_to=reply_to,
            )
        )
    return [wire.message(call.world, message) for message in messages]


@method("editMessageMedia")
async def edit_message_media(call: Call) -> Json:
    """Replaces the file, the caption and the buttons of an own message."""
    message, item = own_message(call), call.object("media")
    if not item:
        raise bad_request("parameter media is required")
    media = await _described(call, item)
    text, entities = _item_caption(item)
    return change(call, message, media=media, text=text, entities=entities, keyboard=composing.keyboard(call))


@method("getFile")
async def get_file(call: Call) -> Json:
    """The path under which a file can be fetched for an hour."""
    file = call.world.files.file(call.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise bad_request("file is too big")
    return wire.file(file, with_path=True)


def _item_caption(item: Json) -> tuple[str, tuple[Entity, ...]]:
    return composing.caption(
        str(item.get("caption") or ""), str(item.get("parse_mode") or ""), item.get("caption_entities") or []
    )


async def _described(call: Call, item: Json) -> Media:
    """The file of an InputMedia."""
    try:
        kind = MediaKind(str(item.get("type")))
    except ValueError:
        raise bad_request(f'media type "{item.get("type")}" is not supported by the playground') from None
    return await _media(call, kind, "", str(item.get("media") or ""), item)


async def _media(call: Call, kind: MediaKind, part: str, named: str, told: Mapping[str, Any]) -> Media:
    """A file from a multipart part, an attach:// reference, or a known file_id; told: what else is said of it."""
    upload = _upload(call, part, named)
    if upload is None:
        if not named or named.startswith("attach://"):
            raise bad_request(f"there is no {kind.value} in the request")
        if named.startswith(("http://", "https://")):
            # Fetching addresses is what the playground never does: it has no business on the network.
            raise bad_request("failed to get HTTP URL content")
        known = call.world.files.media(named, kind)
        if known is None:
            raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
        return known
    if len(upload.content) > MAXIMUM_UPLOAD_BYTES:
        raise BotApiError(413, "Request Entity Too Large")
    if kind is MediaKind.PHOTO:
        return await asyncio.to_thread(call.world.files.add_photo, upload.content)
    if kind is MediaKind.ANIMATION:
        thumbnail = _upload(call, "thumbnail", str(told.get("thumbnail") or ""))
        return await asyncio.to_thread(
            call.world.files.add_film,
            upload.content,
            upload.name,
            upload.mime_type,
            size=(_number(told, "width"), _number(told, "height")),
            seconds=_number(told, "duration"),
            thumbnail=None if thumbnail is None else thumbnail.content,
        )
    return call.world.files.add_file(kind, upload.content, upload.name, upload.mime_type)


def _upload(call: Call, part: str, named: str) -> Upload | None:
    return call.uploads.get(named.removeprefix("attach://") if named.startswith("attach://") else part)


def _number(told: Mapping[str, Any], name: str) -> int:
    value = str(told.get(name) or 0)
    return int(value) if value.isascii() and value.isdigit() else 0
