"""spaCy pipelines as recognizers."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

import diplosearch
from diplosearch import Document, Entity
from diplosearch.entities.base import Section
from diplosearch.entities.provider import RecognizerProvider
from diplosearch.entities.spacy import LABELS, SpacyRecognizer
from diplosearch.errors import IndexRecognizerError, MissingExtraError, UsageError
from diplosearch.model import ENTITY_TYPES

TEXT = "Çin Dışişleri Bakanı Wang Yi, 29 Ocak 2026'da Türkiye'nin başkenti Ankara'ya geldi"
DAY = datetime.date(2026, 1, 29)


class Marker:
    """Stands in for a pipeline: marks some words wherever they are."""

    def __init__(self, labels: dict[str, str], **meta: Any) -> None:
        self.pipe_names = ["marker"]
        self.labels = labels
        self.meta = {"lang": "xx", "name": "marker", "version": "1", **meta}

    def pipe(self, texts: Any) -> Iterator[Any]:
        """Yield what stands for a ``Doc``."""
        for text in texts:
            found = [
                SimpleNamespace(start_char=start, end_char=start + len(words), label_=label)
                for words, label in self.labels.items()
                if (start := text.find(words)) >= 0
            ]
            yield SimpleNamespace(ents=sorted(found, key=lambda one: one.start_char))


def find(text: str, marks: dict[str, str], **options: Any) -> list[Entity]:
    """Return what comes of the words that a pipeline marks in one section."""
    recognizer = SpacyRecognizer(Marker(marks), **options)
    return recognizer.recognize(text, [Section(0, len(text), "tr")], date=DAY)


@pytest.mark.parametrize(
    ("text", "marked", "label", "written", "id"),
    [
        ("Çin'in", "Çin'in", "GPE", "Çin", "country:CN"),
        ("Çin’in", "Çin’in", "LOC", "Çin", "country:CN"),
        ("China's rise", "China's", "GPE", "China", "country:CN"),
        ("Çin' dedi", "Çin'", "GPE", "Çin", "country:CN"),
        ("«Ankara»", "«Ankara»", "LOC", "Ankara", "city:323786"),
        (" Ankara ", " Ankara ", "FAC", "Ankara", "city:323786"),
        ("Acme Inc. ve", "Acme Inc.", "ORG", "Acme Inc.", "org:acme-inc"),
        ("U.S. and", "U.S.", "GPE", "U.S.", "country:US"),
        ("O'Brien geldi", "O'Brien", "PER", "O'Brien", "person:obrien"),
        ("Jose\u0301 geldi", "Jose", "PERSON", "Jose\u0301", "person:jose"),
        ("Çinliler", "Çinliler", "NORP", "Çinliler", "norp:CN"),
        ("Çinliler", "Çinliler", "MISC", "Çinliler", "norp:CN"),
        ("ABD'li heyet", "ABD'li", "NORP", "ABD", "norp:US"),
        ("29 Ocak 2026'da", "29 Ocak 2026'da", "DATE", "29 Ocak 2026", "date:2026-01-29"),
        ("dün geldi", "dün", "DATE", "dün", "date:2026-01-28"),
        (
            "3 milyar dolar",
            "3 milyar dolar",
            "MONEY",
            "3 milyar dolar",
            "money:USD-3000000000",
        ),
        ("some money", "some money", "MONEY", "some money", "money:some-money"),
    ],
)
def test_spans_and_ids_are_ours(
    text: str, marked: str, label: str, written: str, id: str
) -> None:
    """Suffixes and quotation marks are cut, letters stay whole, and ids are known ones."""
    (found,) = find(text, {marked: label})
    assert text[found.start : found.end] == written
    assert found.id == id


@pytest.mark.parametrize(
    ("text", "label"),
    [("Mona Lisa", "MISC"), ("three", "CARDINAL"), ("...", "ORG"), (" ", "PER")],
)
def test_what_cannot_be_placed_is_left_out(text: str, label: str) -> None:
    """Unknown labels, miscellanies without a name, and spans without a word."""
    assert find(text, {text: label}) == []


def test_offsets_are_into_the_text() -> None:
    """Each section is read alone, and nothing between sections is."""
    text = "Ankara. Ankara. Ankara."
    recognizer = SpacyRecognizer(Marker({"Ankara": "GPE"}))
    found = recognizer.recognize(text, [Section(0, 7, "tr"), Section(16, 23, "en")])
    assert [one.start for one in found] == [0, 16]


def test_marks_beyond_a_section_are_not_taken_in() -> None:
    """A span stays within its section, whatever stands behind it."""
    text = "Jose\u0301"
    recognizer = SpacyRecognizer(Marker({"Jose": "PER"}))
    (found,) = recognizer.recognize(text, [Section(0, 4, "en")])
    assert found.end == 4


def test_none_overlap() -> None:
    """Of two spans that share a letter once it is whole, the first stays."""
    text = "Jose\u0301"
    found = find(text, {"Jose": "PER", "\u0301": "ORG"})
    assert [(one.start, one.end) for one in found] == [(0, 5)]


def test_labels_of_ones_own() -> None:
    """Other labels can be given; the default ones then no longer apply."""
    own = {"KIŞI": "PERSON", "YER": ("GPE",)}
    marks = {"Wang Yi": "KIŞI", "Türkiye'nin": "YER", "Ankara": "GPE", "Çin": "KIŞI2"}
    found = find(TEXT, marks, labels=own)
    assert [one.id for one in found] == ["person:wang-yi", "country:TR"]


def test_default_labels_are_sound() -> None:
    """Every type is a label of its own, and those of four-way models are there."""
    assert {type: type for type in ENTITY_TYPES}.items() <= LABELS.items()
    assert {"PER", "LOC", "ORG", "MISC"} <= LABELS.keys()


def test_unknown_type_is_refused() -> None:
    """A label of a type that does not exist is refused by a message with the label."""
    with pytest.raises(UsageError, match="label 'PER': no such type 'HUMAN'"):
        SpacyRecognizer(Marker({}), labels={"PER": "HUMAN"})  # type: ignore[dict-item]


def test_fingerprint_tells_pipelines_apart() -> None:
    """It is the same for the same pipeline, another one for another in any respect."""
    recognizers = [
        SpacyRecognizer(Marker({})),
        SpacyRecognizer(Marker({}, version="2")),
        SpacyRecognizer(Marker({}, lang="tr")),
        SpacyRecognizer(Marker({}), labels={"PER": "PERSON"}),
    ]
    assert len({one.fingerprint for one in recognizers}) == len(recognizers)
    assert SpacyRecognizer(Marker({})).fingerprint == recognizers[0].fingerprint


def test_an_index_is_made_with_it() -> None:
    """Entities are stored, found in either language, and guarded by the fingerprint."""
    recognizer = SpacyRecognizer(Marker({"Çin": "GPE", "Wang Yi": "PER"}))
    document = Document(id="d", text=f"{TEXT}.")
    with diplosearch.rebuild(
        document, resources=diplosearch.Resources(recognizer=recognizer)
    ) as index:
        assert [one.id for one in index.entities()] == ["country:CN", "person:wang-yi"]
        assert index.search("country:China").total == 1
        other = diplosearch.Resources(recognizer=SpacyRecognizer(Marker({}, version="2")))
        index._resources.provider = RecognizerProvider(other)
        with pytest.raises(IndexRecognizerError):
            index.add(Document(id="e", text="Another."))


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where spaCy is to load a pipeline and is not there, the error names the extra."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingExtraError, match=r"diplosearch\[spacy\]"):
        SpacyRecognizer("xx_ent_wiki_sm")


# With spaCy itself


@pytest.fixture(params=["xx", "en"])
def nlp(request: pytest.FixtureRequest) -> Any:
    """A pipeline that knows a few names by rule."""
    spacy = pytest.importorskip("spacy")
    made = spacy.blank(request.param)
    ruler = made.add_pipe("entity_ruler")
    names = {
        "Çin": "LOC",
        "Wang Yi": "PER",
        "29 Ocak 2026'da": "DATE",
        "Türkiye'nin": "LOC",
        "Ankara'ya": "LOC",
    }
    ruler.add_patterns(
        [{"label": label, "pattern": pattern} for pattern, label in names.items()]
    )
    return made


@pytest.mark.slow
def test_pipeline_of_spacy(nlp: Any) -> None:
    """What spaCy marks has the ids that it has without spaCy."""
    found = diplosearch.recognize(
        TEXT, "tr", resources=diplosearch.Resources(recognizer=SpacyRecognizer(nlp))
    )
    assert [(TEXT[one.start : one.end], one.id) for one in found] == [
        ("Çin", "country:CN"),
        ("Wang Yi", "person:wang-yi"),
        ("29 Ocak 2026", "date:2026-01-29"),
        ("Türkiye", "country:TR"),
        ("Ankara", "city:323786"),
    ]
    own = {one.id for one in diplosearch.recognize(TEXT, "tr")}
    assert {one.id for one in found} <= own


def test_fingerprint_of_spacy(nlp: Any) -> None:
    """One more component makes another pipeline."""
    before = SpacyRecognizer(nlp).fingerprint
    assert SpacyRecognizer(nlp).fingerprint == before
    nlp.add_pipe("sentencizer")
    assert SpacyRecognizer(nlp).fingerprint != before


def test_unknown_pipeline_is_named() -> None:
    """A pipeline that is not there is an error that says how to get it."""
    pytest.importorskip("spacy")
    with pytest.raises(UsageError, match="no spaCy pipeline 'xx_nothing'"):
        SpacyRecognizer("xx_nothing")
