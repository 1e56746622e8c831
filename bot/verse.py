"""A poem as a Telegram message: its words, the views of its prosody (格律) and its spelling (拼音), its buttons."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content import Content
from bot.presses import Press
from bot.script import Script, script_of, set_rhyme, set_verse
from bot.spelling import spelled, spelled_poem
from bot.texts import Texts
from engines.requests import Departure, Language, PoemRequest, PoemResult, is_han
from engines.requests.script import simplify

_FAMILY = "poem"
_MARKS = str.maketrans(",.!?;:", "，。！？；：")
_GAP = "\u3000"  # the full-width space: as wide as a character in every font


@dataclass(frozen=True)
class Row:
    """A line of verse, a syllable for each of its characters, and the mark behind it."""

    line: str
    syllables: tuple[str, ...]
    mark: str = ""


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
    result = set_poem(request, result, language)
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
    return Content("\n".join(part for part in parts if part is not None), _buttons(job_id, language, texts))


def rules_message(job_id: int, request: PoemRequest, result: PoemResult, language: Language, texts: Texts) -> Content:
    """The same poem with its tones, template, rhyme and departures.

    The marks are the characters 平 仄 中 rather than circles: circles are half as wide as a character in the monospaced
    fonts of most phones, and the tones would no longer stand under their characters.
    """
    result = set_poem(request, result, language)
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
    return Content(
        "\n".join(part for part in parts if part is not None), _buttons(job_id, language, texts, rules="plain")
    )


def spelling_message(
    job_id: int, request: PoemRequest, result: PoemResult, language: Language, texts: Texts
) -> Content:
    """The same poem with its spelling."""
    text = spelling_text(
        set_poem(request, result, language).theme, spelled_rows(request, result, language), language, texts
    )
    return Content(text, _buttons(job_id, language, texts, spelling="unspelled"))


def spelled_rows(request: PoemRequest, result: PoemResult, language: Language) -> list[Row]:
    """The lines of a poem with their spelling."""
    lines = set_poem(request, result, language).lines
    return [
        Row(line, syllables, "。" if number % 2 else "，")
        for number, (line, syllables) in enumerate(zip(lines, spelled_poem(result), strict=True))
    ]


def spelling_text(title: str | None, rows: Sequence[Row], language: Language, texts: Texts) -> str:
    """Verse with the spelling below each line, couplets apart, and a last row that says what kind of spelling it is.

    Below the line rather than below each character: syllables are of many widths, and no font of a phone keeps them in
    columns.
    """
    parts = []
    if title is not None:
        parts += [f"<b>《{html.escape(title, quote=False)}》</b>", f"<i>{' '.join(spelled(title))}</i>", ""]
    for number, row in enumerate(rows):
        parts += [] if number == 0 or number % 2 else [""]
        parts += [row.line + row.mark, f"<i>{' '.join(row.syllables)}</i>"]
    return "\n".join([*parts, "", f"<i>{texts.say(language, 'pinyin-today')}</i>"])


def rows_of(text: str) -> Iterator[tuple[str, str]]:
    """The runs of Chinese characters in a text, each with the punctuation mark behind it."""
    run, pieces = "", [*text, "\n"]
    for character in pieces:
        if is_han(character):
            run += character
        elif run:
            mark = character.translate(_MARKS)
            yield run, mark if mark in "，。！？；：、" else ""
            run = ""


def set_poem(request: PoemRequest, result: PoemResult, language: Language) -> PoemResult:
    """The poem in a language's script; what was typed in traditional characters comes back in those."""
    lines = [set_verse(line, language) for line in result.lines]
    if script_of(language) is Script.TRADITIONAL:
        if request.first_line is not None and simplify(request.first_line) == simplify(lines[0]):
            lines[0] = set_verse(request.first_line, language, typed=True)
        for number, head in enumerate(set_verse(request.acrostic or request.character or "", language, typed=True)):
            lines[number] = head + lines[number][1:]
    return replace(
        result,
        lines=tuple(lines),
        theme=None if result.theme is None else set_verse(_title_as_typed(request, result.theme), language),
        rhyme_group=set_rhyme(result.rhyme_group, language),
        departures=tuple(replace(d, character=lines[d.line][d.position]) for d in result.departures),
    )


def _title_as_typed(request: PoemRequest, theme: str) -> str:
    return request.theme if request.theme is not None and simplify(request.theme) == simplify(theme) else theme


def _buttons(
    job_id: int, language: Language, texts: Texts, *, rules: str = "rules", spelling: str = "pinyin"
) -> InlineKeyboardMarkup:
    """What can be done with a poem. rules, spelling: the actions that show a view of it or put the poem back."""

    def button(action: str) -> InlineKeyboardButton:
        return InlineKeyboardButton(
            texts.say(language, f"button-{action}"), callback_data=Press(_FAMILY, action, job_id).data
        )

    card = InlineKeyboardButton(texts.say(language, "button-card"), callback_data=Press("card", "make", job_id).data)
    return InlineKeyboardMarkup(
        [[button("again"), button("open"), button("conservative")], [button(rules), button(spelling), card]]
    )


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
