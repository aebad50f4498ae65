"""Measure search, entity recognition and linking on test sets with known answers."""

from __future__ import annotations

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
