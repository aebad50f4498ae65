"""The collector of garbage: rare or off within a block, as before behind it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from diplosearch.garbage import rare_collections, without_collector


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_collections_are_rare_within_the_block_only() -> None:
    """The first threshold is raised within the block, nested blocks too, and restored."""
    gc.set_threshold(700, 11, 12)
    with rare_collections():
        with rare_collections():
            assert gc.get_threshold() == (20_000, 11, 12)
        assert gc.get_threshold() == (20_000, 11, 12)
    assert gc.get_threshold() == (700, 11, 12)


def test_an_error_restores_the_thresholds() -> None:
    """Thresholds are as before when the block ends by an error."""
    gc.set_threshold(700, 11, 12)
    with pytest.raises(ZeroDivisionError), rare_collections():
        1 / 0  # noqa: B018
    assert gc.get_threshold() == (700, 11, 12)


@pytest.mark.parametrize("first", [0, 50_000])
def test_a_higher_threshold_and_none_stay(first: int) -> None:
    """Who switched the collector off by 0, or made it rarer, keeps that."""
    gc.set_threshold(first, 11, 12)
    with rare_collections():
        assert gc.get_threshold()[0] == first


def test_the_collector_is_off_within_the_block_only() -> None:
    """Within the block nothing is collected; behind it the collector is on again."""
    assert gc.isenabled()
    with without_collector():
        assert not gc.isenabled()
    assert gc.isenabled()
