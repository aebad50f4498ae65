"""Entities of any text."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import diplosearch
from diplosearch import Entity, recognize
from diplosearch.entities.base import Recognizer, Section
from diplosearch.entities.provider import Resources
from diplosearch.errors import UsageError

ENGLISH = (
    "The foreign ministers of both countries said that they would continue their talks "
    "on trade and energy in the coming months."
)
TURKISH = (
    "İki ülkenin dışişleri bakanları, ticaret ve enerji konusundaki görüşmelerini "
    "önümüzdeki aylarda da sürdüreceklerini söyledi."
)


class Listener:
    """A recognizer that finds nothing and remembers what it was given."""

    fingerprint = "listener"

    def __init__(self) -> None:
        self.text = ""
        self.sections: Sequence[Section] = ()
        self.date: datetime.date | None = None

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> list[Entity]:
        """Return nothing."""
        self.text, self.sections, self.date = text, sections, date
        return []


def given_to(text: str, *language: Any, **options: Any) -> Listener:
    """Return a recognizer that has listened."""
    listener: Recognizer = (heard := Listener())
    assert (
        recognize(text, *language, resources=Resources(recognizer=listener), **options)
        == ()
    )
    return heard


@pytest.mark.parametrize("language", [None, "tr", "en"])
def test_names_of_both_languages_have_one_id(language: Any) -> None:
    """The ids are those of an index, whatever the language of the name."""
    for text in ("Çin'in başkenti Pekin", "The capital of China, Beijing"):
        found = recognize(text, language)
        assert {one.id for one in found} == {"country:CN", "city:1816670"}


def test_entities_are_those_of_an_index() -> None:
    """A document of the same text, indexed, has the same entities."""
    text = "Çin Dışişleri Bakanı Wang Yi, Azerbaycan'a geldi.\n\nWang, Bakü'de konuştu."
    with diplosearch.rebuild(diplosearch.Document(id="d", text=text)) as index:
        assert recognize(text) == index.get("d").entities


def test_offsets_are_into_the_text() -> None:
    """A suffix behind an apostrophe is left out, and the text is not altered."""
    text = "\n  Pekin'de \ud800 konuştu: Çin’in"
    assert [text[one.start : one.end] for one in recognize(text)] == ["Pekin", "Çin"]


@pytest.mark.parametrize("text", ["", " \n\t ", "...", "\ud800"])
def test_text_without_words_names_nobody(text: str) -> None:
    """Nothing comes of nothing."""
    assert recognize(text) == ()


def test_language_is_that_of_each_paragraph() -> None:
    """Without a given language, a paragraph clearly in the other one is read as such."""
    mixed = f"{ENGLISH}\n\n{TURKISH}\n\n{ENGLISH} {ENGLISH}"
    assert [one.language for one in given_to(mixed).sections] == ["en", "tr", "en"]
    assert {one.language for one in given_to(mixed, "tr").sections} == {"tr"}


def test_dates_are_read_against_the_day() -> None:
    """With the day of publication *yesterday* is a day; an hour of that day is too."""
    day = datetime.date(2026, 1, 29)
    found = recognize("He arrived yesterday.", "en", date=day)
    assert [one.id for one in found] == ["date:2026-01-28"]
    noon = datetime.datetime(2026, 1, 29, 12, tzinfo=datetime.UTC)
    assert type(given_to("x", "en", date=noon).date) is datetime.date
    assert given_to("x", "en", date=noon).date == day


def test_gazetteer_of_ones_own(tmp_path: Path) -> None:
    """A table of a user's names takes precedence over the built-in one."""
    table = tmp_path / "mine.txt"
    table.write_text("ORG | Zorlu Council | Zorlu Meclisi\n", encoding="utf-8")
    for path in (table, str(table)):
        found = recognize(
            "Zorlu Meclisi bugün Ankara'da toplandı",
            "tr",
            resources=Resources(gazetteer=path),
        )
        assert (found[0].id, found[0].name) == ("org:zorlu-council", "Zorlu Council")


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ([None], {}, "text is NoneType; give a string"),
        ([b"Ankara"], {}, "text is bytes"),
        (["Ankara", "de"], {}, "language='de': use 'tr', 'en' or None"),
        (["Ankara", ["tr"]], {}, "use 'tr', 'en' or None"),
        (["Ankara"], {"date": "2026-01-29"}, "date is str; give a datetime.date"),
        (["Ankara"], {"resources": Resources(gazetteer=7)}, "gazetteer is int"),  # type: ignore[arg-type]
        (["Ankara"], {"resources": 7}, "give a diplosearch.Resources"),
        (["Ankara"], {"resources": Resources(gazetteer="nowhere.txt")}, "cannot be read"),
        (
            ["Ankara"],
            {"resources": Resources(gazetteer="x", recognizer=Listener())},
            "not both",
        ),
    ],
)
def test_wrong_arguments_are_refused(
    arguments: list[Any], options: dict[str, Any], message: str
) -> None:
    """The message has the invalid argument."""
    with pytest.raises(UsageError, match=message):
        recognize(*arguments, **options)


@given(text=st.text(), language=st.sampled_from([None, "tr", "en"]))
def test_sections_hold_every_character(text: str, language: Any) -> None:
    """The sections cover all but white space, in order, without overlap."""
    heard = given_to(text, language)
    assert len(heard.text) == len(text)
    rest, last = [], 0
    for section in heard.sections:
        assert last <= section.start < section.end <= len(text)
        rest.append(text[last : section.start])
        last = section.end
    assert not "".join((*rest, text[last:])).strip()


@given(
    text=st.lists(
        st.sampled_from(["Çin'in", "Wang Yi", "Ankara", "29 Ocak 2026", "ve", "\n", ","])
        | st.text(max_size=8)
    ).map(" ".join)
)
def test_entities_are_spans_in_order(text: str) -> None:
    """Spans lie within the text, are not empty and do not overlap."""
    last = 0
    for one in recognize(text, "tr"):
        assert last <= one.start < one.end <= len(text)
        last = one.end


@pytest.mark.parametrize(
    ("text", "written", "id"),
    [
        (
            "Bakan Ha\u00adkan Fi\u200bdan geldi.",
            "Ha\u00adkan Fi\u200bdan",
            "person:hakan-fidan",
        ),
        ("İlham Əliyev geldi.", "İlham Əliyev", "person:ilham-aliyev"),
        ("İlham Aliyev geldi.", "İlham Aliyev", "person:ilham-aliyev"),
        ("Bu yıl Azərbaycan'da yapıldı.", "Azərbaycan", "country:AZ"),
        ("Liderler G-20 zirvesinde buluştu.", "G-20", "org:g20"),
    ],
)
def test_id_of_a_name_with_unusual_characters(text: str, written: str, id: str) -> None:
    """Invisible characters and letters of neighbours do not change the id of a name."""
    found = {text[one.start : one.end]: one for one in recognize(text, "tr")}
    assert found[written].id == id
    assert "\u00ad" not in found[written].name
