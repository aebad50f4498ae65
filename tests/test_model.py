"""The values of the model: what they refuse, and that they are immutable."""

from __future__ import annotations

import dataclasses
import datetime
import pickle
from typing import Any

import pytest

from diplosearch.errors import DocumentError
from diplosearch.model import Document, Match, Passage, Span, Token


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": ""}, "id"),
        ({"id": "  "}, "id"),
        ({"id": "a\nb"}, "id"),
        ({"id": "a\x00"}, "id"),
        ({"id": 7}, "id"),
        ({"id": None}, "id"),
        ({"id": "\ud800"}, "id"),
        ({"text": None}, "text"),
        ({"text": b"x"}, "text"),
        ({"title": 1}, "title"),
        ({"source": ["Xinhua"]}, "source"),
        ({"dateline": 1.5}, "dateline"),
        ({"url": b"http://"}, "url"),
        ({"language": "de"}, "language"),
        ({"language": "TR"}, "language"),
        ({"date": "yesterday"}, "date"),
        ({"date": "2026-13-01"}, "date"),
        ({"date": 7}, "date"),
        ({"date": ""}, "date"),
    ],
)
def test_document_refuses(fields: dict[str, Any], message: str) -> None:
    """A wrong value raises DocumentError, which names the field."""
    with pytest.raises(DocumentError, match=message):
        Document(**{"id": "x", "text": "y", **fields})


@pytest.mark.parametrize(
    "date",
    [
        "2026-01-29",
        "2026-01-29T18:28:00+03:00",
        datetime.date(2026, 1, 29),
        datetime.datetime(2026, 1, 29, 18, 28),
    ],
)
def test_document_reads_dates(date: Any) -> None:
    """``date`` takes an ISO string, a date or a datetime, and is a date."""
    document = Document(id="x", text="", date=date)
    assert document.date == datetime.date(2026, 1, 29)
    assert type(document.date) is datetime.date


@pytest.mark.parametrize("id", ["a b", "klasör/dosya", "çin#1", "北京", "🇹🇷"])
def test_document_takes_printable_ids(id: str) -> None:
    """An id may hold any printable characters."""
    assert Document(id=id, text="").id == id


@pytest.mark.parametrize(
    "value",
    [
        Document(id="x", text="y"),
        Passage("x#0", 0, 0, 1, "y", "tr"),
        Token(0, 1, "a", "a", None),
        Match(0, 1, "exact", "a"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_are_frozen_slotted_and_pickled(value: Any) -> None:
    """Values are immutable, have no ``__dict__``, and can be pickled and hashed."""
    name = dataclasses.fields(value)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, None)
    assert not hasattr(value, "__dict__")
    assert pickle.loads(pickle.dumps(value)) == value
    hash(value)


def test_document_takes_keywords_only() -> None:
    """Positional arguments of Document raise TypeError."""
    with pytest.raises(TypeError):
        Document("x", "y")  # type: ignore[call-arg]


def test_span_is_a_pair() -> None:
    """A span unpacks as start and end."""
    start, end = Span(1, 3)
    assert "abcd"[start:end] == "bc"
