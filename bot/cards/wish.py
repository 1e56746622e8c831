"""What a person wants on a card, as its job keeps it; and verse read out of any message, as well as can be."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import Self

from bot.cards.layout import MOST_IN_LINE, MOST_LINES, Card
from bot.cards.looks import LOOKS
from bot.pictures.wish import PhotoWish
from bot.script import set_verse
from engines.requests import MAXIMUM_THEME, Language, PoemResult, han_only, is_han

USUAL_LOOK = next(iter(LOOKS))
_TITLE = re.compile(r"[《〈](.+?)[》〉]")
_BETWEEN_LINES = re.compile(r"[\s,，.。;；:：!！?？、…|/／]+")


@dataclass(frozen=True)
class CardWish(PhotoWish):
    """A card with all that it says. content: the photo that is its ground, if any, and style the preset that it is
    painted in (None: as it is). look: which of LOOKS it has at first, marked: whether with its tones.
    """

    lines: tuple[str, ...] = field(default=(), kw_only=True)
    title: str | None = field(default=None, kw_only=True)
    form: str = field(default="", kw_only=True)
    tones: tuple[str, ...] = field(default=(), kw_only=True)
    seal: str = field(default="", kw_only=True)
    style: str | None = field(default=None, kw_only=True)
    look: str = field(default=USUAL_LOOK, kw_only=True)
    marked: bool = field(default=False, kw_only=True)

    @property
    def missing(self) -> str | None:
        """As `PhotoWish.missing`: nothing, paper will do."""
        return None

    @classmethod
    def of(cls, poem: PoemResult) -> Self:
        """A card of a poem that was written here."""
        return cls(lines=poem.lines, title=poem.theme, form=poem.form.value, tones=poem.tones)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """A card of the verse in a text; None when its rows don't look like verse.

        Its title is what stands in 《》, and the verse follows it then. Words in another script, and rows of words
        between dots, are left out.
        """
        found = _TITLE.search(text)
        title = None if found is None else _han(found[1])[:MAXIMUM_THEME]
        verse = text if found is None else text[found.end() :]
        rows = [row for row in verse.splitlines() if "·" not in row]
        lines = tuple(line for row in rows for part in _BETWEEN_LINES.split(row) if (line := _han(part)))
        if not 2 <= len(lines) <= MOST_LINES or max(map(len, lines)) > MOST_IN_LINE or min(map(len, lines)) < 2:
            return None
        return cls(lines=lines, title=title or None)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The wish that `to_json` wrote."""
        wish = super().from_json(text)
        return dataclasses.replace(wish, lines=tuple(wish.lines), tones=tuple(wish.tones))

    def in_script(self, language: Language) -> Self:
        """The same in a language's script; the seal stays as it was chosen."""
        return dataclasses.replace(
            self,
            lines=tuple(set_verse(line, language) for line in self.lines),
            title=None if self.title is None else set_verse(self.title, language),
            form=set_verse(self.form, language),
        )

    def card(self, *, marked: bool) -> Card:
        """What is printed."""
        return Card(self.lines, self.title, self.form, self.seal, self.tones if marked else ())


def _han(text: str) -> str:
    """The text when it is Chinese characters and punctuation, otherwise nothing."""
    characters = han_only(text)
    return characters if all(map(is_han, characters)) else ""
