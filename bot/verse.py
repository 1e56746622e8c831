"""A poem as a Telegram message: its words, the view of its prosody (格律), and the buttons under it."""

from __future__ import annotations

import html

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content import Content
from bot.pictures.presses import Press
from bot.texts import Texts
from engines.requests import Departure, Language, PoemRequest, PoemResult

_FAMILY = "poem"
_GAP = "\u3000"  # the full-width space: as wide as a character in every font


def poem_message(
    job_id: int,
    request: PoemRequest,
    result: PoemResult,
    language: Language,
    texts: Texts,
    *,
    below: str | None = None,
) -> Content:
    """The poem with its title, a couplet a row, and a small last line that says how the request was understood.

    below: one more such line, as HTML.
    """
    footer = texts.say(
        language,
        "footer",
        form=texts.say(language, f"form-{result.form.name.lower()}"),
        rhyme=result.rhyme_group,
        mode=texts.say(language, f"mode-{result.mode.name.lower()}"),
        kind=texts.say(language, f"kind-{_kind(request, result.fixed)}"),
    )
    parts = [_title(result), html.escape(result.text, quote=False), "", f"<i>{footer}</i>"]
    parts.append(None if below is None else f"<i>{below}</i>")
    return Content("\n".join(part for part in parts if part is not None), _buttons(job_id, language, texts, "rules"))


def rules_message(job_id: int, result: PoemResult, language: Language, texts: Texts) -> Content:
    """The same poem with its tones, template, rhyme and departures.

    The marks are the characters 平 仄 中 rather than circles: circles are half as wide as a character in the monospaced
    fonts of most phones, and the tones would no longer stand under their characters.
    """
    departures = [_departure(d, language, texts) for d in result.departures] or [texts.say(language, "rules-lawful")]
    parts = [
        _title(result),
        _block(_interlinear(result)),
        f"<i>{texts.say(language, 'rules-tones')}</i>",
        "",
        _block(_rows(tuple(line.replace("？", "中") for line in result.template), result.form.line_length)),
        f"<i>{texts.say(language, 'rules-template')}</i>",
        "",
        texts.say(
            language, "rules-rhyme", rhyme=result.rhyme_group, tone="level" if result.rhyme_tone == "平" else "oblique"
        ),
        *departures,
    ]
    return Content("\n".join(part for part in parts if part is not None), _buttons(job_id, language, texts, "plain"))


def _buttons(job_id: int, language: Language, texts: Texts, last: str) -> InlineKeyboardMarkup:
    def button(action: str) -> InlineKeyboardButton:
        return InlineKeyboardButton(
            texts.say(language, f"button-{action}"), callback_data=Press(_FAMILY, action, job_id).data
        )

    card = InlineKeyboardButton(texts.say(language, "button-card"), callback_data=Press("card", "make", job_id).data)
    return InlineKeyboardMarkup([[button("again"), button(last), card], [button("open"), button("conservative")]])


def _title(result: PoemResult) -> str | None:
    return None if result.theme is None else f"<b>《{html.escape(result.theme, quote=False)}》</b>"


def _kind(request: PoemRequest, fixed: int) -> str:
    """How the poem begins, as the end of a key of bot/texts."""
    for name in ("first_line", "character", "acrostic"):
        if getattr(request, name) is not None:
            return name.replace("_", "-")
    if request.random_line and fixed:  # without a corpus the network begins by itself
        return "random"
    return "free" if request.theme is None else "theme"


def _interlinear(result: PoemResult) -> list[str]:
    lines = _rows(result.lines, result.form.line_length)
    tones = _rows(result.tones, result.form.line_length)
    return [row for pair in zip(lines, tones, strict=True) for row in pair]


def _rows(lines: tuple[str, ...], line_length: int) -> list[str]:
    """A couplet a row for lines of five; a line a row for lines of seven, since two would wrap on a phone."""
    if line_length == 7:
        return list(lines)
    return [a + _GAP + b for a, b in zip(lines[::2], lines[1::2], strict=True)]


def _block(rows: list[str]) -> str:
    return f"<pre>{html.escape(chr(10).join(rows), quote=False)}</pre>"


def _departure(departure: Departure, language: Language, texts: Texts) -> str:
    key = f"departure-{departure.reason.replace('_', '-')}"
    return texts.say(
        language, key, line=departure.line + 1, position=departure.position + 1, character=departure.character
    )
