"""How the shell speaks: the locale's language, one sentence on standard error, an exit status.

0: done. 1: something on this machine is missing or failed. 2: the input was wrong. 130: interrupted.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence

import typer

from engines.requests import EngineError, Language


class Unavailable(Exception):  # noqa: N818 (wraps an error, is none of its own)
    """An EngineError that no other input would mend: missing weights, no network."""

    def __init__(self, error: EngineError) -> None:
        super().__init__(error.en)
        self.error = error


@contextlib.contextmanager
def not_the_input() -> Iterator[None]:
    """Marks what is loaded or fetched inside: an EngineError from it is not the fault of what was typed."""
    try:
        yield
    except EngineError as error:
        raise Unavailable(error) from error


def language() -> Language:
    """The language of the locale, "zh" or "en": LC_ALL before LC_MESSAGES before LANG, as POSIX has it."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if named.lower().startswith("zh") else "en"


def run(app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Runs a command line (without the program's name; None takes the process's own) and returns the exit status."""
    command = typer.main.get_command(app)
    try:
        status = command.main(args=arguments, prog_name="python -m engines", standalone_mode=False)
    except EngineError as error:
        return _say(error.sentence(language()), 2)
    except Unavailable as unavailable:
        return _say(unavailable.error.sentence(language()), 1)
    except typer.TyperException as error:
        return _say(_usage(error), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    return status if isinstance(status, int) else 0


def _say(sentence: str, status: int) -> int:
    typer.echo(" ".join(sentence.split()), err=True)
    return status


def _usage(error: typer.TyperException) -> str:
    """One sentence for what Typer says in a box of several lines."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "python -m engines"
    zh, en = _wrong(error)
    return f"{zh}；用法见：{command} --help" if language() == "zh" else f"{en}; see: {command} --help"


def _wrong(error: typer.TyperException) -> tuple[str, str]:
    parameter = getattr(error, "param", None)
    metavar = getattr(parameter, "metavar", None)
    if isinstance(error, typer.BadParameter) and parameter is not None and metavar:
        name = parameter.opts[0] if parameter.opts[0].startswith("-") else metavar
        if hasattr(error, "param_type"):
            return f"缺少 {name}", f"{name} is missing"
        return f"{name} 要写成 {metavar}", f"{name} takes {metavar}"
    option = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        return f"没有 {option} 这个选项", f"There is no option {option}"
    plain = error.format_message().rstrip(".?")
    return f"命令有误（{plain}）", plain
