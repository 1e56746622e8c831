"""The state of the pretend Telegram, which people (`world`) and the bot (`server`) read and change from both sides."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Unpack

from bot.playground.commands import CommandMenus
from bot.playground.entities import utf16_slice
from bot.playground.events import Deleted, Edited, Events, Sent
from bot.playground.faults import Faults
from bot.playground.files import FileStore
from bot.playground.inline import InlineQueries
from bot.playground.limits import RateLimits
from bot.playground.model import Chat, ChatType, Message, MessageFields, User
from bot.playground.presses import Presses
from bot.playground.updates import UpdateQueue

BOT = User(7_654_321_098, "诗画", "shihua_bot", is_bot=True)
PEOPLE = (
    User(6_100_200_301, "小满", "xiaoman", "zh-hans"),
    User(6_100_200_302, "阿衡", "aheng", "zh-hans"),
    User(6_100_200_303, "Ruth", "ruth_reads", "en"),
)
GROUP = Chat(-4_820_116_735, ChatType.GROUP, "雨前诗社", (*PEOPLE, BOT))


class State:
    """Who there is, what was said, and what the bot has set.

    people: three persons one can speak as, two in Chinese, one in English.
    privacy: BotFather's privacy mode, on as by default: in groups the bot sees commands and replies to itself only.
    administered: ids of chats where the bot is an administrator; blocked: of those it may not write to.
    migrated: ids of groups that became supergroups, with their new ids.
    profile: texts by field (name, description, short_description) and language code.
    clock: Unix time in seconds; a test may put its own in.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.bot = BOT
        self.people = PEOPLE
        self.privacy = True
        self.events = Events()
        self.faults = Faults()
        self.limits = RateLimits(clock)
        self.files = FileStore()
        self.updates = UpdateQueue(self.faults, first_id=int(clock()))
        self.presses = Presses(clock)
        self.inline = InlineQueries(clock)
        self.menus = CommandMenus()
        self.profile: dict[tuple[str, str], str] = {}
        self.administered: set[int] = set()
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self._chats = {person.id: Chat(person.id, ChatType.PRIVATE, person.first_name, (person,)) for person in PEOPLE}
        self._chats[GROUP.id] = GROUP
        self._group_id = GROUP.id
        self._messages: dict[int, dict[int, Message]] = {chat_id: {} for chat_id in self._chats}
        self._last_id: dict[int, int] = dict.fromkeys(self._chats, 0)
        # Beyond those of earlier runs, like everything that a bot may have remembered.
        self._albums = itertools.count(int(clock() * 1_000_000))

    @property
    def private(self) -> Chat:
        """The first person's private chat with the bot."""
        return self.private_with(self.people[0])

    @property
    def group(self) -> Chat:
        """The group of all three and the bot."""
        return self._chats[self._group_id]

    def private_with(self, person: User) -> Chat:
        """A person's private chat with the bot."""
        return self._chats[person.id]

    def chat(self, chat_id: int) -> Chat | None:
        """The chat with this id."""
        return self._chats.get(chat_id)

    def chats(self) -> tuple[Chat, ...]:
        """Every chat."""
        return tuple(self._chats.values())

    def user(self, user_id: int) -> User:
        """The person (or bot) with this id; a stranger when there is none."""
        return next((u for u in (*self.people, self.bot) if u.id == user_id), User(user_id, str(user_id)))

    def message(self, chat: Chat, message_id: int) -> Message | None:
        """A message as it stands now; None when there is none or it was deleted."""
        return self._messages[chat.id].get(message_id)

    def transcript(self, chat: Chat) -> list[Message]:
        """Every message of a chat, in order, as it stands now."""
        return list(self._messages[chat.id].values())

    def now(self) -> int:
        """Unix time in whole seconds."""
        return int(self.clock())

    def new_album(self) -> str:
        """A fresh media_group_id."""
        return str(next(self._albums))

    def last_ids(self) -> dict[int, int]:
        """The last message id of each chat, deleted messages included."""
        return dict(self._last_id)

    def restore(
        self, *, group: Chat, messages: Iterable[Message], last_ids: dict[int, int], migrated: dict[int, int]
    ) -> None:
        """Takes over the chats of an earlier run."""
        self._chats[group.id] = group
        self._group_id = group.id
        self._messages[group.id] = {}
        self.migrated |= migrated
        self._last_id |= last_ids
        for message in messages:
            self._messages[message.chat.id][message.id] = message

    def post(self, chat: Chat, sender: User, **fields: Unpack[MessageFields]) -> Message:
        """Adds a message to a chat and tells the listeners."""
        self._last_id[chat.id] += 1
        message = Message(self._last_id[chat.id], chat, sender, self.now(), **fields)
        self._messages[chat.id][message.id] = message
        self.events.publish(Sent(message))
        return message

    def replace(self, message: Message, **fields: Unpack[MessageFields]) -> Message:
        """Puts a changed message in the place of the old one and tells the listeners."""
        changed = replace(message, edits=message.edits + 1, **fields)
        self._messages[message.chat.id][message.id] = changed
        self.events.publish(Edited(changed))
        return changed

    def remove(self, message: Message) -> None:
        """Deletes a message and tells the listeners."""
        if self._messages[message.chat.id].pop(message.id, None) is not None:
            self.events.publish(Deleted(message))

    def sees(self, message: Message) -> bool:
        """Whether the bot hears of a person's message: blocked, privacy mode and other bots' commands considered."""
        chat = message.chat
        if chat.id in self.blocked:
            return False
        if chat.is_private or not self.privacy or chat.id in self.administered or message.service:
            return True
        original = None if message.reply_to is None else self.message(chat, message.reply_to)
        if (original is not None and original.from_bot) or message.via_bot:
            return True
        if not message.text.startswith("/"):
            return False
        addressed = self._addressed(message)
        return addressed is None or addressed == (self.bot.username or "").lower()

    def _addressed(self, message: Message) -> str | None:
        """Whom the command at the beginning names after its @, in lower case."""
        first = next((e for e in message.entities if e.type == "bot_command" and e.offset == 0), None)
        if first is None:
            return None
        _, at, name = utf16_slice(message.text, first.offset, first.length).partition("@")
        return name.lower() if at else None
