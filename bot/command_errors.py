"""How a failed command tells the operator what went wrong: one line, never a traceback."""

import sys
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

FAILED = 2


class CommandError(Exception):
    """A command was not carried out; the message is for the operator."""


class Commands(TyperGroup):
    """The group of all commands. An error is printed as one line; ``--traceback`` shows where it was raised."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command and turn its errors into one line and exit code 2."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            words = explanation(error)
            if words is None and (ctx.params.get("traceback") or sys.excepthook is not sys.__excepthook__):
                raise  # shown, or written to the log of a process that has one
            if words is None and _is_of_the_command_line(error):
                raise
            typer.echo(words or _fault(error), err=True)
            raise typer.Exit(FAILED) from None


def explanation(error: Exception) -> str | None:
    """The line for an expected error; None for a bug of ours."""
    from storage.backups.errors import BackupError  # noqa: PLC0415 - only where something is wrong
    from storage.schema_version import LaterVersionError  # noqa: PLC0415

    if isinstance(error, CommandError | BackupError | LaterVersionError):
        return str(error)
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        return f"{error.filename}: {error.strerror}" if error.filename else (error.strerror or str(error))
    return _of_the_database(error)


def _of_the_database(error: Exception) -> str | None:
    """The driver's first line: it names the address and the reason, never the password."""
    if "sqlalchemy" not in sys.modules:
        return None
    from sqlalchemy.exc import DBAPIError, OperationalError  # noqa: PLC0415 - nobody waits for it who does not need it

    if isinstance(error, DBAPIError):
        state = "cannot be reached or is busy" if isinstance(error, OperationalError) else "cannot be used"
        return f"the database {state}: {first_line(str(error.orig))}"
    return None


def _is_of_the_command_line(error: Exception) -> bool:
    """Whether Click or Typer raised it: they print their own usage errors."""
    return type(error).__module__.partition(".")[0] in ("click", "typer")


def _fault(error: Exception) -> str:
    from bot.monitoring.redaction import Redaction  # noqa: PLC0415 - only where something is wrong

    words = f"{type(error).__name__}: {first_line(str(error))}"
    return Redaction()(f"a fault of Dinghuo: {words} (dinghuo --traceback and the same command show where)")


def first_line(words: str) -> str:
    """The first line of a text."""
    return next(iter(words.strip().splitlines()), "")


def text_of(file: Path) -> str:
    """The content of a text file. Raises CommandError: it is no text; OSError: it cannot be read."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise CommandError(f"{file}: not a text in UTF-8") from None
