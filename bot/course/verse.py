"""A poem by the course's network as a Telegram message: as it was drawn, what became of it, and its buttons."""

from __future__ import annotations

import html

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content import Content
from bot.presses import Press
from bot.script import set_rhyme, set_verse
from bot.texts import Texts
from engines.requests import ClassicRequest, ClassicResult, Language, Stage


def classic_message(
    job_id: int, request: ClassicRequest, result: ClassicResult, language: Language, texts: Texts
) -> Content:
    """The poem, punctuation where it fell, and two small last lines: how it was written, and whether it is in form."""
    how = texts.say(
        language,
        "classic-footer",
        stage=stage_name(result.stage, language, texts),
        mode=texts.say(language, f"mode-{result.mode.name.lower()}"),
        temperature=f"{result.temperature:g}",
        kind=texts.say(language, f"kind-{_kind(request)}"),
    )
    parts = [
        html.escape(set_verse(result.text, language), quote=False),
        "",
        f"<i>{how}</i>",
        f"<i>{_became(result, language, texts)}</i>",
    ]
    return Content("\n".join(parts), _buttons(job_id, result.stage, language, texts))


def stage_name(stage: Stage, language: Language, texts: Texts) -> str:
    """A stage's name for people."""
    return texts.say(language, f"stage-{stage.value}")


def _became(result: ClassicResult, language: Language, texts: Texts) -> str:
    if not result.well_formed:
        return texts.say(language, "classic-astray")
    if result.rhyme_group is None:
        return texts.say(language, "classic-unrhymed")
    return texts.say(language, "classic-rhymed", rhyme=set_rhyme(result.rhyme_group, language))


def _kind(request: ClassicRequest) -> str:
    """How the poem begins, as the end of a key of bot/texts."""
    for name in ("first_line", "character", "acrostic"):
        if getattr(request, name) is not None:
            return name.replace("_", "-")
    return "random"


def _buttons(job_id: int, present: Stage, language: Language, texts: Texts) -> InlineKeyboardMarkup:
    """Another, bolder, tamer; every stage, the present one marked; our network, and all stages."""

    def button(action: str, label: str | None = None, value: str = "") -> InlineKeyboardButton:
        text = label or texts.say(language, f"button-{action}")
        return InlineKeyboardButton(text, callback_data=Press("classic", action, job_id, value).data)

    def stage_button(stage: Stage) -> InlineKeyboardButton:
        name = stage_name(stage, language, texts)
        return button("stage", f"· {name} ·" if stage is present else name, stage.value)

    return InlineKeyboardMarkup(
        [
            [button(action) for action in ("again", "open", "conservative")],
            [stage_button(stage) for stage in Stage],
            [button(action) for action in ("ours", "stages")],
        ]
    )
