"""A tiny dictionary for the tools of the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

DICTIONARY = """\
00-database-short /x/
English-Turkish FreeDict Dictionary

cease /sˈiːs/
1. durmak, bitmek, kesilmek. cease fire ateş kesmek. ceaselessly  durmaksızın
ceasefire /x/
1. ateşkes; (ask.) mütareke
book /bˈʊk/
1. kitap, defter
2. yer ayırtmak. book a room oda ayırtmak
go-between /x/
1. aracı, arabulucu
colour /x/
1. (bak) color
color /x/
1. renk, boya
border /x/
1. sınır
2. kenar,
kıyı
room /x/
1. oda, yer
law /x/
1. kanun, yasa, hukuk. the law of the sea deniz hukuku ve onun kuralları
Istanbul /x/
1. İstanbul
"""


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    """A dictionary of a few headwords, written as FreeDict writes them."""
    path = tmp_path / "eng-tur.dict"
    path.write_text(DICTIONARY, encoding="utf-8")
    return path
