"""Lists of queries: lines, tables, and what is neither."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.errors import DocumentError
from diplosearch.query.query_list import BadLine, ListedQuery, read_query_list


def read(data: str | bytes, *, is_table: bool = False) -> list[tuple[int, str]]:
    """Return the lines of a list with their queries; a bad one has a bar in front."""
    content = data.encode() if isinstance(data, str) else data
    stream = io.BufferedReader(io.BytesIO(content))
    return [
        (one.line, f"| {one.reason}" if isinstance(one, BadLine) else one.text)
        for one in read_query_list(stream, is_table=is_table)
    ]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("Wang Yi\nHakan Fidan\n", [(1, "Wang Yi"), (2, "Hakan Fidan")]),
        ("\n  Wang   Yi \r\n\n\nBM", [(2, "Wang Yi"), (5, "BM")]),
        ("Fidan, Hakan\n", [(1, "Fidan, Hakan")]),
        ("", []),
        ("Şimşek".encode("cp1254"), [(1, "Şimşek")]),
        ("Çin\nRusya".encode("utf-16"), [(1, "Çin"), (2, "Rusya")]),
    ],
)
def test_lines(data: str | bytes, found: list[tuple[int, str]]) -> None:
    """Each line is a query, in any encoding; empty ones mean nothing."""
    assert read(data) == found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("name,country\nWang Yi,CN\n", [(2, "Wang Yi")]),
        ("Adı;Ülke\nHakan Fidan;TR\n", [(2, "Hakan Fidan")]),
        ('"Fidan, Hakan",x\n', [(1, "Fidan, Hakan")]),
        ("Wang Yi\nBM\n", [(1, "Wang Yi"), (2, "BM")]),
        ("a\tb\n\tc\n", [(1, "a"), (2, "| its first cell is blank")]),
        ("a\tb\n\t\n", [(1, "a"), (2, "| its first cell is blank")]),
        ("\n\nWang Yi\n", [(3, "Wang Yi")]),
        ('"two\nlines",x\nnext,y\n', [(2, "two lines"), (3, "next")]),
        # A heading is one in the first row alone, and in the first column.
        ("name\nname\nKişi\n", [(2, "name"), (3, "Kişi")]),
        ("Wang Yi,name\nname,x\n", [(1, "Wang Yi"), (2, "name")]),
        # The first line tells what separates the cells of all.
        ("a;b;c\nd,e;f\n", [(1, "a"), (2, "d,e")]),
        ("", []),
    ],
)
def test_tables(data: str, found: list[tuple[int, str]]) -> None:
    """The first column of a table counts, whatever separates it; a heading does not."""
    assert read(data, is_table=True) == found


def test_a_line_that_is_too_long() -> None:
    """What is too long for a query is named, and the next line is read."""
    (first, second) = read("x" * 3000 + "\nBM\n")
    assert first[1].startswith("| it has 3,000 characters")
    assert second == (2, "BM")


@pytest.mark.parametrize("is_table", [False, True])
def test_a_line_that_is_no_text(is_table: bool) -> None:
    """Its number and why it is none are told, and the rest is read."""
    beginning = b"BM\n" * 2000
    found = read(beginning + b"\x00\x01\x02\x00\nAB\n", is_table=is_table)
    assert [found[1999], found[2001]] == [(2000, "BM"), (2002, "AB")]
    assert found[2000][0] == 2001
    assert found[2000][1].startswith("| the file looks binary (4 control characters")


def test_a_row_that_is_broken() -> None:
    """A cell beyond the limit of the reader is named with its line; the next is read."""
    limit = csv.field_size_limit(20)
    try:
        found = read("BM,x\n" + "y" * 30 + ",x\nAB,x\n", is_table=True)
    finally:
        csv.field_size_limit(limit)
    assert [found[0], found[2]] == [(1, "BM"), (3, "AB")]
    assert found[1][0] == 2
    assert found[1][1].startswith("| broken row: field larger than")


def test_a_binary_file() -> None:
    """What is no text is an error."""
    with pytest.raises(DocumentError):
        read(b"\x89PNG\r\n\x1a\n\x00\x00")


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1)))
def test_what_is_written_is_read(queries: list[str]) -> None:
    """Words written one a line are read back in their order."""
    found = read("\n".join(queries))
    assert [text for _, text in found] == queries


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes(data: bytes, is_table: bool) -> None:
    """Any file is read, or is an error with a name."""
    stream = io.BufferedReader(io.BytesIO(data))
    try:
        found = list(read_query_list(stream, is_table=is_table))
    except DocumentError:
        return
    assert all(one.text.strip() for one in found if isinstance(one, ListedQuery))
