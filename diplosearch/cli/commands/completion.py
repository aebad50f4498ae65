"""``diplosearch completion``: the script by which a shell completes commands."""

from __future__ import annotations

from typing import Literal, get_args

import click

from ..errors import Failure

Shell = Literal["bash", "zsh", "fish"]

_PROGRAM = "diplosearch"
_VARIABLE = f"_{_PROGRAM.upper()}_COMPLETE"


@click.command(
    epilog="""\b
Example:
  diplosearch completion bash
  diplosearch completion fish
"""
)
@click.argument("shell", type=click.Choice(get_args(Shell)))
@click.pass_context
def completion(context: click.Context, shell: Shell) -> None:
    """Print the script that lets a shell complete commands.

    Commands, options and their values are completed, and from the index its
    words, names, sources and documents. Write it to the file that the shell reads:

    \b
      bash  ~/.local/share/bash-completion/completions/diplosearch
      zsh   _diplosearch in a folder of $fpath
      fish  ~/.config/fish/completions/diplosearch.fish
    """
    from click.shell_completion import get_completion_class

    completer = get_completion_class(shell)
    if completer is None:
        raise Failure(f"nothing is known of the shell {shell!r}")
    program = context.find_root().command
    script = completer(program, {}, _PROGRAM, _VARIABLE)
    click.echo(script.source_template % script.source_vars())
