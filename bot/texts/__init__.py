"""Every sentence the bot says, in zh.ftl and en.ftl (Fluent), and the one way to get at them.

texts = Texts()
texts.say("zh", "cancelled", n=2)      # HTML, the arguments escaped

texts.say("zh-hant", "cancelled", n=2) # the same in traditional characters, the arguments as they were given

language_of("zh-tw")                   # "zh-hant"
"""

from __future__ import annotations

import html
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk

from bot.script import Script, in_script, is_chinese, usual_script, written
from engines.requests import EngineError, Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
FOLDER = Path(__file__).parent
_OURS = frozenset({"form", "fitting", "example"})  # arguments in our own words; all others stay as they are given


def language_of(code: str | None) -> Language:
    """The language for a person with this Telegram language_code: Chinese when it says so or says nothing.

    With it the script that people with this code usually read.
    """
    language = "zh" if code is None or code.lower().startswith("zh") else "en"
    return in_script(language, usual_script(code))


class Texts:
    """The sentences of all languages, read once."""

    def __init__(self) -> None:
        self._bundles = {language: _read(language) for language in LANGUAGES}

    def say(self, language: Language, key: str, **arguments: str | int) -> str:
        """The sentence `key` as Telegram HTML; string arguments are escaped. Raises when key or argument is missing."""
        bundle = self._bundle(language)
        values = {
            name: html.escape(written(v, language) if name in _OURS else v, quote=False) if isinstance(v, str) else v
            for name, v in arguments.items()
        }
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise LookupError(f"{language}.ftl gives {key} no sentence")
        sentence, errors = bundle.format_pattern(pattern, values)
        if errors:
            raise errors[0]
        return str(sentence)

    def _bundle(self, language: Language) -> FluentBundle:
        """Those in traditional characters are made for the first who reads them: few do, and the converter is large."""
        if language not in self._bundles:
            self._bundles[language] = _read(language)
        return self._bundles[language]

    def relay(self, language: Language, error: EngineError) -> str:
        """What the engines refused, in their own words, as plain text."""
        return written(error.sentence("zh" if is_chinese(language) else "en"), language)


def _read(language: Language) -> FluentBundle:
    source = (FOLDER / f"{in_script(language, Script.SIMPLIFIED)}.ftl").read_text(encoding="utf-8")
    # The sentences rather than what is made of them: names that people gave are theirs to write.
    resource = FluentResource(written(source, language))
    for entry in resource.body:
        if isinstance(entry, Junk):
            raise ValueError(f"{language}.ftl can't be read here: {entry.content}")
    # Isolation marks around arguments would end up in examples that people copy.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(resource)
    return bundle
