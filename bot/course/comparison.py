"""The stages of the course's network, and ours, in one message: poems by stage and mode, and what changed."""

from __future__ import annotations

import html
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content import Content
from bot.course.verse import stage_name
from bot.presses import Press
from bot.script import is_chinese, set_verse
from bot.texts import Texts
from engines.requests import ClassicRequest, ClassicResult, Comparison, Language, PoemResult, Stage
from engines.requests.classic import TEMPERATURES
from engines.requests.poems import BOLDNESS


def comparison_message(
    job_id: int, beginning: ClassicRequest, comparison: Comparison, language: Language, texts: Texts
) -> Content:
    """Twelve poems with a heading a stage, and two sentences about what was counted on them."""
    given = beginning.first_line or beginning.character or beginning.acrostic or ""
    parts = [
        f"<b>{texts.say(language, 'stages-title', given=given)}</b>",
        f"<i>{texts.say(language, 'stages-modes', modes=_modes(language, texts))}</i>",
    ]
    for stage in Stage:
        poems = comparison.at(stage)
        heading = texts.say(
            language,
            "stages-heading",
            stage=stage_name(stage, language, texts),
            step=poems[0].step,
            perplexity=f"{poems[0].perplexity:g}",
        )
        parts += [heading, _quoted(poems, language, texts)]
    parts += [texts.say(language, "stages-heading-ours"), _quoted(comparison.ours, language, texts)]
    parts += ["", what_changed(comparison, language, texts), "", what_ours_does(comparison, language, texts)]
    again = InlineKeyboardButton(
        texts.say(language, "button-stages-again"), callback_data=Press("stages", "again", job_id).data
    )
    return Content("\n".join(parts), InlineKeyboardMarkup([[again]]))


def what_changed(comparison: Comparison, language: Language, texts: Texts) -> str:
    """A sentence about the poems of the three stages, put together from what was counted on them."""
    counts = [comparison.count(stage) for stage in Stage]
    found: dict[str, Sequence[float]] = {
        "formed": [count.well_formed for count in counts],
        "rhymed": [count.rhymed for count in counts],
        "distinct": [count.distinct for count in counts],
        "perplexity": [comparison.at(stage)[0].perplexity for stage in Stage],
    }
    clauses = {
        name: texts.say(
            language, f"stages-{name}", way=way(values), **dict(zip("abc", (f"{v:g}" for v in values), strict=True))
        )
        for name, values in found.items()
    }
    return texts.say(language, "stages-changed", **clauses)


def what_ours_does(comparison: Comparison, language: Language, texts: Texts) -> str:
    """A sentence about our poems, and why they are what they are."""
    count = comparison.count_ours()
    broken = {(d.line, d.position) for poem in comparison.ours for d in poem.departures}
    return texts.say(
        language,
        "stages-ours",
        n=len(comparison.ours),
        rhymed=count.rhymed,
        distinct=count.distinct,
        broken=len(broken),
    )


def way(values: Sequence[float]) -> str:
    """How a figure went, as a variant of bot/texts: "same", "rose" or "fell", never turning back, or "varied"."""
    if len(set(values)) == 1:
        return "same"
    if list(values) == sorted(values):
        return "rose"
    return "fell" if list(values) == sorted(values, reverse=True) else "varied"


def _modes(language: Language, texts: Texts) -> str:
    names = [f"{texts.say(language, f'mode-{mode.name.lower()}')} T={TEMPERATURES[mode]:g}" for mode in BOLDNESS]
    return ("、" if is_chinese(language) else ", ").join(names)


def _quoted(poems: Sequence[ClassicResult | PoemResult], language: Language, texts: Texts) -> str:
    rows = []
    for poem in poems:
        mode = texts.say(language, f"mode-{poem.mode.name.lower()}")
        rows.append(f"<i>{mode}</i>\n{html.escape(set_verse(poem.text, language), quote=False)}")
    return f"<blockquote>{chr(10).join(rows)}</blockquote>"
