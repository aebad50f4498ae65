"""What the page of a search shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...model import Entity, FacetValue
from ...search.results import Hit
from ..drawings import Chart, draw_timeline
from ..interface import Interface
from ..marked_text import write_marked

if TYPE_CHECKING:
    from .search import SearchAnswer

_SHOWN_VALUES = 5
_MORE_VALUES = 20
"""Values of a facet that are seen at once, and those that "more" unfolds."""

_SHOWN_NAMES = 6  # of a kind under a hit (a guess)

NAMED: dict[str, tuple[str, ...]] = {
    "people": ("PERSON",),
    "places": ("GPE", "LOC", "FAC"),
    "organisations": ("ORG",),
}
"""The types of entities in each group of names under a hit."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name that links to its page; ``kind`` is the class of its colour."""

    text: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit as its page shows it."""

    rank: int
    title: Markup
    address: str
    facts: tuple[str, ...]
    language: str
    passage: Markup
    names: tuple[tuple[str, tuple[Name, ...]], ...]
    found_as: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    reasons: tuple[tuple[str, str, str], ...]


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


@dataclass(frozen=True, slots=True)
class SearchPage:
    """All that the page of a search shows."""

    values: Mapping[str, Any]
    total: int
    whole: int
    took: float
    notes: tuple[str, ...]
    suggestion: tuple[str, str] | None
    hits: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    chips: tuple[Chip, ...]
    chart: Chart | None
    undated: int
    previous: str
    following: str
    saves: tuple[tuple[str, str], ...]
    timeline_address: str


def make_search_page(answer: SearchAnswer, interface: Interface) -> SearchPage:
    """Return what the page of a search shows."""
    values, results, timeline = answer.values, answer.results, answer.timeline
    last = values["page"] * values["limit"]

    def choose(label: str) -> str:
        return interface.search({**values, "since": label, "until": label, "page": 1})

    return SearchPage(
        values=values,
        total=results.total,
        whole=results.whole,
        took=results.took,
        notes=_list_notes(answer, interface),
        suggestion=(
            None
            if results.suggestion is None
            else (
                results.suggestion,
                interface.search({**values, "q": results.suggestion, "page": 1}),
            )
        ),
        hits=tuple(_show_hit(hit, answer, interface) for hit in results),
        facets=tuple(_list_facets(answer, interface)),
        chips=tuple(_list_chips(answer, interface)),
        chart=None if timeline is None else draw_timeline(timeline, choose),
        undated=0 if timeline is None else timeline.undated_documents,
        previous=(
            interface.search({**values, "page": values["page"] - 1})
            if values["page"] > 1
            else ""
        ),
        following=(
            interface.search({**values, "page": values["page"] + 1})
            if len(results) == values["limit"] and results.total > last
            else ""
        ),
        saves=tuple(
            (form.upper(), interface.search(values, form))
            for form in ("html", "csv", "json", "md")
        ),
        timeline_address=interface.timeline(values),
    )


def _list_notes(answer: SearchAnswer, interface: Interface) -> tuple[str, ...]:
    missing = ", ".join(answer.results.missing)
    lacking = (interface.say("note.missing", words=missing),) if missing else ()
    return (*answer.results.warnings, *lacking)


def _show_hit(hit: Hit, answer: SearchAnswer, interface: Interface) -> HitView:
    document, passage = hit.document, hit.passage
    title = " ".join(hit.title.split()) if not hit.title_matches else hit.title
    facts = (
        document.date.isoformat() if document.date else None,
        document.source,
        document.dateline,
        interface.say(f"language.{passage.language}"),
    )
    return HitView(
        rank=hit.rank,
        title=write_marked(title, 0, len(title), hit.title_marks(), interface.mark),
        address=interface.document(
            document.id, answer.values, anchor=f"p{passage.ordinal}"
        ),
        facts=tuple(fact for fact in facts if fact),
        language=passage.language,
        passage=write_marked(
            document.text, passage.start, passage.end, hit.marks(), interface.mark
        ),
        names=tuple(group_names(passage.entities, interface)),
        found_as=tuple(hit.translations.items())[:8],
        missing=tuple(one for one in hit.missing if one not in answer.results.missing),
        reasons=tuple(_list_reasons(hit, interface)),
    )


def group_names(
    entities: Sequence[Entity], interface: Interface
) -> Iterator[tuple[str, tuple[Name, ...]]]:
    """Yield the label of each group of names, with its names, those named most first."""
    for group, types in NAMED.items():
        counts: dict[str, list[Entity]] = {}
        for one in entities:
            if one.type in types:
                counts.setdefault(one.id, []).append(one)
        found = sorted(counts.values(), key=len, reverse=True)[:_SHOWN_NAMES]
        if found:
            yield (
                interface.say(f"named.{group}"),
                tuple(
                    Name(one[0].name, one[0].type.lower(), interface.entity(one[0].id))
                    for one in found
                ),
            )


def _list_reasons(hit: Hit, interface: Interface) -> Iterator[tuple[str, str, str]]:
    """Yield why a hit was found: a word of the query, what it found, and how."""
    text, title = hit.document.text, hit.title
    found: dict[tuple[str, str], dict[str, None]] = {}
    for source, matches in ((title, hit.title_matches), (text, hit.matches)):
        for one in matches:
            words = found.setdefault((one.query, one.kind), {})
            words[source[one.start : one.end]] = None
    for (query, kind), words in found.items():
        yield query, ", ".join(words), interface.say(f"how.{kind}")


def _list_facets(answer: SearchAnswer, interface: Interface) -> Iterator[FacetView]:
    for name, found in answer.results.facets.items():
        if not found:
            continue
        choices = [
            _make_choice(name, one, answer.values, interface)
            for one in found[: _SHOWN_VALUES + _MORE_VALUES]
        ]
        yield FacetView(
            interface.say(f"facet.{name}"),
            tuple(choices[:_SHOWN_VALUES]),
            tuple(choices[_SHOWN_VALUES:]),
        )


def _make_choice(
    facet: str, value: FacetValue, values: Mapping[str, Any], interface: Interface
) -> Choice:
    if facet == "year":
        is_chosen = values["since"] == values["until"] == value.id
        changed = dict.fromkeys(("since", "until"), None if is_chosen else value.id)
    else:
        name = {"source": "source"}.get(facet, "entity")
        is_chosen = value.id in values[name]
        others = tuple(one for one in values[name] if one != value.id)
        changed = {name: others if is_chosen else (*others, value.id)}
    address = interface.search({**values, **changed, "page": 1})
    return Choice(value.name, address, value.count, is_chosen)


def _list_chips(answer: SearchAnswer, interface: Interface) -> Iterator[Chip]:
    values = answer.values

    def without(**changed: Any) -> str:
        return interface.search({**values, "page": 1, **changed})

    names = {
        one.id: one.name for found in answer.results.facets.values() for one in found
    }
    for entity in values["entity"]:
        rest = tuple(one for one in values["entity"] if one != entity)
        yield Chip(
            interface.say("filter.entity"), names.get(entity, entity), without(entity=rest)
        )
    for source in values["source"]:
        rest = tuple(one for one in values["source"] if one != source)
        yield Chip(interface.say("filter.source"), source, without(source=rest))
    if values["lang"]:
        language = interface.say(f"language.{values['lang']}")
        yield Chip(interface.say("filter.lang"), language, without(lang=None))
    if values["since"] and values["since"] == values["until"]:
        yield Chip(
            interface.say("filter.date"), values["since"], without(since=None, until=None)
        )
    else:
        for name in ("since", "until"):
            if values[name]:
                yield Chip(
                    interface.say(f"filter.{name}"), values[name], without(**{name: None})
                )
    if not values["translate"]:
        yield Chip("", interface.say("filter.untranslated"), without(translate=True))
    if values["match"] != "best":
        yield Chip("", interface.say(f"match.{values['match']}"), without(match="best"))
