"""Measure search, entity recognition and linking on test sets with known answers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
    "EntityEvaluation": "entities",
    "Evaluation": "retrieval",
    "LinkingEvaluation": "linking",
    "evaluate": "retrieval",
    "evaluate_entities": "entities",
    "evaluate_index": "retrieval",
    "evaluate_linking": "linking",
    "read_test_set": "retrieval",
}
"""The modules of the names above, which are imported at the first use of one."""


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
