"""Search: expand the query, ask the engine, load passages, score them, make hits."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from ..engines.base import Order, Ranked
from ..engines.deadline import OutOfTimeError, limit_requests
from ..engines.ranking import RERANKED
from ..errors import UsageError
from ..query import tree
from ..query.filters import Note
from ..query.traversal import leaves
from ..storage.codec import split_key
from ..stories.documents import choose_first
from .aggregates.facets import Facets, check_facets, count_facets
from .coverage import Held, count_held
from .hits import (
    Candidate,
    HitStream,
    make_hits,
    make_reader,
    make_scorer,
    score_passages,
    sort_key,
)
from .loaded_passages import LoadedPassages
from .options import SearchOptions, check_query
from .paging import Page, fetch_page, fetch_recent, keep_near
from .proximity import add_proximity_boosts
from .results import Hit, Results
from .searcher import NO_ANSWER, Searcher

_FETCHED_AT_FIRST, _FETCHED_MORE = 2, 4
"""Passages fetched for each story that is shown, and by how much more when those are too
few; guesses."""


def search(searcher: Searcher, query: str, options: SearchOptions) -> Results:
    """Return the results of ``query``.

    No query raises an error; ``Results.warnings`` says what could not be understood.
    """
    started = time.perf_counter()
    check_facets(searcher, options.facets)
    deadline = None if options.timeout is None else time.monotonic() + options.timeout
    with limit_requests(deadline):
        return _search(searcher, query, options, started, deadline)


def _search(
    searcher: Searcher,
    query: str,
    options: SearchOptions,
    started: float,
    deadline: float | None,
) -> Results:
    """Return the results; what there was no time for is missing, and a warning says so."""
    node, expansion = searcher.expand(query, options, deadline)
    if not query.strip():
        expansion.warnings.append("the query is empty; type a word")
    if options.sort == "recent" and not any(leaves(node)):
        options = replace(options, sort="date")  # filters alone give no scores
    page = Page((), 0, is_complete=False)
    hits: Sequence[Hit] = ()
    with suppress(OutOfTimeError):
        page, hits = _find_hits(searcher, node, options, deadline)
    # Before the suggestion, whose searches replace the passages that a reader keeps.
    facets = Facets()
    if page.is_complete:
        facets = count_facets(searcher, node, options.facets, deadline, group=options.group)
    timeline = None
    held, suggestion = Held(), None
    with suppress(OutOfTimeError):
        if options.timeline and page.is_complete:
            from .aggregates.timeline import count_timeline

            timeline = count_timeline(searcher, node, query, None, group=options.group)
        held = count_held(searcher, node, expansion.concepts, options, page, deadline)
        if expansion.unknown:
            suggestion = _suggest_better(
                searcher, query, expansion.unknown, options, page.total, deadline
            )
    expansion.warnings += _describe_timeout(page, facets, options, deadline)
    return Results(
        query=query,
        hits=hits,
        total=page.total,
        whole=held.whole,
        missing=held.missing,
        facets=facets,
        timeline=timeline,
        took=time.perf_counter() - started,
        warnings=tuple(expansion.warnings),
        suggestion=suggestion,
        group=options.group,
    )


def _suggest_better(
    searcher: Searcher,
    query: str,
    unknown: Sequence[tree.Word],
    options: SearchOptions,
    total: int,
    deadline: float | None,
) -> str | None:
    """Return a better spelling that finds more than ``total`` passages, or None."""
    from .spelling_suggestion import suggest

    suggestion = suggest(searcher, query, unknown, deadline)
    if suggestion is not None:
        better, _ = searcher.expand(suggestion, options, deadline)
        found = searcher.reader.search(better, limit=1, deadline=deadline)
        if found.total <= total:
            return None
    return suggestion


def _find_hits(
    searcher: Searcher, node: tree.Node, options: SearchOptions, deadline: float | None
) -> tuple[Page, Sequence[Hit]]:
    """Return the page of passages that was fetched, and its hits.

    Of each story one is shown, so more passages are fetched until there are enough.
    """
    if options.group is None or searcher.stories is None:
        page, first = _fetch(searcher, node, options, deadline)
        return page, _load_hits(searcher, node, page, options, first)
    if options.limit is None:
        page, first = _fetch(searcher, node, replace(options, offset=0), deadline)
        return page, _load_hits(searcher, node, page, options, first)
    fetched = (options.offset + options.limit) * _FETCHED_AT_FIRST
    while True:
        more = replace(options, offset=0, limit=fetched)
        page, first = _fetch(searcher, node, more, deadline)
        hits = _load_hits(searcher, node, page, options, first)
        is_all = len(page.hits) < fetched or not page.is_complete
        if is_all or len(hits) >= options.limit:
            return page, hits
        fetched *= _FETCHED_MORE


def find_ids(searcher: Searcher, query: str, options: SearchOptions) -> list[str]:
    """Return the ids of the documents of which a passage answers ``query``, in order.

    Raises :class:`UsageError` for a query that is empty, and for one of which a part would
    be passed over or searched otherwise than it is typed.
    """
    check_query(query)
    if searcher.parse(query, strict=True).tree == tree.Nothing():
        raise UsageError("the query is empty; give words or fields, as 'source:Xinhua'")
    node, expansion = searcher.expand(query, options)
    for warning in expansion.warnings:
        if not isinstance(warning, Note):
            raise UsageError(f"the query was not understood wholly: {warning}")
    rows = searcher.find_all(node)
    ids = searcher.store.ids(rows)
    return [ids[row] for row in rows]


def _fetch(
    searcher: Searcher, node: tree.Node, options: SearchOptions, deadline: float | None
) -> tuple[Page, int]:
    """Return the passages that may be on the page, and the rank of the first of them."""
    recency = options.recency
    if recency is not None:
        end = _end_of_page(options) or None
        page = fetch_recent(
            searcher,
            node,
            recency,
            end=end,
            per_document=options.per_document,
            deadline=deadline,
        )
        return page, 0
    first, end = _window(searcher, options)
    order: Order = "date" if options.sort == "date" else "score"
    is_near = order == "score" and searcher.reader.pool > 0
    page = fetch_page(
        searcher,
        node,
        offset=first,
        limit=end - first,
        unsorted=0 if order == "date" else end if is_near else RERANKED,
        shown=0 if first or not is_near else _end_of_page(options),
        per_document=options.per_document,
        order=order,
        deadline=deadline,
    )
    return page, first


def _describe_timeout(
    page: Page, facets: Collection[str], options: SearchOptions, deadline: float | None
) -> Iterator[str]:
    """Yield a warning if hits, and one if facets, are missing for lack of time."""
    if not page.is_complete and (deadline is None or time.monotonic() < deadline):
        yield NO_ANSWER
    elif not page.is_complete:
        got = "with what was found by then" if page.hits else "without an answer"
        yield f"stopped after {options.timeout:g} s {got}; ask for less or give more time"
    uncounted = [name for name in options.facets if name not in facets]
    if uncounted:
        yield f"no time was left to count {', '.join(uncounted)}"


def _window(searcher: Searcher, options: SearchOptions) -> tuple[int, int]:
    """Return the ranks from which on and before which passages are fetched for a page.

    Those are scored again among which the page is found: where it shows any of the first
    ten, all ten, and where the engine's scores only come near ours, those around it.
    """
    limit = max(1, searcher.reader.passages) if options.limit is None else options.limit
    first, end = options.offset, options.offset + limit
    if options.sort != "score":
        return first, end
    pool = searcher.reader.pool
    if first < RERANKED + pool:
        return 0, max(end, RERANKED) + pool
    return first - pool, end + pool


def _end_of_page(options: SearchOptions) -> int:
    """Return the rank behind a page, or behind the first ten; 0 without a limit."""
    return 0 if options.limit is None else max(options.offset + options.limit, RERANKED)


def _load_hits(
    searcher: Searcher,
    node: tree.Node,
    page: Page,
    options: SearchOptions,
    first: int,
) -> Sequence[Hit]:
    """Return the hits of a page; without a limit, most are loaded when they are read.

    first: the rank of the first of the passages that were fetched for it.
    """
    stories = searcher.stories if options.group else None
    found: Sequence[Ranked] = page.hits
    later: tuple[Ranked, ...] = ()
    if options.limit is None:
        count = max(options.offset, RERANKED) + searcher.reader.pool
        found, later = page.hits[:count], page.hits[count:]
    elif stories:
        found = page.hits
    elif options.sort == "score" and searcher.reader.pool:
        end = options.offset + options.limit if first else _end_of_page(options)
        found, first = keep_near(found, first, options.offset, end)
    passages = searcher.load(hit.key for hit in found)
    scorer = make_scorer(passages, searcher.reader.average_length)
    candidates = score_passages(passages, node, scorer, options.recency)
    if options.sort != "date":
        candidates = _rerank(candidates, passages, node, is_top=not first)
    read_others = None
    if stories:
        rows = [split_key(found[one.number].key)[0] for one in candidates]
        chosen = list(choose_first(stories, [*rows, *map(_row_of, later)]))
        later = tuple(later[place - len(rows)] for place in chosen if place >= len(rows))
        candidates = [candidates[place] for place in chosen if place < len(rows)]
        read_others = make_reader(searcher, found)
    start = options.offset - first
    stop = None if options.limit is None else start + options.limit
    hits = make_hits(
        candidates[start:stop],
        passages,
        node,
        scorer,
        before=options.offset,
        excerpt=options.excerpt,
        read_others=read_others,
    )
    if not later:
        return hits
    return HitStream(
        searcher,
        node,
        hits,
        later,
        options.offset,
        options.excerpt,
        options.recency,
        has_others=read_others is not None,
    )


def _row_of(hit: Ranked) -> int:
    return split_key(hit.key)[0]


def _rerank(
    candidates: list[Candidate],
    passages: LoadedPassages,
    node: tree.Node,
    *,
    is_top: bool,
) -> list[Candidate]:
    """Return the candidates sorted by our scores.

    is_top: they begin with the best passage, so the first ten get proximity boosts.
    """
    by_score = sorted(candidates, key=lambda one: sort_key(one, passages))
    if not is_top:
        return by_score
    top = by_score[:RERANKED]
    boosts = add_proximity_boosts(node, passages, [one.number for one in top])
    top = [
        one._replace(score=one.score + boost * one.recency, proximity=boost * one.recency)
        for one, boost in zip(top, boosts, strict=True)
    ]
    top.sort(key=lambda one: sort_key(one, passages))
    return [*top, *by_score[RERANKED:]]
