"""Every sentence the bot says, in zh.ftl and en.ftl (Fluent), and the one way to get at them.

texts = Texts()
texts.say("zh", "cancelled", n=2)      # HTML, the arguments escaped

language_of("zh-hant")                 # "zh"
"""

from __future__ import annotations

import html
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk

from engines.requests import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
FOLDER = Path(__file__).parent


def language_of(code: str | None) -> Language:
    """The language for a person with this Telegram language_code: Chinese when it says so or says nothing."""
    return "zh" if code is None or code.lower().startswith("zh") else "en"


class Texts:
    """The sentences of all languages, read once."""

    def __init__(self) -> None:
        self._bundles = {language: _read(language) for language in LANGUAGES}

    def say(self, language: Language, key: str, **arguments: str | int) -> str:
        """The sentence `key` as Telegram HTML; string arguments are escaped. Raises when key or argument is missing."""
        bundle = self._bundles[language]
        values = {name: html.escape(v, quote=False) if isinstance(v, str) else v for name, v in arguments.items()}
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise LookupError(f"{language}.ftl gives {key} no sentence")
        sentence, errors = bundle.format_pattern(pattern, values)
        if errors:
            raise errors[0]
        return str(sentence)


def _read(language: Language) -> FluentBundle:
    resource = FluentResource((FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))
    for entry in resource.body:
        if isinstance(entry, Junk):
            raise ValueError(f"{language}.ftl can't be read here: {entry.content}")
    # Isolation marks around arguments would end up in examples that people copy.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(resource)
    return bundle
