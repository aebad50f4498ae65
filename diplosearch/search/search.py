"""A query's way: parse, expand, ask the engine, read back, make hits."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from ..engines.base import Reader
from ..engines.deadline import OutOfTimeError
from ..engines.prefetch import foresee
from ..engines.scorer import Scorer
from ..entity_index.table import EntityTable
from ..expansion.entity_names import Names
from ..expansion.expand import Expansion
from ..lexicon.lexicon import Lexicon
from ..query import tree
from ..query.parser import parse
from ..schema import ENTITY
from ..storage.codec import split_key
from ..storage.store import DocumentStore
from .facets import count_facets
from .loaded_passages import OpenPassage, OpenPassages, OpenPostings
from .matches import Matcher
from .options import SearchOptions
from .paging import Page, fetch_page
from .proximity import add_up_nearness
from .results import Asked, Hit, Results
from .spelling_suggestion import suggest

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
    passages = open_passages((hit.key for hit in page.hits), store, names.table)
    scored = score_passages(passages, node, length)
    candidates = _rerank(scored, passages, node, options)
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
        hits=make_hits(candidates, passages, node, length, before=options.offset),
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
    """A passage on its way to a hit, by its number among those that were read back.

    ``nearness`` is a part of ``score``.
    """

    number: int
    score: float
    nearness: float = 0.0


def open_passages(
    keys: Iterable[int], store: DocumentStore, table: EntityTable
) -> OpenPassages:
    """Return the passages with these keys, read back."""
    places = [split_key(key) for key in keys]
    documents = store.open(row for row, _ in places)
    table.name_entities(documents.values())
    return OpenPassages(OpenPassage(documents[row], ordinal) for row, ordinal in places)


def score_passages(
    passages: OpenPassages, node: tree.Node, length: float
) -> list[Candidate]:
    """Return the passages with the scores that ``node`` gives them.

    All engines agree on which passages match, but not on the last digits of a
    score. Ours is given to what is shown, so that it is the same wherever it was
    found, and that an explanation adds up to it. ``length`` is the average of the
    index.
    """
    scores = Scorer(OpenPostings(passages, length)).score(node)
    return [Candidate(number, scores.get(number, 0.0)) for number in range(len(passages))]


def _rerank(
    candidates: list[Candidate],
    passages: OpenPassages,
    node: tree.Node,
    options: SearchOptions,
) -> list[Candidate]:
    """Return the candidates of the page, the top in order by nearness as well."""
    if options.sort != "score" or options.offset >= RERANKED:
        return candidates
    count = min(RERANKED, len(candidates))
    added = add_up_nearness(node, passages, count)
    top = [
        Candidate(one.number, one.score + nearness, nearness)
        for one, nearness in zip(candidates, added, strict=False)
    ]
    top.sort(key=lambda one: in_order(one, passages))
    end = options.offset + options.limit
    return [*top, *candidates[count:]][options.offset : end]


def in_order(one: Candidate, passages: OpenPassages) -> tuple[float, str, int]:
    """Return what puts candidates in order: the best first, equals by id and place."""
    opened = passages[one.number]
    return -one.score, opened.stored.id, opened.ordinal


def make_hits(
    candidates: Sequence[Candidate],
    passages: OpenPassages,
    node: tree.Node,
    average_length: float,
    *,
    before: int = 0,
) -> tuple[Hit, ...]:
    """Return the hits of an answer to ``node``, ranked behind ``before`` others."""
    matcher = Matcher(node, passages)
    return tuple(
        Hit(
            rank=rank,
            score=one.score,
            passage=passages[one.number].passage,
            matches=matcher.in_text(one.number),
            title_matches=matcher.in_title(one.number),
            _opened=passages[one.number],
            _asked=Asked(node, average_length, one.nearness),
        )
        for rank, one in enumerate(candidates, before + 1)
    )
