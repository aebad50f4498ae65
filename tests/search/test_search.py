"""Searches of the sample corpus, end to end, on every engine."""

from __future__ import annotations

import datetime
import html
import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from paths import GOLDEN
from strategies import examples, queries

import diplosearch
from diplosearch import Document, Hit, Index, Results
from diplosearch.errors import UsageError


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


TODAY = datetime.date(2026, 1, 31)
SEARCHES = read_lines(GOLDEN / "searches.jsonl")
"""Golden searches that need neither entities nor translation."""


def name_value(value: object) -> str:
    """Return ``value`` as part of a test's name; sets are sorted."""
    return str(sorted(value) if isinstance(value, set) else value)


def top_id(results: Results) -> str | None:
    """Return the id of the first hit's document, None where there are no hits."""
    return results[0].document.id if results else None


def marked_words(hit: Hit) -> list[str]:
    """Return the words and phrases that a hit marks."""
    return [hit.document.text[match.start : match.end] for match in hit.matches]


def test_golden_searches_are_many() -> None:
    """There are at least 40 golden searches, each once, each with its reason."""
    searches = [(one["query"], json.dumps(one.get("options"))) for one in SEARCHES]
    assert len(searches) == len(set(searches)) >= 40
    assert all(one["why"] for one in SEARCHES)


@pytest.mark.parametrize("golden", SEARCHES, ids=lambda golden: golden["query"])
def test_golden_search(seeds_index: Index, golden: dict[str, Any]) -> None:
    """Each golden search finds its document first, or nothing."""
    results = seeds_index.search(golden["query"], **golden.get("options", {}))
    top = top_id(results)
    assert (top and top[:3]) == golden["top"], golden["why"]


def test_metadata_of_the_seeds(seeds_index: Index) -> None:
    """Each document of the sample corpus has its own metadata, and no more."""
    for line in read_lines(GOLDEN / "metadata.jsonl"):
        document = seeds_index.get(line["id"])
        found = {
            "language": document.language,
            "date": document.date.isoformat() if document.date else None,
            "source": document.source,
            "dateline": document.dateline,
            "title": document.title,
        }
        assert found == {name: line.get(name) for name in found}, line["id"]


def test_boilerplate_of_the_seeds(seeds_index: Index) -> None:
    """Boilerplate lines are marked; a document without any has none marked."""
    for line in read_lines(GOLDEN / "metadata.jsonl"):
        document = seeds_index.get(line["id"])
        lines = {
            boilerplate.strip()
            for start, end in document.boilerplate
            for boilerplate in document.text[start:end].splitlines()
        }
        for beginning in line["boilerplate"]:
            assert any(one.startswith(beginning) for one in lines), (line["id"], beginning)
        assert bool(lines) == bool(line["boilerplate"]), line["id"]


@pytest.mark.parametrize(
    "query",
    ["Dışişleri Bakanı", "disisleri bakani", "DIŞİŞLERİ BAKANI", "Dışişleri Bakanı’nın"],
)
def test_one_query_in_four_spellings(seeds_index: Index, query: str) -> None:
    """Every spelling has the same first hit, and marks exactly the term of two words."""
    hit = seeds_index.search(query)[0]
    assert hit.passage.id == "002_cd0db7fd55b1c7af#0"
    assert marked_words(hit) == ["Dışişleri Bakanı"] * 2
    assert {match.kind for match in hit.matches} == {"phrase"}


def test_suffix_is_marked_with_its_word(seeds_index: Index) -> None:
    """The span of a match is the whole token, with the suffix behind the apostrophe."""
    hits = seeds_index.search("Çin", source="Xinhua", since="2026", per_document=None)
    assert {word for hit in hits for word in marked_words(hit)} == {"Çin", "Çin'in"}


def test_phrase_is_marked_where_it_stands(seeds_index: Index) -> None:
    """The words of a phrase are marked only where the phrase matches."""
    hit = seeds_index.search('"Çin Dışişleri Bakanı"')[0]
    assert marked_words(hit) == ["Çin Dışişleri Bakanı"]
    assert {match.kind for match in hit.matches} == {"phrase"}
    assert hit.passage.text.count("Dışişleri") == 2


def test_near_words_are_marked_each(seeds_index: Index) -> None:
    """Near words are marked where they are near, without the words between them."""
    hits = seeds_index.search('"gümrük navigasyonu"~2')
    assert [marked_words(hit) for hit in hits] == [["gümrük", "navigasyonu"]]


def test_words_that_must_not_be_there_are_not_marked(seeds_index: Index) -> None:
    """Excluded words are not marked."""
    for hit in seeds_index.search("Çin NOT Wang"):
        assert not [word for word in marked_words(hit) if "Wang" in word]


# What is true of every answer

