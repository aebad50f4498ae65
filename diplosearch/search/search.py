"""Search: expand the query, ask the engine, load passages, score them, make hits."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

from ..engines.deadline import OutOfTimeError
from ..engines.ranking import RERANKED
from ..query import tree
from .coverage import count_held
from .facets import count_facets
from .hits import Candidate, HitStream, make_hits, score_passages, sort_key
from .loaded_passages import LoadedPassages
from .options import SearchOptions
from .paging import Page, fetch_page
from .proximity import add_proximity_boosts
from .results import Hit, Results
from .searcher import Searcher
from .spelling_suggestion import suggest


def search(searcher: Searcher, query: str, options: SearchOptions) -> Results:
    """Return the results of ``query``.

    No query raises an error; ``Results.warnings`` says what could not be understood.
    """
    started = time.perf_counter()
    deadline = None if options.timeout is None else time.monotonic() + options.timeout
    node, expansion = searcher.expand(query, options, deadline)
    if not query.strip():
        expansion.warnings.append("the query is empty; type a word")
    pool = _pool_size(searcher, options)
    page = _fetch(searcher, node, options, pool, deadline)
    hits = _load_hits(searcher, node, page, options, pool)
    # Before the suggestion, whose searches replace the passages that a reader keeps.
    facets = {}
    if page.is_complete:
        facets = count_facets(searcher, node, options.facets, deadline)
    held = count_held(searcher, node, expansion.concepts, options, page.total, deadline)
    suggestion = None
    with suppress(OutOfTimeError):
        suggestion = suggest(searcher, query, expansion.unknown, deadline)
    if suggestion is not None:
        better, _ = searcher.expand(suggestion, options, deadline)
        found = searcher.reader.search(better, limit=1, deadline=deadline)
        if found.total <= page.total:
            suggestion = None
    expansion.warnings += _describe_timeout(page, facets, options, deadline)
    return Results(
        query=query,
        hits=hits,
        total=page.total,
        whole=held.whole,
        missing=held.missing,
        facets=facets,
        took=time.perf_counter() - started,
        warnings=tuple(expansion.warnings),
        suggestion=suggestion,
    )


def _describe_timeout(
    page: Page, facets: Collection[str], options: SearchOptions, deadline: float | None
) -> Iterator[str]:
    """Yield a warning if hits, and one if facets, are missing for lack of time."""
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


def _pool_size(searcher: Searcher, options: SearchOptions) -> int:
    """Return the number of top passages that are scored again, 0 where none is shown."""
    pool = searcher.reader.pool
    return pool if options.sort == "score" and options.offset < pool else 0


def _fetch(
    searcher: Searcher,
    node: tree.Node,
    options: SearchOptions,
    pool: int,
    deadline: float | None,
) -> Page:
    """Return the passages of the page, or those of the pool and the page."""
    limit = max(1, searcher.reader.passages) if options.limit is None else options.limit
    return fetch_page(
        searcher,
        node,
        offset=0 if pool else options.offset,
        limit=max(pool, options.offset + limit) if pool else limit,
        unsorted=pool,
        per_document=options.per_document,
        order=options.sort,
        deadline=deadline,
    )


def _load_hits(
    searcher: Searcher,
    node: tree.Node,
    page: Page,
    options: SearchOptions,
    pool: int,
) -> Sequence[Hit]:
    """Return the hits of a page; without a limit, most are loaded when they are read."""
    length = searcher.reader.average_length
    count = len(page.hits) if options.limit is not None else max(pool, RERANKED)
    passages = searcher.load(hit.key for hit in page.hits[:count])
    scored = score_passages(passages, node, length)
    candidates = _rerank(scored, passages, node, options, pool)
    hits = make_hits(candidates, passages, node, length, before=options.offset)
    if len(page.hits) <= count:
        return hits
    return HitStream(searcher, node, hits, page.hits[count:], options.offset)


def _rerank(
    candidates: list[Candidate],
    passages: LoadedPassages,
    node: tree.Node,
    options: SearchOptions,
    pool: int,
) -> list[Candidate]:
    """Return the candidates of the page.

    Those of the pool are sorted by our scores, with proximity boosts for the first ten;
    the others stay in the engine's order.
    """
    if not pool:
        return candidates
    by_score = sorted(candidates[:pool], key=lambda one: sort_key(one, passages))
    boosts = add_proximity_boosts(node, passages, len(by_score))
    top = [
        Candidate(one.number, one.score + boosts[one.number], boosts[one.number])
        for one in by_score[:RERANKED]
    ]
    top.sort(key=lambda one: sort_key(one, passages))
    end = None if options.limit is None else options.offset + options.limit
    return [*top, *by_score[RERANKED:], *candidates[pool:]][options.offset : end]
