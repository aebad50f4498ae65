"""The entities of a document: its passages and its headline are read together."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from strategies import examples, texts

from diplosearch import Document
from diplosearch.entities.base import Section
from diplosearch.ingest.annotate import add_entities
from diplosearch.ingest.prepare import prepare
from diplosearch.model import Entity
from diplosearch.text.letters import replace_surrogates


class Capitals:
    """Finds words with a capital, and records its arguments."""

    fingerprint = "capitals"

    def __init__(self) -> None:
        self.text = ""
        self.sections: Sequence[Section] = ()
        self.date: datetime.date | None = None

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> list[Entity]:
        self.text, self.sections, self.date = text, sections, date
        return [
            Entity(found.start(), found.end(), "ORG", found.group(), f"org:{found.group()}")
            for section in sections
            for found in re.compile("[A-ZÇŞİ]+").finditer(text, section.start, section.end)
        ]


def prepared(text: str, title: str | None = None) -> Document:
    document = Document(id="d", text=text, title=title, date=datetime.date(2026, 1, 29))
    return prepare(document, repeated_lines=lambda _: ())


BODY = "The minister of A said that B would come to the meeting.\n\nAnother said C did."


def test_entities_stand_in_text_and_passages() -> None:
    """Those of a passage are those of the document that stand in it."""
    recognizer = Capitals()
    document = add_entities(prepared(BODY), recognizer)
    assert "".join(BODY[one.start : one.end] for one in document.entities) == "TABAC"
    assert document.title_entities == ()
    for passage in document.passages:
        assert passage.entities == tuple(
            one for one in document.entities if passage.start <= one.start < passage.end
        )
    assert recognizer.date == document.date
    assert [one.language for one in recognizer.sections] == [
        one.language for one in document.passages
    ]


def test_entities_of_the_title_have_offsets_into_it() -> None:
    """The headline is a section of its own, behind the text."""
    recognizer = Capitals()
    document = add_entities(prepared(BODY, "how X met YZ"), recognizer)
    title = document.title or ""
    assert [title[one.start : one.end] for one in document.title_entities] == ["X", "YZ"]
    assert recognizer.text == f"{BODY}\nhow X met YZ"
    assert all(one.end <= len(BODY) for one in document.entities)


def test_document_without_passages_has_no_entities() -> None:
    """Nothing but white space, and nothing at all, name nobody."""
    empty = replace(prepared(BODY), text="", passages=(), title=None)
    assert add_entities(empty, Capitals()).entities == ()


def test_old_entities_are_forgotten() -> None:
    """What a document brought along is replaced."""
    stale = (Entity(0, 1, "ORG", "Stale", "org:stale"),)
    document = replace(prepared(BODY), entities=stale, title_entities=stale)
    found = add_entities(document, Capitals())
    assert "org:stale" not in {one.id for one in found.entities + found.title_entities}


@settings(max_examples=examples(50))
@given(texts.map(replace_surrogates), texts.map(replace_surrogates))
def test_offsets_hold_for_any_text(text: str, title: str) -> None:
    """Every entity's span is the name, in the text, its passage, or the title."""
    document = add_entities(prepared(text + " A met B.", title + " C"), Capitals())
    for one in document.entities:
        assert document.text[one.start : one.end] == one.name
    for one in document.title_entities:
        assert (document.title or "")[one.start : one.end] == one.name
    assert tuple(one for passage in document.passages for one in passage.entities) == (
        document.entities
    )


@pytest.mark.parametrize("title", [None, ""])
def test_no_title_is_no_section(title: str | None) -> None:
    """Only passages are read where there is no headline."""
    recognizer = Capitals()
    document = replace(prepared(BODY), title=title)
    add_entities(document, recognizer)
    assert len(recognizer.sections) == len(document.passages)
