"""``diplosearch stats``: counts, dates and size of an index."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from ...export.phrases import describe_dates, list_first
from ...highlighting.control_characters import one_line
from ...messages import translate, write_number
from ..options import indexes_option, json_option
from ..output.json import write_json

if TYPE_CHECKING:
    from ...index.stats import Stats
    from ..output.screen import Screen

_SHOWN_SOURCES = 10


@click.command(
    epilog="""\b
Example:
  diplosearch stats
  diplosearch stats --index index --json
"""
)
@indexes_option
@json_option
def stats(location: str | list[str], as_json: bool) -> None:
    """Show what the index holds."""
    from ...index.index import open_index
    from ..output.screen import Screen

    with open_index(location) as index:
        found = index.stats()
    if as_json:
        write_json(stats_to_dict(found))
    else:
        write_stats(found, Screen.of(sys.stdout))


def write_stats(stats: Stats, screen: Screen) -> None:
    """Write the statistics of an index."""
    from rich.filesize import decimal

    from ...index.stats import facts_of_stories
    from ..output.counts import list_languages

    languages = f" ({list_languages(stats.languages)})" if stats.languages else ""
    state = translate(
        "commit {commit}, format {format}", commit=stats.commit, format=stats.format
    )
    screen.write_fields(
        [
            (translate("index"), one_line(stats.location)),
            (translate("engine"), stats.engine),
            (translate("documents"), f"{write_number(stats.documents)}{languages}"),
            (translate("passages"), write_number(stats.passages)),
            *facts_of_stories(stats),
            (translate("dates"), describe_dates(stats.first_date, stats.last_date)),
            (translate("sources"), _sources(stats.sources)),
            (translate("size"), decimal(stats.size)),
            (translate("saved"), f"{stats.created} ({state})"),
        ]
    )


def stats_to_dict(stats: Stats) -> dict[str, Any]:
    """Return ``stats`` as values that JSON can carry; an unknown source is null."""
    return asdict(stats) | {
        "sources": [
            {"source": name, "documents": number} for name, number in stats.sources.items()
        ],
        "first_date": stats.first_date.isoformat() if stats.first_date else None,
        "last_date": stats.last_date.isoformat() if stats.last_date else None,
    }


def _sources(sources: Mapping[str | None, int]) -> str:
    ordered = sorted(sources.items(), key=lambda item: (-item[1], item[0] or ""))
    listed = [
        f"{one_line(name or translate('unknown'))} {write_number(number)}"
        for name, number in ordered
    ]
    return list_first(listed, _SHOWN_SOURCES)
