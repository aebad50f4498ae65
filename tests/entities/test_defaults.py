"""Clubs by their colours and nicknames, and acronyms that are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Find = Callable[..., list[tuple[str, str, str]]]


def ids(found: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    return [(name, id) for name, _, id in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Beşiktaş maçında Siyah-Beyazlılar iyiydi.",
            [("Beşiktaş", "besiktas-jk"), ("Siyah-Beyazlılar", "besiktas-jk")],
        ),
        (
            "Trabzonspor kazandı; Bordo - Mavililer sevinçli.",
            [("Trabzonspor", "trabzonspor"), ("Bordo - Mavililer", "trabzonspor")],
        ),
        (
            "Galatasaray kampta, Cimbom gol attı.",
            [("Galatasaray", "galatasaray-sk"), ("Cimbom", "galatasaray-sk")],
        ),
        (
            "Derbide Beşiktaş gol attı, Kartal'ın keyfi yerinde.",
            [("Beşiktaş", "besiktas-jk"), ("Kartal", "besiktas-jk")],
        ),
    ],
)
def test_colours_and_nicknames_are_the_club_that_is_named(
    find_fully: Find, text: str, names: list[tuple[str, str]]
) -> None:
    """In the plural, with spaces beside the dash or without."""
    assert ids(find_fully(text)) == [(name, f"org:{id}") for name, id in names]


@pytest.mark.parametrize(
    "text",
    [
        "Ay - Yıldızlı ekip sahaya çıktı.",
        "Siyah-Beyazlı futbolcu sakatlandı.",
        "Sarı - Lacivertli takım kazandı.",
        "Mor-Beyazlılar kaybetti.",
    ],
)
def test_colours_alone_are_no_name(find_fully: Find, text: str) -> None:
    """Who has them is a player, or a club that the text does not name."""
    assert find_fully(text) == []


def test_a_district_and_a_surname_stay_what_they_are(find_fully: Find) -> None:
    """*Kartal* without the club is the district, and behind a given name a surname."""
    (found,) = find_fully("Yangın Kartal'da çıktı.")
    assert found[:2] == ("Kartal", "GPE")
    assert ("Arda Kartal", "PERSON", "person:arda-kartal") in find_fully(
        "Beşiktaş maçında Arda Kartal gol attı."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("İnönü'de oynanan maçta gol yok.", ("İnönü", "FAC", "fac:inonu-stadium")),
        ("Savaş uçakları Ege'de uçtu.", ("Ege", "LOC", "loc:aegean-sea")),
        ("Ege'de zeytin hasadı başladı.", ("Ege", "LOC", "loc:aegean-region")),
    ],
)
def test_places_are_what_the_words_of_the_text_make_them(
    find_fully: Find, text: str, found: tuple[str, str, str]
) -> None:
    """A stadium beside words of football, a sea beside those of a dispute."""
    assert found in find_fully(text)


def test_acronyms_are_what_the_words_of_the_text_make_them(find_fully: Find) -> None:
    """*İHA* is an agency or an aircraft, *AP* an agency or a parliament."""
    assert find_fully("İnsansız hava araçları vuruldu, İHA düştü.") == []
    assert ids(find_fully("Haberi İHA duyurdu.")) == [("İHA", "org:ihlas-news-agency")]
    assert ("AP", "org:european-parliament") in ids(
        find_fully("AP raportörü konuştu; AP toplandı.")
    )
    assert ids(find_fully("The AP reported it.")) == [("AP", "org:associated-press")]