QUERIES = ["Çin", "China relations", "the", "Erdogan OR Erdoğan", "bakan* minister~", "ve"]


@pytest.mark.parametrize("query", QUERIES)
def test_passages_hold_no_boilerplate(seeds_index: Index, query: str) -> None:
    """No passage of any answer overlaps boilerplate."""
    results = seeds_index.search(query, limit=100, per_document=None)
    assert results
    for hit in results:
        for start, end in hit.document.boilerplate:
            assert end <= hit.passage.start or hit.passage.end <= start


@pytest.mark.parametrize("query", QUERIES)
def test_spans_are_sound(seeds_index: Index, query: str) -> None:
    """Passages and matches are spans of the text, in order, without overlap."""
    for hit in seeds_index.search(query, limit=100, per_document=None):
        passage, text = hit.passage, hit.document.text
        assert text[passage.start : passage.end] == passage.text
        end_before = passage.start
        for match in hit.matches:
            assert end_before <= match.start < match.end <= passage.end
            end_before = match.end
            assert match.query


@pytest.mark.parametrize("query", QUERIES)
def test_every_format_strips_back_to_the_passage(seeds_index: Index, query: str) -> None:
    """In every format of whole passages, taking the markup away gives the passage back."""
    for hit in seeds_index.search(query, limit=100, per_document=None):
        source = hit.document.text[hit.passage.start : hit.passage.end]
        assert hit.to_text(full=True) == source
        assert re.sub(r"\x1b\[[0-9;]*m", "", hit.to_ansi(full=True)) == source
        assert html.unescape(re.sub(r"<[^>]*>", "", hit.to_html(full=True))) == source
        markdown = hit.to_markdown(full=True)
        plain = re.sub(r"\\([!-/:-@\[-`{-~])|\*+|</?(?:strong|em)>", r"\1", markdown)
        assert html.unescape(plain) == source


@pytest.mark.parametrize("query", QUERIES)
def test_results_as_json(seeds_index: Index, query: str) -> None:
    """``to_dict`` returns values that are the same after JSON."""
    made = seeds_index.search(query, facets=["source", "year"]).to_dict()
    assert json.loads(json.dumps(made)) == made


def test_results_are_a_sequence(seeds_index: Index) -> None:
    """Results have a length, can be sliced and iterated, and are ranked from 1."""
    results = seeds_index.search("China")
    assert len(results) == len(list(results)) == len(results[:])
    assert results[0] in results
    assert [hit.rank for hit in results] == list(range(1, len(results) + 1))
    assert [hit.score for hit in results] == sorted(
        (hit.score for hit in results), reverse=True
    )
    assert results.query == "China"
    assert 0 < results.took < 60
    assert "<mark" in results._repr_html_()


# Options


def test_per_document(seeds_index: Index) -> None:
    """At most ``per_document`` passages of a document, the best ones; total counts all."""
    everything = seeds_index.search("Çin China", limit=100, per_document=None)
    for most in (1, 2, 3):
        folded = seeds_index.search("Çin China", limit=100, per_document=most)
        assert folded.total == everything.total == len(everything)
        expected = []
        seen: dict[str, int] = {}
        for hit in everything:
            seen[hit.document.id] = seen.get(hit.document.id, 0) + 1
            if seen[hit.document.id] <= most:
                expected.append(hit.passage.id)
        assert [hit.passage.id for hit in folded] == expected


@pytest.mark.parametrize("per_document", [None, 1, 2])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_have_no_repeats_and_no_gaps(
    seeds_index: Index, size: int, per_document: int | None
) -> None:
    """All pages together are the whole list, each passage once, with its rank."""
    options: dict[str, Any] = {"per_document": per_document}
    whole = seeds_index.search("Çin China relations", limit=100, **options)
    paged: list[Hit] = []
    while page := seeds_index.search(
        "Çin China relations", limit=size, offset=len(paged), **options
    ):
        paged.extend(page)
    assert [hit.passage.id for hit in paged] == [hit.passage.id for hit in whole]
    assert [hit.rank for hit in paged] == list(range(1, len(whole) + 1))


def test_page_beyond_the_end(seeds_index: Index) -> None:
    """A page past the last passage is empty and has the total."""
    results = seeds_index.search("China", offset=1000)
    assert (len(results), results.total > 0) == (0, True)


