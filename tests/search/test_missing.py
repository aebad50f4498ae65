"""What the hits of an answer lack, found at once."""

from __future__ import annotations

import pytest

from diplosearch import Index


@pytest.mark.parametrize("query", ["Çin Dışişleri Bakanı", "Gazze ateşkes", "Tokayev", ""])
def test_hits_lack_together_what_each_lacks(seeds_index: Index, query: str) -> None:
    """All hits at once lack what each says by itself."""
    results = seeds_index.search(query, limit=20)
    assert results.list_missing() == [hit.missing for hit in results]
