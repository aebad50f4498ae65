"""``diplosearch show``: one document, whole."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .errors import Failure
from .json_output import write_json
from .options import Color, color_option, index_option, json_option

if TYPE_CHECKING:
    from ..index.index import Index
    from ..model import Document


@click.command(
    epilog="""\b
Example:
  diplosearch show 002_cd0db7fd55b1c7af
"""
)
@click.argument("id")
@index_option
@json_option
@color_option
def show(id: str, location: str, as_json: bool, color: Color) -> None:
    """Show a whole document.

    ID is the document's, as search prints it. Lines of the page that do not
    belong to the story are set apart with a bar.
    """
    from ..index.index import open_index
    from .documents import write_document
    from .screen import Screen

    with open_index(location) as index:
        document = _find(index, id)
    if as_json:
        write_json(document.to_dict())
    else:
        write_document(document, Screen.of(sys.stdout, color))


def _find(index: Index, id: str) -> Document:
    try:
        return index.get(id)
    except KeyError:
        from .nearest import find_nearest

        near = find_nearest(id, index.ids())
        hint = f"; the nearest: {', '.join(map(repr, near))}" if near else ""
        raise Failure(f"no document is called {id!r}{hint}") from None
