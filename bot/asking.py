"""From the words behind /poem, /acrostic, /theme and /stages to a request, or to a sentence about what would work.

    ask("poem", "山为斜好几 开放")    # PoemRequest(first_line="山为斜好几", mode=Mode.OPEN)
    ask("poem", "明月")              # PoemRequest(theme="明月"): neither a line nor a single character
    ask("poem", "山为斜好几 经典")    # ClassicRequest(first_line="山为斜好几"): by the course's network
    ask("acrostic", "争")            # raises Misread("acrostic-length", {"n": 1})

Form, mode and 经典 may stand before or after the content, as words of their own. Of several rows the first with content
counts, unless they are a column of single characters; of a couplet or a whole poem the first line counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engines.requests import (
    MAXIMUM_HEADS,
    MAXIMUM_THEME,
    ClassicRequest,
    Form,
    Mode,
    PoemRequest,
    han_only,
    is_han,
)
from engines.requests.classic import LINE_LENGTH, LINES

EXAMPLES = {"poem": "/poem 山为斜好几", "acrostic": "/acrostic 争云夏日", "theme": "/theme 春雪"}
COURSE_LINE = "山为斜好几"  # the example of the course
CLASSIC_EXAMPLES = {
    "poem": f"/poem {COURSE_LINE} 经典",
    "acrostic": "/acrostic 争云夏日 经典",
    "theme": f"/poem {COURSE_LINE} 经典",
    "stages": f"/stages {COURSE_LINE}",
}

FORMS: dict[str, Form] = {
    "五绝": Form.WUJUE,
    "五絕": Form.WUJUE,
    "五言绝句": Form.WUJUE,
    "五言絕句": Form.WUJUE,
    "七绝": Form.QIJUE,
    "七絕": Form.QIJUE,
    "七言绝句": Form.QIJUE,
    "七言絕句": Form.QIJUE,
    "五律": Form.WULV,
    "五言律诗": Form.WULV,
    "五言律詩": Form.WULV,
    "七律": Form.QILV,
    "七言律诗": Form.QILV,
    "七言律詩": Form.QILV,
}
MODES: dict[str, Mode] = {
    "开放": Mode.OPEN,
    "開放": Mode.OPEN,
    "open": Mode.OPEN,
    "正常": Mode.NORMAL,
    "normal": Mode.NORMAL,
    "保守": Mode.CONSERVATIVE,
    "conservative": Mode.CONSERVATIVE,
}
CLASSIC = frozenset({"经典", "經典", "classic"})  # the course's network is to write
_CLASSIC_REFUSALS = ("classic-line", "classic-form", "classic-beginning")
_BETWEEN_WORDS = re.compile(r"[\s,，;；:：、。.·!！?？/／+＋\-—()（）\[\]【】「」『』《》]+")


class Misread(Exception):  # noqa: N818 (the person made no error worth the name)
    """A request that can't be made: a key of bot/texts, and the sentence's arguments."""

    def __init__(self, key: str, **arguments: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.arguments = arguments


@dataclass(frozen=True)
class _Words:
    """What was said, taken apart; classic: whether the course's network is to write."""

    content: str
    form: Form | None = None
    mode: Mode = Mode.NORMAL
    classic: bool = False


def ask(command: str, argument: str) -> PoemRequest | ClassicRequest:
    """What `command` ("poem", "acrostic" or "theme") asks for. Raises Misread; never EngineError."""
    words = _take_apart(argument, keep_one=command != "poem")
    form, mode = words.form, words.mode
    content = _first_line(words.content) if command == "poem" else words.content
    characters = _characters(content, EXAMPLES[command])
    if words.classic:
        return _classic(command, content, words)
    if command == "acrostic":
        return _acrostic(characters, form, mode)
    if command == "theme":
        return _theme(characters, form, mode)
    if len(characters) in (5, 7) and _are_words(content):
        return _theme(characters, form, mode)
    return _poem(characters, form, mode)


def ask_stages(argument: str) -> ClassicRequest:
    """The beginning that /stages compares, the course's example unless one is given. Raises Misread."""
    words = _take_apart(argument, keep_one=False)
    try:
        content = _first_line(words.content)
    except Misread as misread:
        raise Misread("classic-beginning", example=CLASSIC_EXAMPLES["stages"]) from misread
    if not _characters(content, CLASSIC_EXAMPLES["stages"]):
        content = COURSE_LINE
    return _classic("stages", content, words)


def is_line(text: str) -> bool:
    """Whether a message without a command is a first line: 5 or 7 characters, perhaps with form and mode.

    A single character counts when 经典 stands beside it, since that is no title then; so does what the course's network
    refuses.
    """
    try:
        asked = ask("poem", text)
    except Misread as misread:
        return misread.key in ("form-first-line", "unknown-word", *_CLASSIC_REFUSALS)
    return asked.first_line is not None or (isinstance(asked, ClassicRequest) and asked.character is not None)


