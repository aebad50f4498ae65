"""Required and excluded words hold in both languages, as a whole concept."""

from __future__ import annotations

import pytest

from diplosearch import Index

TEXTS = {
    "gazze": "Gazze'de ateşkes ilan edildi.",
    "gaza": "A ceasefire was announced in Gaza on Friday.",
    "lebanon": "Lübnan'da ateşkes görüşmeleri sürüyor.",
    "lebanon-en": "The ceasefire in Lebanon holds, envoys said.",
    "deficit": "Dış ticaret açığı geçen ay daraldı.",
    "deficit-en": "The trade deficit narrowed last month.",
    "trade": "Ticaret heyeti fuarda yeni sözleşmeler imzaladı.",
    "un": "Genel Sekreter, BM'nin kararına uyulmasını bekliyor.",
    "un-en": "The United Nations asked both sides to let the convoys pass.",
    "flour": "Fırıncılar un fiyatına gelen zamdan şikâyetçi.",
    "state": "Ekonominin durumu ve devletin borcu ele alındı.",
    "situation": "Ekonominin durumu geçen yıla göre iyi.",
    "russia": "Rusya yeni bir boru hattı açtı.",
    "russian": "Rus heyeti salı günü geldi.",
}


def ids(index: Index, query: str, *, translate: bool = True) -> set[str]:
    """Return the ids of the documents that are found."""
    found = index.search(query, limit=None, translate=translate)
    return {hit.document.id for hit in found}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("+ateşkes -Gaza", {"lebanon", "lebanon-en"}),
        ("+ateşkes -Gazze", {"lebanon", "lebanon-en"}),
        ("+ceasefire -Gazze'de", {"lebanon", "lebanon-en"}),
        ("ateşkes AND NOT Gaza", {"lebanon", "lebanon-en"}),
        ("+ateşkes +Lebanon", {"lebanon", "lebanon-en"}),
        (
            'ateşkes ticaret -"trade deficit"',
            {"gazze", "gaza", "lebanon", "lebanon-en", "trade"},
        ),
        ("+trade +deficit", {"deficit", "deficit-en"}),
        ("trade AND deficit", {"deficit", "deficit-en"}),
        ("+Birleşmiş +Milletler", {"un", "un-en"}),
        ("kararına convoys fiyatına -UN", {"flour"}),
        ("ekonomi -devlet", {"situation"}),
        ("Rus -Russia", {"russian"}),
    ],
)
def test_signs_hold_in_both_languages(index: Index, query: str, found: set[str]) -> None:
    """What is required or excluded is so in the other language, too."""
    assert ids(index, query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("+ateşkes -Gaza", {"gazze", "lebanon"}),
        ("+ateşkes -Gazze", {"lebanon"}),
        ("+ateşkes +Lebanon", set()),
    ],
)
def test_signs_hold_as_typed_without_translation(
    index: Index, query: str, found: set[str]
) -> None:
    """Without translation only what is typed is required or excluded."""
    assert ids(index, query, translate=False) == found


def test_unlikely_renderings_are_not_excluded(index: Index) -> None:
    """*State* may be *durum*, which does not exclude a passage; its first meaning does."""
    assert ids(index, "ekonomi -state") == {"situation"}
