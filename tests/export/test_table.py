"""An answer as CSV and as a data frame."""

from __future__ import annotations

import csv
import datetime
import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import diplosearch
from diplosearch import Document, Results
from diplosearch.errors import MissingExtraError
from diplosearch.export.table import COLUMNS, _safe
from diplosearch.highlighting.control_characters import show_controls

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


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
    assert talks["text"] == answer[[h.document.id for h in answer].index("talks")].to_text()
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
    assert _safe(cell) == shown


@given(st.text(alphabet=st.sampled_from(f"{SIGNS};\t\n\r \"',ab")))
def test_no_cell_begins_a_formula(text: str) -> None:
    """However cells are parted, by commas, semicolons or tabs, none is a formula."""
    safe = _safe(text)
    assert not safe[:1] or safe[0] not in SIGNS + "\t\r\n"
    for sign in ";\t\n":
        for part in safe.split(sign)[1:]:
            assert not part.lstrip(" ")[:1] or part.lstrip(" ")[0] not in SIGNS
    assert safe.replace("'", "") == show_controls(text).replace("'", "")


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
