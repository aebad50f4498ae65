"""Measure search, entity recognition and linking on test sets with known answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy import import_lazily

if TYPE_CHECKING:
    from .entities import EntityEvaluation, evaluate_entities
    from .linking import LinkingEvaluation, evaluate_linking
    from .retrieval import Evaluation, evaluate, evaluate_index, read_test_set

__all__ = [
    "EntityEvaluation",
    "Evaluation",
    "LinkingEvaluation",
    "evaluate",
    "evaluate_entities",
    "evaluate_index",
    "evaluate_linking",
    "read_test_set",
]

_HOMES = {
    "EntityEvaluation": "entities.EntityEvaluation",
    "Evaluation": "retrieval.Evaluation",
    "LinkingEvaluation": "linking.LinkingEvaluation",
    "evaluate": "retrieval.evaluate",
    "evaluate_entities": "entities.evaluate_entities",
    "evaluate_index": "retrieval.evaluate_index",
    "evaluate_linking": "linking.evaluate_linking",
    "read_test_set": "retrieval.read_test_set",
}

__getattr__ = import_lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
