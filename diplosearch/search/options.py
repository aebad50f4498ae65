"""The options of a search, and their checks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..engines.ranking import HALF_LIFE, MOST_DAYS, Recency
from ..errors import UsageError
from ..model import FACETS, Language, MatchMode, check_field_name
from ..query import tree
from ..query.filters import (
    Note,
    describe_days,
    filter_dates,
    filter_language,
    filter_sources,
    read_language,
    read_period,
)
from ..schema import TAG
from ..text.excerpts import LEAST_LENGTH, LENGTH

if TYPE_CHECKING:
    from ..text.dates import DateSpan

Sort = Literal["score", "date", "recent"]

Group = Literal["story"]

_MOST_ENTITIES = 64
"""Entities that a passage has to name at most; a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """Options of a search; see :meth:`diplosearch.Index.search` for each.

    ``timeout`` is in seconds. ``filters`` is the query tree of language, source and dates.

    Raises :class:`UsageError` for a wrong value; it names the option and the values that
    it may have.
    """

    limit: int | None = 10
    offset: int = 0
    language: str | None = None
    since: str | datetime.date | None = None
    until: str | datetime.date | None = None
    source: str | Sequence[str] | None = None
    entities: str | Sequence[str] = ()
    """Entities that a passage has to name, all of them: ids, or ``country:Çin``; 64 at
    most."""

    sort: Sort = "score"
    per_document: int | None = 3
    group: Group | None = None
    facets: Sequence[str] = ()
    fields: Any = ()
    """Values that fields of one's own have to have, any of those of a field; and tags."""

    timeout: float | None = None
    translate: bool = True
    match: MatchMode = "best"
    timeline: bool = False
    today: datetime.date | None = None
    """The day from which dates such as *geçen hafta* are counted; None for the clock's."""

    notes: tuple[str, ...] = field(init=False)
    """What days dates mean that were counted from ``today``."""

    half_life: float = HALF_LIFE
    """With ``sort="recent"``: days after which half of what is new about a document is
    gone."""

    excerpt: int | None = LENGTH
    filters: tuple[tree.Node, ...] = field(init=False)

    def __post_init__(self) -> None:
        check_limit(self.limit)
        _check_count("offset", self.offset, 0)
        if self.per_document is not None:
            _check_count("per_document", self.per_document, 1)
        if self.sort not in get_args(Sort):
            raise UsageError(f"sort={self.sort!r}: use 'score', 'date' or 'recent'")
        if not _is_positive(self.half_life) or self.half_life > MOST_DAYS:
            raise UsageError(
                f"half_life={self.half_life!r}: give days, more than 0 and at most "
                f"{MOST_DAYS:,}"
            )
        if self.group not in (None, *get_args(Group)):
            raise UsageError(f"group={self.group!r}: use 'story' or None")
        facets = _read_list("facets", self.facets)
        for facet in facets:
            _check_facet(facet)
        object.__setattr__(self, "facets", facets)
        if self.source is not None and not isinstance(self.source, str):
            object.__setattr__(self, "source", _read_sources(self.source))
        object.__setattr__(self, "entities", check_entities(self.entities))
        object.__setattr__(self, "fields", _read_fields(self.fields))
        if self.timeout is not None and not _is_positive(self.timeout):
            raise UsageError(f"timeout={self.timeout!r}: give seconds, more than 0")
        if not isinstance(self.translate, bool):
            raise UsageError(f"translate={self.translate!r}: give True or False")
        if not isinstance(self.timeline, bool):
            raise UsageError(f"timeline={self.timeline!r}: give True or False")
        if self.match not in get_args(MatchMode):
            raise UsageError(f"match={self.match!r}: use 'best', 'all' or 'any'")
        if self.today is not None and type(self.today) is not datetime.date:
            raise UsageError(f"today={self.today!r}: give a datetime.date")
        notes: list[str] = []
        object.__setattr__(self, "filters", tuple(self._make_filters(notes)))
        object.__setattr__(self, "notes", tuple(notes))
        if self.excerpt is not None:
            _check_count("excerpt", self.excerpt, LEAST_LENGTH)

    @property
    def recency(self) -> Recency | None:
        """What the age of a document does to its scores; None where it does nothing."""
        if self.sort != "recent":
            return None
        return Recency(self.today or datetime.date.today(), self.half_life)

    def _make_filters(self, notes: list[str]) -> Iterable[tree.Node]:
        if self.language is not None:
            yield filter_language(_read_language(self.language))
        if self.source is not None:
            yield filter_sources(_read_sources(self.source))
        if self.since is not None or self.until is not None:
            since = _read_date("since", self.since, self.today, notes)
            until = _read_date("until", self.until, self.today, notes)
            if since and until and since.low > until.high:
                raise UsageError(f"since={self.since!r} is later than until={self.until!r}")
            yield filter_dates(since, until)


