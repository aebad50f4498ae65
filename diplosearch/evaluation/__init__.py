"""Measure search and entity recognition on test sets with known answers."""

from __future__ import annotations

from .entities import EntityEvaluation, evaluate_entities
from .retrieval import Evaluation, evaluate, evaluate_index, read_test_set

__all__ = [
    "EntityEvaluation",
    "Evaluation",
    "evaluate",
    "evaluate_entities",
    "evaluate_index",
    "read_test_set",
]
