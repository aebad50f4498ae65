"""A query's way: parse, expand, ask the engine, read back, make hits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from .engines.base import Ranked, Reader
from .entity_table import EntityTable
from .entries import PassageTokens, passage_tokens, title_tokens
from .facets import count_facets
from .fields import ENTITY
from .highlight.matches import Wanted, find_matches, find_title_matches
from .lexicon.lexicon import Lexicon
from .model import Document, Passage
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
    node, expansion = _expand(query, options, reader, known, names)
    if not query.strip():
        expansion.warnings.append("the query is empty; type a word")
    page = _fetch(node, options, reader, store, deadline)
    candidates = _rerank(_open(page.hits, store, names.table), node, options)
    suggestion = suggest(query, expansion.unknown, reader, store)
    if suggestion is not None:
        better, _ = _expand(suggestion, options, reader, known, names)
        if reader.search(better, limit=1, deadline=deadline).total <= page.total:
            suggestion = None
    if not page.is_complete:
        expansion.warnings.append(
            f"stopped after {options.timeout:g} s without an answer; "
            "ask for less or give more time"
        )
    return Results(
        query=query,
        hits=_make_hits(candidates, options, node, reader),
        total=page.total,
        facets=count_facets(
            node,
            options.facets,
            reader=reader,
            store=store,
            commit=commit,
            table=names.table,
        ),
        took=time.perf_counter() - started,
        warnings=tuple(expansion.warnings),
        suggestion=suggestion,
    )


def _expand(
    query: str,
    options: SearchOptions,
    reader: Reader,
    lexicon: Lexicon | None,
    names: Names,
) -> tuple[tree.Node, Expansion]:
    """Return what ``query`` and the filters ask the engine, and how it came about."""
    parsed = parse(query)
    expansion = Expansion(reader, lexicon, names, list(parsed.warnings))
    node = expansion.expand(parsed.tree)
    filters = (*options.filters, *_filter_entities(options.entities, names, expansion))
    if filters and not isinstance(node, tree.Nothing):
        node = tree.Boolean(must=(node, *filters))
    return node, expansion


def _filter_entities(
    asked: Sequence[str], names: Names, expansion: Expansion
) -> Iterator[tree.Node]:
    """Yield what lets passages through that name each of the entities asked for."""
    for typed in asked:
        ids = names.find(typed)
        if not ids:
            expansion.warnings.append(f"{typed}: the index knows no such entity")
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
        per_document=options.per_document,
        order=options.sort,
        deadline=deadline,
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage on its way to a hit; ``nearness`` is a part of ``score``."""

    document: Document
    passage: Passage
    tokens: PassageTokens
    score: float
    nearness: float = 0.0


def _open(
    hits: Sequence[Ranked], store: DocumentStore, table: EntityTable
) -> list[_Candidate]:
    documents = store.read(split_key(hit.key)[0] for hit in hits)
    documents = {row: table.resolve(document) for row, document in documents.items()}
    candidates = []
    for key, score in hits:
        row, ordinal = split_key(key)
        document = documents[row]
        passage = document.passages[ordinal]
        tokens = passage_tokens(passage, title_tokens(document))
        candidates.append(_Candidate(document, passage, tokens, score))
    return candidates


def _rerank(
    candidates: list[_Candidate], node: tree.Node, options: SearchOptions
) -> list[_Candidate]:
    """Return the candidates of the page, the top in order by nearness as well."""
    if options.sort != "score" or options.offset >= RERANKED:
        return candidates
    words = QueryWords.of(node)
    top = []
    for one in candidates[:RERANKED]:
        nearness = words.add_up(one.tokens)
        top.append(replace(one, score=one.score + nearness, nearness=nearness))
    top.sort(key=lambda one: (-one.score, one.document.id, one.passage.ordinal))
    end = options.offset + options.limit
    return [*top, *candidates[RERANKED:]][options.offset : end]


def _make_hits(
    candidates: Sequence[_Candidate],
    options: SearchOptions,
    node: tree.Node,
    reader: Reader,
) -> tuple[Hit, ...]:
    wanted = Wanted.of(node)
    average_length = reader.average_length
    return tuple(
        Hit(
            rank=rank,
            score=one.score,
            document=one.document,
            passage=one.passage,
            matches=find_matches(one.tokens, wanted, one.passage),
            title_matches=find_title_matches(one.tokens, wanted, one.document),
            _asked=Asked(node, average_length, one.nearness),
        )
        for rank, one in enumerate(candidates, options.offset + 1)
    )
