"""Help and wrong usage in the language of the interface; click itself knows English."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Iterable
from typing import Any

import click

from ..messages import interface, translate, translate_written

_PARAGRAPH = re.compile(r"\n\s*\n")
_FACTS = re.compile(r"([^\[]*)\[([^\[\]]*)\]")
"""A help text, and what click adds: the default, and a variable."""


class _Formatter(click.HelpFormatter):
    """Writes headings, and what click adds to options, in Turkish."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(
            prog, args, f"{translate('Usage')}: " if prefix is None else prefix
        )

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        super().write_heading(translate_written(heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write a list of options or commands."""
        shown = [(first, _translate_facts(second)) for first, second in rows]
        super().write_dl(shown, col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


def translate_command(command: click.Command) -> click.Command:
    """Return a command as it is, or a copy of it whose help is Turkish."""
    if interface() == "en":
        return command
    copied = copy.copy(command)
    copied.context_class = _Context
    copied.help = _translate_paragraphs(command.help)
    copied.epilog = _translate_paragraphs(command.epilog)
    copied.params = [_translate_parameter(one) for one in command.params]
    return copied


def _translate_parameter(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    copied = copy.copy(parameter)
    copied.help = translate(parameter.help)
    return copied


def _translate_paragraphs(text: str | None) -> str | None:
    """Return a text with each paragraph translated; examples stay as they are."""
    if text is None:
        return None
    paragraphs = []
    for paragraph in _PARAGRAPH.split(inspect.cleandoc(text)):
        if paragraph.startswith("\b"):
            paragraphs.append(paragraph.replace("Example:", f"{translate('Example')}:", 1))
        else:
            paragraphs.append(translate(" ".join(paragraph.split())))
    return "\n\n".join(paragraphs)


def _translate_facts(text: str) -> str:
    found = _FACTS.fullmatch(text)
    if found is None:
        return translate_written(text)
    facts = "; ".join(map(_translate_fact, found[2].split("; ")))
    return f"{translate_written(found[1].rstrip())}  [{facts}]"


def _translate_fact(fact: str) -> str:
    """Return what is said of an option; a default is what to type, and stays."""
    name, _, value = fact.partition(": ")
    if name == "default":
        return translate("default: {value}", value=value)
    return translate_written(fact)


class WrongCall(click.UsageError):
    """Wrong usage of a command, told in the language of the interface."""

    def show(self, file: Any = None) -> None:
        """Print how the command is called, and what is wrong."""
        if interface() == "en":
            super().show(file)
            return
        if self.ctx is not None:
            called = f"'{self.ctx.command_path} --help'"
            click.echo(self.ctx.get_usage(), file=file, err=file is None)
            hint = translate("Try {command} for help.", command=called)
            click.echo(f"{hint}\n", file=file, err=file is None)
        message = translate_written(self.format_message())
        click.echo(f"{translate('Error')}: {message}", file=file, err=file is None)
