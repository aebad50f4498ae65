"""Which concepts of a query an answer holds, and which it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..engines.scorer import Scorer
from ..query import tree
from ..query.traversal import concept_lists, leaves, require_all
from .loaded_passages import LoadedPassages, LoadedPostings
from .options import SearchOptions
from .paging import Page
from .searcher import Searcher

_MANY_TERMS = 32
"""Terms of a concept that are not looked for again; a guess."""


@dataclass(frozen=True, slots=True)
class Held:
    """The number of passages that hold all concepts, and the concepts that none holds."""

    whole: int = 0
    missing: tuple[str, ...] = ()


def count_held(
    searcher: Searcher,
    node: tree.Node,
    concepts: Sequence[tree.Concept],
    options: SearchOptions,
    page: Page,
    deadline: float | None,
) -> Held:
    """Return what the passages of ``node`` hold, of which ``page`` shows some.

    Where some hold all, no concept is missing, so each is looked for by itself only where
    none does. Within the filters of the search, as the answer is; but what is found by as
    many terms as ``ba*`` is taken to be within them, as it takes long to look.
    """
    reader = searcher.reader
    whole = page.total
    lacking = [one for one in concepts if one.whole == tree.Nothing()]
    if lacking:
        whole = 0
    elif page.whole is not None:
        whole = page.whole
    elif page.total and (strict := require_all(node)) != node:
        whole = reader.search(strict, limit=1, deadline=deadline).total
    if whole:
        return Held(whole)
    missing = []
    for one in concepts:
        found = searcher.restrict(one.whole, options, [])
        is_sure = found is one.whole or _count_terms(one.whole) > _MANY_TERMS
        if is_sure and _is_in_index(one.whole):
            continue
        if one in lacking or not reader.search(found, limit=1, deadline=deadline).total:
            missing.append(one.text)
    # What is left of a query such as ``country:`` has no words.
    return Held(0, tuple(dict.fromkeys(filter(None, missing))))


def _count_terms(node: tree.Node) -> int:
    return sum(1 for _ in leaves(node))


def _is_in_index(node: tree.Node) -> bool:
    """Tell whether a passage matches ``node``, as far as that is sure without a search.

    The expansion makes terms of what the index has.
    """
    match node:
        case tree.Term():
            return node.language is None
        case tree.Best():
            return any(map(_is_in_index, node.children))
    return False


def find_missing(node: tree.Node, scorer: Scorer) -> tuple[str, ...]:
    """Return the concepts of ``node`` that no passage of a scorer holds, as typed."""
    lacking = (
        one.text
        for found in concept_lists(node)
        for one in found.concepts
        if not scorer.score(one.whole)
    )
    return tuple(dict.fromkeys(lacking))


def find_missing_each(
    node: tree.Node, passages: LoadedPassages, average_length: float
) -> list[tuple[str, ...]]:
    """Return the concepts of ``node`` that each passage lacks, all looked up at once."""
    scorer = Scorer(LoadedPostings(passages, average_length))
    held = [
        (one.text, scorer.score(one.whole))
        for found in concept_lists(node)
        for one in found.concepts
    ]
    return [
        tuple(dict.fromkeys(text for text, scores in held if number not in scores))
        for number in range(len(passages))
    ]
