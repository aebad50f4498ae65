"""``rebuild`` with --part, --finish or --drop-parts: an index by several machines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from .options import find_source

if TYPE_CHECKING:
    from ..ingest.report import Report

_OF_NEITHER = {"engine": "--engine", "from_index": "--from", "resume": "--resume"}
_OF_NO_PART = {**_OF_NEITHER, "corrections": "--corrections"}
_OF_NO_FINISH = {
    **_OF_NEITHER,
    "part": "--part",
    "source": "SOURCE",
    "jobs": "--jobs",
    "gazetteer": "--gazetteer",
    "keep_duplicates": "--keep-duplicates",
    "entities": "--entities",
    "mapping": "--map",
}

_OF_NO_DROPPING = {
    **_OF_NO_FINISH,
    "finish": "--finish",
    "corrections": "--corrections",
    "strict": "--strict",
}


def rebuild_in_parts(context: click.Context) -> None:
    """Run a rebuild with ``--part``, ``--finish`` or ``--drop-parts``."""
    given = context.params
    option, refused = "--part", _OF_NO_PART
    if given["drop_parts"]:
        option, refused = "--drop-parts", _OF_NO_DROPPING
    elif given["finish"]:
        option, refused = "--finish", _OF_NO_FINISH
    for name, other in refused.items():
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{other} does not go with {option}; drop one.")
    if given["drop_parts"]:
        _drop(given)
    elif given["finish"]:
        _finish(context)
    else:
        _write_part(context)


def _write_part(context: click.Context) -> None:
    from ..entities.provider import Resources
    from ..index.partial_rebuild import rebuild_part
    from ..messages import count
    from .output.progress import shown_progress

    given = context.params
    source = find_source(given["source"], given["location"])
    with shown_progress(is_quiet=given["quiet"]) as progress:
        report = rebuild_part(
            source,
            given["location"],
            given["part"],
            entities=given["entities"],
            resources=Resources(gazetteer=given["gazetteer"]),
            mapping=given["mapping"],
            keep_duplicates=given["keep_duplicates"],
            progress=progress,
            jobs=given["jobs"],
        )
    wrote = f"Wrote part {given['part']}, {count(report.documents, 'document')}."
    headline = f"{wrote} When all are there: rebuild --finish"
    _conclude(context, report, headline, source)


def _finish(context: click.Context) -> None:
    from ..backends.registry import shown
    from ..index.partial_rebuild import finish_rebuild
    from ..messages import count

    given = context.params
    with finish_rebuild(given["location"], corrections=given["corrections"]) as index:
        report = index.report
    built = shown(given["location"])
    headline = f"Built {built} from {count(report.documents, 'document')}."
    _conclude(context, report, headline, "")


def _drop(given: dict[str, Any]) -> None:
    from ..index.partial_rebuild import drop_parts
    from ..messages import translate
    from .output.json import write_json
    from .output.screen import Screen

    dropped = drop_parts(given["location"])
    if given["as_json"]:
        write_json({"dropped": dropped})
        return
    screen = Screen.of(sys.stdout)
    if dropped:
        names = ", ".join(dropped)
        screen.write(translate("Dropped the parts of a rebuild: {names}.", names=names))
    else:
        screen.write(translate("There were no parts of a rebuild."))


def _conclude(context: click.Context, report: Report, headline: str, source: str) -> None:
    from ..backends.registry import shown
    from .output.reports import conclude

    given = context.params
    conclude(
        report,
        headline,
        source=source,
        location=shown(given["location"]),
        as_json=given["as_json"],
        quiet=given["quiet"],
        strict=given["strict"],
    )