def test_sort_by_date(seeds_index: Index) -> None:
    """The newest documents come first, those without a date last."""
    hits = seeds_index.search("Çin China", sort="date", limit=100, per_document=None)
    dates = [hit.document.date or datetime.date.min for hit in hits]
    assert dates == sorted(dates, reverse=True)
    assert {date for date in dates if date == datetime.date.min}
    assert len(hits) == seeds_index.search("Çin China").total


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({"language": "tr"}, {"002", "003"}),
        ({"language": "English"}, {"000", "001", "004"}),
        ({"source": "Xinhua"}, {"002", "003"}),
        ({"source": ["xinhua", "EL.KZ"]}, {"002", "003", "004"}),
        ({"source": "nobody"}, set()),
        ({"since": "2025"}, {"002", "003"}),
        ({"since": datetime.date(2025, 11, 5)}, {"002"}),
        ({"since": datetime.datetime(2025, 11, 4, 9, 0)}, {"002", "003"}),
        ({"until": "2024-04"}, {"001", "004"}),
        ({"since": "2024", "until": "2025"}, {"001", "003"}),
        ({"since": "04.11.2025", "until": "4 Kasım 2025"}, {"003"}),
        ({"since": "last year", "until": "-20d", "today": TODAY}, {"003"}),
        ({"since": "geçen hafta", "today": TODAY}, {"002"}),
        ({"language": "tr", "since": "2026"}, {"002"}),
    ],
    ids=name_value,
)
def test_filters(seeds_index: Index, options: dict[str, Any], ids: set[str]) -> None:
    """Filters let through the documents that they name, and change no score."""
    query = "Çin China Kazakhstan"
    free = seeds_index.search(query, limit=100, per_document=None)
    results = seeds_index.search(query, limit=100, per_document=None, **options)
    assert {hit.document.id[:3] for hit in results} == ids
    scores = {hit.passage.id: hit.score - hit.explain().proximity for hit in free}
    assert {hit.passage.id: hit.score - hit.explain().proximity for hit in results} == {
        hit.passage.id: pytest.approx(scores[hit.passage.id]) for hit in results
    }


def test_facets(seeds_index: Index) -> None:
    """Values are counted over all matching passages, the most frequent first."""
    results = seeds_index.search(
        "Çin China", limit=1, facets=["source", "language", "year"]
    )
    whole = seeds_index.search("Çin China", limit=100, per_document=None)
    dates = [hit.document.date for hit in whole]
    for name, found in (
        ("source", [hit.document.source for hit in whole]),
        ("language", [hit.passage.language for hit in whole]),
        ("year", [str(date.year) for date in dates if date]),
    ):
        expected = Counter(value for value in found if value)
        values = results.facets[name]
        assert {value.name: value.count for value in values} == expected
        assert [v.count for v in values] == sorted((v.count for v in values), reverse=True)
    assert list(results.facets) == ["source", "language", "year"]


def test_timeout(seeds_index: Index) -> None:
    """A search that runs out of time has no hits and a warning; another has all hits."""
    late = seeds_index.search("China", timeout=1e-9)
    assert (len(late), late.total) == (0, 0)
    assert any("stopped" in warning for warning in late.warnings)
    early = seeds_index.search("China", timeout=60)
    assert early.hits == seeds_index.search("China").hits
    assert not early.warnings


