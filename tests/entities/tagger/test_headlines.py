"""Headlines in title case and in capitals, read as prose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from strategies import texts

from diplosearch.entities.gazetteer.packed import default_gazetteer
from diplosearch.entities.holders import known_people
from diplosearch.entities.tagger.headlines import as_prose
from diplosearch.entities.tokens import Sentence, read_sentence

Find = Callable[..., list[tuple[str, str, str]]]


def prose_of(text: str) -> tuple[Sentence, Sentence]:
    gazetteer = default_gazetteer()
    sentence = read_sentence(text, 0, len(text))
    surnames = known_people(gazetteer).surnames
    return sentence, as_prose(sentence, gazetteer.find(sentence), surnames)


@pytest.mark.parametrize(
    ("headline", "prose"),
    [
        (
            "Israel Strikes Gaza As Hamas Rejects Truce Offer",
            "Israel strikes Gaza as Hamas rejects truce offer",
        ),
        (
            "EU Agrees New Sanctions on Belarus",
            "EU agrees new sanctions on Belarus",
        ),
        (
            "Fidan Meets Lavrov In Antalya As Talks Resume",
            "Fidan meets Lavrov in Antalya as talks resume",
        ),
        (
            "BRAZIL CENTRAL BANK KEEPS SELIC RATE AT 10 PCT",
            "Brazil Central Bank keeps Selic rate at 10 pct",
        ),
        (
            "SOCCER - JAPAN GET LUCKY WIN , CHINA IN SURPRISE DEFEAT .",
            "Soccer - Japan get lucky win , China in surprise defeat .",
        ),
        (
            "CANADA FEBRUARY TRADE SURPLUS NARROWS",
            "Canada February trade surplus narrows",
        ),
        (
            "İsrail Gazze'yi Vurdu , Hamas Ateşkes Teklifini Reddetti",
            "İsrail Gazze'yi vurdu , Hamas ateşkes teklifini reddetti",
        ),
        (
            "BAKAN ŞİMŞEK LONDRA'DA YATIRIMCILARLA BULUŞTU",
            "Bakan Şimşek Londra'da yatırımcılarla buluştu",
        ),
        ("AB'DEN BOSNA HERSEK'E YEŞİL IŞIK", "AB'den Bosna Hersek'e yeşil ışık"),
        ("MERKEZ BANKASI FAİZİ SABİT TUTTU", "Merkez Bankası faizi sabit tuttu"),
    ],
)
def test_headlines_have_the_capitals_of_prose(headline: str, prose: str) -> None:
    """Common words have small letters; names and the first word have a capital."""
    assert " ".join(prose_of(headline)[1].surfaces) == prose


@pytest.mark.parametrize(
    "text",
    [
        "Fidan met Lavrov in Antalya on Friday.",
        "Center for Strategic and International Studies",
        "Kocaeli Üniversitesi Devlet Konservatuvarı",
        "The signatories included Prof David Epstein, Mike Leigh and Walter Wolfgang.",
        "Hakan Fidan, Yaşar Güler, İbrahim Kalın",
        "Prime Minister",
        "",
    ],
)
def test_other_sentences_stay_as_they_are(text: str) -> None:
    """Prose, names of organisations and lists of people keep their capitals."""
    sentence, prose = prose_of(text)
    assert prose is sentence


@given(texts)
def test_offsets_stay(text: str) -> None:
    """Whatever the text, words keep their offsets and lengths."""
    sentence, prose = prose_of(text)
    assert prose.starts == sentence.starts
    assert [form.length for form in prose.forms] == [form.length for form in sentence.forms]
    assert prose.folded == sentence.folded


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Israel Strikes Gaza As Hamas Rejects Truce Offer",
            ["GPE Israel", "GPE Gaza", "ORG Hamas"],
        ),
        ("CANADA FEBRUARY TRADE SURPLUS 1.2 BILLION", ["GPE CANADA"]),
        ("LONDON 1996-12-06", ["GPE LONDON"]),
        (
            "Fidan Meets Lavrov In Antalya As Talks Resume",
            ["PERSON Fidan", "PERSON Lavrov", "GPE Antalya"],
        ),
        (
            "Putin Warns NATO Over Ukraine Missile Plans",
            ["PERSON Putin", "ORG NATO", "GPE Ukraine"],
        ),
        ("EU Agrees New Sanctions on Belarus", ["ORG EU", "GPE Belarus"]),
        ("Zelenskyy Urges West To Speed Up Arms", ["PERSON Zelenskyy"]),
        (
            "SOCCER - JAPAN GET LUCKY WIN, CHINA IN SURPRISE DEFEAT.",
            ["GPE JAPAN", "GPE CHINA"],
        ),
        (
            "İsrail Gazze'yi Vurdu, Hamas Ateşkes Teklifini Reddetti",
            ["GPE İsrail", "GPE Gazze", "ORG Hamas"],
        ),
        (
            "ERDOĞAN, PUTİN İLE SOÇİ'DE GÖRÜŞTÜ",
            ["PERSON ERDOĞAN", "PERSON PUTİN", "GPE SOÇİ"],
        ),
        ("MERKEZ BANKASI FAİZİ SABİT TUTTU", ["ORG MERKEZ BANKASI"]),
    ],
)
def test_names_in_headlines(find_fully: Find, text: str, names: list[str]) -> None:
    """The names of a headline are found, and no verb is one."""
    left_out = ("TITLE", "DATE", "NORP", "MONEY")
    found = [f"{type} {name}" for name, type, _ in find_fully(text) if type not in left_out]
    assert found == names
