"""Bylines, headlines and descriptions before a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from diplosearch.entities.tagger.bylines import split_byline
from diplosearch.entities.tagger.tagger import Label, Tagged
from diplosearch.entities.tokens import Sentence

Find = Callable[..., list[tuple[str, str, str]]]


@pytest.mark.parametrize(
    ("text", "label", "names"),
    [
        ("MEHMET DEMİRCAN Ortega", "PER", ["MEHMET DEMİRCAN", "Ortega"]),
        ("ABDULLAH KARAKUŞ Hasan Şaş", "PER", ["ABDULLAH KARAKUŞ", "Hasan Şaş"]),
        ("LİDER Beşiktaş", "PER", ["Beşiktaş"]),
        ("ÖZEL İZİN Beşiktaş", "PER", ["Beşiktaş"]),
        ("EK KAPASİTE Sanayi Derneği", "ORG", ["Sanayi Derneği"]),
        ("SERDAR Bilgili", "PER", ["SERDAR Bilgili"]),
        ("CHP Genel Merkezi", "ORG", ["CHP Genel Merkezi"]),
        ("TRT World Forum", "ORG", ["TRT World Forum"]),
        ("Hasan Şaş", "PER", ["Hasan Şaş"]),
        ("HASAN ŞAŞ", "PER", ["HASAN ŞAŞ"]),
        ("İZMİR Körfezi", "LOC", ["İZMİR Körfezi"]),
    ],
)
def test_names_are_parted_where_capitals_end(
    sentence_of: Callable[[str], Sentence], text: str, label: Label, names: list[str]
) -> None:
    """Capitals that begin with a given name are a person, others belong to no name."""
    sentence = sentence_of(text)
    parts = split_byline(sentence, Tagged(0, len(sentence), label))
    assert [" ".join(sentence.surfaces[one.first : one.last]) for one in parts] == names


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Kaptan Gökdeniz sakatlandı.", ["Gökdeniz"]),
        ("Manken Çağla Şikel defileye geç kaldı.", ["Çağla Şikel"]),
        ("Galatasaraylı Suat Kaya kutladı.", ["Suat Kaya"]),
        ("Feyenoordlu Van Hooijdonk geldi.", ["Van Hooijdonk"]),
        ("Bursasporlu Okan gol attı.", ["Okan"]),
        ("Ali Koç konuştu.", ["Ali Koç"]),
        ("Veli Küçük konuştu.", ["Veli Küçük"]),
        ("Tamer Karadağlı oynadı.", ["Tamer Karadağlı"]),
    ],
)
def test_what_a_person_is_belongs_to_no_name(
    find_fully: Find, text: str, people: list[str]
) -> None:
    """An occupation and a word of origin before a name are left out; names stay."""
    assert [name for name, type, _ in find_fully(text) if type == "PERSON"] == people