def test_out_of_time_gives_what_was_found(
    seeds_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at any time, a search has some of the hits, and a warning that says so."""
    options: dict[str, Any] = {
        "limit": 100,
        "per_document": None,
        "facets": ("source", "person"),
    }
    query = "China OR trade OR bakan* NOT ministr~"
    whole = seeds_index.search(query, **options)
    found = {hit.passage.id for hit in whole}
    endings: set[str] = set()
    for ticks in range(0, 200, 7):
        clock = iter(range(10_000))
        monkeypatch.setattr(time, "monotonic", lambda clock=clock: next(clock))
        results = seeds_index.search(query, timeout=ticks + 0.5, **options)
        assert {hit.passage.id for hit in results} <= found
        if len(results) < len(whole):
            assert any("stopped" in warning for warning in results.warnings)
        endings.update(
            warning.split(";")[0].partition(" s ")[2] for warning in results.warnings
        )
        missing = set(options["facets"]) - set(results.facets)
        assert all(any(name in w for w in results.warnings) for name in missing)
    assert "without an answer" in endings


@pytest.mark.parametrize("timeout", [None, 60])
def test_near_words_with_many_arrangements(
    seeds_index: Index, timeout: float | None
) -> None:
    """A wide span of common words has hits, or a warning that says why not."""
    results = seeds_index.search('"the the the the the the the"~90', timeout=timeout)
    assert results.hits or any("smaller number" in one for one in results.warnings)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"limit": -1}, "limit"),
        ({"limit": "10"}, "limit"),
        ({"limit": True}, "limit"),
        ({"limit": 2.0}, "limit"),
        ({"offset": -1}, "offset"),
        ({"per_document": 0}, "per_document"),
        ({"sort": "newest"}, "sort"),
        ({"sort": None}, "sort"),
        ({"language": "de"}, "language"),
        ({"language": 7}, "language"),
        ({"since": "some day"}, "since"),
        ({"today": "2026-01-29"}, "today"),
        ({"until": "2025-13"}, "until"),
        ({"until": 5.5}, "until"),
        ({"facets": "source"}, "facets"),
        ({"facets": ["colour"]}, "colour"),
        ({"facets": [["source"]]}, "source"),
        ({"facets": 7}, "facets"),
        ({"timeout": 0}, "timeout"),
        ({"timeout": -1}, "timeout"),
        ({"timeout": float("nan")}, "timeout"),
        ({"timeout": "1"}, "timeout"),
        ({"source": 7}, "source"),
        ({"source": [7]}, "source"),
    ],
    ids=name_value,
)
def test_wrong_options(seeds_index: Index, options: dict[str, Any], name: str) -> None:
    """A wrong option is a UsageError that names it."""
    with pytest.raises(UsageError, match=name):
        seeds_index.search("China", **options)


def test_since_after_until_is_refused(seeds_index: Index) -> None:
    """``since`` after ``until`` raises UsageError, which names both."""
    with pytest.raises(UsageError, match=r"since='2026'.*until='2024'"):
        seeds_index.search("China", since="2026", until="2024")


# Hostile queries

HOSTILE = [
    *(
        "",
        " ",
        "\n\t",
        "?",
        "...",
        '"',
        '""',
        '"""',
        "(",
        ")",
        "()",
        "((((((((",
        "NOT",
        "AND",
    ),
    *(
        "OR OR",
        "NOT NOT NOT",
        "+",
        "-",
        "+-+-",
        "~",
        "*",
        "**",
        "~5",
        '"a"~999999999999999',
    ),
    *(
        "the of and",
        "ve ile için",
        "title:",
        "title:(",
        "date:",
        "date:..",
        "date:[",
        "lang:",
    ),
    *(
        "date:9999999999",
        "date:[* TO *]",
        "source:",
        "nofield:x",
        "a:b:c:d",
        ":",
        "http://x.y?z",
    ),
    *(
        "\x00",
        "\x1b[31mkırmızı",
        "\ud800",
        "a\udfffb",
        "\u202eabc",
        "\ufeff",
        "\u200b",
        "🇹🇷",
        "👩🏽‍🚀",
    ),
    *(
        "'; DROP TABLE documents; --",
        "%s%n",
        "{0}",
        "<script>",
        "\\",
        "a\\",
        "é" * 3000,
        "ş" * 70,
    ),
    *(
        "(" * 5000,
        "a AND " * 3000,
        "-a " * 3000,
        '"a b" ' * 1000,
        "NOT (" * 500,
        "a* " * 200,
    ),
    *(
        "a~ " * 100,
        "x" * 1_000_000,
        "x " * 500_000,
        '"' * 1_000_000,
        "I\u0307" * 1000,
        "1.000" * 99,
    ),
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: ascii(query[:20]))
def test_hostile_query(seeds_index: Index, query: str) -> None:
    """No query raises, and every answer can be rendered and explained."""
    results = seeds_index.search(query)
    assert isinstance(results.to_dict(), dict)
    for hit in results:
        hit.to_html()
        str(hit.explain())


@settings(max_examples=examples(40), suppress_health_check=list(HealthCheck))
@given(query=queries)
def test_any_query(seeds_index: Index, query: str) -> None:
    """Any query has an answer, the same each time, with explanations that add up."""
    results = seeds_index.search(query, limit=5)
    assert seeds_index.search(query, limit=5).hits == results.hits
    for hit in results:
        assert hit.explain().score == pytest.approx(hit.score, rel=1e-9, abs=1e-12)


def test_empty_query_says_what_to_do(seeds_index: Index) -> None:
    """An empty query has no hits and a warning."""
    results = seeds_index.search("  ")
    assert results.total == 0
    assert any("empty" in warning for warning in results.warnings)


# Engines


def test_engines_give_the_same_answers(seeds: Path, tmp_path: Path) -> None:
    """The default engine finds what the memory engine finds, with the same scores."""
    with (
        diplosearch.rebuild(seeds) as one,
        diplosearch.rebuild(seeds, tmp_path / "x") as other,
    ):
        for golden in SEARCHES:
            options = {"per_document": None, "limit": 100, **golden.get("options", {})}
            found = [
                [(hit.passage.id, pytest.approx(hit.score, rel=1e-6)) for hit in hits]
                if index is one
                else [(hit.passage.id, hit.score) for hit in hits]
                for index in (one, other)
                for hits in [index.search(golden["query"], **options)]
            ]
            assert found[1] == found[0], golden["query"]


def test_text_without_anything_known() -> None:
    """A document of text alone is found, with its first sentence as title and no date."""
    with diplosearch.rebuild(
        [Document(id="x", text="Talks were held.\n\n\nSoon.")]
    ) as index:
        (hit,) = index.search("talks")
        assert hit.title == "Talks were held."
        assert hit.to_dict()["date"] is None
