"""Many queries, one after the other: a list of names against an index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from ..entity_index.table import EntityRecord
from ..errors import NotFoundError, UsageError
from ..search.results import Results

_AT_ONCE = 100
"""Names that are prefetched together; a guess."""


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """The answer to one query of a batch.

    ``entity`` is the entity that the query was taken for, None where it was searched as
    it is typed.
    """

    query: str
    entity: EntityRecord | None
    results: Results


def answer_each(
    queries: Iterable[str],
    search: Callable[[str], Results],
    find_entity: Callable[[str], EntityRecord],
    *,
    phrase: bool,
    prefetch: Callable[[list[str]], None] | None = None,
) -> Iterator[BatchAnswer]:
    """Return the answer to each query, made when it is iterated over.

    A name for which ``find_entity`` raises no :class:`NotFoundError` is asked for as that
    entity, unless ``phrase``; then each query is a phrase. ``prefetch`` is called with
    each hundred names of a sequence before their answers are made.

    Raises :class:`UsageError` for what is no string, or holds nothing.
    """
    if isinstance(queries, str) or not isinstance(queries, Iterable):
        raise UsageError(f"queries is {type(queries).__name__}; give a list of strings")
    # Of what comes one by one nothing is taken ahead of its answer.
    if prefetch is not None and not phrase and isinstance(queries, Sequence):
        queries = _prefetched(queries, prefetch)
    return _answer_each(queries, search, find_entity, phrase=phrase)


def _prefetched(
    queries: Iterable[str], prefetch: Callable[[list[str]], None]
) -> Iterator[str]:
    """Yield ``queries``; each hundred is prefetched first."""
    left = iter(queries)
    while some := list(islice(left, _AT_ONCE)):
        prefetch([one for one in some if isinstance(one, str) and one.strip()])
        yield from some


def _answer_each(
    queries: Iterable[str],
    search: Callable[[str], Results],
    find_entity: Callable[[str], EntityRecord],
    *,
    phrase: bool,
) -> Iterator[BatchAnswer]:
    for query in queries:
        if not isinstance(query, str):
            raise UsageError(f"a query is {type(query).__name__}; give strings")
        if not query.strip():
            raise UsageError("a query is empty; leave it out")
        entity = None
        if phrase:
            asked = f'"{_unquoted(query)}"'
        else:
            with suppress(NotFoundError):
                entity = find_entity(query)
            asked = query if entity is None else f'entity:"{entity.id}"'
        yield BatchAnswer(query, entity, search(asked))


def _unquoted(query: str) -> str:
    """Return a query without quotation marks, which would end the phrase."""
    return query.translate(dict.fromkeys(map(ord, '"“”„«»'), " "))
