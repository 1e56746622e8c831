"""The pretend Telegram: people, chats, messages, files, updates, and what people do. No web framework.

    world = World()
    asked = await world.say(world.people[0], world.private, "/poem 山为斜好几")
    poem = await world.answer_to(asked)                     # the bot's next message in that chat
    press = await world.press(world.people[0], poem, "再来一首")    # a button by its text or its callback_data
    answer = await press                                    # the CallbackAnswer, once the bot gave it
    print([message.text for message in world.transcript(world.private)])

What the bot does arrives through `bot.playground.server`; both sides meet here. Everything runs in one event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar, Unpack

from bot.playground import wire
from bot.playground.entities import find_entities, trim
from bot.playground.events import ChatChanged, Event
from bot.playground.inline import Results
from bot.playground.model import CallbackAnswer, Chat, ChatType, Media, MediaKind, Message, MessageFields, User
from bot.playground.state import State

T = TypeVar("T")

SUPERGROUP_ID = -1_002_148_203_377
WAIT = 5.0  # seconds that a waiting test allows when it names no other time


class World(State):
    """What people do, and waiting for what the bot does."""

    async def say(self, person: User, chat: Chat, text: str, reply_to: Message | None = None) -> Message:
        """A person types a text."""
        text, _ = trim(text)
        if not text:
            raise ValueError("A message needs at least one visible character, for example: /poem 山为斜好几")
        return self._speak(person, chat, text=text, entities=find_entities(text), reply_to=_id(reply_to))

    async def edit(self, person: User, message: Message, text: str) -> Message:
        """A person edits the text (or caption) of an own message."""
        current = self._current(message)
        if current.sender != person:
            raise ValueError(f"{person.first_name} can only edit own messages")
        text, _ = trim(text)
        changed = self.replace(current, text=text, entities=find_entities(text), edited=self.now())
        if self.sees(changed):
            self.updates.add("edited_message", wire.message(self, changed))
        return changed

    async def press(self, person: User, message: Message, button: str) -> asyncio.Future[CallbackAnswer]:
        """A person presses an inline button, named by its text or callback_data; await the result for the answer."""
        current = self._current(message)
        found = next((b for b in current.buttons if button in (b.callback_data, b.text)), None)
        if found is None or found.callback_data is None:
            raise ValueError(f"There is no button {button!r} to press, only {[b.text for b in current.buttons]}")
        query_id, answer = self.presses.begin(person)
        self.updates.add(
            "callback_query",
            {
                "id": query_id,
                "from": wire.user(person),
                "message": wire.message(self, current),
                "chat_instance": str(abs(current.chat.id) * 7919),
                "data": found.callback_data,
            },
        )
        return answer

    async def ask_inline(self, person: User, query: str) -> asyncio.Future[Results]:
        """A person types "@bot query" somewhere; await the result for the bot's InlineQueryResults."""
        query_id, results = self.inline.begin()
        self.updates.add(
            "inline_query", {"id": query_id, "from": wire.user(person), "query": query[:256], "offset": ""}
        )
        return results

    async def send_photo(
        self, person: User, chat: Chat, content: bytes, caption: str = "", reply_to: Message | None = None
    ) -> Message:
        """A person sends a picture as a photo: re-encoded, metadata gone. Raises BotApiError for what is no picture."""
        media = await asyncio.to_thread(self.files.add_photo, content)
        return self._send_media(person, chat, media, caption, reply_to=reply_to)

    async def send_document(
        self,
        person: User,
        chat: Chat,
        content: bytes,
        caption: str = "",
        *,
        name: str = "file.bin",
        mime_type: str | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """A person sends a file, untouched."""
        media = self.files.add_file(MediaKind.DOCUMENT, content, name, mime_type)
        return self._send_media(person, chat, media, caption, reply_to=reply_to)

    async def send_album(
        self, person: User, chat: Chat, contents: Iterable[bytes], caption: str = "", reply_to: Message | None = None
    ) -> list[Message]:
        """A person sends 2–10 photos at once: a message and an update each, the caption on the first."""
        photos = [await asyncio.to_thread(self.files.add_photo, content) for content in contents]
        if not 2 <= len(photos) <= 10:
            raise ValueError(f"An album has 2 to 10 photos, this one has {len(photos)}")
        group = self.new_album()
        captions = [caption] + [""] * (len(photos) - 1)
        return [
            self._send_media(person, chat, media, words, reply_to=reply_to, album=group)
            for media, words in zip(photos, captions, strict=True)
        ]

    async def delete(self, message: Message) -> None:
        """A person deletes a message for everyone; bots are not told."""
        self.remove(message)

    async def block(self, person: User) -> None:
        """A person blocks the bot: whatever it sends to them is refused with 403."""
        self.blocked.add(person.id)
        self._membership(self.private_with(person), person, "member", "kicked")

    async def unblock(self, person: User) -> None:
        """The person lets the bot write again."""
        self.blocked.discard(person.id)
        self._membership(self.private_with(person), person, "kicked", "member")

    async def remove_bot(self, person: User) -> None:
        """A person removes the bot from the group."""
        self.blocked.add(self.group.id)
        self._membership(self.group, person, "member", "kicked")

    async def promote_bot(self, person: User) -> None:
        """A person makes the bot an administrator of the group: from then on it sees every message there."""
        self.administered.add(self.group.id)
        self._membership(self.group, person, "member", "administrator")

    async def migrate(self) -> Chat:
        """The group becomes a supergroup with a new id; the old id answers with migrate_to_chat_id."""
        before = self.group
        after = replace(before, id=SUPERGROUP_ID, type=ChatType.SUPERGROUP)
        self._chats[after.id] = after
        self._messages[after.id] = {}
        self._last_id[after.id] = 0
        person = self.people[0]
        self._speak(person, before, service=(("migrate_to_chat_id", after.id),))
        self.migrated[before.id] = after.id
        self._group_id = after.id
        self.events.publish(ChatChanged(before, after))
        self._speak(person, after, service=(("migrate_from_chat_id", before.id),))
        return after

    async def wait_for(self, condition: Callable[[], T | None], timeout: float = WAIT) -> T:  # noqa: ASYNC109
        """First true value of `condition`, asked now and after every event; TimeoutError after `timeout` seconds."""
        return await self.events.wait_for(condition, timeout)

    async def answer_to(self, message: Message, timeout: float = WAIT) -> Message:  # noqa: ASYNC109
        """The bot's first message in the same chat after `message`, whether it is there already or comes."""

        def answer() -> Message | None:
            later = (m for m in self.transcript(message.chat) if m.from_bot and m.id > message.id)
            return next(later, None)

        return await self.wait_for(answer, timeout)

    async def change_of(self, message: Message, timeout: float = WAIT) -> Message:  # noqa: ASYNC109
        """The message once it was edited beyond the value at hand."""

        def change() -> Message | None:
            current = self.message(message.chat, message.id)
            return current if current is not None and current.edits > message.edits else None

        return await self.wait_for(change, timeout)

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Calls `listener` with every event from now on; the returned function ends it."""
        return self.events.listen(listener)

    def _speak(self, person: User, chat: Chat, **fields: Unpack[MessageFields]) -> Message:
        if person not in chat.members:
            raise ValueError(f"{person.first_name} is not in the chat “{chat.title}”")
        message = self.post(chat, person, **fields)
        if self.sees(message):
            self.updates.add("message", wire.message(self, message))
        return message

    def _send_media(
        self,
        person: User,
        chat: Chat,
        media: Media,
        caption: str,
        *,
        reply_to: Message | None,
        album: str | None = None,
    ) -> Message:
        text, _ = trim(caption)
        return self._speak(
            person,
            chat,
            text=text,
            entities=find_entities(text),
            media=media,
            media_group_id=album,
            reply_to=_id(reply_to),
        )

    def _current(self, message: Message) -> Message:
        current = self.message(message.chat, message.id)
        if current is None:
            raise ValueError(f"Message {message.id} is gone")
        return current

    def _membership(self, chat: Chat, person: User, before: str, after: str) -> None:
        member = {"user": wire.user(self.bot)}
        self.updates.add(
            "my_chat_member",
            {
                "chat": wire.chat(chat),
                "from": wire.user(person),
                "date": self.now(),
                "old_chat_member": member | wire.member_status(before),
                "new_chat_member": member | wire.member_status(after),
            },
        )


def _id(message: Message | None) -> int | None:
    return None if message is None else message.id
