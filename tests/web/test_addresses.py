"""Addresses: what they mean, and how they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.errors import UsageError
from diplosearch.web.interface import Interface, choose_language
from diplosearch.web.parameter_tables import DEFAULTS, DOCUMENT, SEARCH
from diplosearch.web.parameters import Parameter, read_all, write_all


class Query:
    """The values of an address by their names."""

    def __init__(self, values: dict[str, list[str]]) -> None:
        self.values = values

    def getlist(self, key: str) -> list[str]:
        """Return the values of a name."""
        return self.values.get(key, [])


def values_of(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Return a strategy for the values that a parameter can have."""
    one: st.SearchStrategy[Any]
    match parameter.kind:
        case "number":
            one = st.integers(parameter.least, min(parameter.most, 10**6))
        case "flag":
            one = st.booleans()
        case "choice":
            one = st.sampled_from(parameter.choices)
        case _:
            one = st.text("abç&=#+%/?ı \u202e", min_size=1).filter(str.strip)
    if parameter.is_list:
        return st.lists(one, max_size=3, unique=True).map(tuple)
    return one


@given(st.fixed_dictionaries({one.name: values_of(one) for one in SEARCH}))
def test_what_is_written_is_read(values: dict[str, Any]) -> None:
    """The values of a search are the same after they stood in an address."""
    address = Interface("/news").search(values)
    query = parse_qs(urlsplit(address).query, keep_blank_values=True)
    assert read_all(SEARCH, Query(query)) == values


def test_defaults_are_left_out() -> None:
    """An address holds only what differs from the default."""
    assert write_all(SEARCH, DEFAULTS) == []
    assert Interface().search(DEFAULTS) == "/"
    assert Interface().search({**DEFAULTS, "translate": False}) == "/?translate=0"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("page", "1.5"),
        ("page", "٣"),
        ("page", "1e3"),
        ("translate", "on"),
        ("lang", "TR"),
        ("sort", "dragons"),
        ("half_life", "0"),
    ],
)
def test_wrong_values_are_refused(name: str, typed: str) -> None:
    """A value that a parameter cannot have is an error that names it."""
    with pytest.raises(UsageError, match=f"{name}={typed}: give"):
        read_all(SEARCH, Query({name: [typed]}))


def test_empty_values_are_none() -> None:
    """Forms send empty fields; they are the default, but where one is needed."""
    empty = Query({one.name: [""] for one in SEARCH})
    assert read_all(SEARCH, empty) == DEFAULTS
    with pytest.raises(UsageError, match="id= is missing"):
        read_all(DOCUMENT, Query({"id": [" "]}))


@given(st.text(min_size=1).filter(str.isprintable).filter(str.strip))
def test_any_id_has_an_address(id: str) -> None:
    """The address of a document gives its id back, after what browsers do to paths."""
    address = urlsplit(Interface("/news").document(id))
    assert address.netloc == ""
    if address.query:
        assert parse_qs(address.query, keep_blank_values=True)["id"] == [id]
        return
    segments = address.path.split("/")
    assert not {".", "..", "%2e", "%2E%2E", ""} & set(segments[1:])
    assert "\\" not in address.path
    assert unquote(address.path) == f"/news/document/{id}"
    assert not id.endswith((".json", ".csv", ".txt"))


def accepted() -> Iterator[tuple[str, str | None, str]]:
    """Yield what a browser wishes, what the address says, and the language of the page."""
    yield "tr-TR,tr;q=0.9,en;q=0.8", None, "tr"
    yield "en-GB,tr;q=0.5", None, "en"
    yield "de-DE,tr;q=0.5,en;q=0.3", None, "tr"
    yield "en;q=0.1,tr;q=0.9", None, "tr"
    yield "tr;q=0", None, "en"
    yield "tr;q=much", None, "en"
    yield "", None, "en"
    yield "*", None, "en"
    yield "tr", "en", "en"
    yield "en", "tr", "tr"


@pytest.mark.parametrize(("wanted", "typed", "language"), list(accepted()))
def test_the_browser_chooses(wanted: str, typed: str | None, language: str) -> None:
    """The language that a browser likes best is that of the page, unless it is named."""
    assert choose_language(wanted, typed) == language