def _characters(content: str, example: str) -> str:
    characters = han_only(content)
    foreign = next((c for c in characters if not is_han(c)), None)
    if content and all(not is_han(c) for c in characters):
        raise Misread("no-characters", example=example)
    if foreign is not None:
        raise Misread("not-han", character=foreign, example=example)
    return characters


def _classic(command: str, content: str, words: _Words) -> ClassicRequest:
    """The course's network writes lines of five and knows neither title nor form."""
    characters, example = han_only(content), CLASSIC_EXAMPLES[command]
    length = len(characters)
    if command == "acrostic" and length != LINES:
        raise Misread("classic-acrostic", n=length, example=example)
    if command in ("poem", "stages"):
        if length == 7 and not _are_words(content):
            raise Misread("classic-line", n=length, example=example)
        if length not in (0, 1, LINE_LENGTH) or _are_words(content):
            raise Misread("classic-beginning", example=example)
    if command == "theme":
        raise Misread("classic-beginning", example=example)
    if words.form is not None:
        raise Misread("classic-form", form=words.form.value, example=example)
    if command == "acrostic":
        return ClassicRequest(acrostic=characters, mode=words.mode)
    if length == LINE_LENGTH:
        return ClassicRequest(first_line=characters, mode=words.mode)
    return ClassicRequest(character=characters or None, mode=words.mode)


def _poem(characters: str, form: Form | None, mode: Mode) -> PoemRequest:
    length = len(characters)
    if length == 0:
        return PoemRequest(random_line=True, form=form, mode=mode)
    if length == 1:
        return PoemRequest(character=characters, form=form, mode=mode)
    if length in (5, 7):
        if form is not None and form.line_length != length:
            raise Misread(
                "form-first-line",
                form=form.value,
                length=form.line_length,
                n=length,
                line=characters,
                fitting=Form.of(length, form.line_count).value,
            )
        return PoemRequest(first_line=characters, form=form, mode=mode)
    if length > MAXIMUM_THEME:
        raise Misread("poem-too-long", n=length, most=MAXIMUM_THEME)
    return PoemRequest(theme=characters, form=form, mode=mode)


def _acrostic(heads: str, form: Form | None, mode: Mode) -> PoemRequest:
    if not heads:
        raise Misread("acrostic-empty")
    if not 2 <= len(heads) <= MAXIMUM_HEADS:
        raise Misread("acrostic-length", n=len(heads))
    if form is not None and form.line_count < len(heads):
        fitting = Form.of(form.line_length, 8)
        raise Misread(
            "form-acrostic",
            form=form.value,
            lines=form.line_count,
            n=len(heads),
            heads=heads,
            fitting=fitting.value,
        )
    return PoemRequest(acrostic=heads, form=form, mode=mode)


def _theme(theme: str, form: Form | None, mode: Mode) -> PoemRequest:
    if not theme:
        raise Misread("theme-empty")
    if len(theme) > MAXIMUM_THEME:
        raise Misread("theme-length", n=len(theme), most=MAXIMUM_THEME)
    return PoemRequest(theme=theme, form=form, mode=mode)


def _take_apart(argument: str, *, keep_one: bool) -> _Words:
    """keep_one: the last word left is content even if it names a form, as in /theme 开放."""
    form: Form | None = None
    mode, classic = Mode.NORMAL, False
    rows: list[str] = []
    for row in argument.splitlines():
        words = [word for word in _BETWEEN_WORDS.split(row) if word]
        while words and not (keep_one and len(words) == 1 and not rows):
            end = -1 if words[-1].lower() in (*FORMS, *MODES, *CLASSIC) else 0
            word = words[end].lower()
            if word in FORMS:
                form = FORMS[word]
            elif word in MODES:
                mode = MODES[word]
            elif word in CLASSIC:
                classic = True
            else:
                break
            del words[end]
        if words:
            rows.append(" ".join(words))
    return _Words(_content(rows), form, mode, classic)


def _first_line(content: str) -> str:
    """The first of several words that are all lines of one length; any other content as it is.

    Raises Misread for a line with a word behind it that is neither form nor mode.
    """
    words = [han_only(word) for word in content.split()]
    lengths = {len(word) for word in words}
    if lengths in ({5}, {7}):
        return words[0]
    if len(words) > 1 and len(words[0]) in (5, 7) and len(words[1]) < 5:
        raise Misread("unknown-word", word=words[1], line=words[0])
    return content


def _are_words(content: str) -> bool:
    """Whether content is several words, as a title and its author are, and not a line with gaps between characters."""
    return any(len(word) > 1 for word in content.split()[1:]) and len(content.split()) > 1


def _content(rows: list[str]) -> str:
    """A column of single characters is one word; otherwise the first row counts."""
    if rows and all(len(row) == 1 for row in rows):
        return "".join(rows)
    return rows[0] if rows else ""
