"""What is too long is left out with a reason, not cut in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.corpus import limits
from diplosearch.corpus.limits import LONGEST, find_excess

TEXT = "Bakan Ankara'da konuştu."


@pytest.mark.parametrize("name", LONGEST)
def test_fields_have_a_longest(name: str) -> None:
    """A field may be as long as its limit and no longer."""
    fits: dict[str, str] = {"id": "x", "text": TEXT, name: "a" * LONGEST[name]}
    assert find_excess(Document(**fits)) == ""  # type: ignore[arg-type]
    fits[name] += "a"
    assert name in find_excess(Document(**fits))  # type: ignore[arg-type]


def test_a_text_that_is_too_long_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report says so, and the other documents are indexed."""
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 50)
    with diplosearch.open(":memory:") as index:
        report = index.add(
            [Document(id="long", text=TEXT * 3), Document(id="x", text=TEXT)]
        )
        assert index.ids() == ["x"]
        assert [(one.where, one.reason) for one in report.skipped] == [
            ("long", "has over 50 characters; split it")
        ]


def test_a_headline_without_end_costs_no_row(tmp_path: Path) -> None:
    """A row or page keeps its text where another field is too long, with a note on it."""
    row = {"id": "row", "text": TEXT, "title": "a" * 5000}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (tmp_path / "page.html").write_text(
        f"<html><head><title>{'a' * 5000}</title></head>"
        f"<body><p>{TEXT} Sonra döndü.</p></body></html>",
        encoding="utf-8",
    )
    with diplosearch.rebuild(tmp_path) as index:
        assert index.ids() == ["page", "row"]
        assert index.get("row").title is None
        assert index.get("page").title is None
        assert sum("title" in note for note in index.report.notes) == 2
