"""A query's way: parse, expand, ask the engine, read back, make hits."""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Literal, get_args

from .engines.base import Ranked, Reader
from .entries import passage_tokens, title_tokens
from .errors import UsageError
from .fields import DATE, LANGUAGE, SOURCE
from .highlight.matches import Wanted, find_matches, find_title_matches
from .lexicon.lexicon import Lexicon
from .model import Language
from .paging import fetch_page
from .query import tree
from .query.expansion import Expansion
from .query.filters import (
    filter_dates,
    filter_language,
    filter_sources,
    read_language,
)
from .query.parser import parse
from .results import Asked, FacetValue, Hit, Results
from .store import DocumentStore, split_key
from .suggestion import suggest
from .text import normalize

if TYPE_CHECKING:
    from .dates import DateSpan

Sort = Literal["score", "date"]
Facet = Literal["source", "language", "year"]

_FACET_FIELDS = {"source": SOURCE, "language": LANGUAGE, "year": DATE}
_YEAR_LETTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """How to search; checked when it is made.

    Raises :class:`UsageError` that names the option and what it may be.
    """

    limit: int = 10
    offset: int = 0
    language: str | None = None
    since: str | datetime.date | None = None
    until: str | datetime.date | None = None
    source: str | Sequence[str] | None = None
    sort: Sort = "score"
    per_document: int | None = 3
    facets: Sequence[Facet] = ()
    timeout: float | None = None
    translate: bool = True
    filters: tuple[tree.Node, ...] = field(init=False)

    def __post_init__(self) -> None:
        _check_count("limit", self.limit, 1)
        _check_count("offset", self.offset, 0)
        if self.per_document is not None:
            _check_count("per_document", self.per_document, 1)
        if self.sort not in get_args(Sort):
            raise UsageError(f"sort={self.sort!r}: use 'score' or 'date'")
        if isinstance(self.facets, str):
            raise UsageError(f"facets={self.facets!r}: give a list, such as ['source']")
        for facet in self.facets:
            if facet not in _FACET_FIELDS:
                raise UsageError(f"facet {facet!r}: use {', '.join(_FACET_FIELDS)}")
        if self.timeout is not None and not self.timeout > 0:
            raise UsageError(f"timeout={self.timeout!r}: give seconds, more than 0")
        object.__setattr__(self, "filters", tuple(self._make_filters()))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the options."""
        return tuple(field.name for field in fields(cls) if field.init)

    def _make_filters(self) -> Iterable[tree.Node]:
        if self.language is not None:
            yield filter_language(_read_language(self.language))
        if self.source is not None:
            yield filter_sources(_read_sources(self.source))
        if self.since is not None or self.until is not None:
            since, until = _read_date("since", self.since), _read_date("until", self.until)
            if since and until and since.low > until.high:
                raise UsageError(f"since={self.since!r} is later than until={self.until!r}")
            yield filter_dates(since, until)


def _check_count(name: str, value: object, least: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise UsageError(f"{name}={value!r}: give a whole number from {least} on")


def _read_language(typed: str) -> Language:
    language = read_language(typed) if isinstance(typed, str) else None
    if language is None:
        raise UsageError(f"language={typed!r}: use 'tr' or 'en'")
    return language


def _read_sources(given: str | Sequence[str]) -> list[str]:
    sources = [given] if isinstance(given, str) else list(given)
    if not all(isinstance(source, str) for source in sources):
        raise UsageError(f"source={given!r}: give a name or a list of names")
    return sources


def _read_date(name: str, typed: str | datetime.date | None) -> DateSpan | None:
    if typed is None:
        return None
    from .dates import parse as parse_date  # its patterns take a while to compile

    if isinstance(typed, datetime.datetime):
        typed = typed.date()
    written = typed.isoformat() if isinstance(typed, datetime.date) else str(typed)
    span = parse_date(written)
    if span is None:
        raise UsageError(f"{name}={typed!r}: give a date such as 2025, 2025-01, 2025-01-29")
    return span


def search(
    query: str,
    options: SearchOptions,
    *,
    reader: Reader,
    store: DocumentStore,
    commit: int,
    lexicon: Callable[[], Lexicon],
) -> Results:
    """Return the passages that answer ``query``.

    ``lexicon`` is called when the query is to be translated. A query never
    raises; what could not be understood is in ``Results.warnings``.
    """
    started = time.perf_counter()
    deadline = None if options.timeout is None else time.monotonic() + options.timeout
    known = lexicon() if options.translate else None
    node, expansion = _expand(query, options, reader, known)
    if not query.strip():
        expansion.warnings.append("the query is empty; type a word")
    page = fetch_page(
        node,
        reader=reader,
        store=store,
        offset=options.offset,
        limit=options.limit,
        per_document=options.per_document,
        order=options.sort,
        deadline=deadline,
    )
    hits = _make_hits(page.hits, options.offset, node, reader, store)
    suggestion = suggest(query, expansion.unknown, reader, store)
    if suggestion is not None:
        better, _ = _expand(suggestion, options, reader, known)
        if reader.search(better, limit=1, deadline=deadline).total <= page.total:
            suggestion = None
    if not page.is_complete:
        expansion.warnings.append(
            f"stopped after {options.timeout:g} s without an answer; "
            "ask for less or give more time"
        )
    return Results(
        query=query,
        hits=hits,
        total=page.total,
        took=time.perf_counter() - started,
        warnings=tuple(expansion.warnings),
        suggestion=suggestion,
        facets=_count_facets(node, options.facets, reader, store, commit),
    )


def _expand(
    query: str, options: SearchOptions, reader: Reader, lexicon: Lexicon | None
) -> tuple[tree.Node, Expansion]:
    """Return what ``query`` and the filters ask the engine, and how it came about."""
    parsed = parse(query)
    expansion = Expansion(reader, lexicon, list(parsed.warnings))
    node = expansion.expand(parsed.tree)
    if options.filters and not isinstance(node, tree.Nothing):
        node = tree.Boolean(must=(node, *options.filters))
    return node, expansion


def _make_hits(
    page: Sequence[Ranked],
    offset: int,
    node: tree.Node,
    reader: Reader,
    store: DocumentStore,
) -> tuple[Hit, ...]:
    documents = store.read(split_key(ranked.key)[0] for ranked in page)
    asked = Asked(node, reader.average_length)
    wanted = Wanted.of(node)
    hits = []
    for rank, (key, score) in enumerate(page, offset + 1):
        row, ordinal = split_key(key)
        document = documents[row]
        passage = document.passages[ordinal]
        tokens = passage_tokens(passage, title_tokens(document))
        hits.append(
            Hit(
                rank=rank,
                score=score,
                document=document,
                passage=passage,
                matches=find_matches(tokens, wanted, start=passage.start),
                title_matches=find_title_matches(tokens, wanted),
                _asked=asked,
            )
        )
    return tuple(hits)


def _count_facets(
    node: tree.Node,
    facets: Sequence[Facet],
    reader: Reader,
    store: DocumentStore,
    commit: int,
) -> dict[str, tuple[FacetValue, ...]]:
    counted: dict[str, tuple[FacetValue, ...]] = {}
    for facet in facets:
        counts: Counter[str] = Counter(reader.count_by(node, _FACET_FIELDS[facet]))
        names: dict[str, str] = {}
        if facet == "year":
            years: Counter[str] = Counter()
            for value, count in counts.items():
                years[value[:_YEAR_LETTERS]] += count
            counts = years
        elif facet == "source":
            names = {
                normalize(name): name for name in store.count_by("source", commit) if name
            }
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        counted[facet] = tuple(
            FacetValue(value, names.get(value, value), count) for value, count in ordered
        )
    return counted
