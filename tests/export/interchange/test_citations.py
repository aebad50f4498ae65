"""Citations, read back by parsers of another hand."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from diplosearch import Document, Index
from diplosearch.errors import UsageError
from diplosearch.export.interchange.citations import Citation, write_citations

DAY = datetime.date(2026, 3, 9)
ARTICLE = Document(
    id="news/1",
    text="Heyet Ankara'ya geldi. Görüşmeler sürüyor.",
    title="Fidan: %50 artış & #1 {hedef}",
    date=datetime.date(2025, 4, 7),
    source="Anadolu Ajansı",
    url="https://example.org/a_b?c={d}&e=%20",
    language="tr",
)
BARE = Document(id="2", text="The delegation arrived. Talks go on.", language="en")


def read_bibtex(text: str) -> list[dict[str, str]]:
    """Return the fields of each entry, with its key and kind."""
    library = parse_string(text)
    assert library.failed_blocks == []
    return [
        {
            "key": entry.key,
            "kind": entry.entry_type,
            **{field.key: field.value for field in entry.fields},
        }
        for entry in library.entries
    ]


def test_ris_is_read_back() -> None:
    """A reader of RIS finds title, paper, day, address, pages and the day of access."""
    cited = [Citation(ARTICLE, (7, 3)), Citation(BARE)]
    first, second = rispy.loads(write_citations(cited, "ris", accessed=DAY))
    assert first["type_of_reference"] == "NEWS"
    assert first["title"] == ARTICLE.title
    assert first["secondary_title"] == "Anadolu Ajansı"
    assert (first["year"], first["date"]) == ("2025", "2025/04/07/")
    assert first["urls"] == [ARTICLE.url]
    assert first["start_page"] == "3, 7"
    assert first["access_date"] == "2026/03/09/"
    assert (first["language"], first["id"]) == ("tr", "news/1")
    assert second["title"] == "The delegation arrived."
    assert second.keys().isdisjoint({"secondary_title", "year", "urls", "start_page"})


def test_bibtex_is_read_back() -> None:
    """A reader of BibTeX finds an article of a newspaper, or a page without one."""
    first, second = read_bibtex(
        write_citations([Citation(ARTICLE, (2,)), Citation(BARE)], "bibtex", accessed=DAY)
    )
    assert first["kind"] == "article"
    assert first["key"] == "anadolu-ajansi-2025-news-1"
    assert (
        first["title"]
        == r"{Fidan: \%50 artış \& \#1 \textbraceleft{}hedef\textbraceright{}}"
    )
    assert first["journaltitle"] == "Anadolu Ajansı"
    assert first["date"] == "2025-04-07"
    assert "year" not in first, "biblatex takes it from the date, and warns of both"
    assert first["url"] == "https://example.org/a_b?c=%7Bd%7D&e=%20"
    assert (first["urldate"], first["langid"]) == ("2026-03-09", "turkish")
    assert first["pages"] == "2"
    assert (second["kind"], second["langid"]) == ("online", "english")
    assert "date" not in second


def test_keys_differ() -> None:
    """Documents whose ids have the same plain letters have keys of their own."""
    cited = [Citation(Document(id=id, text="Metin.")) for id in ("a b", "a-b", "A/B", "-")]
    keys = [entry["key"] for entry in read_bibtex(write_citations(cited, "bibtex"))]
    assert keys == ["a-b", "a-b-2", "a-b-3", "document"]


def test_csl_json() -> None:
    """Items are those of CSL JSON, with dates in parts, and nothing that is not known."""
    cited = [Citation(ARTICLE), Citation(BARE)]
    first, second = json.loads(write_citations(cited, "csl", accessed=DAY))
    assert first == {
        "id": "news/1",
        "type": "article-newspaper",
        "title": ARTICLE.title,
        "container-title": "Anadolu Ajansı",
        "issued": {"date-parts": [[2025, 4, 7]]},
        "accessed": {"date-parts": [[2026, 3, 9]]},
        "URL": ARTICLE.url,
        "language": "tr",
    }
    assert second.keys() == {"id", "type", "title", "accessed", "language"}


@pytest.mark.parametrize(
    ("format", "read"),
    [("ris", rispy.loads), ("bibtex", read_bibtex), ("csl", json.loads)],
)
def test_a_document_is_cited_once(
    format: str, read: Callable[[str], list[dict[str, str]]]
) -> None:
    """Of several passages of a document there is one citation, with all their pages."""
    cited = [Citation(ARTICLE, (4,)), Citation(BARE), Citation(ARTICLE, (2, 4))]
    found = read(write_citations(cited, format))  # type: ignore[arg-type]
    assert len(found) == 2
    assert "2, 4" in found[0].values()
    assert read(write_citations([], format)) == []  # type: ignore[arg-type]


_TITLES = st.lists(st.text(min_size=1), min_size=1, max_size=4)


@given(_TITLES)
def test_no_title_breaks_the_format(titles: Iterable[str]) -> None:
    """Whatever titles hold, each document stays one entry in every format."""
    cited = [
        Citation(Document(id=str(number), text="Metin.", title=one, source=one, url=one))
        for number, one in enumerate(titles)
    ]
    for format, read in (
        ("ris", rispy.loads),
        ("bibtex", read_bibtex),
        ("csl", json.loads),
    ):
        text = write_citations(cited, format, accessed=DAY)  # type: ignore[arg-type]
        assert len(read(text)) == len(cited), format


def test_hits_are_cited(seeds_index: Index) -> None:
    """The documents of an answer are cited, each once, in the order of the hits."""
    results = seeds_index.search("Çin", limit=None)
    cited = rispy.loads(results.to_citations("ris", accessed=DAY))
    assert [one["id"] for one in cited] == list(
        dict.fromkeys(hit.document.id for hit in results)
    )
    assert {one["access_date"] for one in cited} == {"2026/03/09/"}
    assert json.loads(results.to_citations("csl"))[0]["accessed"] == {
        "date-parts": [list(datetime.date.today().timetuple()[:3])]
    }
    with pytest.raises(UsageError, match="use one of ris, bibtex, csl"):
        results.to_citations("endnote")  # type: ignore[arg-type]


@pytest.mark.parametrize("title", [" ", "\n\t", None])
def test_a_title_of_spaces_is_none(title: str | None) -> None:
    """Where nothing can be read as a title, the first sentence stands in for it."""
    document = Document(id="1", text="Heyet geldi. Görüşmeler sürüyor.", title=title)
    (cited,) = json.loads(write_citations([Citation(document)], "csl", accessed=DAY))
    assert cited["title"] == "Heyet geldi."


@pytest.mark.parametrize("day", ["2026-03-09", 5, datetime.datetime(2026, 3, 9)])
def test_the_day_of_access_is_a_date(index: Index, day: object) -> None:
    """Anything else than a date is refused by its value."""
    with pytest.raises(UsageError, match="accessed="):
        index.search("ateşkes").to_citations(accessed=day)  # type: ignore[arg-type]
