"""An answer as CSV and as a data frame."""

from __future__ import annotations

import csv
import datetime
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import diplosearch
from diplosearch import Document, Results
from diplosearch.errors import MissingExtraError
from diplosearch.export.table import COLUMNS, safe_cell, to_csv
from diplosearch.highlighting.control_characters import show_controls
from diplosearch.highlighting.marks import Mark
from diplosearch.model import Passage, Span

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe63\ufe66"


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of CSV, as a spreadsheet reads them."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_rows_are_hits(answer: Results) -> None:
    """There is a head and a row for each hit, whatever line breaks a cell holds."""
    found = rows(answer.to_csv())
    assert [one["passage"] for one in found] == [
        show_controls(hit.passage.id).replace("=", "'=", 1)
        if hit.passage.id[0] == "="
        else hit.passage.id
        for hit in answer
    ]
    assert tuple(found[0]) == COLUMNS
    assert [float(one["score"]) for one in found] == [hit.score for hit in answer]
    talks = next(one for one in found if one["id"] == "talks")
    hit = answer[[h.document.id for h in answer].index("talks")]
    assert talks["text"] == hit.to_text(full=True)
    assert talks["excerpt"] == hit.to_text()
    assert "country:CN" in talks["entities"]


def test_no_hit_is_a_head(nothing: Results) -> None:
    """Without hits there is the head alone."""
    assert nothing.to_csv().count("\n") == 1


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+90 312", "'+90 312"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ("a;=1", "a;'=1"),
        ('a;"=1', "a;'\"=1"),
        ('a\n"" =1', 'a\n\'"" =1'),
        ("\u200b=1", "'\u200b=1"),
        ("a;\ufeff \u3000\xad@x", "a;'\ufeff \u3000\xad@x"),
        ("\ufe66\u0031", "'\ufe661"),
        ('a "=1"; b', 'a "=1"; b'),
        ("a\n- b\n\nc", "a\n'- b\n\nc"),
        ("a\n\nb", "a\n\nb"),
        ("a = b; c", "a = b; c"),
        ("Çin'in", "Çin'in"),
        ("", ""),
        ("\x1b[31m", "␛[31m"),
        (-1.5, -1.5),
        (None, None),
    ],
)
def test_cells_are_no_formulas(cell: object, shown: object) -> None:
    """What a spreadsheet takes for a formula is marked as text; all else stays."""
    assert safe_cell(cell) == shown


cells = st.text(alphabet=st.sampled_from(f"{SIGNS};\t\n\r \"',ab\u200b\ufeff\xa0\v"))


@dataclass
class OneHit:
    """An answer of one hit, as much of it as a table reads."""

    document: Document
    rank: int = 1
    score: float = -1.5
    missing: tuple[str, ...] = ()
    others: tuple[Document, ...] = ()
    tags: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[OneHit]:
        return iter([self])

    @property
    def passage(self) -> Passage:
        text = self.document.text
        return Passage(f"{self.document.id}#0", 0, 0, len(text), text, "tr")

    @property
    def pieces(self) -> list[Span]:
        return [Span(0, len(self.document.text))]

    def passage_marks(self, layers: object) -> list[Mark]:
        return [Mark(0, len(self.document.text), "exact")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(title=cells, source=cells, text=cells)
def test_no_cell_of_the_file_is_a_formula(
    delimiter: str, title: str, source: str, text: str
) -> None:
    """The file as written, read with any usual delimiter, holds no formula in a cell."""
    document = Document(id="=1", text=f"{text}x", title=title, source=source)
    file = io.StringIO(to_csv(cast(Results, OneHit(document))), newline="")
    for row in csv.reader(file, delimiter=delimiter):
        for cell in row:
            begins = cell.lstrip(" \xa0\u200b\ufeff\v\r\n\t")[:1]
            is_number = re.fullmatch(r"-?[0-9.]+", cell) is not None
            assert is_number or not begins or begins not in SIGNS, cell


@given(cells)
def test_cells_lose_nothing(text: str) -> None:
    """A marked cell without its marks is the text, with signs for controls."""
    assert safe_cell(text).replace("'", "") == show_controls(text).replace("'", "")


@pytest.mark.slow
@pytest.mark.parametrize("unit", [" ", '"', ";", '"\u200b', "\n ", "=", '\t"'])
def test_long_cells_are_written_in_time(unit: str) -> None:
    """A megabyte of what a formula is looked for behind comes back."""
    assert safe_cell(unit * (1_000_000 // len(unit))).endswith(unit[-1])


def test_data_frame(answer: Results) -> None:
    """A row for each hit, numbers as numbers, dates as dates, text as it is."""
    pandas = pytest.importorskip("pandas")
    frame = answer.to_pandas()
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["score"]) == [hit.score for hit in answer]
    assert list(frame["text"]) == [hit.passage.text for hit in answer]
    talks = frame[frame["id"] == "talks"].iloc[0]
    assert talks["date"] == pandas.Timestamp("2026-01-29")
    assert frame["date"].isna().sum() == len(answer) - 1


def test_data_frame_of_nothing_and_of_old_dates(nothing: Results) -> None:
    """No hits make an empty frame with its columns, and the year 1453 is a date."""
    pytest.importorskip("pandas")
    assert nothing.to_pandas().empty
    assert list(nothing.to_pandas().columns) == list(COLUMNS)
    with diplosearch.open(":memory:") as index:
        index.add(
            Document(id="a", text="Peace in the city.", date=datetime.date(1453, 5, 29))
        )
        assert index.search("peace").to_pandas()["date"][0].year == 1453


def test_missing_pandas_names_the_extra(
    answer: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pandas the error says what to install."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"diplosearch\[pandas\]"):
        answer.to_pandas()
