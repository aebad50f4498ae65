"""An answer in which everything is there, and one that tries to break out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

import diplosearch
from diplosearch import Document, Index, Results

NASTY = (
    "--></title></style><script>alert(1)</script> Ankara \x1b[31m\x9b2J \x7f \u2028 "
    "<b onclick=x> &lt; \"quoted\" 'single' \\ `code` [a](javascript:x)\n=1+1;=2\t@x"
)


@pytest.fixture(scope="package")
def index() -> Iterator[Index]:
    """Three documents; of one every field is hostile."""
    documents = [
        Document(
            id="talks",
            title="Talks in Ankara",
            text="Bakan Fidan, Ankara'da Çin Dışişleri Bakanı Wang Yi ile görüştü.\n\n"
            "Görüşmede ateşkes ele alındı.",
            date=datetime.date(2026, 1, 29),
            source="AA",
            url="https://example.org/a?b=1&c=2",
            language="tr",
        ),
        Document(id="plain", text="A ceasefire holds near Ankara.", language="en"),
        Document(
            id="=evil<script>",
            title=f"=cmd|calc {NASTY}",
            text=NASTY,
            source=f"+{NASTY}",
            dateline=f"@{NASTY}",
            url="javascript:alert(1)",
            language="en",
        ),
    ]
    with diplosearch.rebuild(documents) as made:
        yield made


@pytest.fixture(scope="package")
def answer(index: Index) -> Results:
    """All three documents, with facets, a translation, notes and a hostile query."""
    query = f"Ankara ateşkes ) {NASTY}"
    results = index.search(query, facets=["country", "source"], limit=10)
    assert {hit.document.id for hit in results} == {"talks", "plain", "=evil<script>"}
    return results


@pytest.fixture(scope="package")
def nothing(index: Index) -> Results:
    """An answer without a hit."""
    return index.search("zzzzqqq", language="tr")
