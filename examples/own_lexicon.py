"""Search with terms and names of one's own.

python own_lexicon.py
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import diplosearch
from diplosearch import Document

TERMS = "mavi vatan\tblue homeland doctrine\n"
NAMES = "ORG | Straits Commission | Boğazlar Komisyonu; BK\n"

NEWS = [
    Document(id="1", text="Boğazlar Komisyonu pazartesi günü toplandı.", language="tr"),
    Document(id="2", text="The blue homeland doctrine came up again.", language="en"),
]


def search(query: str) -> list[str]:
    """Return the ids of the news that answer a query, with terms and names of one's own."""
    with TemporaryDirectory() as folder:
        lexicon, gazetteer = Path(folder, "terms.tsv"), Path(folder, "names.txt")
        lexicon.write_text(TERMS, encoding="utf-8")
        gazetteer.write_text(NAMES, encoding="utf-8")
        resources = diplosearch.Resources(lexicon=lexicon, gazetteer=gazetteer)
        with diplosearch.rebuild(NEWS, resources=resources) as index:
            return [hit.document.id for hit in index.search(query)]


if __name__ == "__main__":
    print("Straits Commission", search("Straits Commission"))
    print("mavi vatan", search("mavi vatan"))
