"""The filters of a session, which are added and dropped one by one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...errors import UsageError
from ...highlighting.control_characters import one_line
from ...schema import FIELD_KINDS, TAG
from ..options import FILTERS

ENTITY_FIELDS = tuple(FIELD_KINDS)
_OPTIONS = {name: option for name, option in FILTERS.items() if name != "field"}
TODAY = "today"
NAMES = (
    *(name for name in _OPTIONS if name not in ENTITY_FIELDS),
    TODAY,
    TAG,
    *ENTITY_FIELDS,
)
"""The names of filters. Of several sources a document has one, but a passage has to
name each of several entities."""

_SINGLE = ("lang", "since", "until", TODAY)
_ALIASES = {"language": "lang"}


class Filter(NamedTuple):
    """A filter, written as it is in a query."""

    name: str
    value: str

    def __str__(self) -> str:
        value = one_line(self.value)
        return f'{self.name}:"{value}"' if " " in value else f"{self.name}:{value}"


class Filters:
    """Filters in the order in which they were added."""

    def __init__(self) -> None:
        self._all: list[Filter] = []

    def __iter__(self) -> Iterator[Filter]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def with_one(self, added: Filter) -> Filters:
        """Return these with one more; a new language or date replaces the old one."""
        kept = [
            one
            for one in self._all
            if one != added and (one.name != added.name or one.name not in _SINGLE)
        ]
        return _filters([*kept, added])

    def without(self, typed: str) -> Filters:
        """Return these without the filter of a number, those of a name, or one as typed.

        Raises :class:`UsageError` for a filter that is not there.
        """
        dropped = set(self._find(typed))
        return _filters([one for one in self._all if one not in dropped])

    def _find(self, typed: str) -> list[Filter]:
        if not self._all:
            raise UsageError("there are no filters")
        if typed.isdecimal() and 0 < int(typed[:9]) <= len(self._all):
            return [self._all[int(typed[:9]) - 1]]
        name, _, value = read_filter(typed)
        found = [one for one in self._all if one.name == name and value in ("", one.value)]
        if not found:
            listed = ", ".join(map(str, self._all))
            raise UsageError(f"no filter {typed!r}; there are: {listed}")
        return found

    def options(self) -> dict[str, Any]:
        """Return the filters as keywords of :meth:`Index.search`."""
        options: dict[str, Any] = {}
        for name, value in self._all:
            if name == TODAY:
                options[TODAY] = datetime.date.fromisoformat(value)
            elif name in _SINGLE:
                options[FILTERS[name]] = value
            elif name in ENTITY_FIELDS:
                options.setdefault(FILTERS["entity"], []).append(f"{name}:{value}")
            elif name in _OPTIONS:
                options.setdefault(_OPTIONS[name], []).append(value)
            else:  # a tag, or a field of the index's own
                options.setdefault("fields", {}).setdefault(name, []).append(value)
        return options


def read_filter(typed: str) -> tuple[str, str, str]:
    """Return name, colon and value of a filter as typed; quotes around a value go."""
    name, colon, value = typed.partition(":")
    plain = name.strip().casefold()
    return _ALIASES.get(plain, plain), colon, value.strip().strip('"').strip()


def _filters(all: list[Filter]) -> Filters:
    made = Filters()
    made._all = all
    return made
