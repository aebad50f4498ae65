"""Events within the spans that the tagger takes for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import texts

from diplosearch.entities.rules.event_names import event_mention, find_event_names
from diplosearch.entities.tokens import read_sentence


def events_in(text: str) -> list[str]:
    """Return the events in a text that the tagger takes for one whole."""
    sentence = read_sentence(text, 0, len(text))
    found = find_event_names(sentence, 0, len(sentence))
    return [text[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Efes Cup Turnuvası’nın finalinde", "Efes Cup Turnuvası"),
        ("Avrupa Kupası stresinden uzak bir maç", "Avrupa Kupası"),
        ("pazar günü KONFEDERASYON Kupası", "KONFEDERASYON Kupası"),
        ("Türk Telekom BASKETBOL Şampiyonlar Kupası", "BASKETBOL Şampiyonlar Kupası"),
        ("TÜRKİYE Kupası'nda Gençlerbirliği", "TÜRKİYE Kupası"),
        ("3-2 Bayanlar Voleybol Ligi", "Bayanlar Voleybol Ligi"),
        ("18 Süper Lig", "Süper Lig"),
        ("19 Mayıs Gençlik ve Spor Bayramı", "19 Mayıs Gençlik ve Spor Bayramı"),
        ("31 Mart yerel seçimlerinde", "31 Mart yerel seçimlerinde"),
        ("11. Konsey Toplantısı", "11. Konsey Toplantısı"),
        ("Biz Annan Planı", "Annan Planı"),
        ("Çarli kasırgası", "Çarli kasırgası"),
        ("Operation Desert Storm", "Operation Desert Storm"),
        ("Battle of the Bulge", "Battle of the Bulge"),
        ("the Watergate scandal", "Watergate scandal"),
        ("War on Terror", "War on Terror"),
        ("World War II soldiers", "World War II"),
        (
            "2004 European Parliament election in Italy",
            "2004 European Parliament election in Italy",
        ),
        ("2017 German federal election in September 2017", "2017 German federal election"),
        ("1982 Glasgow Hillhead by-election", "1982 Glasgow Hillhead by-election"),
        ("New Year's Day", "New Year's Day"),
        ("1999 East Timor crisis", "1999 East Timor crisis"),
    ],
)
def test_an_event_ends_with_what_it_is(text: str, event: str) -> None:
    """It has a head, ends with it, and holds no words of the sentence around it."""
    assert events_in(text) == [event]


@pytest.mark.parametrize(
    "text",
    [
        "CANADA FEBRUARY TRADE SURPLUS 1.2 BILLION",
        "U.S. OCTOBER FACTORY ORDERS ROSE 0.5 PCT",
        "LONDON 1996-12-06",
        "120 bin",
        "366. maçına",
        "25 - 19",
        "Autumn Macintosh",
        "Dünya Şampiyonu",
        "Libor artı 1",
        "50 DOLAR BEKLENTİSİ",
        "LİG",
        "Rusya'da",
        "Fatih Terim hakkında herkes iyi şeyler",
    ],
)
def test_what_has_no_head_is_no_event(text: str) -> None:
    """Amounts, people, champions and headlines of figures are no events."""
    assert events_in(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("31 Mart seçimlerinde", "31 Mart seçimleri"),
        ("Rock’n Coke festivalinin", "Rock’n Coke festivali"),
        ("Lezzet Festivalinden", "Lezzet Festivali"),
        ("Irak Savaşı", None),
        ("Türkiye Ligleri", None),
        ("Kıbrıs Zirvesi'nde", None),
    ],
)
def test_the_suffix_of_a_head_does_not_name_the_event(text: str, name: str | None) -> None:
    """Without an apostrophe the suffix stays in the span and leaves the id and name."""
    sentence = read_sentence(text, 0, len(text))
    assert event_mention(sentence, 0, len(sentence)).name == name


@given(texts)
def test_events_are_spans_in_order(text: str) -> None:
    """Whatever the text, events lie in it, in order, and do not overlap."""
    sentence = read_sentence(text, 0, len(text))
    last = 0
    for found in find_event_names(sentence, 0, len(sentence)):
        assert last <= found.start < found.end <= len(text)
        last = found.end
