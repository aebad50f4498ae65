"""``diplosearch entities``: the entities of an index."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from ...highlighting.control_characters import one_line
from ...model import ENTITY_TYPES
from ..errors import Failure
from ..options import gazetteer_option, index_option, json_option, limit_option
from ..output.json import write_json
from ..output.unknown_entity import describe_unknown

if TYPE_CHECKING:
    from ...entity_index.table import EntityRecord
    from ...index.index import Index
    from ...model import EntityType


@click.command(
    epilog="""\b
Example:
  diplosearch entities --type PERSON
  diplosearch entities wang --json
  diplosearch entities --related country:Çin
"""
)
@click.argument("prefix", nargs=-1)
@index_option
@gazetteer_option
@click.option(
    "--type",
    "type_",
    type=click.Choice(ENTITY_TYPES, case_sensitive=False),
    help="Only this type.",
)
@limit_option(20, "entities")
@click.option(
    "--related",
    metavar="NAME",
    help="Who shares passages with it: country:Çin, person:Fidan, or an id.",
)
@json_option
def entities(
    prefix: tuple[str, ...],
    location: str,
    gazetteer: str | None,
    type_: EntityType | None,
    limit: int,
    related: str | None,
    as_json: bool,
) -> None:
    """List the entities that the index knows, the most named first.

    With PREFIX only those with a word in a name that begins with it, whatever
    its case and diacritics.
    """
    from ...entities.provider import Resources
    from ...index.index import open_index

    if related is not None and (prefix or type_):
        raise click.UsageError("--related goes with neither PREFIX nor --type; drop one.")
    with open_index(location, resources=Resources(gazetteer=gazetteer)) as index:
        if related is not None:
            _show_related(index, related, limit, as_json=as_json)
        else:
            found = index.entities(type_, " ".join(prefix), limit=limit)
            _show_list(found, as_json=as_json)


def _show_list(found: Sequence[EntityRecord], *, as_json: bool) -> None:
    from ..output.screen import Screen
    from ..output.table import write_columns

    if as_json:
        write_json([_to_dict(record) for record in found])
    elif not found:
        Screen.of(sys.stderr).write(
            "No entities; try another word, or the start of one, or another type; an index "
            "that was built with --no-entities knows none."
        )
    else:
        rows = [
            (
                one_line(record.name),
                record.type,
                record.id,
                f"{record.documents:,}",
                f"{record.passages:,}",
            )
            for record in found
        ]
        head = ("name", "type", "id", "documents", "passages")
        write_columns(head, rows, Screen.of(sys.stdout), numbers=(3, 4))


def _show_related(index: Index, name: str, limit: int, *, as_json: bool) -> None:
    from ..output.profiles import write_entity, write_related
    from ..output.screen import Screen

    try:
        entity = index.entity(name)
    except KeyError:
        raise Failure(describe_unknown(name, index)) from None
    found = index.related(entity.id, limit=limit)
    if as_json:
        write_json(
            {"entity": asdict(entity), "related": [asdict(related) for related in found]}
        )
    else:
        screen = Screen.of(sys.stdout)
        write_entity(entity, screen)
        write_related(found, screen)


def _to_dict(record: EntityRecord) -> dict[str, Any]:
    """Return a row of the list as values for JSON; forms are left out."""
    values = asdict(record)
    del values["forms"]
    return values
