"""The forms of a word that a query looks for: letters as they are typed."""

from __future__ import annotations

import pytest

import diplosearch
from diplosearch import Document

TEXTS = {
    "died": "Asker dün cephede öldü, törenle uğurlandı.",
    "became": "Toplantı dün Ankara'da oldu, kararlar açıklandı.",
    "border": "Sınır kapısı çarşamba günü açıldı.",
    "nerve": "Sinir sistemi üzerine çalışıyor, görüşleri farklı.",
    "tooth": "Diş hekimleri bugün greve gitti, görüşmeler sürüyor.",
    "outside": "Dış ticaret açığı geçen ay büyüdü.",
    "plain": "Yarali asker hastanede oldu ve torenle defnedildi diye bildirildi",
}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("öldü", {"died", "plain"}),
        ("sınır", {"border"}),
        ("diş", {"tooth"}),
        ("dış", {"outside"}),
        ("sinir", {"nerve", "border"}),
        ("dis", {"tooth", "outside"}),
        ("olmek", {"died", "plain"}),
        ("olmak", {"became", "plain"}),
    ],
)
def test_letters_as_typed_count(typed: str, found: set[str]) -> None:
    """A Turkish letter means itself; without one, a word is any that is typed so."""
    documents = (Document(id=id, text=text, language="tr") for id, text in TEXTS.items())
    with diplosearch.open(":memory:") as index:
        index.add(documents)
        hits = index.search(typed, translate=False)
        marked = {
            hit.document.id
            for hit in hits
            if any(match.kind in ("exact", "stem") for match in hit.matches)
        }
    assert marked == found
