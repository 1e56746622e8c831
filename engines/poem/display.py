"""Poems and the corpus as people read them in a terminal."""

from __future__ import annotations

from rich.text import Text

from engines.poem.corpus import Overview, Poem
from engines.requests import Departure, Language, PoemResult

WIDE_SPACE = "\u3000"  # as wide as a Chinese character, so marks stay under theirs

_REASONS = {
    "first_line": ("首句所给", "given in the first line"),
    "head": ("藏头之字", "a hidden head"),
    "rhyme": ("韵脚所给", "given at a rhyme"),
}


def poem(result: PoemResult, language: Language) -> Text:
    """A couplet a row, its tone marks (平仄) in the row below, then what is known about the poem."""
    shown = Text()
    if result.theme is not None:
        shown.append(f"《{result.theme}》\n", style="bold")
    departed = {(d.line, d.position) for d in result.departures}
    for first in range(0, len(result.lines), 2):
        for line, stop in ((first, "，"), (first + 1, "。\n")):
            for position, character in enumerate(result.lines[line]):
                shown.append(character, style="bold yellow" if (line, position) in departed else "bold")
            shown.append(stop, style="bold")
        shown.append(f"{result.tones[first]}{WIDE_SPACE}{result.tones[first + 1]}\n", style="dim")
    for departure in result.departures:
        shown.append(f"{_departure(departure, language)}\n", style="yellow")
    shown.append(_facts(result, language), style="dim")
    return shown


def _departure(departure: Departure, language: Language) -> str:
    zh, en = _REASONS[departure.reason]
    line, position = departure.line + 1, departure.position + 1
    if language == "zh":
        return f"第{line}句第{position}字「{departure.character}」出律：{zh}"
    return f"line {line}, character {position}, {departure.character}, leaves the tone template: {en}"


def _facts(result: PoemResult, language: Language) -> str:
    rhyme = f"{result.rhyme_group}（{result.rhyme_tone}）"
    score, seed, time = f"{result.score:.2f}", result.seed, f"{result.milliseconds:.0f}"
    if language == "zh":
        facts: tuple[str, ...] = (
            f"韵 {rhyme}",
            f"评分 {score}",
            f"种子 {seed}",
            f"{time} 毫秒",
            f"模型 {result.model}",
        )
    else:
        facts = (f"rhyme {rhyme}", f"score {score}", f"seed {seed}", f"{time} ms", f"model {result.model}")
    if not result.corpus_checked:
        facts = (*facts, "未与诗库查重" if language == "zh" else "not compared with the corpus, which is not built")
    return " · ".join((result.form, result.mode, *facts))


def old_poem(found: Poem) -> Text:
    """A poem of the corpus with its source."""
    shown = Text(f"《{found.title}》", style="bold")
    shown.append(f" {found.dynasty}·{found.author}\n", style="dim")
    shown.append("\n".join(found.lines))
    return shown


def counts(overview: Overview, language: Language) -> str:
    """The size of the corpus in one line."""
    poems, lines, authors, characters = (
        f"{number:,}" for number in (overview.poems, overview.lines, overview.authors, overview.characters)
    )
    if language == "zh":
        return f"诗库：{poems} 首，{lines} 句，{authors} 位作者，{characters} 个不同的字"
    return f"The corpus holds {poems} poems, {lines} lines, {authors} authors, {characters} distinct characters."


def frequent(overview: Overview, language: Language) -> str:
    """The most frequent characters in one line."""
    characters = " ".join(f"{character} {count:,}" for character, count in overview.frequent)
    return f"最常见的字：{characters}" if language == "zh" else f"Most frequent characters: {characters}"
