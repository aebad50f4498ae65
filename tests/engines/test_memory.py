"""The engine in memory, beside the contract that it keeps."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from diplosearch.engines.base import Entry
from diplosearch.engines.memory import MemoryState
from diplosearch.schema import EXACT


def entries(*, is_broken: bool = False) -> Iterator[Entry]:
    """Yield entries, which are made while the collector pauses."""
    assert not gc.isenabled()
    yield Entry(1, 1, 2, {EXACT: ("a", "b")}, {})
    if is_broken:
        raise RuntimeError("no more entries")


@pytest.mark.parametrize("is_enabled", [True, False])
@pytest.mark.parametrize("is_broken", [True, False])
def test_collector_is_left_as_it_was(is_enabled: bool, is_broken: bool) -> None:
    """Building a state pauses the garbage collector and leaves it as it found it."""
    if not is_enabled:
        gc.disable()
    try:
        if is_broken:
            with pytest.raises(RuntimeError):
                MemoryState(entries(is_broken=True))
        else:
            assert MemoryState(entries()).count() == 1
        assert gc.isenabled() == is_enabled
    finally:
        gc.enable()
