"""``diplosearch mcp``: the index as tools for programs that ask in words."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import Any

import click

from ...messages import translate
from ..options import indexes_option, resource_options


@click.command(
    epilog="""\b
Example:
  diplosearch mcp
  diplosearch mcp --index /srv/news
"""
)
@indexes_option
@resource_options
def mcp(location: str | list[str], resources: dict[str, Any]) -> None:
    """Serve the index to a language model, by the Model Context Protocol.

    A program starts this command and talks with it through standard input and output.
    There are the tools search, get, who, timeline and similar; none changes anything, and
    what they quote comes with its place in the text.
    """
    from ...entities.provider import Resources
    from ...index.index import open_index
    from ...mcp.server import make_server

    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    with open_index(location, resources=Resources(**resources)) as index:
        server = make_server(index)
        if sys.stdin.isatty():
            note = "This waits for a program to talk with it; Ctrl-C ends it."
            click.echo(translate(note), err=True)
        with suppress(KeyboardInterrupt):
            server.run("stdio")
