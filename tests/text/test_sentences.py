"""Where sentences and paragraphs end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

from diplosearch.model import Span
from diplosearch.text import sentences
from diplosearch.text.sentences import (
    MAX_LENGTH,
    MAX_WORDS,
    abbreviations,
    sentence_starters,
    split_paragraphs,
    split_sentences,
)

LETTERS = st.sampled_from(list("aAıİşé.!?…\"”)(' \n\r\t\u2028\u0301\u200d1290-。京🇹🇷👍🏽"))
ANY_TEXT = st.text(st.characters()) | st.text(LETTERS, max_size=300)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Başkanlar 30. olağan toplantıya katıldı.",
        "Başkanlar 30. Olağan Toplantı için geldi.",
        "Yazar 2. Dünya Savaşı yıllarını anlattı.",
        "Sporcular XXIV. Kış Oyunları için yola çıktı.",
        "COP'un 30. Taraflar Konferansı sona erdi.",
        "Prof. Dr. Ayşe Kaya ile Doç. Dr. Ali Can konuştu.",
        "PROF. DR. AYŞE KAYA KONUŞTU.",
        "Org. Metin Gürak ve Hz. Mevlana anıldı.",
        "A.B.D. Dışişleri Bakanı yarın geliyor.",
        "Buğday, arpa vb. ürünler gümrüksüz girecek.",
        "M. K. Atatürk ile J. D. Vance adları geçti.",
        "Anlaşma 29.01.2026 günü, saat 18.30'da imzalandı.",
        "Hacim 1.500 tondan 4.75 milyar dolara çıktı.",
        "Haberi El.kz ve www.trthaber.com duyurdu.",
        '"Neden?" diye sordu.',
        "“Olmaz.” - Xi Jinping said.",
        "Mr. Xi met Gen. Li in the U.S. Senate on Jan. 29.",
        "Apple Inc. Chief Tim Cook spoke at 5 p.m. Monday.",
        "It is No. 5 in St. Petersburg.",
        "2.1. Giriş bölümü kısaydı.",
        "Dava Ankara 14. Ağır Ceza Mahkemesi'nde sürüyor.",
        "Sultan II. Abdülhamid tahta çıktı.",
        "Türkiye Büyük Millet Meclisi 28. Dönem çalışmalarına başladı.",
        "Ülkeler arası 3. Zirve bu yıl yapıldı.",
        "Bu yılki 5. Antalya Diplomasi Forumu bitti.",
        "Düşündü... sonra gitti.",
    ],
)
def test_one_sentence(sentence: str) -> None:
    """Ordinals, abbreviations, initials, dates and domains end no sentence."""
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Bakan geldi.", "Toplantı başladı."),
        ("Ölü sayısı 45.", "Yaralı sayısı 120."),
        ("Yaralı 120.", "Arama sürüyor."),
        ("Kentin nüfusu 85.", "Olağan bir gündü."),
        ("Depremin derecesi 6.", "Uzmanlar uyardı."),
        ("The toll rose to 45.", "Rescuers went on."),
        ("Police said they had found 12.", "Searches went on."),
        ("Savaş 1945.", "Bu yıl unutulmadı."),
        ("Yıl 2023.", "Bakan yeniden seçildi."),
        ("Katılanların sayısı 30.", "Bu, bir rekor."),
        ("He arrived on April 29.", "Erdogan received him."),
        ("Artış yüzde 5.", "Türkiye bunu aşacak."),
        ("He came to the U.S.", "The visit was short."),
        ("Sabah geldi…", "Akşam gitti."),
        ("Ne oldu?!", "Bilen yok."),
        ('"Geliyorum."', "Sonra yola çıktı."),
        ("(AA muhabiri bildirdi.)", "Heyet döndü."),
        ("He said no.", "Nobody answered."),
        ("SON KARAR VERİLDİ.", "HEYET DÖNDÜ."),
        ("Heyet 4.75.", "İkinci gün döndü."),
    ],
)
def test_two_sentences(first: str, second: str) -> None:
    """A stop before a capital ends a sentence where nothing speaks against it."""
    assert split(f"{first} {second}") == [first, second]


def test_missing_space_after_a_stop() -> None:
    """A sentence ends between a small word and a capital with no space either."""
    assert split("Heyet kabul etti.Bakan döndü.") == ["Heyet kabul etti.", "Bakan döndü."]


def test_wide_stops_need_no_space() -> None:
    """The stops of East Asian text end sentences by themselves."""
    assert split("北京。上海！") == ["北京。", "上海！"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Başlık\nMetin başlıyor.", ["Başlık", "Metin başlıyor."]),
        ("Başlık\r\n\r\nmetin", ["Başlık", "metin"]),
        ("wrapped within\nthe same sentence", ["wrapped within\nthe same sentence"]),
        ("wrapped within\r\nthe sentence", ["wrapped within\r\nthe sentence"]),
        ("a full stop.\nsmall", ["a full stop.", "small"]),
        ("Paylaş:\nhaberler", ["Paylaş:", "haberler"]),
        (" \n\n bir \u2028 Iki \n", ["bir", "Iki"]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    """Every line is a paragraph but one that was wrapped within a sentence."""
    assert [text[start:end] for start, end in split_paragraphs(text)] == expected


def test_only_the_part_asked_for() -> None:
    """Offsets count from the beginning of the text, not of the slice."""
    text = "Bir. İki üç. Dört."
    assert split_sentences(text, 5, 12) == [Span(5, 12)]


def test_a_sentence_without_end_is_cut() -> None:
    """A sentence of too many words is cut evenly, at spaces."""
    lengths = [len(part.split()) for part in split("kelime " * 250)]
    assert lengths == [84, 84, 82]


def test_a_cut_parts_no_cluster() -> None:
    """A text without spaces is cut, but not before a combining mark or modifier."""
    for cluster in ("e\u0301\u0323", "👍🏽", "👩\u200d👧"):
        parts = split(cluster * 3_000)
        assert all(part.startswith(cluster[0]) for part in parts)
        assert all(len(part) <= MAX_LENGTH for part in parts)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", [".", "a. ", "A. ", "1. ", '."', "x", " ", "\n ", "a\n", "? ", "\u0301", "a.B"]
)
def test_adversarial_text_returns(unit: str) -> None:
    """A long run of anything is split without trouble."""
    check(unit * 100_000)


def test_a_million_characters_without_a_stop_return() -> None:
    """A text without any border is cut all the same."""
    check("x" * 1_000_000)


@settings(max_examples=examples(300))
@given(ANY_TEXT)
def test_sentences_of_any_text(text: str) -> None:
    """Sentences cover what is not white space, in order, within the limits."""
    check(text)


def check(text: str) -> None:
    last = 0
    for start, end in split_sentences(text):
        sentence = text[start:end]
        assert start >= last
        assert not text[last:start].strip()
        assert sentence == sentence.strip() != ""
        assert len(sentence) <= MAX_LENGTH
        assert len(sentence.split()) <= MAX_WORDS
        last = end
    assert not text[last:].strip()


def test_lists_load() -> None:
    """Abbreviations have a known kind; no starter is an abbreviation."""
    assert set(abbreviations().values()) == {"name", "number", "inside"}
    assert not set(abbreviations()) & sentence_starters()


WORDS = st.sampled_from(
    ["etti", "Bakan", "Prof", "vb", "30", "XXIV", "a", "A", "ABD", "(dedi", "İzmir", "no"]
)
BORDERS = st.sampled_from([". ", ".", ".  ", ".\u00a0", '." ', "... ", " . ", "! ", ", "])


@given(st.lists(st.tuples(WORDS, BORDERS), max_size=12))
def test_plain_borders_are_borders(parts: list[tuple[str, str]]) -> None:
    """A sentence ends where the slower checks say so too, and at no other stop."""
    text = "".join(word + border for word, border in parts)
    starts = {span.end: span.start for span in split_sentences(text)}
    start = min(starts.values(), default=0)
    for match in sentences._STOP.finditer(text.rstrip()):
        if match.end() == len(text.rstrip()):
            continue
        ends = match.end() in starts
        assert sentences._is_border(text, start, match, len(text)) == ends
        if ends:
            start = min(one for one in starts.values() if one >= match.end())
