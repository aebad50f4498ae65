"""Compiles our tree into the cluster's query language; both match the same passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ...query import tree
from ...schema import LANGUAGE, POSITION_FIELDS, ROW, TEXT_FIELDS
from .schema import COMMIT, FIELDS, value_field
from .state import State
from .tokens import encode

_T = TypeVar("_T")
Query = dict[str, Any]

NOTHING: Query = {"match_none": {}}
_ALL: Query = {"match_all": {}}

_MOST_CLAUSES = 1_000
"""Clauses of a query; ``indices.query.bool.max_clause_count`` is 1,024 unless changed."""

_MOST_ALONE = (64, 16, 4, 1)
"""Terms of a field that a word has as clauses of their own, tried in turn; a guess."""

_MOST_VALUES = 60_000
"""Values of one clause; ``index.max_terms_count`` is 65,536 unless changed."""


def _without_all_words(concept: tree.Concept) -> tree.Concept:
    """Return a concept that is not looked for by all its words, if any of them finds it."""
    match concept:
        case tree.Concept(loose=tree.Nothing()):
            return concept
        case tree.Concept(whole=tree.Boolean()):
            return tree.Concept(concept.text, tree.Nothing(), concept.loose)
        case tree.Concept(whole=tree.Best(children)):
            kept = tuple(one for one in children if not isinstance(one, tree.Boolean))
            whole = tree.Best(kept) if kept else tree.Nothing()
            return tree.Concept(concept.text, whole, concept.loose)
    return concept


def compile_query(node: tree.Node) -> Query:
    """Return the query of ``node``, with no more clauses than a cluster takes.

    If it had more, the lighter terms of a word become one clause: they match the
    same passages and have one score. If that does not do, passages which hold all
    concepts, or all words of one, count no more than others.

    Raises:
        TypeError: for a leaf that only the parser makes.
        ValueError: for a phrase in a field without positions.
    """
    for most in _MOST_ALONE:
        compiler = _Compiler(most)
        query = compiler.compile(node)
        if compiler.clauses <= _MOST_CLAUSES:
            return query
    return _Compiler(most, favours_whole=False).compile(node)


@dataclass(slots=True)
class _Compiler:
    """Compiles trees, with ``most`` terms of a word and field as clauses of their own."""

    most: int
    favours_whole: bool = True
    clauses: int = 0

    def compile(self, node: tree.Node) -> Query:
        match node:
            case tree.Best():
                return self._best(node)
            case tree.Favoured():
                return self._favoured(node)
            case tree.Boolean():
                return self._boolean(node)
            case tree.ConceptList():
                return self._concept_list(node)
        self.clauses += 1
        match node:
            case tree.Term():
                return self._in_language(_term(node), node.language)
            case tree.Sequence():
                return _sequence(node)
            case tree.Keyword():
                return _unscored(_keyword(node.field, node.values))
            case tree.Between():
                return _unscored(_between(node))
            case tree.Everything():
                return _unscored(_ALL)
            case tree.Nothing():
                return NOTHING
        raise TypeError(f"{type(node).__name__} is for the expansion, not for an engine")

    def _best(self, node: tree.Best) -> Query:
        found = []
        terms: dict[tuple[str, str | None], list[tree.Term]] = defaultdict(list)
        for child in node.children:
            if isinstance(child, tree.Term) and child.field in TEXT_FIELDS:
                terms[child.field, child.language].append(child)
            else:
                found.append(self.compile(child))
        for (_, language), group in terms.items():
            group.sort(key=lambda term: -term.weight)
            queries = [_term(term) for term in group[: self.most]]
            if len(group) > self.most:
                queries.append(_together(group[self.most :]))
            self.clauses += len(queries)
            found.append(self._in_language(_any_of(queries), language))
        return _any_of(found)

    def _favoured(self, node: tree.Favoured) -> Query:
        child = self.compile(node.child)
        if child == NOTHING:
            return NOTHING
        self.clauses += 1
        others: Query = {"bool": {"must_not": [_keyword(node.field, (node.value,))]}}
        return {
            "boosting": {
                "positive": child,
                "negative": others,
                "negative_boost": node.factor,
            }
        }

    def _boolean(self, node: tree.Boolean) -> Query:
        must = [self.compile(child) for child in node.must]
        if not must and not node.should:
            if not node.must_not:
                return NOTHING
            must.append(_unscored(_ALL))
        clauses = {
            "must": must,
            "should": [self.compile(child) for child in node.should],
            "must_not": [self.compile(child) for child in node.must_not],
        }
        return {"bool": {name: found for name, found in clauses.items() if found}}

    def _concept_list(self, node: tree.ConceptList) -> Query:
        """Return the best of all concepts as a whole and of any at a lower weight."""
        if node.is_strict:
            return self.compile(node.all_of)
        if not self.favours_whole:
            concepts = tuple(map(_without_all_words, node.concepts))
            return self.compile(tree.ConceptList(concepts).any_of)
        found = self.compile(node.any_of)
        if node.factor == 1.0 or "bool" not in found:
            return found
        found["bool"]["boost"] = node.factor
        return _any_of([self.compile(node.all_of), found])

    def _in_language(self, query: Query, language: str | None) -> Query:
        if language is None or query == NOTHING:
            return query
        self.clauses += 1
        return confine(query, [_keyword(LANGUAGE, (language,))])


def confine(query: Query, filters: Sequence[Query]) -> Query:
    """Return ``query`` with ``filters``, which leave scores as they are."""
    return {"bool": {"must": [query], "filter": list(filters)}} if filters else query


def state_filters(state: State) -> list[Query]:
    """Return filters for the passages of a state."""
    filters: list[Query] = [{"range": {COMMIT: {"lte": state.commit}}}]
    gone = [*removed_queries(state), *void_queries(state)]
    filters += [{"bool": {"must_not": [query]}} for query in gone]
    return filters


def void_queries(state: State) -> list[Query]:
    """Return queries for the passages of writers that were lost before they committed."""
    return [{"terms": {COMMIT: list(numbers)}} for numbers in _batches(state.void)]


def removed_queries(state: State) -> list[Query]:
    """Return queries for the passages that the last commit removed."""
    earlier: Query = {"range": {COMMIT: {"lt": state.commit}}}
    return [
        {"bool": {"filter": [earlier, {"terms": {ROW: list(rows)}}]}}
        for rows in _batches(state.removed)
    ]


def _batches(rows: Sequence[_T]) -> Iterable[Sequence[_T]]:
    for start in range(0, len(rows), _MOST_VALUES):
        yield rows[start : start + _MOST_VALUES]


def _unscored(query: Query) -> Query:
    if query == NOTHING:
        return query
    return {"constant_score": {"filter": query, "boost": 0.0}}


def _term(node: tree.Term) -> Query:
    if node.field not in TEXT_FIELDS:
        return NOTHING
    return _token(node.field, node.text, node.weight)


def _token(field: str, text: str, weight: float) -> Query:
    return {"term": {field: {"value": encode(text), "boost": weight}}}


def _together(terms: list[tree.Term]) -> Query:
    """Return a query for any of ``terms``, scored as the first at mean length."""
    texts = [encode(term.text) for term in terms]
    found: Query = {"terms": {terms[0].field: texts}}
    return {"constant_score": {"filter": found, "boost": terms[0].weight}}


def _keyword(field: str, values: Iterable[str]) -> Query:
    name = value_field(field)
    texts = list(dict.fromkeys(values))
    if field not in FIELDS or not texts:
        return NOTHING
    if name is None:
        name, texts = field, [encode(text) for text in texts]
    if len(texts) == 1:
        return {"term": {name: {"value": texts[0]}}}
    found: list[Query] = [{"terms": {name: list(some)}} for some in _batches(texts)]
    return found[0] if len(found) == 1 else {"bool": {"should": found}}


def _between(node: tree.Between) -> Query:
    if node.field not in FIELDS:
        return NOTHING
    name = value_field(node.field) or node.field
    ends = {"gte": node.low, "lte": node.high}
    given = {end: value for end, value in ends.items() if value is not None}
    return {"range": {name: given}} if given else {"exists": {"field": name}}


def _sequence(node: tree.Sequence) -> Query:
    if node.field not in POSITION_FIELDS:
        raise ValueError(f"field {node.field!r} keeps no positions")
    if not node.texts:
        return NOTHING
    if len(node.texts) == 1:
        return _token(node.field, node.texts[0], node.weight)
    if node.slop is not None:
        return _near(node, node.slop)
    if node.gap:
        return _near(node, node.gap, is_ordered=True)
    # The cluster sums our score over the words of a phrase.
    phrase = {
        "query": " ".join(map(encode, node.texts)),
        "boost": node.weight / len(node.texts),
    }
    return {"match_phrase": {node.field: phrase}}


def _near(node: tree.Sequence, slop: int, *, is_ordered: bool = False) -> Query:
    """Return a query for words in a window, scored as if they occurred once."""
    interval: Query = {
        "all_of": {
            "ordered": is_ordered,
            "intervals": [
                {"match": {"query": encode(text), "max_gaps": 0}} for text in node.texts
            ],
        }
    }
    width = len(node.texts) + slop
    if len(set(node.texts)) == len(node.texts):
        interval["all_of"]["max_gaps"] = slop
    else:
        # To the cluster there is no gap between two occurrences of one word.
        source = f"interval.end - interval.start < {width}"
        interval["all_of"]["filter"] = {"script": {"source": source}}
    return {
        "constant_score": {
            "filter": {"intervals": {node.field: interval}},
            "boost": node.weight,
        }
    }


def _any_of(queries: list[Query]) -> Query:
    found = [query for query in queries if query != NOTHING]
    if not found:
        return NOTHING
    return found[0] if len(found) == 1 else {"dis_max": {"queries": found}}
