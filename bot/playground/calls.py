"""A call of a Bot API method: its parameters in any of the four ways to send them, and the table of methods."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.model import BotApiError, Chat, bad_request
from bot.playground.state import State


@dataclass(frozen=True)
class Upload:
    """A file that came with a multipart call."""

    content: bytes
    name: str | None
    mime_type: str | None


@dataclass(frozen=True)
class Call:
    """One call: parameters are strings (query, form) or JSON values; uploads by the name of their part."""

    world: State
    method: str
    parameters: Mapping[str, Any]
    uploads: Mapping[str, Upload]

    def text(self, name: str, default: str = "") -> str:
        """A string parameter."""
        value = self.parameters.get(name)
        return default if value is None else value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int | None = None) -> int | None:
        """An integer parameter; a string of digits counts."""
        value = self.parameters.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"{name} is not a valid integer") from None

    def boolean(self, name: str) -> bool:
        """A Boolean parameter, false when absent."""
        value = self.parameters.get(name)
        return value.lower() in ("true", "1", "yes") if isinstance(value, str) else bool(value)

    def json(self, name: str) -> object:
        """A JSON-serialized parameter, None when absent."""
        value = self.parameters.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            parsed: object = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None
        return parsed

    def object(self, name: str) -> dict[str, Any]:
        """A JSON-serialized object, empty when absent."""
        value = self.json(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name} JSON object: expected an Object")
        return value

    def objects(self, name: str) -> list[dict[str, Any]]:
        """A JSON-serialized list of objects, empty when absent."""
        value = self.json(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"can't parse {name} JSON object: expected an Array of Objects")
        return value

    def integers(self, name: str) -> list[int]:
        """A JSON-serialized list of integers, empty when absent."""
        value = self.json(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
            raise bad_request(f"can't parse {name} JSON object: expected an Array of Integers")
        return value

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat that a parameter names, if the bot may act there."""
        raw = self.text(name).strip()
        if not raw:
            raise bad_request(f"{name} is empty")
        number = int(raw) if raw.removeprefix("-").isdigit() else None
        world = self.world
        if number in world.migrated:
            raise BotApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=world.migrated[number],
            )
        chat = None if number is None else world.chat(number)
        if chat is None:
            raise bad_request("chat not found")
        if chat.id in world.blocked:
            raise BotApiError(
                403,
                "Forbidden: bot was blocked by the user"
                if chat.is_private
                else "Forbidden: bot was kicked from the group chat",
            )
        return chat

    @property
    def chat_id(self) -> int | None:
        """The number in chat_id, if any; nothing is checked."""
        raw = self.text("chat_id").strip()
        return int(raw) if raw.removeprefix("-").isdigit() else None


Answer = dict[str, Any] | list[dict[str, Any]] | bool | int
Method = Callable[[Call], Awaitable[Answer]]
METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Enters a function in the table of methods under its Bot API name; names are matched without regard to case."""

    def enter(function: Method) -> Method:
        METHODS[name.lower()] = function
        return function

    return enter
