"""``diplosearch copy``: an index copied into another folder."""

from __future__ import annotations

import click

from ..options import index_option


@click.command(
    epilog="""\b
Example:
  diplosearch copy backup/index
  diplosearch copy backup/index --index index
"""
)
@click.argument("target", metavar="FOLDER")
@index_option
def copy(target: str, location: str) -> None:
    """Copy the index into FOLDER, also while it is read and written.

    The copy is the state that was committed last, compared with its checksums; it
    shares no file with the index.
    """
    from ...backends.registry import shown
    from ...index.merge import copy as copy_index

    copy_index(location, target)
    click.echo(f"Copied {shown(location)} to {shown(target)}.")
