"""The command line: one file a command, and the REPL.

A command (``commands``) reads its ``options``, calls the library, and writes the
outcome (``output``) to a screen, as one JSON document, or in another format. Values
that a shell completes come from ``shell_completion``, and are quoted for it by
``shells``. An error becomes one line
(``errors``). The prompt has a folder of its own (``repl``).

Commands load the libraries that they need when they run, so that ``--help`` is
quick.
"""

from __future__ import annotations

import gc
import os
import sys

import click

from .. import __version__
from ..messages import INTERFACES
from .command_table import COMMANDS, CommandTable
from .errors import COMPLETE_VARIABLE, UI_OPTION, UI_VARIABLE, Program

__all__ = ["cli", "main"]


@click.group(
    cls=Program,
    commands=CommandTable(COMMANDS),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Example:
  diplosearch rebuild seeds
  diplosearch search Çin Dışişleri Bakanı
""",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option(
    UI_OPTION,
    type=click.Choice(INTERFACES),
    envvar=UI_VARIABLE,
    show_envvar=True,
    expose_value=False,
    help="The language of messages and help; that of the locale unless given.",
)
@click.option(
    "--debug",
    is_flag=True,
    envvar="DIPLOSEARCH_DEBUG",
    help="Show the traceback of an error.",
)
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:  # noqa: ARG001 - Program reads it
    """Search Turkish and English diplomatic news.

    Without a command, on a terminal, the prompt opens (see: diplosearch repl -h).
    """
    if context.invoked_subcommand is not None:
        return
    from .repl.cli_command import is_interactive, repl

    if is_interactive():
        # Unlike context.invoke, this reads the environment.
        with repl.make_context("repl", [], parent=context) as nested:
            repl.invoke(nested)
    else:
        click.echo(context.get_help())


_OBJECTS = 50_000
"""Objects made between two searches for cycles of garbage. With Python's 700 these take 6 %
of the time of a process that answers one query; few cycles are left by any command."""


def main() -> None:
    """Run the command line of this process and exit with its code."""
    gc.set_threshold(_OBJECTS)
    instruction = os.environ.get(COMPLETE_VARIABLE)
    if instruction:
        from .shells import answer

        sys.exit(answer(cli, instruction))
    # On Windows click would take minist* in a query for names of files.
    cli(prog_name="diplosearch", windows_expand_args=False)
