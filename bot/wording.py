"""What a person typed, taken apart: which command, with what argument. No Telegram, no poems.

    words = Words("shihua_bot")
    words.read("/poem 山为斜好几", private=False)      # Said("poem", "山为斜好几")
    words.read("写诗　明月", private=True)             # Said("poem", "明月")
    words.read("/poem@other_bot 月", private=False)   # None: somebody else is meant

Slashes, at-signs, spaces and letters may be full-width; commands may be in capitals; nothing need stand between a
command and a Chinese argument.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import MappingProxyType

from engines.requests.script import simplify

# Longest first, so that 藏头诗 is not read as 藏头 with 诗 behind it.
ALIASES: dict[str, str] = {
    "藏头诗": "acrostic",
    "藏頭詩": "acrostic",
    "命题诗": "theme",
    "命題詩": "theme",
    "藏头": "acrostic",
    "藏頭": "acrostic",
    "命题": "theme",
    "命題": "theme",
    "写诗": "poem",
    "寫詩": "poem",
    "作诗": "poem",
    "作詩": "poem",
    "帮助": "help",
    "幫助": "help",
    "关于": "about",
    "關於": "about",
    "取消": "cancel",
    "开始": "start",
    "開始": "start",
    "画风": "style",
    "畫風": "style",
    "风格": "style",
    "風格": "style",
    "画成": "style",
    "畫成": "style",
    "做梦": "dream",
    "做夢": "dream",
    "梦境": "dream",
    "夢境": "dream",
    "深梦": "dream",
    "深夢": "dream",
    "入梦": "dream",
    "入夢": "dream",
    "骗过": "fool",
    "騙過": "fool",
    "骗骗": "fool",
    "騙騙": "fool",
    "对抗": "fool",
    "對抗": "fool",
    "看图写诗": "inscribe",
    "看圖寫詩": "inscribe",
    "看图作诗": "inscribe",
    "看圖作詩": "inscribe",
    "题诗": "inscribe",
    "題詩": "inscribe",
    "配诗": "inscribe",
    "配詩": "inscribe",
    "诗笺": "card",
    "詩箋": "card",
    "印章": "seal",
    "局限": "limits",
    "训练阶段": "stages",
    "訓練階段": "stages",
    "各阶段": "stages",
    "各階段": "stages",
    "侷限": "limits",
    # With what the name itself says as the argument.
    "繁体": "script 繁",
    "繁體": "script 繁",
    "简体": "script 简",
    "簡體": "script 简",
    "简繁": "script",
    "簡繁": "script",
    "拼音": "pinyin",
}
# Commands about pictures: verse may begin with their names, so they stand apart but in the caption of a picture.
_ABOUT_PICTURES = frozenset({"style", "dream", "fool", "inscribe", "card", "seal"})
_ABOUT_READING = frozenset({"script", "pinyin"})
# Words that verse may begin with as well: a command only under a picture, or apart from what follows.
_OF_PICTURES = {"像": "style"}
_WITHOUT_ARGUMENT = frozenset({"help", "about", "cancel", "start", "limits"})
_COMMANDS = frozenset({*(name.partition(" ")[0] for name in ALIASES.values()), "styles"})
# How alike a mistyped name is to the right one, of 1: with less, /list would be /limits. Of the two characters that
# most Chinese names have, one may be another.
_LIKE_LATIN, _LIKE_CHINESE = 0.65, 0.5
_MEANT_MOST = frozenset({"poem", "theme"})  # of commands that a mistyped name resembles equally
_COMMAND = re.compile(r"/([a-z0-9_]+)(?:@(\w+))?(.*)", re.IGNORECASE | re.DOTALL | re.ASCII)
_SEPARATORS = " \t\n:,;!?、。"


@dataclass(frozen=True)
class Said:
    """A command in lower case without its slash, and the rest of the message, NFKC, trimmed, rows kept.

    addressed: whether the bot is named, by its @name.
    """

    command: str
    argument: str
    addressed: bool = False


def tidy(text: str) -> str:
    """`text` with full-width letters, signs and spaces made ordinary, and invisible characters dropped."""
    kept = unicodedata.normalize("NFKC", text)
    return "".join(c for c in kept if unicodedata.category(c) != "Cf").strip()


def near_command(name: str) -> str | None:
    """The command that a name without its slash resembles; None for a command, and for what resembles none."""
    if name in _COMMANDS or name in ALIASES:
        return None
    meant = simplify(name)
    names, like = (sorted(_COMMANDS), _LIKE_LATIN) if name.isascii() else (sorted(ALIASES), _LIKE_CHINESE)
    alike = {known: _likeness(simplify(known), meant) for known in names}
    # Of a name's two scripts the one that was typed.
    best = max(names, key=lambda known: (alike[known], command_named(known) in _MEANT_MOST, _likeness(known, name)))
    return best if alike[best] >= like else None


def _likeness(known: str, name: str) -> float:
    return SequenceMatcher(None, known, name).ratio()


def command_named(name: str) -> str:
    """The command that a name without its slash stands for, as it is itself when it is no Chinese one."""
    return ALIASES.get(name, name).partition(" ")[0]


class Words:
    """Reads messages to the bot with this username (without the at-sign)."""

    def __init__(self, username: str) -> None:
        self._username = username.lower()
        self._mention = re.compile(rf"@{re.escape(username)}\b[\s,:]*", re.IGNORECASE | re.ASCII)

    def read(self, text: str, *, private: bool, caption: bool = False) -> Said | None:
        """The command of a message; None when it holds none or another bot is meant.

        caption: whether the message is the caption of a picture.
        In a group a plain word is a command only when it asks for a poem and stands apart from what follows, so that
        people can talk about writing poems; a message that begins with the bot's @name is read as in private.
        """
        text = tidy(text)
        mention = self._mention.match(text)
        if mention:
            text, private = text[mention.end() :], True
        if text.startswith("/"):
            return self._with_slash(text)
        return _without_slash(text, private=private, caption=caption)

    def _with_slash(self, text: str) -> Said | None:
        found = _COMMAND.match(text)
        if found is not None:
            command, username, argument = found.groups()
            if username is not None and username.lower() != self._username:
                return None
            return Said(command.lower(), argument.strip(_SEPARATORS), addressed=username is not None)
        alias = _alias(text[1:].lstrip())
        if alias is None:
            return _misspelt(text[1:].lstrip())
        name, rest = alias
        if rest.startswith("@"):
            mention = self._mention.match(rest)
            if mention is None:
                return None
            rest = rest[mention.end() :]
        name, _, own = name.partition(" ")
        return Said(name, f"{own} {rest}".strip(_SEPARATORS))


def _without_slash(text: str, *, private: bool, caption: bool) -> Said | None:
    alias = _alias(text, _OF_PICTURES if caption else {})
    if alias is None:
        return None
    name, rest = alias
    argument = rest.strip(_SEPARATORS)
    name, _, own = name.partition(" ")
    if own and argument:
        return None  # a sentence about it
    argument = own or argument
    if name in _WITHOUT_ARGUMENT:
        return Said(name, "") if private and not argument else None
    apart = not rest or rest[0] in _SEPARATORS
    if name == "stages":  # people talk of stages, of a match or of a project
        return Said(name, argument) if private and apart else None
    if name in _ABOUT_READING and not (apart and private):
        return None  # people talk of scripts and of how words are read
    if name in _ABOUT_PICTURES and not (apart or (caption and private)):
        return None
    alone = name in ("poem", "card") or (name in _ABOUT_PICTURES and caption)
    if not private and not (apart and (argument or alone)):
        return None
    if not private and name in ("dream", "fool", "inscribe", "seal") and not caption:
        return None  # people talk of dreams, of seals, and of who was fooled
    return Said(name, argument)


def _misspelt(text: str) -> Said | None:
    """What stands behind a slash, when its first word resembles a Chinese name; other Chinese is no command."""
    name = re.split(rf"[{re.escape(_SEPARATORS)}]", text, maxsplit=1)[0]
    return None if name.isascii() or near_command(name) is None else Said(name, text[len(name) :].strip(_SEPARATORS))


def _alias(text: str, more: Mapping[str, str] = MappingProxyType({})) -> tuple[str, str] | None:
    """The command that a text begins with by its Chinese name, and what follows."""
    names = {**ALIASES, **more}
    found = next((word for word in names if text.startswith(word)), None)
    return None if found is None else (names[found], text[len(found) :])
