"""A query's way: parse, expand, ask the engine, read back, make hits."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from .engines.base import Reader
from .engines.foresight import foresee
from .engines.scorer import OutOfTimeError, Scorer
from .entity_table import EntityTable
from .facets import count_facets
from .fields import ENTITY
from .highlight.matches import Wanted, find_matches, find_title_matches
from .lexicon.lexicon import Lexicon
from .opened import OpenPassage, OpenPostings
from .options import SearchOptions
from .paging import Page, fetch_page
from .proximity import QueryWords
from .query import tree
from .query.expansion import Expansion
from .query.naming import Names
from .query.parser import parse
from .records import split_key
from .results import Asked, Hit, Results
from .store import DocumentStore
from .suggestion import suggest

RERANKED = 10
"""Passages at the top of an answer that are put in order by nearness as well."""


def search(
    query: str,
    options: SearchOptions,
    *,
    reader: Reader,
    store: DocumentStore,
    commit: int,
    lexicon: Callable[[], Lexicon],
    names: Names,
) -> Results:
    """Return the passages that answer ``query``.

    ``lexicon`` is called when the query is to be translated. A query never
    raises; what could not be understood is in ``Results.warnings``.
    """
    started = time.perf_counter()
    deadline = None if options.timeout is None else time.monotonic() + options.timeout
    known = lexicon() if options.translate else None
    node, expansion = expand_query(query, options, reader, known, names, deadline)
    if not query.strip():
        expansion.warnings.append("the query is empty; type a word")
    page = _fetch(node, options, reader, store, deadline)
    length = reader.average_length
    candidates = _rerank(_open(page, store, names.table, node, length), node, options)
    suggestion = None
    with suppress(OutOfTimeError):
        suggestion = suggest(query, expansion.unknown, reader, store, deadline)
    if suggestion is not None:
        better, _ = expand_query(suggestion, options, reader, known, names, deadline)
        if reader.search(better, limit=1, deadline=deadline).total <= page.total:
            suggestion = None
    facets = count_facets(
        node,
        options.facets,
        reader=reader,
        store=store,
        commit=commit,
        table=names.table,
        deadline=deadline,
    )
    expansion.warnings += _late(page, facets, options, deadline)
    return Results(
        query=query,
        hits=make_hits(candidates, node, length, before=options.offset),
        total=page.total,
        facets=facets,
        took=time.perf_counter() - started,
        warnings=tuple(expansion.warnings),
        suggestion=suggestion,
    )


def _late(
    page: Page, facets: Collection[str], options: SearchOptions, deadline: float | None
) -> Iterator[str]:
    """Yield what there was no time for."""
    if not page.is_complete and (deadline is None or time.monotonic() < deadline):
        yield (
            "no answer: words near each other can stand in too many ways; "
            "take fewer of them, or a smaller number after ~"
        )
    elif not page.is_complete:
        got = "with what was found by then" if page.hits else "without an answer"
        yield f"stopped after {options.timeout:g} s {got}; ask for less or give more time"
    uncounted = [name for name in options.facets if name not in facets]
    if uncounted:
        yield f"no time was left to count {', '.join(uncounted)}"


def expand_query(
    query: str,
    options: SearchOptions,
    reader: Reader,
    lexicon: Lexicon | None,
    names: Names,
    deadline: float | None = None,
) -> tuple[tree.Node, Expansion]:
    """Return what ``query`` and the filters ask the engine, and how it came about.

    Past the deadline that is nothing.
    """
    parsed = parse(query)

    def work() -> tuple[tree.Node, Expansion]:
        expansion = Expansion(reader, lexicon, names, deadline, list(parsed.warnings))
        try:
            return expansion.expand(parsed.tree), expansion
        except OutOfTimeError:
            return tree.Nothing(), expansion

    node, expansion = foresee(reader, work)
    return restrict(node, options, names, expansion.warnings), expansion


def restrict(
    node: tree.Node, options: SearchOptions, names: Names, warnings: list[str]
) -> tree.Node:
    """Return ``node`` confined to what the filters of ``options`` let through."""
    filters = (*options.filters, *_filter_entities(options.entities, names, warnings))
    if not filters or isinstance(node, tree.Nothing):
        return node
    return tree.Boolean(must=(node, *filters))


def _filter_entities(
    asked: Sequence[str], names: Names, warnings: list[str]
) -> Iterator[tree.Node]:
    """Yield what lets passages through that name each of the entities asked for."""
    for typed in asked:
        ids = names.find(typed)
        if not ids:
            warnings.append(f"{typed}: the index knows no such entity")
        yield tree.Keyword(ENTITY, tuple(ids)) if ids else tree.Nothing()


def _fetch(
    node: tree.Node,
    options: SearchOptions,
    reader: Reader,
    store: DocumentStore,
    deadline: float | None,
) -> Page:
    """Return the page asked for, with the whole top where that is reranked."""
    is_top = options.sort == "score" and options.offset < RERANKED
    end = options.offset + options.limit
    return fetch_page(
        node,
        reader=reader,
        store=store,
        offset=0 if is_top else options.offset,
        limit=max(RERANKED, end) if is_top else options.limit,
        free=RERANKED if is_top else 0,
        per_document=options.per_document,
        order=options.sort,
        deadline=deadline,
    )


class Candidate(NamedTuple):
    """A passage on its way to a hit; ``nearness`` is a part of ``score``."""

    opened: OpenPassage
    score: float
    nearness: float = 0.0


def _open(
    page: Page, store: DocumentStore, table: EntityTable, node: tree.Node, length: float
) -> list[Candidate]:
    """Return the passages of a page, read back and scored.

    All engines agree on which passages match, but not on the last digits of a
    score. Ours is given to what is shown, so that it is the same wherever it was
    found, and that an explanation adds up to it.
    """
    opened = open_passages((hit.key for hit in page.hits), store, table)
    return score_passages(opened, node, length)


def open_passages(
    keys: Iterable[int], store: DocumentStore, table: EntityTable
) -> list[OpenPassage]:
    """Return the passages with these keys, read back."""
    places = [split_key(key) for key in keys]
    documents = store.open(row for row, _ in places)
    table.name_entities(documents.values())
    return [OpenPassage(documents[row], ordinal) for row, ordinal in places]


def score_passages(
    opened: Sequence[OpenPassage], node: tree.Node, length: float
) -> list[Candidate]:
    """Return the passages with the scores that ``node`` gives them.

    ``length`` is the average of the index.
    """
    scores = Scorer(OpenPostings(opened, length)).score(node)
    return [Candidate(one, scores.get(number, 0.0)) for number, one in enumerate(opened)]


def _rerank(
    candidates: list[Candidate], node: tree.Node, options: SearchOptions
) -> list[Candidate]:
    """Return the candidates of the page, the top in order by nearness as well."""
    if options.sort != "score" or options.offset >= RERANKED:
        return candidates
    words = QueryWords.of(node)
    top = []
    for one in candidates[:RERANKED]:
        nearness = words.add_up(one.opened)
        top.append(Candidate(one.opened, one.score + nearness, nearness))
    top.sort(key=lambda one: (-one.score, one.opened.stored.id, one.opened.ordinal))
    end = options.offset + options.limit
    return [*top, *candidates[RERANKED:]][options.offset : end]


def make_hits(
    candidates: Sequence[Candidate],
    node: tree.Node,
    average_length: float,
    *,
    before: int = 0,
) -> tuple[Hit, ...]:
    """Return the hits of an answer to ``node``, ranked behind ``before`` others."""
    wanted = Wanted.of(node)
    return tuple(
        Hit(
            rank=rank,
            score=one.score,
            passage=one.opened.passage,
            matches=find_matches(one.opened, wanted),
            title_matches=find_title_matches(one.opened, wanted),
            _opened=one.opened,
            _asked=Asked(node, average_length, one.nearness),
        )
        for rank, one in enumerate(candidates, before + 1)
    )
