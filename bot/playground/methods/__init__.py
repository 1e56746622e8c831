"""The methods of the Bot API, one module a family; `calls.method` collects them by name."""

from bot.playground.methods import callbacks, chats, commands, media, messages, updates

__all__ = ["callbacks", "chats", "commands", "media", "messages", "updates"]
