"""Documents like a document, or like a passage of one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from ..engines.base import Reader
from ..engines.scorer import Scorer
from ..expansion.entity_names import Names
from ..lexicon.lexicon import Lexicon
from ..query import tree
from ..storage.store import DocumentStore
from .loaded_passages import OpenPassage, OpenPassages, OpenPostings
from .options import SearchOptions
from .paging import fetch_page
from .results import Results
from .search import (
    Candidate,
    in_order,
    make_hits,
    open_passages,
    restrict,
    score_passages,
)
from .significant_terms import find_telling

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
    candidates, passages, total = _fetch(node, id, options, reader, store, names)
    length = reader.average_length
    return Results(
        query=words,
        hits=make_hits(candidates, passages, node, length),
        total=total - len(Scorer(OpenPostings(OpenPassages(own), length)).score(node)),
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
) -> tuple[list[Candidate], OpenPassages, int]:
    """Return the candidates to show, what was read back for them, and how many match.

    Those of the document ``id`` are counted, and not shown.

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
        passages = open_passages((hit.key for hit in page.hits), store, names.table)
        scored = score_passages(passages, node, reader.average_length)
        scored.sort(key=lambda one: in_order(one, passages))
        folded = _fold(id, scored, passages, options)
        if len(folded) == options.limit or fetched >= page.total:
            return folded, passages, page.total
        fetched *= _FETCHED_MORE


def _fold(
    id: str,
    candidates: Iterable[Candidate],
    passages: OpenPassages,
    options: SearchOptions,
) -> list[Candidate]:
    """Return the candidates that are shown: the best passages of other documents."""
    seen: dict[str, int] = {}
    kept = []
    for one in candidates:
        other = passages[one.number].stored.id
        seen[other] = seen.get(other, 0) + 1
        if other != id and (
            options.per_document is None or seen[other] <= options.per_document
        ):
            kept.append(one)
    return kept[: options.limit]
