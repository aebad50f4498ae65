"""``diplosearch show``: one document, whole."""

from __future__ import annotations

import sys

import click

from ...options import Color, color_option, indexes_option, json_option
from ...output.json import write_json
from ...output.unknown_entity import find_document
from ...shell_completion import offer_documents


@click.command(
    epilog="""\b
Example:
  diplosearch show 002_cd0db7fd55b1c7af
"""
)
@click.argument("id", shell_complete=offer_documents)
@indexes_option
@json_option
@color_option
def show(id: str, location: str | list[str], as_json: bool, color: Color) -> None:
    """Show a whole document.

    ID is the document's, as search prints it. Lines of the page that do not
    belong to the story are set apart with a bar.
    """
    from ....index.index import open_index
    from ...output.documents import write_document
    from ...output.screen import Screen

    with open_index(location) as index:
        document = find_document(index, id)
        tags = index.tags(document.reference)
    if as_json:
        write_json({**document.to_dict(), "tags": list(tags)})
    else:
        write_document(document, Screen.of(sys.stdout, color), tags=tags)
