"""Which of the two languages a text is taken to be."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

from diplosearch.model import LANGUAGES, Language
from diplosearch.text import language
from diplosearch.text.language import Identified, function_words, identify

TURKISH = "Bakan, iki ülke arasındaki görüşmelerin yarın devam edeceğini söyledi."
ENGLISH = "The minister said that talks between the two countries would go on tomorrow."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TURKISH, "tr"),
        (ENGLISH, "en"),
        (TURKISH.replace("i", "İ").upper(), "tr"),
        (ENGLISH.upper(), "en"),
        (unicodedata.normalize("NFD", TURKISH), "tr"),
        ("Ticaret hacmi gecen yil yuzde on artti ve yeni anlasmalar imzalandi.", "tr"),
        ("ERDOĞAN İLE ALİYEV BAKÜ'DE GÖRÜŞTÜ", "tr"),
        ("Görüşme neden ertelendi?", "tr"),
        ("Why was the meeting put off?", "en"),
    ],
)
def test_language_of_plain_text(text: str, expected: Language) -> None:
    """Case, decomposed letters and missing diacritics do not hide the language."""
    assert identify(text).language == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He was received by Hakan Fidan, Mehmet Şimşek, Yaşar Güler and Ömer Bolat.",
            "en",
        ),
        ("Erdoğan and Çavuşoğlu flew from Diyarbakır to İstanbul with Şimşek.", "en"),
        ("Antony Blinken, Downing Street ve White House yetkilileriyle görüştü.", "tr"),
    ],
)
def test_names_of_the_other_language_do_not_decide(text: str, expected: Language) -> None:
    """Foreign names, however many, leave the language of the sentence alone."""
    assert identify(text).language == expected


@pytest.mark.parametrize("text", ["", " \n", "29.01.2026", "…!?", "北京", "Москва", "🇹🇷"])
def test_nothing_to_go_by_is_said(text: str) -> None:
    """Without a Latin letter the confidence is that of a coin."""
    assert identify(text) == Identified("en", 0.5)


def test_a_long_text_is_sampled() -> None:
    """The end of a long text is not read."""
    text = ENGLISH * 2_000
    assert len(language.sample_text(text)) == 2 * language.SAMPLE_LENGTH + 1
    assert identify(text + TURKISH).language == "en"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bakanlar bu yıl için yeni bir anlaşma olduğunu açıkladı.", "tr"),
        ("The ministers said that they had signed it in the capital.", "en"),
    ],
)
def test_plain_text_needs_no_model(
    text: str, expected: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where distinctive words decide, the model is not used."""
    monkeypatch.setattr(language, "_log_odds", None)
    assert identify(text).language == expected
    assert identify(text).confidence > 0.99


@pytest.mark.parametrize(
    "text",
    [
        f"{TURKISH} {ENGLISH}",
        "Xʼƞ ıŢ ıɏŀ ğŻ şƼ ıĦ",
        "TURKISH AND ENGLISH ARE IN CAPITALS",
    ],
)
def test_in_doubt_the_model_is_asked(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both languages, letters that make no word, or capitals tell nothing at sight."""
    classified = []

    def log_odds(words: object) -> float:
        classified.append(words)
        return 1.0

    monkeypatch.setattr(language, "_log_odds", log_odds)
    identify(text)
    assert classified


def test_threads_get_the_same_answer() -> None:
    """The model may be loaded and used from several threads at once."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(identify, [TURKISH, ENGLISH] * 40))
    assert [one.language for one in found] == ["tr", "en"] * 40


@settings(max_examples=examples(200))
@given(st.text(st.characters()))
def test_any_text_has_a_language(text: str) -> None:
    """All text, lone surrogates included, gives a language and a probability."""
    found = identify(text)
    assert found.language in LANGUAGES
    assert 0.5 <= found.confidence <= 1.0
    assert identify(text) == found


@pytest.mark.parametrize("name", LANGUAGES)
def test_function_words_load(name: Language) -> None:
    """The lists load, in small letters, with no doubles and none in common."""
    path = Path(language.__file__).parent / "data" / f"function_words_{name}.txt"
    lines = [
        line for line in path.read_text("utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    assert len(lines) == len(set(lines)) == len(function_words(name)) > 50
    assert all(word == word.lower() for word in lines)
    assert not function_words("tr") & function_words("en")
