"""From the words behind /card to the look and the preset that they name.

CardWords(texts, gallery).read("夜色 水墨")         # Named(look="night", style="水墨")
CardWords(texts, gallery).read("ink wash night")    # the same
CardWords(texts, gallery).read("床前明月光，…")      # None: some of it names nothing
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.cards.looks import LOOKS
from bot.pictures.asking import Gallery
from bot.script import is_chinese
from bot.texts import LANGUAGES, Texts
from engines.requests import Language
from engines.requests.script import simplify


@dataclass(frozen=True)
class Named:
    """Names of LOOKS and of presets."""

    look: str | None = None
    style: str | None = None


class CardWords:
    """Knows the names of looks in every language, and those of the presets."""

    def __init__(self, texts: Texts, gallery: Gallery) -> None:
        self._texts = texts
        self._gallery = gallery
        self._looks = {self.label(look, language).casefold(): look for look in LOOKS for language in LANGUAGES}

    def label(self, look: str, language: Language) -> str:
        """A look's name for people."""
        return self._texts.say(language, f"look-{look}")

    def labels(self, language: Language) -> str:
        """All looks' names, in a row."""
        return ("、" if is_chinese(language) else ", ").join(self.label(look, language) for look in LOOKS)

    def read(self, words: str) -> Named | None:
        """What the words name, nothing for no words; None when some of them name nothing."""
        named, rest = Named(), words.split()
        while rest:
            # The longest first: English names are of several words.
            for length in range(len(rest), 0, -1):
                name = " ".join(rest[:length])
                if (look := self._looks.get(simplify(name).casefold())) is not None:
                    named = replace(named, look=look)
                elif (style := self._gallery.named(name)) is not None:
                    named = replace(named, style=style)
                else:
                    continue
                del rest[:length]
                break
            else:
                return None
        return named
