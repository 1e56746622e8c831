"""From the words behind /style to what they wish for, or to a sentence about what would work.

Gallery(presets).read("水墨 70% 保留原色")        # Wish(styles=("水墨",), strength=70, keep_colours=True)
Gallery(presets).read("像水墨一样")               # after 像: as 水墨
Gallery(presets).read("油条")                    # raises Misread("style-unknown", name="油条")
Gallery(presets).mentioned("小猫，用水墨画一张")   # Wish(styles=("水墨",)): the sentence says to paint so
Gallery(presets).mentioned("麦田里的小孩")         # None: 麦田 is what the photo shows
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.asking import Misread
from bot.script import is_chinese, written
from engines.requests import MAXIMUM_STYLES, Language, Preset
from engines.requests.script import fold

_BETWEEN_WORDS = re.compile(r"[\s,，;；:：、。.!！?？+＋·•・]+")
_LIKENESS = re.compile(
    r"^(请|請|帮我|幫我|把这张|把這張|像|用|照着|照著|照|按照|按|变成|變成|改成|换成|換成|画成|畫成)"
    r"|(一样|一樣|那样|那樣|的样子|的樣子|似的|风格|風格|的画|的畫|画风|畫風|画|畫|风|風|的|这张|這張|style)$"
)
# What stands beside a name inside a sentence that asks for it.
_CUE_BEFORE = re.compile(
    r"(?:像|用|照着?|照著|按照?|变成|變成|改成|换成|換成|画成|畫成|(?<![a-z])(?:style(?:\s+of)?|into|like))"
    r"\s*(?:(?:the|an?)\s+)?[「“\"《]?$"
)
_CUE_AFTER = re.compile(
    r"^[」”\"》]?\s*(?:(?:的|这种|這種)?\s*(?:画风|畫風|风格|風格|画|畫|style)|一样|一樣|那样|那樣|似的|[风風](?!景|大|吹|车|車))"
)
_PAUSE_BEFORE = re.compile(r"(?:^|[,，;；:：、。.!！?？\n])\s*$")
_PAUSE_AFTER = re.compile(r"^\s*(?:$|[,，;；:：、。.!！?？\n])")
_AND = r"\s*(?:和|与|與|跟|加|及|[、,，&+＋]|and)?\s*"
_REFUSAL = re.compile(r"不|(?<!特)[别別]|(?<![a-z])(?:not?|never|without)(?![a-z])|n['’]t", re.IGNORECASE)
_STRENGTH = re.compile(r"(?:(?:强度|強度|strength)[\s:：]*)?(\d{1,3})\s*[%％]", re.IGNORECASE)
_KEEP_COLOURS = re.compile(
    r"(?:保留)?原色|(?<![a-z])(?:(?:keep(?:[\s-]+the)?|own)[\s-]+)?colou?rs(?![a-z])", re.IGNORECASE
)
_FINE = re.compile(r"精修|精细|精細|(?<![a-z])fine(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Wish:
    """What the words ask for; strength in per cent."""

    styles: tuple[str, ...] = ()
    strength: int = 100
    keep_colours: bool = False
    fine: bool = False


class Gallery:
    """The presets, by the names that people use for them."""

    def __init__(self, presets: Sequence[Preset]) -> None:
        self.presets = tuple(presets)
        self._by_name = {folded(name): p for p in presets for name in (p.english, p.name)}
        # The longest first, so that a name inside another one is not taken for it.
        longest_first = sorted(self._by_name, key=len, reverse=True)
        self._anywhere = re.compile("|".join(map(_as_pattern, longest_first))) if presets else None
        names = self._anywhere.pattern if self._anywhere else ""
        self._together = re.compile(f"(?:{names})(?:{_AND}(?:{names}))*")

    def label(self, name: str, language: Language) -> str:
        """A preset's name in a language; its own where there is none."""
        preset = self._by_name.get(folded(name))
        if preset is None:
            return name
        return written(preset.name, language) if is_chinese(language) else preset.english

    def named(self, words: str) -> str | None:
        """The preset that words mean, or None."""
        word = folded(words)
        while word not in self._by_name:
            shorter = _LIKENESS.sub("", word)
            if shorter == word:
                return None
            word = shorter
        return self._by_name[word].name

    def read(self, argument: str) -> Wish:
        """What an argument asks for; nothing is fine. Raises Misread."""
        argument, strength, keep_colours, fine = _manner(argument)
        whole = self.named(argument) if argument.strip() else None
        words = [whole] if whole else [word for word in _BETWEEN_WORDS.split(argument) if word]
        styles: list[str] = []
        while words:
            # The longest run of words that is a name: English names have several.
            for length in range(len(words), 0, -1):
                if (name := self.named("".join(words[:length]))) is not None:
                    break
            else:
                raise Misread("style-unknown", name=words[0][:20])
            del words[:length]
            styles.append(name)
        return _wish(styles, strength, keep_colours, fine)

    def mentioned(self, sentence: str, *, commanded: bool = False) -> Wish | None:
        """What a sentence with names of presets in it asks for; None when it asks for none, or says no.

        A name alone may be what the photo shows: it counts between pauses, beside a word such as 画风 or 像, with a
        strength or 原色 in the sentence, or when the sentence is `commanded`, begun with a command's word.

        Raises Misread.
        """
        if self._anywhere is None or _REFUSAL.search(sentence):
            return None
        rest, strength, keep_colours, fine = _manner(sentence)
        plain = _plain(sentence)
        styles = [
            self._by_name[folded(name[0])].name
            for found in self._together.finditer(plain)
            if commanded or rest != sentence or _asked_for(plain[: found.start()], plain[found.end() :])
            for name in self._anywhere.finditer(found[0])
        ]
        return _wish(styles, strength, keep_colours, fine) if styles else None

    def is_name(self, text: str) -> bool:
        """Whether a message is nothing but names of presets and how they are to be used."""
        try:
            return bool(self.read(text).styles)
        except Misread as misread:
            return misread.key in ("style-fine", "style-many")

    def examples(self, language: Language) -> str:
        """A few names, as a person may type them."""
        return ("、" if is_chinese(language) else ", ").join(self.label(p.name, language) for p in self.presets[:4])


