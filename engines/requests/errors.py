"""The one error that engines raise on purpose."""

from __future__ import annotations

from typing import Any

Language = str  # "zh" or "en", "-hant" behind it for who reads traditional characters


class EngineError(Exception):
    """An error whose text is meant for the person who asked: what was wrong and what would work, in one sentence.

    `zh` and `en` say the same thing; `retry` is true when the same request may succeed a moment later.
    """

    def __init__(self, zh: str, en: str, *, retry: bool = False) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
        self.retry = retry

    def sentence(self, language: Language) -> str:
        """The sentence in `language`; the Chinese one is in simplified characters whatever the script."""
        return self.zh if language.startswith("zh") else self.en

    def __reduce__(self) -> tuple[Any, ...]:
        """Crosses from the worker process unharmed, which Exception's own way would not (keyword-only `retry`)."""
        return _engine_error, (self.zh, self.en, self.retry)


def _engine_error(zh: str, en: str, retry: bool) -> EngineError:
    return EngineError(zh, en, retry=retry)
