"""No line of the log holds a token."""

import io
import logging

import pytest

from bot.logs import configure_logs
from tests.conftest import TOKEN


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch):
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    configure_logs("DEBUG")
    yield stream
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def test_messages_and_their_arguments_hide_the_token(log: io.StringIO):
    logging.getLogger("x").info("GET https://api.telegram.org/bot%s/getMe", TOKEN)
    assert "bot<token>/getMe" in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_tracebacks_hide_the_token(log: io.StringIO):
    try:
        try:
            raise ValueError(f"no route to bot{TOKEN}")
        except ValueError as error:
            raise RuntimeError("failed") from error
    except RuntimeError:
        logging.getLogger("x").exception("while sending to %s", TOKEN, stack_info=True)
    assert "RuntimeError: failed" in log.getvalue()
    assert "no route to bot<token>" in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_libraries_that_log_addresses_are_kept_quiet(log: io.StringIO):
    logging.getLogger("httpx").info("HTTP Request: POST …")
    assert log.getvalue() == ""
