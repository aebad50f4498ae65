"""``diplosearch who``: the profile of an entity."""

from __future__ import annotations

import sys

import click

from ..errors import Failure
from ..options import (
    Color,
    color_option,
    gazetteer_option,
    index_option,
    json_option,
    limit_option,
)
from ..output.json import write_json
from ..output.unknown_entity import describe_unknown
from ..shell_completion import offer_entities


@click.command(
    epilog="""\b
Example:
  diplosearch who Erdoğan
  diplosearch who country:Çin --limit 30 --json
"""
)
@click.argument("name", nargs=-1, required=True, shell_complete=offer_entities)
@index_option
@gazetteer_option
@limit_option(10, "related entities")
@json_option
@color_option
def who(
    name: tuple[str, ...],
    location: str,
    gazetteer: str | None,
    limit: int,
    as_json: bool,
    color: Color,
) -> None:
    """Show who or what an entity is: forms, counts, dates, and with whom.

    NAME is a name, a field with a name such as country:Çin, or an id.
    """
    from ...entities.provider import Resources
    from ...index.index import open_index
    from ..output.profiles import write_profile
    from ..output.screen import Screen

    text = " ".join(name)
    with open_index(location, resources=Resources(gazetteer=gazetteer)) as index:
        try:
            profile = index.profile(text, limit=limit)
        except KeyError:
            raise Failure(describe_unknown(text, index)) from None
    if as_json:
        write_json(profile.to_dict())
    else:
        write_profile(profile, Screen.of(sys.stdout, color))
