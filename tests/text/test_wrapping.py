"""Which line breaks are within a paragraph."""

from __future__ import annotations

import textwrap

import pytest

from diplosearch import recognize
from diplosearch.text.sentences import split_paragraphs, split_sentences
from diplosearch.text.wrapping import joining_words

PARAGRAPH = (
    "Dışişleri Bakanı Hakan Fidan, New York'ta düzenlenen Birleşmiş Milletler Genel Kurulu "
    "toplantısında Türkiye Cumhuriyeti adına bir konuşma yaptı. Birleşmiş Milletler Genel "
    "Sekreteri Antonio Guterres ile Hakan Fidan ayrıca ikili bir görüşme gerçekleştirdi. "
    "Suriye Arap Cumhuriyeti Dışişleri Bakanı Esad Şeybani toplantıya katıldı."
)


@pytest.mark.parametrize("width", [56, 60, 64, 68, 72, 76, 80, 100])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_wrapped_paragraph_is_one(width: int, line_end: str) -> None:
    """A paragraph has the same sentences and names, wrapped at a width or not."""
    wrapped = textwrap.fill(PARAGRAPH, width).replace("\n", line_end)
    assert len(split_paragraphs(wrapped)) == 1
    sentences = [
        " ".join(wrapped[start:end].split()) for start, end in split_sentences(wrapped)
    ]
    assert sentences == [PARAGRAPH[start:end] for start, end in split_sentences(PARAGRAPH)]
    names = [entity.name for entity in recognize(wrapped)]
    assert names == [entity.name for entity in recognize(PARAGRAPH)]


def test_paragraphs_of_a_wrapped_text_stay_apart() -> None:
    """An empty line is a border between wrapped paragraphs, as is a short last line."""
    wrapped = textwrap.fill(PARAGRAPH, 72)
    assert len(split_paragraphs(f"{wrapped}\n\n{wrapped}")) == 2
    assert len(split_paragraphs(f"{wrapped}\n{wrapped}")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Toplantı bitti. Türkiye'nin Birleşmiş\nMilletler temsilcisi konuştu.",
        "The ministers of the two countries met the\nUnited Nations envoy.",
        "Türkiye, Azerbaycan, Kazakistan, Özbekistan ve\nKırgızistan imzaladı.",
        "Bakan geldi, görüşmelere\nbaşladı.",
    ],
)
def test_one_break_within_a_sentence(text: str) -> None:
    """A line that does not end where it ends goes on."""
    assert len(split_paragraphs(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "elma\narmut\nkiraz",
        "Hakan Fidan\nWang Yi\nSergey Lavrov",
        "ABD Başkanı Trump Çin'e gidiyor\nRusya Ukrayna görüşmeleri başladı\nAB toplandı",
        "Fidan Pekin'de görüştü\nDışişleri Bakanı Hakan Fidan başkentte temaslarda.",
        "Ülke: Türkiye\nBaşkent: Ankara\nNüfus: 85 milyon",
        "- Birleşmiş Milletler Genel Kurulu toplantısı\n- Avrupa Birliği zirvesi",
        "1. Birleşmiş Milletler Genel Kurulu toplantısı\n2. Avrupa Birliği zirvesi",
        "İstanbul'u dinliyorum, gözlerim kapalı\nÖnce hafiften bir rüzgar esiyor;",
        "Türkiye\t85\nAzerbaycan\t10\nKazakistan\t20",
    ],
)
def test_items_stay_apart(text: str) -> None:
    """Lists, headlines, tables and verses have a paragraph a line."""
    assert len(split_paragraphs(text)) == len(text.splitlines())


def test_joining_words_are_distinct() -> None:
    """The list is not empty."""
    assert "ve" in joining_words()
    assert "the" in joining_words()


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_indented_lines_are_one_paragraph(width: int) -> None:
    """Lines that are all as far in are read as if they were not."""
    wrapped = textwrap.fill(
        PARAGRAPH, width, initial_indent="    ", subsequent_indent="    "
    )
    assert len(split_paragraphs(wrapped)) == 1
    names = [entity.name for entity in recognize(wrapped)]
    assert names == [entity.name for entity in recognize(PARAGRAPH)]


def test_a_line_further_in_begins_a_paragraph() -> None:
    """An indentation that the line before does not have is a border."""
    first = "The ministers of the two countries met the"
    assert len(split_paragraphs(f"{first}\n    envoy of the United Nations.")) == 2


@pytest.mark.parametrize("width", range(60, 100, 4))
def test_a_name_at_the_beginning_of_a_line_stays_whole(width: int) -> None:
    """A name whose first word ends a full line of prose goes on in the next line."""
    text = (
        "Turkish Foreign Minister Hakan Fidan met his Russian counterpart Sergei Lavrov in "
        "the southern city of Antalya on Friday. He later telephoned Secretary of State "
        "Marco Rubio. European Union foreign policy chief Kaja Kallas said so."
    )
    people = {one.name for one in recognize(text) if one.type == "PERSON"}
    wrapped = recognize(textwrap.fill(text, width))
    assert {one.name for one in wrapped if one.type == "PERSON"} == people
