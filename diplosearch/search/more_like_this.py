"""Find documents that are similar to a document, or to the passage of a hit."""

from __future__ import annotations

import time
from collections.abc import Iterable

from ..engines.scorer import Scorer
from ..errors import NotFoundError
from ..query import tree
from ..text.letters import replace_surrogates
from .hits import Candidate, make_hits, make_scorer, score_passages, sort_key
from .loaded_passages import LoadedPassages, LoadedPostings
from .options import SearchOptions
from .paging import fetch_page
from .results import Hit, Results
from .searcher import Searcher
from .significant_terms import find_significant_terms

_FETCHED_AT_FIRST = 10
_FETCHED_EACH = 2
"""Passages fetched: so many, and so many more for each one shown; a guess."""

_FETCHED_MORE = 4
"""Factor by which more are fetched when too few are left to show; a guess."""


def find_similar(searcher: Searcher, like: str | Hit, options: SearchOptions) -> Results:
    """Return similar passages of other documents, the most similar first.

    ``like`` is the id of a document, or a hit, of which only the passage is compared.
    ``Results.query`` holds the significant words that were searched for.

    Raises :class:`NotFoundError` for an unknown id.
    """
    started = time.perf_counter()
    id = replace_surrogates(like) if isinstance(like, str) else like.document.reference
    own = searcher.load_document(id)
    if own is None and isinstance(like, str):
        raise NotFoundError("document", id)
    own = own or []
    id = own[0].stored.reference if own else id
    passages = own if isinstance(like, str) else [like._loaded]
    node, words = find_significant_terms(
        searcher, passages, own, searcher.lexicon_for(options)
    )
    warnings: list[str] = []
    node = searcher.restrict(node, options, warnings)
    candidates, loaded, total = _fetch(searcher, node, id, options)
    length = searcher.reader.average_length
    own_matches = Scorer(LoadedPostings(LoadedPassages(own), length)).score(node)
    return Results(
        query=words,
        hits=make_hits(
            candidates, loaded, node, make_scorer(loaded, length), excerpt=options.excerpt
        ),
        total=total - len(own_matches),
        whole=total - len(own_matches),
        took=time.perf_counter() - started,
        warnings=tuple(warnings),
    )


def _fetch(
    searcher: Searcher, node: tree.Node, id: str, options: SearchOptions
) -> tuple[list[Candidate], LoadedPassages, int]:
    """Return the candidates to show, the loaded passages, and the number that match.

    Passages of the document ``id`` are counted, but not shown. Engines round scores
    differently, so more passages than are shown are scored again and sorted.
    """
    limit = searcher.reader.passages if options.limit is None else options.limit
    fetched = _FETCHED_AT_FIRST + _FETCHED_EACH * limit
    while True:
        page = fetch_page(
            searcher,
            node,
            offset=0,
            limit=fetched,
            per_document=None,
            order="score",
            deadline=None,
            unsorted=fetched,
        )
        passages = searcher.load(hit.key for hit in page.hits)
        scorer = make_scorer(passages, searcher.reader.average_length)
        scored = score_passages(passages, node, scorer)
        scored.sort(key=lambda one: sort_key(one, passages))
        selected = _select(id, scored, passages, options)[:limit]
        if len(selected) == limit or fetched >= page.total:
            return selected, passages, page.total
        fetched *= _FETCHED_MORE


def _select(
    id: str,
    candidates: Iterable[Candidate],
    passages: LoadedPassages,
    options: SearchOptions,
) -> list[Candidate]:
    """Return the candidates to show: the best passages of each other document."""
    seen: dict[str, int] = {}
    kept = []
    for one in candidates:
        other = passages[one.number].stored.reference
        seen[other] = seen.get(other, 0) + 1
        if other != id and (
            options.per_document is None or seen[other] <= options.per_document
        ):
            kept.append(one)
    return kept
