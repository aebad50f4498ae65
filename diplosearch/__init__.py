"""Full-text search for Turkish and English diplomatic news.

::

    import diplosearch

    index = diplosearch.rebuild("seeds", "index")
    for hit in index.search("Çin Dışişleri Bakanı"):
        print(hit.rank, hit.title, hit.to_text())

``rebuild`` makes an index from scratch and ``open`` opens one that is there.
What can go wrong is an error of :mod:`diplosearch.errors`.
"""

from __future__ import annotations

from .errors import DiplosearchError
from .index.index import Index, rebuild
from .index.index import open_index as open
from .model import Document, Match, Passage
from .results import Hit, Results

__version__ = "0.1.0"

__all__ = [
    "DiplosearchError",
    "Document",
    "Hit",
    "Index",
    "Match",
    "Passage",
    "Results",
    "open",
    "rebuild",
]
