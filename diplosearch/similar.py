"""Documents like a document, or like a passage of one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from .engines.base import Ranked, Reader
from .engines.scorer import Scorer
from .lexicon.lexicon import Lexicon
from .opened import OpenPassage, OpenPostings
from .options import SearchOptions
from .paging import fetch_page
from .query import tree
from .query.naming import Names
from .query.telling import find_telling
from .results import Results
from .search import Candidate, make_hits, open_passages, restrict, score_passages
from .store import DocumentStore

_FETCHED_AT_FIRST = 10
_FETCHED_EACH = 2
_FETCHED_MORE = 4


def find_similar(
    id: str,
    like: Sequence[OpenPassage],
    own: Sequence[OpenPassage],
    options: SearchOptions,
    *,
    reader: Reader,
    store: DocumentStore,
    lexicon: Callable[[], Lexicon],
    names: Names,
) -> Results:
    """Return the passages of other documents that are like ``like``, the likest first.

    They are passages of the document called ``id``, and ``own`` are all of it that
    the index holds. The query of the results holds the words that were looked for.
    """
    started = time.perf_counter()
    node, words = find_telling(
        like,
        own,
        reader=reader,
        lexicon=lexicon() if options.translate else None,
        names=names,
    )
    warnings: list[str] = []
    node = restrict(node, options, names, warnings)
    candidates, total = _fetch(node, id, options, reader, store, names)
    length = reader.average_length
    return Results(
        query=words,
        hits=make_hits(candidates, node, length),
        total=total - len(Scorer(OpenPostings(own, length)).score(node)),
        took=time.perf_counter() - started,
        warnings=tuple(warnings),
    )


def _fetch(
    node: tree.Node,
    id: str,
    options: SearchOptions,
    reader: Reader,
    store: DocumentStore,
    names: Names,
) -> tuple[list[Candidate], int]:
    """Return the passages to show, and how many match, those of ``id`` included.

    Engines round scores in their ways; so more passages are scored again than are
    shown, and folded after that.
    """
    fetched = _FETCHED_AT_FIRST + _FETCHED_EACH * options.limit
    while True:
        page = fetch_page(
            node,
            reader=reader,
            store=store,
            offset=0,
            limit=fetched,
            per_document=None,
            order="score",
            deadline=None,
            free=fetched,
        )
        found = _score(page.hits, node, reader, store, names)
        folded = _fold((one for one in found if one.opened.stored.id != id), options)
        if len(folded) == options.limit or fetched >= page.total:
            return folded, page.total
        fetched *= _FETCHED_MORE


def _score(
    hits: Iterable[Ranked],
    node: tree.Node,
    reader: Reader,
    store: DocumentStore,
    names: Names,
) -> list[Candidate]:
    opened = open_passages((hit.key for hit in hits), store, names.table)
    scored = score_passages(opened, node, reader.average_length)
    scored.sort(key=lambda one: (-one.score, one.opened.stored.id, one.opened.ordinal))
    return scored


def _fold(candidates: Iterable[Candidate], options: SearchOptions) -> list[Candidate]:
    """Return the candidates that are shown: the best passages of each document."""
    seen: dict[str, int] = {}
    kept = []
    for one in candidates:
        id = one.opened.stored.id
        seen[id] = seen.get(id, 0) + 1
        if options.per_document is None or seen[id] <= options.per_document:
            kept.append(one)
    return kept[: options.limit]
