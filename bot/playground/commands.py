"""The command menus a bot has set, by scope and language, and the one a person sees."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.model import Chat, Command


@dataclass(frozen=True)
class Scope:
    """A BotCommandScope: its type and, for the narrow ones, whom it means."""

    type: str = "default"
    chat_id: int | None = None
    user_id: int | None = None


class CommandMenus:
    """Menus by scope and two-letter language code ("" for any language)."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Scope, str], tuple[Command, ...]] = {}

    def set(self, scope: Scope, language: str, commands: tuple[Command, ...]) -> None:
        """Replaces a menu; an empty one deletes it."""
        if commands:
            self._menus[scope, language] = commands
        else:
            self._menus.pop((scope, language), None)

    def get(self, scope: Scope, language: str) -> tuple[Command, ...]:
        """Exactly this menu, empty when it was never set."""
        return self._menus.get((scope, language), ())

    def shown(self, chat: Chat, user_id: int, language: str | None) -> tuple[Command, ...]:
        """What a person sees in a chat: the narrowest scope first, in it the own language before any language."""
        kind = "all_private_chats" if chat.is_private else "all_group_chats"
        scopes = (
            Scope("chat_member", chat.id, user_id),
            Scope("chat", chat.id),
            Scope(kind),
            Scope("default"),
        )
        for scope in scopes:
            for code in ((language or "")[:2], ""):
                if (scope, code) in self._menus:
                    return self._menus[scope, code]
        return ()
