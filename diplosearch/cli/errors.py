"""Errors become one line on stderr and an exit code.

0 is fine, 1 failed, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

import click

from ..errors import DiplosearchError, UsageError
from ..highlighting.control_characters import one_line, show_controls
from .streams import drop_unwritten, is_output_error, open_missing_streams


class Failure(click.ClickException):
    """A message for the user; the program ends with ``exit_code``."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the message in one line."""
        line = f"diplosearch: {one_line(self.message)}"
        with suppress(OSError):  # the exit code has to do
            click.echo(line, file=file, err=file is None)


class WrongUsage(Failure):
    """An argument that the library refuses."""

    exit_code = 2


class Interrupted(Failure):
    """The user pressed Ctrl-C."""

    exit_code = 130


class Program(click.Group):
    """A group whose errors are single lines, and whose streams replace what they lack."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line; see :meth:`click.Command.main`."""
        open_missing_streams()
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            _replace_unencodable(stream)
        try:
            return super().main(*args, **extra)
        finally:
            drop_unwritten()

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Return the context; see :meth:`click.Command.make_context`."""
        with _report_in_one_line(has_traceback=False):
            try:
                return super().make_context(*args, **extra)
            except click.NoSuchOption as error:
                raise self._name_command(error) from error

    def _name_command(self, error: click.NoSuchOption) -> click.UsageError:
        """Return ``error``; if a command has the option, it says which."""
        context = error.ctx or click.Context(self)
        for name in self.list_commands(context):
            command = self.get_command(context, name)
            options = command.params if command is not None else []
            if any(error.option_name in one.opts for one in options):
                shown = f"diplosearch {name} ... {error.option_name}"
                message = f"{error.message} It goes behind a command: {shown}"
                return click.UsageError(message, error.ctx)
        return error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was called."""
        with _report_in_one_line(has_traceback=ctx.params["debug"]):
            outcome = super().invoke(ctx)
            # What is still buffered could only fail after the last handler.
            sys.stdout.flush()
            return outcome


def describe(error: BaseException) -> str:
    """Return what ``error`` says to a user, in one line."""
    if isinstance(error, OSError) and is_output_error(error):
        return f"the output cannot be written: {error.strerror}"
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return one_line(f"{error.filename}: {error.strerror}")
    return one_line(str(error) or type(error).__name__)


@contextmanager
def _report_in_one_line(*, has_traceback: bool) -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        raise click.UsageError(show_controls(error.format_message()), error.ctx) from error
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except KeyboardInterrupt as error:
        raise Interrupted(str(error) or "interrupted") from None
    # Anything a library raises: no traceback reaches a user.
    except Exception as error:
        if has_traceback:
            click.echo(show_controls(traceback.format_exc()), err=True, nl=False)
        raise _failure(error, has_traceback=has_traceback) from error


def _failure(error: Exception, *, has_traceback: bool) -> Failure:
    if isinstance(error, (DiplosearchError, OSError)):
        kind = WrongUsage if isinstance(error, UsageError) else Failure
        return kind(describe(error))
    hint = "" if has_traceback else " (diplosearch --debug shows where)"
    return Failure(f"internal error: {type(error).__name__}: {describe(error)}{hint}")


def _replace_unencodable(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
