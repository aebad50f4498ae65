"""The filters of a search: those that hold, and the values that would narrow it down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...export.phrases import facet_heading, facet_value
from ...messages import translate
from ...model import FACETS, FacetValue
from ...search.results import Results
from ..interface import Interface
from ..labels import DATES, LANGUAGES, MATCHES
from .base import Values

_SHOWN_VALUES = 5
_MORE_VALUES = 15
"""Values of a facet that are seen at once, and those that "more" unfolds."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a click chooses or drops."""

    text: str
    address: str
    count: int = 0
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds, with the address of the same search without it."""

    label: str
    text: str
    without: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """The values of a facet: those seen at once, and the others."""

    name: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]


def list_facets(
    results: Results, values: Values, interface: Interface
) -> Iterator[FacetView]:
    """Yield the facets of an answer that have values.

    A field of the user's own none of whose values comes twice, as an address, is none.
    """
    for name, found in results.facets.items():
        if not found or (name not in FACETS and found[0].count == 1 and len(found) > 1):
            continue
        choices = [
            _make_choice(name, one, values, interface)
            for one in found[: _SHOWN_VALUES + _MORE_VALUES]
        ]
        yield FacetView(
            facet_heading(name),
            tuple(choices[:_SHOWN_VALUES]),
            tuple(choices[_SHOWN_VALUES:]),
        )


def _make_choice(
    facet: str, value: FacetValue, values: Values, interface: Interface
) -> Choice:
    changed: dict[str, Any]
    if facet == "year":
        is_chosen = values["since"] == values["until"] == value.id
        changed = dict.fromkeys(("since", "until"), None if is_chosen else value.id)
    elif facet not in FACETS:
        one_value = f"{facet}={value.name}"
        is_chosen = one_value in values["field"]
        others = tuple(one for one in values["field"] if one != one_value)
        changed = {"field": others if is_chosen else (*others, one_value)}
    else:
        is_chosen = value.id in values["entity"]
        others = tuple(one for one in values["entity"] if one != value.id)
        changed = {"entity": others if is_chosen else (*others, value.id)}
    address = interface.search({**values, **changed, "page": 1})
    return Choice(facet_value(facet, value), address, value.count, is_chosen)


def list_chips(results: Results, values: Values, interface: Interface) -> Iterator[Chip]:
    """Yield the filters that hold."""

    def without(**changed: Any) -> str:
        return interface.search({**values, "page": 1, **changed})

    names = {
        one.id: one.name
        for found in results.facets.values()
        for one in found
        if one.id in values["entity"]
    }
    for entity in values["entity"]:
        rest = tuple(one for one in values["entity"] if one != entity)
        yield Chip(translate("Name"), names.get(entity, entity), without(entity=rest))
    for field in values["field"]:
        rest = tuple(one for one in values["field"] if one != field)
        yield Chip("", field.replace("=", ": ", 1), without(field=rest))
    for source in values["source"]:
        rest = tuple(one for one in values["source"] if one != source)
        yield Chip(translate("Source"), source, without(source=rest))
    if values["lang"]:
        language = translate(LANGUAGES[values["lang"]])
        yield Chip(translate("Language"), language, without(lang=None))
    if values["since"] and values["since"] == values["until"]:
        yield Chip(translate("Date"), values["since"], without(since=None, until=None))
    else:
        for name in ("since", "until"):
            if values[name]:
                yield Chip(translate(DATES[name]), values[name], without(**{name: None}))
    if values["full"]:
        yield Chip("", translate("whole passages"), without(full=False))
    if not values["translate"]:
        yield Chip("", translate("without translation"), without(translate=True))
    if values["match"] != "best":
        yield Chip("", translate(MATCHES[values["match"]]), without(match="best"))
