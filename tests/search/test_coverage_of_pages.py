"""What the hits of a page lack, found at once."""

from __future__ import annotations

import pytest

from diplosearch import Index
from diplosearch.search.coverage import find_missing_each


@pytest.mark.parametrize("query", ["Çin Dışişleri Bakanı", "Gazze ateşkes", "Tokayev", ""])
def test_hits_lack_together_what_each_lacks(seeds_index: Index, query: str) -> None:
    """All hits of a page at once lack what each says by itself."""
    hits = list(seeds_index.search(query, limit=20))
    assert find_missing_each(hits) == [hit.missing for hit in hits]
