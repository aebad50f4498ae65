"""``diplosearch entities``: the entities of an index."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from ...highlighting.control_characters import one_line
from ...messages import translate, write_number
from ...model import ENTITY_TYPES
from ..errors import Failure
from ..options import (
    corrections_option,
    gazetteer_option,
    indexes_option,
    json_option,
    limit_option,
)
from ..output.json import write_json
from ..output.unknown_entity import describe_unknown
from ..shell_completion import offer_corrections, offer_entities

if TYPE_CHECKING:
    from ...entity_index.table import EntityRecord
    from ...index.index import Index
    from ...model import EntityType
    from ..corrections import Named


def _correcting(
    kind: str, metavar: str, help: str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option of a kind of corrections, which may be given several times."""
    return click.option(
        f"--{kind}",
        nargs=len(metavar.split()),
        multiple=True,
        metavar=metavar,
        shell_complete=offer_entities,
        help=help,
    )


@click.command(
    epilog="""\b
Example:
  diplosearch entities --type PERSON
  diplosearch entities wang --json
  diplosearch entities --related country:Çin
  diplosearch entities --merge "Siyasi Bürosu" "Political Bureau"
  diplosearch entities --ban loc:global-south --rename Akorda "Ak Orda"
  diplosearch entities --list
"""
)
@click.argument("prefix", nargs=-1)
@indexes_option
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
@_correcting("merge", "A B", "From now on A is the entity B; both are ids or names.")
@_correcting("apart", "A B", "A and B are two, however alike.")
@_correcting("ban", "NAME", "This is no entity.")
@_correcting("rename", "A NAME", "Show A by another name.")
@corrections_option
@click.option(
    "--list", "is_list", is_flag=True, help="List the corrections, as lines of such a file."
)
@click.option(
    "--take-back",
    multiple=True,
    metavar="N|LINE",
    shell_complete=offer_corrections,
    help="Take one back: line N of --list, or the line itself.",
)
@json_option
@click.pass_context
def entities(
    context: click.Context,
    prefix: tuple[str, ...],
    location: str | list[str],
    gazetteer: str | None,
    type_: EntityType | None,
    limit: int,
    related: str | None,
    merge: tuple[tuple[str, str], ...],
    apart: tuple[tuple[str, str], ...],
    ban: tuple[str, ...],
    rename: tuple[tuple[str, str], ...],
    corrections: str | None,
    is_list: bool,
    take_back: tuple[str, ...],
    as_json: bool,
) -> None:
    """List the entities that the index knows, or correct by hand who is who.

    The most named come first; with PREFIX only those with a word in a name that
    begins with it, whatever its case and diacritics.

    Corrections are kept with the index, also when it is rebuilt, and hold at once;
    nothing is read or recognized again.
    """
    made: dict[str, Sequence[Named]] = {
        "merge": merge,
        "apart": apart,
        "ban": ban,
        "rename": rename,
    }
    if any(made.values()) or corrections or is_list or take_back:
        from ..correct_entities import correct_entities

        correct_entities(context, made)
        return
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
            translate(
                "No entities; try another word, or the start of one, or another type; an "
                "index that was built with --no-entities knows none."
            )
        )
    else:
        rows = [
            (
                one_line(record.name),
                record.type,
                record.id,
                write_number(record.documents),
                write_number(record.passages),
            )
            for record in found
        ]
        head = [translate(one) for one in ("name", "type", "id", "documents", "passages")]
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
