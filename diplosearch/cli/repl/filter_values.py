"""Checks of a filter before anything is searched by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import UsageError
from ...schema import TAG
from ...text.letters import normalize
from .filters import ENTITY_FIELDS, TODAY

if TYPE_CHECKING:
    from ...index.index import Index

_SHOWN_SOURCES = 10  # in a message (a guess)


def read_value(name: str, value: str, index: Index) -> str:
    """Return the value of a filter as the session keeps it.

    Raises :class:`UsageError` for a language, source or entity that the index lacks.
    """
    if name == "lang":
        from ...query.filters import read_language

        language = read_language(value)
        if language is None:
            raise UsageError(f"{value!r} is no language; use tr or en, or off")
        return language
    if name == TODAY:
        from ...query.filters import read_period

        span, _ = read_period(value)
        if span is None or span.low != span.high:
            raise UsageError(f"{value!r} is no day; write it as 2025-01-29")
        return span.low.isoformat()
    if name == "source":
        _check_source(value, index)
    elif name in ENTITY_FIELDS:
        _check_entity(name, value, index)
    elif name == TAG or name in index.own_fields():
        _check_own(name, value, index)
    return value


def _check_own(name: str, typed: str, index: Index) -> None:
    known = list(index.tags() if name == TAG else index.fields()[name])
    if normalize(typed) not in map(normalize, known):
        listed = ", ".join(sorted(known)[:_SHOWN_SOURCES]) or "none"
        more = " ..." if len(known) > _SHOWN_SOURCES else ""
        raise UsageError(f"no document has {name}:{typed}; there are: {listed}{more}")


def _check_source(typed: str, index: Index) -> None:
    names = [name for name in index.stats().sources if name]
    if normalize(typed) not in map(normalize, names):
        known = ", ".join(sorted(names)[:_SHOWN_SOURCES]) or "none"
        more = " ..." if len(names) > _SHOWN_SOURCES else ""
        raise UsageError(f"no document has the source {typed!r}; there are: {known}{more}")


def _check_entity(name: str, typed: str, index: Index) -> None:
    from ..output.unknown_entity import describe_unknown

    try:
        index.entity(f"{name}:{typed}")
    except KeyError:
        raise UsageError(describe_unknown(typed, index)) from None


def check_options(options: dict[str, Any]) -> None:
    """Check the options of a search; raises :class:`UsageError` for a wrong value."""
    from ...search.options import SearchOptions

    SearchOptions(**options)
