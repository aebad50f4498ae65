"""The words of a text and their spans."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from strategies import texts

from diplosearch.analysis.tokenizer import find_words, words_of
from diplosearch.text.letters import APOSTROPHES


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \n\t…—", []),
        ("Çin Dışişleri Bakanı", ["Çin", "Dışişleri", "Bakanı"]),
        ("Çin-Azerbaycan", ["Çin", "Azerbaycan"]),
        ("Kassym-Jomart Tokayev's", ["Kassym", "Jomart", "Tokayev's"]),
        ("O'Brien, Côte d’Ivoire", ["O'Brien", "Côte", "d’Ivoire"]),
        ("'alıntı' ‘quoted’ `kod`", ["alıntı", "quoted", "kod"]),
        ("Xi'an'da", ["Xi'an'da"]),
        ("rock 'n' roll", ["rock", "n", "roll"]),
        ("A.B.D. ve U.S.A", ["A.B.D.", "ve", "U.S.", "A"]),
        ("A.B.D.'nin A.B.D.’de", ["A.B.D.'nin", "A.B.D.’de"]),
        ("Dr. Ali geldi.", ["Dr", "Ali", "geldi"]),
        ("1.457 ton, 1,457 tons", ["1.457", "ton", "1,457", "tons"]),
        ("1.234.567'si", ["1.234.567'si"]),
        ("498.55", ["498", "55"]),
        ("14.09.2022 18:28", ["14", "09", "2022", "18", "28"]),
        ("6'da 5'inci 1990'lı", ["6'da", "5'inci", "1990'lı"]),
        ("$50 billion, %3,5", ["50", "billion", "3", "5"]),
        ("I\u0307zmir", ["I\u0307zmir"]),
        ("e-posta a_b x@y.com", ["e", "posta", "a", "b", "x", "y", "com"]),
        ("北京 日報", ["北京", "日報"]),
        ("हिन्दी", ["हिन्दी"]),
        ("🇹🇷 bayrak 🚀", ["bayrak"]),
        ("G20, BRICS+", ["G20", "BRICS"]),
        ("\ud800x\x00y", ["x", "y"]),
        ("a'b'c'd'e'f", ["a'b'c'd", "e'f"]),
        ("S-400’leri, F-16'lar ve F-16s", ["S-400’leri", "F-16'lar", "ve", "F-16s"]),
        ("(MiG-29) Su-27/Su-35 'B-52'", ["MiG-29", "Su-27", "Su-35", "B-52"]),
        ("KC-135R, AIM-120C-7, F\u201116", ["KC-135R", "AIM-120C", "7", "F\u201116"]),
        ("COP-29, TF-X'in, g-20", ["COP-29", "TF-X'in", "g-20"]),
        ("Covid-19 Türksat-5A", ["Covid", "19", "Türksat", "5A"]),
        (
            "3-1 15-17 737-800 15-Mar-2024",
            ["3", "1", "15", "17", "737", "800", "15", "Mar", "2024"],
        ),
        (
            "Jan-15 AB-2019 COP 2 9 R 1",
            ["Jan", "15", "AB", "2019", "COP", "2", "9", "R", "1"],
        ),
        ("Çin-ABD well-known e-devlet", ["Çin", "ABD", "well", "known", "e", "devlet"]),
        ("AT&T'nin S&P 500, V&A; r&d", ["AT&T'nin", "S&P", "500", "V&A", "r&d"]),
        (
            "A & B, Johnson&Johnson, AT&amp;T",
            ["A", "B", "Johnson", "Johnson", "AT", "amp", "T"],
        ),
        (
            "Dış\u00adiş\u200ble\u2060ri \ufeffAli\u200b",
            ["Dış\u00adiş\u200ble\u2060ri", "Ali"],
        ),
        ("5\u203210 5\u2032te", ["5", "10", "5\u2032te"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """Words are runs of letters, digits and the marks that belong to them."""
    assert words_of(text) == words


@pytest.mark.parametrize("mark", APOSTROPHES)
def test_apostrophe_stays_inside(mark: str) -> None:
    """Every apostrophe between letters is within a word, and never ends one."""
    assert words_of(f"{mark}Erdoğan{mark}ın{mark} evi") == [f"Erdoğan{mark}ın", "evi"]


@given(texts)
def test_words_stand_in_their_spans(text: str) -> None:
    """The words are the text of their spans."""
    assert words_of(text) == [text[start:end] for start, end in find_words(text)]


@given(texts)
def test_spans_go_forward(text: str) -> None:
    """Spans are not empty, lie within the text, and never overlap or go back."""
    end_before = 0
    for start, end in find_words(text):
        assert end_before <= start < end <= len(text)
        end_before = end


@given(texts)
def test_letters_and_digits_are_all_in_words(text: str) -> None:
    """No letter or digit is lost between words; U+02BC is no letter here."""
    covered = {offset for span in find_words(text) for offset in range(*span)}
    for offset, letter in enumerate(text):
        if unicodedata.category(letter)[0] in "LN" and letter not in APOSTROPHES:
            assert offset in covered


@given(texts)
def test_marks_stay_with_their_letters(text: str) -> None:
    """A combining mark behind a word is never split from it."""
    for start, end in find_words(text):
        if end < len(text) and text[end - 1].isalnum():
            assert not unicodedata.category(text[end]).startswith("M")
        assert not unicodedata.category(text[start]).startswith("M")


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["A.", "1.234", "a'", "'", "\u0307", "I\u0307", "1,", "𝒳", "A.B"]
)
def test_long_text_returns(piece: str) -> None:
    """A million characters of trouble take no more than their length."""
    text = piece * (1_000_000 // len(piece))
    assert sum(1 for _ in find_words(text)) >= 0