def _manner(words: str) -> tuple[str, int, bool, bool]:
    """The words that are left, the strength, whether colours are kept, whether it is refined. Raises Misread."""
    strength = 100
    if (found := _STRENGTH.search(words)) is not None:
        strength = int(found[1])
        if strength > 100:
            raise Misread("style-strength", n=strength)
        words = words[: found.start()] + " " + words[found.end() :]
    words, kept = _KEEP_COLOURS.subn(" ", words)
    words, fine = _FINE.subn(" ", words)
    return words, strength, kept > 0, fine > 0


def _wish(styles: Sequence[str], strength: int, keep_colours: bool, fine: bool) -> Wish:
    different = tuple(dict.fromkeys(styles))
    if len(different) > MAXIMUM_STYLES:
        raise Misread("style-many", n=len(different), most=MAXIMUM_STYLES)
    if different and fine:
        raise Misread("style-fine")
    return Wish(different, strength, keep_colours, fine)


def _asked_for(before: str, after: str) -> bool:
    """Whether what stands around names of presets says that they are styles rather than what the photo shows."""
    if _CUE_BEFORE.search(before) or _CUE_AFTER.search(after):
        return True
    return bool(_PAUSE_BEFORE.search(before) and _PAUSE_AFTER.search(after))


def _as_pattern(folded: str) -> str:
    """A folded name inside a sentence: a Latin one apart from other letters, or “scream” would be in “ice-screamer”."""
    apart = ("(?<![a-z])", "(?![a-z])") if folded.isascii() else ("", "")
    return r"\s*".join(map(re.escape, folded)).join(apart)


def _plain(text: str) -> str:
    return fold(text.lower())


def folded(name: str) -> str:
    """A name as names are compared: in small letters, simplified, without spaces."""
    return "".join(_plain(name).split())
