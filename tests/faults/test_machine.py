"""Random changes, one after the other: every engine answers as the model says."""

from __future__ import annotations

import pytest

from .machine import machine_of, run_examples


@pytest.mark.parametrize("engine", ["memory", "whoosh", "tantivy"])
def test_random_changes(engine: str) -> None:
    """Whatever changes came before, an index is as one made of its documents anew."""
    if engine != "memory":
        pytest.importorskip(engine)
    machine = machine_of(engine)
    run_examples(machine, 4, 12)
    assert machine.counted >= 4  # each begins with one
