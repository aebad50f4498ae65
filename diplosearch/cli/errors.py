"""Errors become one line on stderr and an exit code.

0 is fine, 1 failed, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import codecs
import os
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

import click

from ..errors import DiplosearchError, UsageError
from ..highlighting.control_characters import one_line, show_controls
from ..messages import (
    INTERFACES,
    Interface,
    interface_of_locale,
    translate,
    translate_written,
    use,
)
from .streams import drop_unwritten, is_output_error, open_missing_streams
from .translated_help import WrongCall, translate_command

_PLAIN_LETTERS = "diplosearch.plain-letters"
"""The error handler of streams that lack letters."""

UI_OPTION = "--ui"
UI_VARIABLE = "DIPLOSEARCH_UI"

COMPLETE_VARIABLE = "_DIPLOSEARCH_COMPLETE"
"""By it a script asks for completions."""


class Failure(click.ClickException):
    """A message for the user; the program ends with ``exit_code``."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the message in one line."""
        line = f"diplosearch: {one_line(translate_written(self.message))}"
        with suppress(OSError):  # the exit code has to do
            click.echo(line, file=file, err=file is None)


class WrongUsage(Failure):
    """An argument that the library refuses."""

    exit_code = 2


class Interrupted(Failure):
    """The user pressed Ctrl-C."""

    exit_code = 130


class Program(click.Group):
    """A group whose errors are single lines, and whose streams replace what they lack.

    It speaks the language that ``--ui``, ``DIPLOSEARCH_UI`` or the locale asks for.
    """

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line; see :meth:`click.Command.main`."""
        open_missing_streams()
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            _replace_unencodable(stream)
        given = args[0] if args else extra.get("args")
        typed = sys.argv[1:] if given is None else given
        try:
            with use(_find_interface(typed, os.environ)):
                return super().main(*args, **extra)
        finally:
            drop_unwritten()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, with its help in the language of the interface."""
        found = super().get_command(ctx, cmd_name)
        return None if found is None else translate_command(found)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help; see :meth:`click.Command.get_help`."""
        shown = translate_command(self)
        if shown is self:
            return super().get_help(ctx)
        with shown.context_class(
            shown, info_name=ctx.info_name, parent=ctx.parent
        ) as nested:
            return super(Program, cast(Program, shown)).get_help(nested)

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


def _find_interface(typed: Sequence[str], environment: Mapping[str, str]) -> Interface:
    """Return the language that is asked for before the name of a command."""
    chosen = environment.get(UI_VARIABLE, "")
    for number, word in enumerate(typed):
        if not word.startswith("-"):
            break
        if word == UI_OPTION:
            chosen = "".join(typed[number + 1 : number + 2])
            break
        if word.startswith(f"{UI_OPTION}="):
            chosen = word.partition("=")[2]
    known = next((one for one in INTERFACES if one == chosen), None)
    return known or interface_of_locale(environment)


def describe(error: BaseException) -> str:
    """Return what ``error`` says to a user, in one line."""
    if isinstance(error, OSError) and is_output_error(error):
        return f"the output cannot be written: {error.strerror}"
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return one_line(f"{error.filename}: {translate_written(error.strerror)}")
    return one_line(str(error) or type(error).__name__)


@contextmanager
def _report_in_one_line(*, has_traceback: bool) -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        raise WrongCall(show_controls(error.format_message()), error.ctx) from error
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except KeyboardInterrupt as error:
        raise Interrupted(str(error) or translate("interrupted")) from None
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
    """Write letters that a console lacks, as ``ğ`` in code page 437, without diacritics."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        codecs.register_error(_PLAIN_LETTERS, _write_plain)
        reconfigure(errors=_PLAIN_LETTERS)


def _write_plain(error: UnicodeError) -> tuple[str, int]:
    """Return letters for those that an encoding lacks, one for one, and where to go on.

    What is read and no text becomes U+FFFD.
    """
    if isinstance(error, UnicodeDecodeError):
        return "\ufffd", error.end
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from ..text.letters import fold

    written = []
    for character in error.object[error.start : error.end]:
        plain = fold(character) if character.isalpha() else "?"
        plain = plain.upper() if character.isupper() else plain
        written.append(plain if len(plain) == 1 and plain.isascii() else "?")
    return "".join(written), error.end
