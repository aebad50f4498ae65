"""Tables of entities: lines that are read, and lines that are refused with a message."""

from __future__ import annotations

from pathlib import Path

import pytest

from diplosearch.entities.gazetteer.user_table import (
    TableEntry,
    parse_entries,
    read_user_table,
)
from diplosearch.errors import UsageError
from diplosearch.resources import split_column


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "ORG | Shanghai Cooperation Organization; SCO | Şanghay İşbirliği Örgütü; ŞİÖ",
            TableEntry(
                "ORG",
                "org:shanghai-cooperation-organization",
                (
                    "Shanghai Cooperation Organization",
                    "SCO",
                    "Şanghay İşbirliği Örgütü",
                    "ŞİÖ",
                ),
            ),
        ),
        (
            "GPE|United States;USA||country:US",
            TableEntry("GPE", "country:US", ("United States", "USA")),
        ),
        (
            "PERSON | | Ali  Veli; Ali Veli;;",
            TableEntry("PERSON", "person:ali-veli", ("Ali Veli",)),
        ),
    ],
)
def test_lines_are_entities(line: str, expected: TableEntry) -> None:
    """The first name is shown and makes the id, where none is given."""
    (entry,) = parse_entries([line], origin="mine")
    assert entry == expected
    assert entry.name == expected.names[0]


def test_comments_and_empty_lines_count_as_lines_only() -> None:
    """They are passed over, and the numbers in errors are those of an editor."""
    lines = ["# mine", "", "  # more", "LOC | Central Asia | Orta Asya", "nothing"]
    with pytest.raises(UsageError, match="mine, line 5"):
        list(parse_entries(lines, origin="mine"))
    assert len(list(parse_entries(lines[:-1], origin="mine"))) == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ORG | only one", "write TYPE"),
        ("ORG", "write TYPE"),
        ("ORG | a | b | c | d", "write TYPE"),
        ("COMPANY | a | b", "no such type 'COMPANY'"),
        ("org | a | b", "no such type 'org'"),
        ("ORG | ; | ", "no name"),
    ],
)
def test_invalid_lines_are_refused(tmp_path: Path, line: str, message: str) -> None:
    """The error names the file and the line, and says what to write."""
    path = tmp_path / "mine.txt"
    path.write_text(f"# mine\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_user_table(path)
    assert f"{path}, line 2" in str(caught.value)
    assert message in str(caught.value)


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A missing file, a folder and bytes that are no UTF-8 are errors of usage."""
    latin = tmp_path / "latin.txt"
    latin.write_bytes("ORG | Şirket | Şirket".encode("cp1254"))
    for path in (tmp_path / "gone.txt", tmp_path, latin):
        with pytest.raises(UsageError) as caught:
            read_user_table(path)
        assert str(path) in str(caught.value)


def test_byte_order_mark_is_no_letter(tmp_path: Path) -> None:
    """A table saved by an editor that writes one is read."""
    path = tmp_path / "mine.txt"
    path.write_text("\ufeffORG | One | Bir\r\nORG | Two | İki\r\n", encoding="utf-8")
    assert [one.id for one in read_user_table(path)] == ["org:one", "org:two"]


def test_names_are_split_once() -> None:
    """Names come in their order, none twice, none empty."""
    assert split_column(" b ; a;b;; a  c ") == ("b", "a", "a c")


@pytest.mark.parametrize("id", ["nokind", "country:", "China", "x:y z"])
def test_unsound_ids_are_refused(tmp_path: Path, id: str) -> None:
    """An id that no query field can find is an error; an empty column is none."""
    table = tmp_path / "mine.txt"
    table.write_text(f"GPE | Freedonia | Fridonya | {id}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 1"):
        read_user_table(table)
    table.write_text("GPE | Freedonia | Fridonya | \n", encoding="utf-8")
    assert read_user_table(table)[0].id == "gpe:freedonia"
