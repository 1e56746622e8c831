"""A painting as a Telegram message: its caption and the buttons under it; galleries of presets."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.pictures.asking import Gallery
from bot.pictures.painting import STRENGTHS, Painting
from bot.presses import Press
from bot.records import Kind
from bot.texts import Texts
from engines.requests import Language

_FAMILY = "style"
_NAMES_A_ROW = 3


class Canvas:
    """Captions and buttons."""

    def __init__(self, texts: Texts, gallery: Gallery) -> None:
        self._texts = texts
        self._gallery = gallery

    def caption(self, painting: Painting, kind: Kind, language: Language, *, finished: bool = True) -> str:
        """Styles, strength and what else was wished for, in a row; below it what the person should know."""

        def say(key: str, **arguments: str | int) -> str:
            return self._texts.say(language, key, **arguments)

        names = [self._gallery.label(style, language) for style in painting.styles if isinstance(style, str)]
        photos = len(painting.styles) - len(names)
        parts = [" + ".join([*names, *([say("picture-photos", n=photos)] if photos else [])])]
        if painting.strength != 100:
            parts.append(say("picture-strength", n=painting.strength))
        if painting.keep_colours:
            parts.append(say("picture-colours"))
        if kind is Kind.FINE:
            parts.append(say("picture-fine"))
        rows = [" · ".join(parts)]
        if not finished:
            rows.append(say("picture-unfinished"))
        if painting.unrefined:
            rows.append(say("picture-unrefined"))
        if painting.left_out:
            rows.append(say("picture-left-out", n=painting.left_out, most=len(painting.styles)))
        return "\n".join(rows)

    def buttons(self, job_id: int, painting: Painting, kind: Kind, language: Language) -> InlineKeyboardMarkup:
        """What can be done with a painting."""

        def button(action: str, key: str | None = None) -> InlineKeyboardButton:
            text = self._texts.say(language, f"button-{key or action}")
            return InlineKeyboardButton(text, callback_data=Press(_FAMILY, action, job_id).data)

        first = [button("fine")] if painting.can_refine and kind is not Kind.FINE else []
        first.append(button("file"))
        if painting.can_swap:
            first.append(button("swap"))
        colours = button("colours", "colours-style" if painting.keep_colours else "colours-photo")
        second = [button("strengths"), colours]
        third = [button("finer"), button("coarser")]
        if self._gallery.presets:
            third.append(button("gallery"))
        return InlineKeyboardMarkup([first, second, third])

    def strengths(self, job_id: int, painting: Painting, language: Language) -> InlineKeyboardMarkup:
        """Instead of the buttons: which strength it shall be."""
        row = [
            InlineKeyboardButton(
                f"· {n} % ·" if n == painting.strength else f"{n} %",
                callback_data=Press(_FAMILY, "strength", job_id, str(n)).data,
            )
            for n in STRENGTHS
        ]
        return InlineKeyboardMarkup([row, [self._back(job_id, language)]])

    def presets(
        self, job_id: int, language: Language, *, back: bool = False, numbered: bool = False
    ) -> InlineKeyboardMarkup:
        """A button for each preset. job_id: whose photo it will be used on, 0 for the one that a person sends.

        back: whether the gallery stands in the place of other buttons. numbered: as the pictures beside it are.
        """
        names = [
            InlineKeyboardButton(
                (f"{number} " if numbered else "") + self._gallery.label(preset.name, language),
                callback_data=Press(_FAMILY, "wear" if job_id else "pick", job_id, preset.name).data,
            )
            for number, preset in enumerate(self._gallery.presets, 1)
        ]
        rows = [names[i : i + _NAMES_A_ROW] for i in range(0, len(names), _NAMES_A_ROW)]
        return InlineKeyboardMarkup([*rows, [self._back(job_id, language)]] if back else rows)

    def purposes(self, language: Language) -> InlineKeyboardMarkup:
        """For what a photo may become besides a painting, and below that a button for each preset."""
        others = [
            InlineKeyboardButton(
                self._texts.say(language, f"button-make-{kind}"), callback_data=Press("photo", "make", 0, kind).data
            )
            for kind in (Kind.DREAM, Kind.FOOL, Kind.INSCRIPTION)
        ]
        return InlineKeyboardMarkup([others, *self.presets(0, language).inline_keyboard])

    def stop(self, job_id: int, language: Language) -> InlineKeyboardMarkup:
        """The button that cancels, while there is nothing to keep."""
        return self._alone("stop", job_id, language)

    def enough(self, job_id: int, language: Language) -> InlineKeyboardMarkup:
        """The button that takes the best so far."""
        return self._alone("enough", job_id, language)

    def _alone(self, action: str, job_id: int, language: Language) -> InlineKeyboardMarkup:
        text = self._texts.say(language, f"button-{action}")
        return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=Press(_FAMILY, action, job_id).data)]])

    def _back(self, job_id: int, language: Language) -> InlineKeyboardButton:
        text = self._texts.say(language, "button-back")
        return InlineKeyboardButton(text, callback_data=Press(_FAMILY, "back", job_id).data)
