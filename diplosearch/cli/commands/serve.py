"""``diplosearch serve``: the index as pages in a browser."""

from __future__ import annotations

import gc
import logging
from typing import Any

import click

from ...highlighting.control_characters import one_line
from ...messages import translate
from ...web import LOOPBACK, PORT
from ..options import indexes_option, resource_options


@click.command(
    epilog="""\b
Example:
  diplosearch serve
  diplosearch serve --port 9000 --open
  diplosearch serve --prefix /news --allow-host news.example.org
  diplosearch serve --host 0.0.0.0 --token a-long-secret
"""
)
@indexes_option
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(min=0, max=65535),
    default=PORT,
    show_default=True,
    help="The port; 0 for a free one.",
)
@click.option(
    "--host",
    metavar="ADDRESS",
    default=LOOPBACK,
    show_default=True,
    help="Where to listen; beyond this machine only with --token.",
)
@click.option(
    "--token",
    metavar="TEXT",
    envvar="DIPLOSEARCH_TOKEN",
    show_envvar=True,
    help="What visitors have to know: 8 characters or more.",
)
@click.option(
    "--prefix",
    metavar="PATH",
    default="",
    help="The path under which a proxy publishes it, such as /news.",
)
@click.option(
    "--allow-host",
    "names",
    metavar="NAME",
    multiple=True,
    help="A name that the proxy calls it by; may come more than once.",
)
@click.option("--open", "is_opened", is_flag=True, help="Open it in the browser.")
@resource_options
def serve(
    location: str | list[str],
    host: str,
    port: int,
    token: str | None,
    prefix: str,
    names: tuple[str, ...],
    is_opened: bool,
    resources: dict[str, Any],
) -> None:
    """Show the index in a browser: search, documents, names, timelines.

    Nothing can be changed there. Changes and rebuilds of the index are shown as they are
    made. Each page is there as JSON too; /api/v1/openapi.json describes that.
    """
    from ...entities.provider import Resources
    from ...index.index import open_index
    from ...web.server import Address
    from ...web.server import serve as serve_index

    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    address = Address(host=host, port=port, prefix=prefix, token=token, names=names)

    def announce(url: str) -> None:
        message = "{url} shows {location}; Ctrl-C ends it."
        click.echo(one_line(translate(message, url=url, location=index.location)))
        if is_opened:
            click.launch(url)

    with open_index(location, resources=Resources(**resources)) as index:
        # What is loaded stays, so no search for garbage need go through it again.
        gc.freeze()
        serve_index(index, address, announce)