def _is_positive(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0


def _read_list(name: str, given: object) -> tuple[str, ...]:
    """Return an iterable of strings as a tuple.

    Raises :class:`UsageError` for anything else.
    """
    if isinstance(given, Iterable) and not isinstance(given, str):
        names = tuple(given)
        if all(isinstance(one, str) for one in names):
            return names
    raise UsageError(f"{name}={given!r}: give a list of names")


def check_query(query: object) -> None:
    """Raise :class:`UsageError` unless ``query`` is a string."""
    if not isinstance(query, str):
        raise UsageError(f"query is {type(query).__name__}; give a string")


def check_limit(limit: object) -> None:
    """Raise :class:`UsageError` unless ``limit`` is None or a whole number from 0 on."""
    if limit is not None:
        _check_count("limit", limit, 0)


def check_entities(given: object) -> tuple[str, ...]:
    """Return names or ids of entities, each once.

    Raises :class:`UsageError` for too many and for what is no name.
    """
    entities = (given,) if isinstance(given, str) else _read_list("entities", given)
    if not all(entity.strip() for entity in entities):
        raise UsageError(f"entities={given!r}: give names or ids")
    entities = tuple(dict.fromkeys(entities))
    if len(entities) > _MOST_ENTITIES:
        raise UsageError(f"entities: {len(entities):,} given; give {_MOST_ENTITIES}")
    return entities


def _check_facet(name: str) -> None:
    """Raise :class:`UsageError` for what is no facet and no name of a field."""
    if name in FACETS:
        return
    try:
        check_field_name(name)
    except UsageError:
        raise UsageError(f"{name!r} is no facet; use {', '.join(FACETS)}") from None


def _read_fields(given: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return filters by fields of one's own, with the values that each may have.

    Raises :class:`UsageError` for anything but a mapping of names to texts.
    """
    if given in ((), None):
        return ()
    if not isinstance(given, Mapping):
        if isinstance(given, tuple):
            return given  # read before
        raise UsageError(f"fields={given!r}: give a mapping such as {{'desk': 'Ankara'}}")
    fields = []
    for name, value in given.items():
        if name != TAG:
            check_field_name(name)
        values = (value,) if isinstance(value, str) else _read_list("fields", value)
        if not values or not all(one.strip() for one in values):
            raise UsageError(f"fields={given!r}: give a text or several for {name!r}")
        fields.append((name, values))
    return tuple(fields)


def _check_count(name: str, value: object, least: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise UsageError(f"{name}={value!r}: give a whole number from {least} on")


def _read_language(typed: str) -> Language:
    language = read_language(typed) if isinstance(typed, str) else None
    if language is None:
        raise UsageError(f"language={typed!r}: use 'tr' or 'en'")
    return language


def _read_sources(given: str | Sequence[str]) -> tuple[str, ...]:
    sources = (given,) if isinstance(given, str) else _read_list("source", given)
    if not sources or not all(source.strip() for source in sources):
        raise UsageError(f"source={given!r}: give a name or a list of names")
    return sources


def _read_date(
    name: Literal["since", "until"],
    typed: str | datetime.date | None,
    today: datetime.date | None,
    notes: list[str],
) -> DateSpan | None:
    """Return the days that an option names; what was counted is told in ``notes``."""
    if typed is None:
        return None
    if isinstance(typed, datetime.datetime):
        typed = typed.date()
    written = typed.isoformat() if isinstance(typed, datetime.date) else str(typed)
    span, is_relative = read_period(written, today, is_end=name == "until")
    if span is None:
        raise UsageError(
            f"{name}={typed!r}: give a date such as 2025, 2025-01-29 or 'last month'"
        )
    if is_relative:
        days = describe_days(span, None) if name == "since" else describe_days(None, span)
        notes.append(Note(f"{name} {written}: {days}"))
    return span
