"""Ministers and ministries by their portfolio."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.rules.offices import find_offices
from diplosearch.entities.tokens import Sentence, read_sentence

Read = Callable[[str], Sentence]


@pytest.mark.parametrize(
    ("text", "office", "type"),
    [
        (
            "Minister of Industry and Technology Kacır",
            "Minister of Industry and Technology",
            "TITLE",
        ),
        (
            "Energy and Natural Resources Minister",
            "Energy and Natural Resources Minister",
            "TITLE",
        ),
        ("Treasury and Finance Minister Şimşek", "Treasury and Finance Minister", "TITLE"),
        ("Enerji ve Tabii Kaynaklar Bakanı", "Enerji ve Tabii Kaynaklar Bakanı", "TITLE"),
        ("Dışişleri Bakanı'nın", "Dışişleri Bakanı", "TITLE"),
        ("Dışişleri Bakanının sözleri", "Dışişleri Bakanının", "TITLE"),
        ("Dışişleri Bakan Yardımcısı", "Dışişleri Bakan Yardımcısı", "TITLE"),
        ("Ministry of Foreign Affairs", "Ministry of Foreign Affairs", "ORG"),
        ("the Ministry of the Interior said", "Ministry of the Interior", "ORG"),
        ("Hazine ve Maliye Bakanlığından", "Hazine ve Maliye Bakanlığından", "ORG"),
        ("Department of Energy", "Department of Energy", "ORG"),
        ("Department of Energy's", "Department of Energy", "ORG"),
        ("Secretary of State", "Secretary of State", "TITLE"),
        ("Çin Dışişleri Bakanı", "Dışişleri Bakanı", "TITLE"),
    ],
)
def test_offices_are_read(text: str, office: str, type: str) -> None:
    """Portfolios are combined freely, before the office and behind it."""
    (found,) = find_offices(read_sentence(text, 0, len(text)))
    assert (text[found.start : found.end], found.type) == (office, type)


@pytest.mark.parametrize(
    "text",
    [
        "Minister",
        "Bakan geldi",
        "the minister of trade",
        "Minister of Ankara",
        "Minister of",
        "Ali Yılmaz Bakanı",
        "ve Bakanı",
        "Yardımcısı",
        "Bakan Yardımcısı",
        "",
    ],
)
def test_without_a_portfolio_there_is_no_office(text: str) -> None:
    """The word alone, or with something else beside it, says too little."""
    assert list(find_offices(read_sentence(text, 0, len(text)))) == []


def test_two_ministers_are_two() -> None:
    """A comma or *and* between two offices does not combine them."""
    text = "Foreign Minister Hakan Fidan and Trade Minister Ömer Bolat"
    found = find_offices(read_sentence(text, 0, len(text)))
    assert [text[one.start : one.end] for one in found] == [
        "Foreign Minister",
        "Trade Minister",
    ]


words = st.lists(
    st.sampled_from(
        [
            *(
                "Minister",
                "Bakanı",
                "Bakan",
                "Yardımcısı",
                "Ministry",
                "of",
                "for",
                "the",
                "and",
            ),
            *(
                "ve",
                ",",
                "Trade",
                "Ticaret",
                "Dışişleri'nin",
                "Ankara",
                "Bakanlığı",
                "Secretary",
            ),
        ]
    ),
    max_size=20,
).map(" ".join)


@given(words)
def test_offices_are_spans_of_words(text: str) -> None:
    """Whatever stands beside whatever, an office is at least two words of the text."""
    for found in find_offices(read_sentence(text, 0, len(text))):
        written = text[found.start : found.end]
        assert len(written.split()) > 1
        assert found.type in ("TITLE", "ORG")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Milli Meclis Başkanı konuştu.",
            [("Milli Meclis", "ORG"), ("Başkanı", "TITLE")],
        ),
        (
            "Ermenistan Güvenlik Konseyi Sekreteri geldi.",
            [("Ermenistan Güvenlik Konseyi", "ORG"), ("Sekreteri", "TITLE")],
        ),
        (
            "Speaker of the National Assembly spoke.",
            [("Speaker", "TITLE"), ("National Assembly", "ORG")],
        ),
        (
            "Russia's Security Council secretary left.",
            [("Russia", "GPE"), ("Security Council", "ORG")],
        ),
        ("Meclis Başkanı konuştu.", [("Meclis Başkanı", "TITLE")]),
        ("Dışişleri Bakanı konuştu.", [("Dışişleri Bakanı", "TITLE")]),
    ],
)
def test_institutions_are_parted_from_their_offices(
    find_fully: Callable[..., list[tuple[str, str, str]]],
    text: str,
    parts: list[tuple[str, str]],
) -> None:
    """Councils and assemblies; an office of one word more has none."""
    assert [(name, type) for name, type, _ in find_fully(text)] == parts
