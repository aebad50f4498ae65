"""A report counts everything and names the first of each reason."""

from __future__ import annotations

import pytest

from diplosearch.corpus.base import Skipped
from diplosearch.ingest.report import MOST_KEPT, MOST_REASONS, Report, generalize


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("says the same as document 'a'", "says the same as document 'b c'"),
        ("no field 'text' (fields found: a, b)", "no field 'text' (fields found: c)"),
        ("over 256 MB; split it", "over 4,000 MB; split it"),
        ("broken row: line 1 column 2", "broken row: line 30 column 400"),
    ],
)
def test_reasons_of_one_kind(first: str, second: str) -> None:
    """Names, lists and numbers make no reason of their own."""
    assert generalize(first) == generalize(second)


def test_other_reasons_differ() -> None:
    """What is worded differently is another reason."""
    assert generalize("the file is empty") != generalize("the file holds no rows")


def test_skipped_items_are_counted_and_the_first_kept() -> None:
    """Of a million bad rows the number is true, and a hundred are kept."""
    report = Report()
    for number in range(5_000):
        report.skip(Skipped(f"a#{number}", f"broken at {number}"))
    report.skip(Skipped("b", "empty"))
    assert report.skipped_count == 5_001
    assert [one.where for one in report.skipped] == [
        *(f"a#{number}" for number in range(MOST_KEPT)),
        "b",
    ]
    broken, empty = report.skipped_groups.values()
    assert (broken.reason, broken.count) == ("broken at 0", 5_000)
    assert broken.names == ["a#0", "a#1", "a#2", "a#3"]
    assert (empty.reason, empty.count, empty.names) == ("empty", 1, ["b"])


def test_notes_are_counted_likewise() -> None:
    """Notes of one kind are one group, with the name of the document before each."""
    report = Report()
    for number in range(200):
        report.note(f"d{number}", f"date '{number}' was left out")
    assert report.notes_count == 200
    assert len(report.notes) == MOST_KEPT
    assert report.notes[1] == "d1: date '1' was left out"
    (group,) = report.note_groups.values()
    assert group.count == 200


def test_reasons_without_end_take_no_more_room() -> None:
    """Reasons past a number are counted as one."""
    report = Report()
    for number in range(1_000):
        word = "".join(chr(ord("a") + int(digit)) for digit in str(number))
        report.skip(Skipped(word, f"reason {word}"))
    assert report.skipped_count == 1_000
    assert len(report.skipped_groups) == MOST_REASONS + 1
    assert sum(group.count for group in report.skipped_groups.values()) == 1_000
    assert len(report.skipped) == MOST_REASONS + MOST_KEPT


def test_parts_are_counted_together() -> None:
    """The groups of the parts of a rebuild add up."""
    part = Report()
    part.skip(Skipped("a", "empty"))
    part.skip(Skipped("b", "empty"))
    report = Report()
    for _ in range(3):
        report.count_skipped(part.skipped_groups)
    assert report.skipped_count == 6
    (group,) = report.skipped_groups.values()
    assert (group.count, group.names) == (6, ["a", "b", "a", "b"])
    assert part.skipped_count == 2
