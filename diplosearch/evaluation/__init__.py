"""How well questions are answered and entities are found, measured on marked sets."""

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
