"""``diplosearch timeline``: matching documents by date."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from ...export.phrases import describe_warning
from ...model import STEPS
from ..options import (
    Color,
    color_option,
    filters_of,
    group_option,
    indexes_option,
    json_option,
    match_option,
    resource_options,
    restrict_options,
    search_options,
)
from ..output.json import write_json
from ..shell_completion import offer_words

if TYPE_CHECKING:
    from ...model import Step

_by_option = click.option(
    "--by",
    type=click.Choice(STEPS),
    default="month",
    show_default=True,
    help="How long each step of the timeline is.",
)


def timeline_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``command`` the options of a timeline; ``by`` is None without ``--timeline``."""

    @wraps(command)
    def with_timeline(*, has_timeline: bool, by: Step, **others: Any) -> None:
        command(by=by if has_timeline else None, **others)

    flag = click.option(
        "--timeline",
        "has_timeline",
        is_flag=True,
        help="Count the matching documents by date, too.",
    )
    return flag(_by_option(with_timeline))


@click.command(
    epilog="""\b
Example:
  diplosearch timeline
  diplosearch timeline ateşkes --since 2023 --by year
  diplosearch timeline --entity country:Çin --json
"""
)
@click.argument("query", nargs=-1, shell_complete=offer_words)
@indexes_option
@_by_option
@restrict_options
@match_option
@group_option
@resource_options
@json_option
@color_option
def timeline(
    query: tuple[str, ...],
    location: str | list[str],
    by: Step,
    resources: dict[str, Any],
    as_json: bool,
    color: Color,
    **options: Any,
) -> None:
    """Show when the documents that answer a query were published.

    Without QUERY all documents are counted that the filters let through.
    """
    from ...entities.provider import Resources
    from ...index.index import open_index
    from ..output.screen import Screen
    from ..output.timeline import write_timeline

    filters = filters_of(search_options(**options))
    with open_index(location, resources=Resources(**resources)) as index:
        found = index.timeline(" ".join(query), by=by, **filters)
    if as_json:
        write_json(found.to_dict())
        return
    notes = Screen.of(sys.stderr, color)
    for warning in found.warnings:
        notes.write(describe_warning(warning))
    write_timeline(found, Screen.of(sys.stdout, color))
