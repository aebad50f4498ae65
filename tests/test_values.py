"""Values that users receive: frozen, with equality and hashes."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.evaluation.entities import EntityEvaluation, EntityScores, Score
from diplosearch.evaluation.retrieval import Evaluation, TestSet
from diplosearch.model import FACETS
from diplosearch.search.options import SearchOptions

MODULES = (
    *("completion.base", "corpus.base", "entity_index.table", "evaluation.entities"),
    *("evaluation.retrieval", "index.stats", "ingest.report", "integrity.findings"),
    *(
        "integrity.recover",
        "model",
        "search.aggregates.entity_profile",
        "search.explanation",
    ),
    *(
        "search.aggregates.facets",
        "search.options",
        "search.aggregates.related",
        "search.results",
    ),
    "search.aggregates.timeline",
)
"""Modules that define values which users receive."""

MUTABLE = ("Mapping", "dict", "list", "set", "Counter", "Relations", "Run")

SCORES = EntityScores({"micro": Score(1.0, 0.5, 0.67)}, 100.0)

VALUES: dict[str, Callable[[Index], Any]] = {
    "Results": lambda index: index.search("Ankara", facets=FACETS),
    "Results of similar": lambda index: index.similar("a"),
    "Hit": lambda index: index.search("Ankara")[0],
    "Explanation": lambda index: index.search("Ankara")[0].explain(),
    "Document": lambda index: index.get("a"),
    "Passage": lambda index: index.search("Ankara")[0].passage,
    "Match": lambda index: index.search("Ankara")[0].matches[0],
    "Entity": lambda index: index.get("a").entities[0],
    "EntityRecord": lambda index: index.entities()[0],
    "EntityProfile": lambda index: index.profile("Türkiye"),
    "Related": lambda index: index.related("Türkiye")[0],
    "Timeline": lambda index: index.timeline("Ankara"),
    "Completion": lambda index: index.complete("ank")[0],
    "Stats": lambda index: index.stats(),
    "CheckReport": lambda index: index.check(),
    "SearchOptions": lambda _: SearchOptions(
        source=["Xinhua"], entities=["Çin"], facets=["year"], language="tr", since="2025"
    ),
    "Evaluation": lambda _: Evaluation({"RR@10": 1.0}, 1, 2.0, 2.0, {"q": {"d": 1.0}}),
    "TestSet": lambda _: TestSet(
        (Document(id="d", text="Text."),), {"q": "text"}, {"q": {"d": 1}}
    ),
    "EntityEvaluation": lambda _: EntityEvaluation(1, 2, "tr", {"PER": 1}, {"all": SCORES}),
}


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """An index of two documents that name entities."""
    texts = {
        "a": "Türkiye and China signed a trade agreement in Ankara.",
        "b": "Ministers of Türkiye and China met in Ankara on trade.",
    }
    documents = [
        Document(id=id, text=text, source="Xinhua", language="en")
        for id, text in texts.items()
    ]
    with diplosearch.rebuild(documents) as made:
        yield made


@pytest.mark.parametrize("name", VALUES)
def test_values_hash_as_they_compare(index: Index, name: str) -> None:
    """The copy of a value is equal and has the same hash."""
    value = VALUES[name](index)
    twin = copy.copy(value)
    assert twin == value
    assert hash(twin) == hash(value)
    assert len({value, twin}) == 1


def value_types() -> Iterator[type[Any]]:
    """Yield the dataclasses that users receive."""
    for name in MODULES:
        module = import_module(f"diplosearch.{name}")
        for value in vars(module).values():
            if not isinstance(value, type) or value.__module__ != module.__name__:
                continue
            if dataclasses.is_dataclass(value):
                yield value


@pytest.mark.parametrize(
    "value",
    [one for one in value_types() if one.__dataclass_params__.frozen],
    ids=lambda value: value.__name__,
)
def test_mutable_fields_are_not_hashed(value: type[Any]) -> None:
    """Fields with mutable values are left out of the hash."""
    hashed = {
        field.name: str(field.type)
        for field in dataclasses.fields(value)
        if (field.compare if field.hash is None else field.hash)
    }
    assert {
        name: type
        for name, type in hashed.items()
        if any(word in type.replace("frozenset", "") for word in MUTABLE)
    } == {}
