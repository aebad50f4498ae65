"""Random changes, one after the other: every engine answers as the model says."""

from __future__ import annotations

import pytest

from .machine import machine_of, run_examples


@pytest.mark.parametrize("engine", ["memory", "whoosh", "tantivy"])
def test_random_changes(engine: str) -> None:
    """After any changes an index equals one that is rebuilt from its documents."""
    if engine != "memory":
        pytest.importorskip(engine)
    machine = machine_of(engine)
    run_examples(machine, 4, 12)
    assert machine.counted >= 4  # each begins with one
