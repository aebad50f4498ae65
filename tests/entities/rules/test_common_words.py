"""Words that only look like names of places and people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from strategies import texts

from diplosearch.entities.recognize import recognize
from diplosearch.entities.rules.common_words import find_common_words
from diplosearch.entities.tokens import read_sentence

Find = Callable[..., list[tuple[str, str, str]]]


def common_in(text: str) -> list[str]:
    """Return what is no name, from each common word to the end of the name ruled out."""
    found = find_common_words(read_sentence(text, 0, len(text)))
    return [text[start:end] for start, end in found.items()]


@pytest.mark.parametrize(
    ("text", "common"),
    [
        ("Kabul edilemez bir durum", "Kabul edilemez"),
        ("“Kabul ediyoruz” dedi", "Kabul ediyoruz"),
        ("KABUL ETTİLER", "KABUL ETTİLER"),
        ("Kabul görmedi", "Kabul görmedi"),
        ("Kabul salonunda bekledi", "Kabul salonunda"),
        ("Mali yardım paketi", "Mali yardım"),
        ("Mali disiplini koruyacağız", "Mali disiplini"),
        ("Mali tablolar yayımlandı", "Mali tablolar"),
        ("Mali açıdan zor", "Mali açıdan"),
        ("Mali Müşavir aranıyor", "Mali Müşavir"),
        ("Mısır ekmeği", "Mısır ekmeği"),
        ("Mısır tarlaları kurudu", "Mısır tarlaları"),
        ("Mısır şurubu kotası", "Mısır şurubu"),
        ("Sudan sebeplerle gelmedi", "Sudan sebeplerle"),
        ("Şam fıstığı yetişiyor", "Şam fıstığı"),
        ("Hindistan cevizi", "Hindistan cevizi"),
        ("Brent petrolün varili", "Brent petrolün"),
        ("Turkey sandwiches", "Turkey sandwiches"),
        ("China plates broke", "China plates"),
        ("24 Eylül Salı oynanacak", "Salı"),
        ("Para piyasaları", "Para"),
        ("Bank hisseleri", "Bank"),
        ("Bence yanlış", "Bence"),
        ("Sana söylüyorum", "Sana"),
        ("M.S. 1200 yılında", "M.S."),
        ("Dar gelirli aileler", "Dar"),
        ("Ağrı, ancak sonra geçer", "Ağrı"),
        ("Muş gibi yaptı", "Muş"),
    ],
)
def test_common_words_are_no_names(text: str, common: str) -> None:
    """The words behind it, or the start of the sentence, explain the capital."""
    assert common_in(text) == [common]


@pytest.mark.parametrize(
    "text",
    [
        "Kabul'e gitti",
        "Kabul fell to the Taliban",
        "Mali ordusu ilerledi",
        "Mali, Nijer ve Çad",
        "Mali hükümeti istifa etti",
        "Mısır ordusu",
        "Mısır’a uçtu",
        "Sudan ordusu",
        "Şam yönetimi",
        "Brent Council met",
        "Turkey said on Monday",
        "China plans a summit",
        "Ordu Valisi geldi",
        "Ağrı, Muş ve Van",
        "Samsun, Ordu ve Giresun",
        "kabul edilemez",
    ],
)
def test_names_stay_names(text: str) -> None:
    """A suffix behind an apostrophe, a capital behind, or any other word keeps the name."""
    assert common_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kabul edilemez.",
        "Mali yardım paketi onaylandı.",
        "Mısır ekmeği sattı.",
        "Sana yardım edeyim.",
        "Turkey sandwiches were served.",
    ],
)
def test_nothing_is_recognized_in_common_words(text: str) -> None:
    """The recognizer gives no entity for a common word, whoever finds it."""
    assert recognize(text) == ()


def test_a_longer_name_keeps_its_first_word() -> None:
    """What begins with a common word and goes on is a name."""
    (found,) = recognize("Bank of England faiz artırdı.")
    assert found.type == "ORG"


@given(texts)
def test_common_words_are_spans(text: str) -> None:
    """Whatever the text, the words lie in it."""
    found = find_common_words(read_sentence(text, 0, len(text)))
    assert all(0 <= start < end <= len(text) for start, end in found.items())


@pytest.mark.parametrize(
    "text",
    [
        "ÖTV'nin yapısı değişti.",
        "Yeni LGS kılavuzu çıktı.",
        "Faiz dışı fazla (FDF) arttı.",
        "Yeni bir mali destek paketi (MDP) açıklandı.",
        "TÜFE yüzde 3 arttı.",
    ],
)
def test_abbreviations_of_common_nouns_are_no_name(find_fully: Find, text: str) -> None:
    """Those of a list, and those that the small words before the bracket explain."""
    assert find_fully(text) == []


def test_abbreviations_of_names_are(find_fully: Find) -> None:
    """Where the words before the bracket have capitals, or before another abbreviation."""
    text = "Mali Destek Partisi (MDP) kuruldu."
    assert [name for name, _, _ in find_fully(text)] == ["Mali Destek Partisi", "MDP"]
    assert [name for name, _, _ in find_fully("MEB LGS kılavuzunu yayımladı.")] == ["MEB"]
