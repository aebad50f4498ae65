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

import os
import sys

import click

from .. import __version__
from ..messages import INTERFACES
from .commands.batch import batch
from .commands.check import check
from .commands.completion import completion
from .commands.copy_and_merge import copy, merge
from .commands.entities import entities
from .commands.evaluate import evaluate
from .commands.export import export
from .commands.mcp import mcp
from .commands.rebuild import rebuild
from .commands.recover import recover
from .commands.search import search
from .commands.serve import serve
from .commands.show import show
from .commands.similar import similar
from .commands.stats import stats
from .commands.sync import sync
from .commands.timeline import timeline
from .commands.watch import watch
from .commands.who import who
from .errors import UI_OPTION, UI_VARIABLE, Program
from .repl.cli_command import demo, is_interactive, repl
from .shells import COMPLETE_VARIABLE, answer

__all__ = ["cli", "main"]


@click.group(
    cls=Program,
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
    if is_interactive():
        # Unlike context.invoke, this reads the environment.
        with repl.make_context("repl", [], parent=context) as nested:
            repl.invoke(nested)
    else:
        click.echo(context.get_help())


for _command in (
    rebuild,
    sync,
    search,
    batch,
    watch,
    similar,
    show,
    timeline,
    entities,
    who,
    export,
    serve,
    mcp,
    stats,
    evaluate,
    check,
    recover,
    copy,
    merge,
    repl,
    demo,
    completion,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line of this process and exit with its code."""
    instruction = os.environ.get(COMPLETE_VARIABLE)
    if instruction:
        sys.exit(answer(cli, instruction))
    # On Windows click would take minist* in a query for names of files.
    cli(prog_name="diplosearch", windows_expand_args=False)
