"""An index in an OpenSearch cluster, built and searched like one in a folder.

pip install 'diplosearch[opensearch]'
python opensearch_index.py news opensearch://localhost:9200/news 'Gazze ateşkes'
"""

from __future__ import annotations

import sys

import diplosearch


def search(folder: str, location: str, query: str) -> list[str]:
    """Build an index of a folder in a cluster, and return what answers a query."""
    with diplosearch.rebuild(folder, location) as index:
        return [f"{hit.title}\n{hit.to_text()}\n" for hit in index.search(query)]


if __name__ == "__main__":
    print(*search(*sys.argv[1:4]), sep="\n")
