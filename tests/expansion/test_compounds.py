"""Designations and compounds, written with a hyphen, with a space and as one word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.expansion.compounds import (
    find_joined,
    join_pair,
    join_parts,
    split_parts,
)
from diplosearch.query.tree import Term
from diplosearch.schema import EXACT, PREFIX, STEM

TEXTS = {
    "s400": "Türkiye S-400’leri teslim aldı.",
    "loose": "Plan B 52 milyon dolar tuttu, F 16 kişi saydı.",
    "planes": "F16 uçakları ve Su-35 geldi.",
    "plural": "F-16s and a MiG-29 flew over the city.",
    "cop": "COP-29 zirvesi Bakü'de yapıldı.",
    "cop-joined": "COP29 zirvesine katıldılar.",
    "cop-apart": "COP 29 zirvesi bitti.",
    "cop-pieces": "COP 2 9 sayfa tutuyor.",
    "mail": "The e-mail was sent by AT&T.",
    "email": "My email has arrived.",
    "covid": "Covid-19 salgını bitti.",
    "e-devlet": "Başvurular e-devlet üzerinden yapılır.",
    "soft": "Dış\u00adiş\u00adle\u00adri Bakanı konuştu.",
    "azeri": "İlham Əliyev Azərbaycan haberlerinde.",
    "us": "They told us a thing about museums.",
}


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """Short documents, told apart by the words they hold."""
    documents = [Document(id=id, text=text) for id, text in TEXTS.items()]
    with diplosearch.rebuild(documents) as index:
        yield index


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("S400", {"s400"}),
        ("S-400", {"s400"}),
        ("s-400'ün", {"s400"}),
        ("S 400", {"s400"}),
        ("+S400 +teslim", {"s400"}),
        ("F16", {"planes", "plural"}),
        ("F-16", {"planes", "plural"}),
        ("F-16s", {"planes", "plural"}),
        ("B-52", set()),
        ("B52", set()),
        ("S-4*", {"s400"}),
        ("Su35", {"planes"}),
        ("MiG29", {"plural"}),
        ("COP29", {"cop", "cop-joined", "cop-apart"}),
        ("COP-29", {"cop", "cop-joined", "cop-apart"}),
        ('"COP 29"', {"cop", "cop-joined", "cop-apart"}),
        ("email", {"mail", "email"}),
        ("e-mail -posta", {"mail", "email"}),
        ("devlet", {"e-devlet"}),
        ("AT&T", {"mail"}),
        ("at&t", {"mail"}),
        ("Covid19", {"covid"}),
        ("covid", {"covid"}),
        ("dışişleri", {"soft"}),
        ("dış\u200bişleri", {"soft"}),
        ("Aliyev", {"azeri"}),
        ("Azerbaycan", {"azeri"}),
        ("U.S.", set()),
    ],
)
def test_spellings_meet(index: Index, query: str, ids: set[str]) -> None:
    """One name is found however it is joined, and pieces of others are not."""
    found = {hit.document.id for hit in index.search(query, limit=50, translate=False)}
    if query in ("S 400", "e-mail -posta"):
        assert ids <= found
    else:
        assert found == ids


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("S400", "S-400’leri"),
        ("Covid19", "Covid-19"),
        ("e-mail", "email"),
        ("COP29", "COP 29"),
    ],
)
def test_whole_name_is_marked(index: Index, query: str, text: str) -> None:
    """The span of a match is the name as the text has it."""
    marked = {
        hit.document.text[match.start : match.end]
        for hit in index.search(query, limit=50, translate=False)
        for match in hit.matches
    }
    assert text in marked


@pytest.mark.parametrize(
    ("typed", "joined"),
    [
        ("e-posta", "eposta"),
        ("Covid-19", "Covid19"),
        ("co-operate", "cooperate"),
        ("2024-25", None),
        ("15-17", None),
        ("word", None),
        ("a_b", None),
    ],
)
def test_join_parts(typed: str, joined: str | None) -> None:
    """A word before its hyphen joins what is behind; numbers do not."""
    assert join_parts(typed) == joined


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("COP29", ["COP", "29"]),
        ("COP-29'da", ["COP", "29"]),
        ("KC135R", ["KC", "135R"]),
        ("email", ["e", "mail"]),
        ("F16", None),
        ("amass", None),
        ("1990", None),
    ],
)
def test_split_parts(typed: str, parts: list[str] | None) -> None:
    """Names of two letters and more have parts; ``F 16`` is too often something else."""
    assert split_parts(typed) == parts


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [("S", "400", "S400"), ("Grup", "16", None), ("3", "1", None), ("S", "bin", None)],
)
def test_join_pair(first: str, second: str, joined: str | None) -> None:
    """Up to three letters and a number may be a designation."""
    assert join_pair(first, second) == joined


def test_a_joined_word_stands_for_what_was_typed(index: Index) -> None:
    """Its forms tell the word of the query with its hyphen; first letters are none."""
    with index._use() as searcher:
        forms = find_joined("email", "e-mail", (EXACT, STEM, PREFIX), searcher.reader)
    assert forms
    for one in forms:
        assert isinstance(one, Term)
        assert one.word == "e-mail"
        assert one.field in (EXACT, STEM)
