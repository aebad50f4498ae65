"""A query is a row of concepts: what means the whole comes before what has a part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from paths import GOLDEN

from diplosearch import Document, Index
from diplosearch.engines.opensearch.queries import compile_query
from diplosearch.model import LANGUAGES
from diplosearch.query.traversal import leaves
from diplosearch.query.tree import Sequence
from diplosearch.search.options import SearchOptions

LINES = [
    line.split("\t")
    for line in (GOLDEN / "concepts.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
TEXTS = {id: text for kind, id, text in LINES if kind == "text"}
QUERIES = [(kind, query, set(ids.split())) for kind, query, ids in LINES if kind != "text"]


@pytest.mark.parametrize(
    ("query", "ids"), [pytest.param(query, ids, id=query) for _, query, ids in QUERIES]
)
def test_wholes_come_before_parts(index: Index, query: str, ids: set[str]) -> None:
    """All that means the concept comes first, in either language and in both together."""
    hits = index.search(query, limit=len(ids))
    assert {hit.document.id for hit in hits} == ids
    for language in LANGUAGES:
        wanted = {hit.document.id for hit in hits if hit.passage.language == language}
        found = index.search(query, limit=len(wanted), language=language)
        assert {hit.document.id for hit in found} == wanted


def test_golden_queries_are_many(index: Index) -> None:
    """In each direction there are at least forty: typed in one language, found in one."""
    languages = {id: index.get(id).passages[0].language for id in TEXTS}
    counts = Counter(
        (typed, language)
        for typed, _, ids in QUERIES
        for language in {languages[id] for id in ids}
    )
    assert len(counts) == 4
    assert min(counts.values()) >= 40


@pytest.mark.parametrize(
    ("query", "id", "line"),
    [
        (
            "trade deficit",
            "deficit-tr",
            "trade deficit through Dış ticaret açığı",
        ),
        (
            "United Nations",
            "un-tr",
            "United Nations through Birleşmiş Milletler",
        ),
        ("genel grev", "strike-tr", "genel grev through genel grev"),
    ],
)
def test_whole_is_explained_in_one_line(
    index: Index, query: str, id: str, line: str
) -> None:
    """A concept has one line with the member that was found, and its words none."""
    (hit,) = (hit for hit in index.search(query) if hit.document.id == id)
    (reason,) = hit.explain().reasons
    assert f"{reason.query} through {', '.join(reason.found)}" == line


def test_word_is_not_credited_for_another(index: Index) -> None:
    """Where only *ticaret* stands, *deficit* is not said to be found."""
    (hit,) = (
        hit for hit in index.search("trade deficit", limit=50) if hit.document.id == "trade"
    )
    assert {reason.query for reason in hit.explain().reasons} == {"trade"}


def test_quotes_mean_what_they_say(index: Index) -> None:
    """A quoted phrase finds no parts and no acronyms."""
    hits = index.search('"Birleşmiş Milletler"', limit=50)
    assert {hit.document.id for hit in hits} == {"un-tr", "un-en"}


@pytest.mark.parametrize("query", ["UN", "UN's", "Germany"])
def test_name_is_no_form_of_a_word(index: Index, query: str) -> None:
    """*UN* finds no flour, and *Germany* no Saint-Germain."""
    ids = {hit.document.id for hit in index.search(query, limit=50)}
    assert not ids & {"flour", "paris"}


def test_translation_comes_before_an_accident(index: Index) -> None:
    """In Turkish text the translation of an English word counts no less than its form."""
    hits = index.search("water level of dams", language="tr")
    assert hits[0].document.id == "seviye"


def count_clauses(query: object) -> int:
    """Return the number of clauses of a cluster's query that look up terms."""
    if isinstance(query, list):
        return sum(map(count_clauses, query))
    if not isinstance(query, dict):
        return 0
    own = sum(name in ("term", "terms", "match_phrase") for name in query)
    return own + sum(map(count_clauses, query.values()))


def test_a_query_becomes_few_enough_phrases_for_a_cluster(index: Index) -> None:
    """A query of as many concepts as fit stays below the clauses that a cluster takes."""
    query = " ".join(query for _, query, _ in QUERIES if " " in query)
    with index._use() as searcher:
        node, _ = searcher.expand(query, SearchOptions())
    assert sum(isinstance(leaf, Sequence) for leaf in leaves(node)) <= 400
    assert count_clauses(compile_query(node)) <= 1_000
    assert index.search(query, limit=1)


def test_name_that_every_passage_holds_scores_above_zero(
    rebuilt: Callable[[list[Document]], Index],
) -> None:
    """A name's words in two languages are not counted as more passages than there are."""
    texts = ["Ankara yeni bir karar aldı.", "Ankara took a new decision."]
    documents = [Document(id=str(at), text=text) for at, text in enumerate(texts)]
    with rebuilt(documents) as index:
        assert all(hit.score > 0 for hit in index.search("Ankara"))
        assert len(index.search("Ankara")) == 2


@pytest.mark.parametrize(
    ("query", "name", "word"),
    [
        ("Sudan", "Sudan ordusu ilerliyor.", "Sudan çıkan balık, sudan ve yine sudan."),
        ("Egypt", "Mısır heyeti geldi.", "Tarlada mısır, mısır ve yine mısır var."),
        ("Katar", "Katar heyeti geldi.", "Katar katar, katar üstüne katar geçti."),
        ("Mali", "Mali ordusu ilerliyor.", "Kurumun mali tablosu, mali ve mali."),
    ],
)
def test_id_of_a_name_says_more_than_its_letters(
    rebuilt: Callable[[list[Document]], Index], query: str, name: str, word: str
) -> None:
    """A country comes before a word with its letters, however often that stands."""
    documents = [Document(id="name", text=name), Document(id="word", text=word)]
    with rebuilt(documents) as index:
        found = [hit.document.id for hit in index.search(query, language="tr")]
        assert found[0] == "name"
