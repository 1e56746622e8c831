"""Logging for people who may paste the log somewhere: no line of it ever holds a bot token.

configure_logs("INFO")
"""

from __future__ import annotations

import logging

from bot.settings import TOKEN

_FORMATTER = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")


def redact(text: str) -> str:
    """`text` with every bot token hidden."""
    return TOKEN.sub("<token>", text)


class Redaction(logging.Filter):
    """Hides tokens in messages, their arguments, tracebacks and stacks.

    It renders the traceback itself: a formatter would do so only after all filters have run.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the record is changed in place."""
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def configure_logs(level: str) -> None:
    """Logs to stderr from `level` on, every handler of the root logger redacting."""
    handler = logging.StreamHandler()
    handler.setFormatter(_FORMATTER)
    handler.addFilter(Redaction())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "alembic", "aiosqlite", "uvicorn", "telegram"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
