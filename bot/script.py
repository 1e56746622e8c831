"""简 and 繁: which script a person reads, and Chinese text in it.

    in_script("zh", Script.TRADITIONAL)         # "zh-hant": a language with its script, as jobs keep it
    written("全合格律，随时来问", "zh-hant")      # "全合格律，隨時來問": the bot's own words
    set_verse("云里江山后", "zh-hant")           # verse and titles, whoever wrote them
    set_verse("白日依山盡", "zh")               # "白日依山尽"

Phrases decide which of 後/后, 裏/里, 雲/云 … is meant, so text is given by whole lines or sentences, never by single
characters; a line keeps its length.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Protocol, cast

from engines.requests import Language
from engines.requests.script import simplify

# Of OpenCC's ways back this comes closest to old editions. Their lines (chinese-poetry 2.0.1, 20,000 couplets each of
# Tang and of Song, from t2s back again), share of characters that are the edition's own:
#             Tang   Song                             Tang   Song
#   s2t       .986   .978    character by character:  .983   .975
#   s2tw      .980   .973    a couplet at once: the same as line by line, since OpenCC's phrases end at punctuation
#   s2hk      .979   .972    with _IN_VERSE .987 and .979; most of what is left are variants of print (閑/閒)
_TO_TRADITIONAL = "s2t"

# Where no phrase decides, OpenCC guesses for modern prose. In 80,000 other couplets of that kind these guesses were
# wrong more often than right: 徵 (for 征) 185 times, right 72 times; 鬥 129 and 5; 佔 148 and 2; 系 (for 繫) 123 and 2;
# 樑 113 and 2; 鍾 (for 鐘) 151 and 93; 幹 (mostly for 乾) 191 and 43; 悽 96 and 65; 吊 49 and 6; 鹹 47 and 12; 慾 45
# and 3; 蹟 36 and 2; 菸 28 and 0; 麪 12 and 1; clocks (錶) and desks (檯) hardly ever. The neighbours are those with
# which they are right.
_IN_VERSE = tuple(
    (re.compile(guessed), old)
    for guessed, old in (
        ("(?<![角特象])徵(?![召辟求兵羽])", "征"),
        ("(?<![爭虎戰相決])鬥(?![雞草])", "斗"),
        ("(?<![派世譜星體])系(?![統列])", "繫"),
        ("(?<![龍千萬])鍾(?![情山陵期子馗離靈])", "鐘"),
        ("(?<![枝樹骨才])幹", "乾"),
        *(("佔", "占"), ("樑", "梁"), ("悽", "淒"), ("吊", "弔"), ("鹹", "咸"), ("慾", "欲"), ("蹟", "跡")),
        *(("菸", "煙"), ("麪", "面"), ("錶", "表"), ("檯", "臺")),
    )
)

_IN_RHYME_BOOK = str.maketrans("餚鹹", "肴咸")  # 三肴 and 十五咸: neither food nor salt

_SUFFIX = "-hant"
_TRADITIONAL_CODES = ("hant", "tw", "hk", "mo")


class Script(StrEnum):
    """A script by the name that BCP 47 has for it."""

    SIMPLIFIED = "hans"
    TRADITIONAL = "hant"

    @property
    def label(self) -> str:
        """Its name in itself, as those who look for it will know it."""
        return "简体" if self is Script.SIMPLIFIED else "繁體"


def usual_script(code: str | None) -> Script:
    """The script for a person with this Telegram language_code who has said nothing about it."""
    chinese, *rest = (code or "").lower().replace("_", "-").split("-")
    traditional = chinese == "zh" and any(part in _TRADITIONAL_CODES for part in rest) and "hans" not in rest
    return Script.TRADITIONAL if traditional else Script.SIMPLIFIED


def in_script(language: Language, script: Script) -> Language:
    """A language with the script that its Chinese is in."""
    return language.removesuffix(_SUFFIX) + (_SUFFIX if script is Script.TRADITIONAL else "")


def script_of(language: Language) -> Script:
    """The script of a language's Chinese."""
    return Script.TRADITIONAL if language.endswith(_SUFFIX) else Script.SIMPLIFIED


def is_chinese(language: Language) -> bool:
    """Whether a language is Chinese, in either script."""
    return language.startswith("zh")


def written(text: str, language: Language) -> str:
    """The bot's own words, which are simplified, in a language's script.

    HTML keeps its markup; examples in it are converted with the rest, and work as they are then.
    """
    return _traditional(text) if script_of(language) is Script.TRADITIONAL else text


def set_verse(text: str, language: Language, *, typed: bool = False) -> str:
    """Lines of verse, or a title, in a language's script. What was typed in traditional characters is kept as typed.

    typed: whether the reader has typed it. Characters that both scripts have (后, 里, 云) then are what was meant as
    long as no others stand beside them; in a line of ours they are simplified ones.
    """
    simplified = simplify(text)
    if script_of(language) is Script.SIMPLIFIED:
        return simplified
    if (typed or simplified != text) and _is_traditional(text, simplified):
        return text
    converted = _traditional(text)
    for guessed, old in _IN_VERSE:
        converted = guessed.sub(old, converted)
    return converted


def set_rhyme(group: str, language: Language) -> str:
    """The name of a 平水韵 group in a language's script."""
    return written(group, language).translate(_IN_RHYME_BOOK)


def _traditional(text: str) -> str:
    """Row by row; a row that would change its length stays as it is, since tones stand under its characters."""
    rows = []
    for row in text.split("\n"):
        converted = _opencc().convert(row)
        rows.append(converted if len(converted) == len(row) else row)
    return "\n".join(rows)


class _Converter(Protocol):
    def convert(self, text: str, /) -> str: ...


@cache
def _opencc() -> _Converter:
    import opencc  # noqa: PLC0415 (27 MB once it converts to traditional, which few bots ever need)

    return cast(_Converter, opencc.OpenCC(_TO_TRADITIONAL))


def _is_traditional(text: str, simplified: str) -> bool:
    """Whether no character is of simplified print only: Big5 has those that both share, and none that only 简 has."""
    return all(c != s or _in_big5(c) for c, s in zip(text, simplified, strict=True))


def _in_big5(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True
