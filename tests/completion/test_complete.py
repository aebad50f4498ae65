"""What a query may become while it is typed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import diplosearch
from diplosearch import Document
from diplosearch.completion.line import read_typed
from diplosearch.errors import UsageError

TEXTS = [
    "Cumhurbaşkanı Recep Tayyip Erdoğan Şişli'de konuştu. Şişli sakinleri dinledi.",
    "Erdoğan, Çin Devlet Başkanı Xi Jinping ile Pekin'de görüştü. Sistem değişiyor.",
    "President Erdogan met Xi Jinping in China, the ministry of foreign affairs said.",
    "The minister of trade visited Germany, and the ministers signed an agreement.",
]


def documents() -> Iterator[Document]:
    """Yield a small corpus in both languages."""
    for number, text in enumerate(TEXTS):
        yield Document(
            id=str(number),
            text=text,
            title="Şişli'de Zirve" if number == 0 else None,
            date=datetime.date(2024 + number % 2, 1 + number, 3),
            source="Xinhua" if number % 2 else "Anadolu Ajansı",
        )


@pytest.fixture(scope="module", params=["memory", "whoosh", "tantivy"])
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[diplosearch.Index]:
    """The small corpus on each engine."""
    if request.param == "memory":
        made = diplosearch.rebuild(documents())
    else:
        pytest.importorskip(request.param)
        folder = tmp_path_factory.mktemp("completion") / "index"
        made = diplosearch.rebuild(documents(), folder, engine=request.param)
    with made:
        yield made


@pytest.mark.parametrize(
    ("line", "text", "kind", "length"),
    [
        ("erd", "Erdoğan", "word", 3),
        ("ERD", "Erdoğan", "word", 3),
        ("sis", "Şişli", "word", 3),
        ("şiş", "Sistem", "word", 3),
        ("minis", "minister", "word", 5),
        ("erd", "Recep Tayyip Erdoğan", "person", 3),
        ("ticaret recep tay", "Recep Tayyip Erdoğan", "person", 9),
        ("+erd", "Erdoğan", "word", 3),
        ("(erd", "Erdoğan", "word", 3),
        ('"recep tayy', "Tayyip", "word", 4),
        ("person:erd", '"Recep Tayyip Erdoğan"', "person", 3),
        ('-person:"recep t', '"Recep Tayyip Erdoğan"', "person", 8),
        ("country:çi", "Çin", "country", 2),
        ("country:chi", "China", "country", 3),
        ("country:", "China", "country", 0),
        ("country:alm", "Germany", "country", 3),
        ("city:pek", "Pekin", "city", 3),
        ("per", "person:", "field", 3),
        ("lang:", "tr", "language", 0),
        ("source:ajan", '"Anadolu Ajansı"', "source", 4),
        ("source:xin", "Xinhua", "source", 3),
        ("date:", "2025", "date", 0),
        ("date:2024-", "2024-01", "date", 5),
        ("date:2024..2025-0", "2025-04", "date", 6),
        ("title:zi", "Zirve", "word", 2),
    ],
)
def test_offers(
    index: diplosearch.Index, line: str, text: str, kind: str, length: int
) -> None:
    """Words, names and values are offered, diacritics or not, in both languages."""
    offered = {(one.text, one.kind, one.length) for one in index.complete(line)}
    assert (text, kind, length) in offered


@pytest.mark.parametrize(
    ("field", "prefix", "text"),
    [("person", "Recep T", '"Recep Tayyip Erdoğan"'), ("lang", "t", "tr")],
)
def test_values_of_a_field(
    index: diplosearch.Index, field: str, prefix: str, text: str
) -> None:
    """With a field all that is given is the beginning of a value of it."""
    offered = index.complete(prefix, field=field)
    assert [(one.text, one.length) for one in offered] == [(text, len(prefix))]


@pytest.mark.parametrize("line", ["", "zzzz", "18:2", "http://er", "the", "lang:de", "  "])
def test_nothing_to_offer(index: diplosearch.Index, line: str) -> None:
    """What begins nothing, and words that carry nothing, bring no offers."""
    assert index.complete(line) == []


def test_counts_are_passages(index: diplosearch.Index) -> None:
    """Each offer says how many passages hold it, the most frequent first."""
    offered = index.complete("erd")
    counts = {one.name: one.count for one in offered}
    assert counts["Erdoğan"] == 3
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    values = {one.text: one.count for one in index.complete("source:")}
    assert values == {"Xinhua": 2, '"Anadolu Ajansı"': 2}


def test_offers_find_something(index: diplosearch.Index) -> None:
    """A line that was completed finds as many passages as the offer says, or more."""
    for line in ("e", "b", "min", "person:", "country:", "source:", "date:2024", "lang:"):
        for one in index.complete(line, limit=50):
            if one.kind != "field":
                made = line[: len(line) - one.length] + one.text
                assert index.search(made, per_document=None).total >= one.count > 0, made


def test_limit(index: diplosearch.Index) -> None:
    """At most so many are offered, words and names in turn."""
    assert len(index.complete("m", limit=3)) == 3
    assert index.complete("m", limit=0) == []


def test_changes_are_offered() -> None:
    """After an addition its words and names are offered, after a deletion no longer."""
    with diplosearch.open(":memory:") as index:
        index.add(Document(id="1", text="Zelenskiy Kiev'de konuştu."))
        assert index.complete("zel")
        index.add(Document(id="2", text="Bakan Kazakistan'da konuştu."))
        assert index.complete("kaza")
        index.delete("1")
        assert index.complete("zel") == []


@pytest.mark.parametrize(
    ("line", "options"),
    [
        (3, {}),
        ("e", {"field": "colour"}),
        ("e", {"limit": -1}),
        ("e", {"limit": 2.5}),
    ],
)
def test_what_cannot_be_is_refused(
    index: diplosearch.Index, line: object, options: dict[str, object]
) -> None:
    """Options that cannot be are named."""
    with pytest.raises(UsageError):
        index.complete(line, **options)  # type: ignore[arg-type]


@given(line=st.text())
def test_any_line_can_be_completed(line: str, tiny: diplosearch.Index) -> None:
    """Whatever is typed, offers take the place of its end."""
    for one in tiny.complete(line):
        assert 0 <= one.length <= len(line)
        assert one.text.isprintable()


@given(line=st.text())
def test_typed_is_the_end_of_the_line(line: str) -> None:
    """What is completed stands at the end of the line, and so does each ending."""
    typed = read_typed(line)
    assert line.endswith(typed.value)
    assert all(line.endswith(ending) for ending in typed.endings)


@pytest.fixture(scope="module")
def tiny() -> Iterator[diplosearch.Index]:
    """The small corpus in memory."""
    with diplosearch.rebuild(documents()) as made:
        yield made


def test_words_are_spelt_as_documents_spell_them(tmp_path: Path) -> None:
    """The commonest spelling is offered, and none in capitals but acronyms."""
    with diplosearch.open(":memory:") as index:
        index.add(
            Document(id="1", text="TÜRKİYE'DEKİ Büyükelçilik açıkladı. NATO toplandı.")
        )
        index.add(
            Document(id="2", text="Türkiye'nin büyükelçilik binası. NATO'nun üyeleri.")
        )
        offered = {one.name for one in index.complete("nat") + index.complete("tur")}
        assert {"NATO", "Türkiye"} <= offered


@pytest.mark.parametrize("beginning", ["S-4", "S4", "s-40", "S-400"])
def test_designation_is_completed(beginning: str) -> None:
    """A designation is completed with its hyphen typed or not."""
    index = diplosearch.rebuild(Document(id="a", text="Türkiye S-400 aldı."))
    assert "S400" in [one.text for one in index.complete(beginning)]
