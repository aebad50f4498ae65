"""Writes the report of a rebuild or a sync."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ...highlighting.control_characters import one_line
from ...messages import translate, translate_written, write_number
from ..corrections import capitalize
from ..errors import Failure
from .counts import list_languages
from .json import write_json
from .screen import Screen

if TYPE_CHECKING:
    from ...ingest.report import ReasonGroups, Report

_SHOWN = 20  # reasons of each list (a guess)


def conclude(
    report: Report,
    headline: str,
    *,
    source: str,
    location: str,
    as_json: bool,
    quiet: bool,
    strict: bool,
) -> None:
    """Write a report as the options of the command say; fail with ``strict``.

    Raises :class:`Failure` if anything was skipped and ``strict`` is set.
    """
    if as_json:
        write_json(report_to_dict(report, source=source, location=location))
    elif not quiet:
        screen = Screen.of(sys.stdout)
        screen.write(headline)
        write_report(report, screen)
    if strict:
        refuse_skipped(report, location)


def write_report(report: Report, screen: Screen) -> None:
    """Write the counts, then what was skipped and noted, by reason."""
    fields = {
        "documents": write_number(report.documents) if report.is_changed else "",
        "passages": write_number(report.passages) if report.is_changed else "",
        "resumed": write_number(report.resumed) if report.resumed else "",
        "languages": list_languages(report.languages),
        "skipped": write_number(report.skipped_count),
        "notes": write_number(report.notes_count) if report.notes else "",
        "seconds": f"{report.seconds:.1f}",
    }
    for remark in report.remarks:
        screen.write(one_line(capitalize(translate_written(remark))))
    screen.write_fields(
        [(translate(name), value) for name, value in fields.items() if value]
    )
    _write_groups("Skipped", report.skipped_groups, screen)
    _write_groups("Notes", report.note_groups, screen)


def report_to_dict(report: Report, *, source: str, location: str) -> dict[str, Any]:
    """Return the report as values that JSON can carry."""
    return {
        "source": source,
        "index": location,
        "documents": report.documents,
        "passages": report.passages,
        "replaced": report.replaced,
        "resumed": report.resumed,
        "unchanged": report.unchanged,
        "deleted": report.deleted,
        "languages": dict(report.languages),
        "skipped": [asdict(item) for item in report.skipped],
        "skipped_count": report.skipped_count,
        "skipped_groups": [asdict(one) for one in report.skipped_groups.values()],
        "notes": list(report.notes),
        "notes_count": report.notes_count,
        "note_groups": [asdict(one) for one in report.note_groups.values()],
        "remarks": list(report.remarks),
        "seconds": report.seconds,
    }


def refuse_skipped(report: Report, location: str) -> None:
    """Raise :class:`Failure` when anything was skipped, as ``--strict`` asks."""
    if report.skipped:
        raise Failure(
            f"{report.skipped_count:,} skipped, which --strict refuses; "
            f"index {location!r} holds the rest all the same"
        )


def _write_groups(name: str, groups: ReasonGroups, screen: Screen) -> None:
    """Write the first item of each reason, and how many others there are."""
    if not groups:
        return
    screen.write()
    screen.write(f"{translate(name)}:")
    for group in list(groups.values())[:_SHOWN]:
        first, *names = group.names
        screen.write(
            one_line(f"{first}: {translate_written(group.reason)}"),
            first="  ",
            indent="    ",
        )
        if others := group.count - 1:
            shown = ", ".join(names) + (", …" if others > len(names) else "")
            number = write_number(others)
            line = translate(
                "and {number} more like it: {names}", number=number, names=shown
            )
            screen.write(one_line(line), first="    ", indent="    ")
    if len(groups) > _SHOWN:
        count = sum(group.count for group in list(groups.values())[_SHOWN:])
        told = translate(
            "and {number} more for other reasons (--json names them)",
            number=write_number(count),
        )
        screen.write(f"  {told}")
