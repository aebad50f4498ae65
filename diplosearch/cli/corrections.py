"""Corrections by hand as a user names them: by ids, names, or numbers of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import DiplosearchError
from ..messages import interface, translate, translate_written

if TYPE_CHECKING:
    from ..entity_index.corrections.line import CorrectionKind
    from ..index.index import Index
    from ..ingest.report import Report

Named = str | tuple[str, str]
"""An entity, or an entity with another one or a new name."""

UNCHANGED = "Nothing changed: it was so already."


def make_line(index: Index, kind: CorrectionKind, first: str, second: str = "") -> str:
    """Return a correction as a line, for entities given by id or name.

    Raises :class:`DiplosearchError` with the nearest names for an unknown entity.
    """
    from ..entity_index.corrections.line import Correction

    id = find_id(index, first)
    other = find_id(index, second) if kind in ("merge", "apart") else second
    if kind == "apart":
        id, other = sorted((id, other))
    return str(Correction(kind, id, other))


def find_id(index: Index, typed: str) -> str:
    """Return the id of an entity that is given by id or name.

    Raises :class:`DiplosearchError` with the nearest names where it is unknown.
    """
    from .output.unknown_entity import describe_unknown

    try:
        return index.entity_id(typed)
    except KeyError:
        raise DiplosearchError(describe_unknown(typed, index)) from None


def find_line(index: Index, typed: str) -> str:
    """Return the correction with a number of the list, or ``typed`` if it is a line.

    Raises :class:`DiplosearchError` for a number that the list does not have.
    """
    if not typed.isdecimal():
        return typed
    held = index.corrections()
    number = int(typed) if len(typed) <= len(str(len(held))) else 0
    if not 1 <= number <= len(held):
        there_are = f"there are 1 to {len(held)}" if held else "there are none"
        raise DiplosearchError(f"no correction has the number {typed[:20]}; {there_are}")
    return str(held[number - 1])


def describe_report(report: Report) -> list[str]:
    """Return what a change of the corrections did, in lines."""
    remarks = [capitalize(translate_written(one)) for one in report.remarks]
    return remarks or [translate(UNCHANGED)]


def capitalize(remark: str) -> str:
    """Return a remark of the library as a sentence."""
    is_dotted = remark.startswith("i") and interface() == "tr"
    first = "İ" if is_dotted else remark[:1].upper()
    return f"{first}{remark[1:]}."


def list_lines(index: Index) -> Sequence[str]:
    """Return the corrections that hold, as lines of a file."""
    return [str(one) for one in index.corrections()]
