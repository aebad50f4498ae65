"""``diplosearch completion``: the script by which a shell completes commands."""

from __future__ import annotations

import click

from ..shells import SHELLS, read_script


@click.command(
    epilog="""\b
Example:
  diplosearch completion bash
  diplosearch completion fish
"""
)
@click.argument("shell", type=click.Choice(list(SHELLS)))
def completion(shell: str) -> None:
    """Print the script that lets a shell complete commands.

    Commands, options and their values are completed, and from the index its
    words, names, sources and documents. Write it to the file that the shell reads:

    \b
      bash  ~/.local/share/bash-completion/completions/diplosearch
      zsh   _diplosearch in a folder of $fpath
      fish  ~/.config/fish/completions/diplosearch.fish
    """
    click.echo(read_script(shell), nl=False)
