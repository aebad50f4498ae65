"""Each kind of file becomes documents; nothing is lost in silence."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from paths import SEEDS

from diplosearch.corpus import readers
from diplosearch.corpus.readers import Read, Skipped, SourceFile, read, read_file
from diplosearch.errors import SourceError

SENTENCE = "Cumhurbaşkanı Erdoğan, İstanbul'da Çin Dışişleri Bakanı ile görüştü."


def read_data(tmp_path: Path, name: str, data: bytes | str) -> list[Read | Skipped]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_file(SourceFile(path, name)))


def texts(items: list[Read | Skipped]) -> dict[str, str]:
    return {i.document.id: i.document.text for i in items if isinstance(i, Read)}


def skipped(items: list[Read | Skipped]) -> dict[str, str]:
    return {i.where: i.reason for i in items if isinstance(i, Skipped)}


@pytest.mark.parametrize("name", ["El.kz-2024.txt", "El.kz-2024.TXT.gz"])
def test_text_file(tmp_path: Path, name: str) -> None:
    """A text file is one document, named by its path without endings."""
    data = SENTENCE.encode("cp1254")
    (item,) = read_data(
        tmp_path, name, gzip.compress(data, mtime=0) if "gz" in name else data
    )
    assert isinstance(item, Read)
    assert (item.document.id, item.document.text) == ("El.kz-2024", SENTENCE)
    assert (item.origin, item.notes) == (name, ("decoded as windows-1254",))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t", "empty"),
        ("a.txt", "\u00a0\u2003\n".encode(), "white space"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "binary"),
        ("a.html", b"", "empty"),
        ("a.txt.gz", b"no gzip", "gzip"),
        ("a.txt.gz", gzip.compress(b"metin" * 99, mtime=0)[:-9], "gzip"),
        ("a.jsonl", b"", "no rows"),
        ("a.jsonl", b"\n \n", "no rows"),
        ("a.jsonl", bytes(500), "binary"),
        ("a.csv", bytes(500), "binary"),
        ("a.csv", b"", "no column 'text'"),
        ("a.csv", b"adi;yorum\n1;2\n", "found: adi, yorum"),
        ("a.csv", b"text\n", "no rows"),
        ("a.json", b"[]", "no rows"),
        ("a.json", b"{broken", "broken JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
    ],
)
def test_unreadable_file_is_skipped(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    """A file without a document is reported once, with the reason."""
    found = skipped(items := read_data(tmp_path, name, data))
    assert len(items) == 1
    assert reason in found[name]


def test_file_that_cannot_be_opened(tmp_path: Path) -> None:
    """A file that went away is skipped."""
    assert (
        "cannot be read"
        in skipped([*read_file(SourceFile(tmp_path / "x", "x.txt"))])["x.txt"]
    )


def test_jsonl_rows(tmp_path: Path) -> None:
    """Good lines become documents, bad ones are reported by number."""
    lines = [
        '{"id": 12, "text": "bir", "title": "Başlık", "date": "2024-04-25T10:00", "x": {}}',
        "{broken",
        "[1]",
        "",
        '{"text": " "}',
        '{"text": 5}',
        '{"title": "metinsiz"}',
        '{"_id": "q", "text": "T\\u00c3\\u00bcrkiye \\ud800"}',
        '{"id": "", "text": "son"}',
        '{"id": ["x"], "text": "liste"}',
        '{"id": true, "text": "evet"}',
        "null",
        '{"text": "' + "uzun " * 200_000 + '"}',
    ]
    items = read_data(tmp_path, "r.jsonl", "\ufeff" + "\r\n".join(lines))
    found = texts(items)
    assert list(found) == ["12", "q", "r.jsonl#9", "r.jsonl#10", "r.jsonl#11", "r.jsonl#13"]
    assert found["q"] == "Türkiye \ufffd"
    assert [*skipped(items)] == [f"r.jsonl#{n}" for n in (2, 3, 5, 6, 7, 12)]
    first = items[0]
    assert isinstance(first, Read)
    assert first.document.title == "Başlık"
    assert first.document.date == datetime.date(2024, 4, 25)


def test_bad_optional_fields_are_left_out_with_a_note(tmp_path: Path) -> None:
    """A bad date, language or title does not cost the document."""
    row = {"text": "metin", "date": "dün", "language": "fr", "title": 7, "url": None}
    (item,) = read_data(tmp_path, "r.jsonl", json.dumps(row))
    assert isinstance(item, Read)
    document = item.document
    assert (document.date, document.language, document.title) == (None, None, None)
    assert [note.split()[0] for note in item.notes] == ["title", "date", "language"]


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ([{"text": "a"}, {"text": "b", "id": "B"}], ["a.json#1", "B"]),
        ({"text": "a", "id": "A"}, ["A"]),
        ({"total": 2, "tags": ["x"], "articles": [{"text": "a"}, 3]}, ["a.json#1"]),
        ({"a": [{"text": "x"}], "b": [{"text": "y"}]}, []),
    ],
)
def test_json_shapes(tmp_path: Path, value: object, ids: list[str]) -> None:
    """An array, one object, and an object with one array of objects are read."""
    assert [*texts(read_data(tmp_path, "a.json", json.dumps(value)))] == ids


def test_json_lines_in_a_json_file(tmp_path: Path) -> None:
    """A file with an object a line is read, whatever its ending says."""
    items = read_data(tmp_path, "l.json", '{"text": "a"}\n{"text": "b"}\n')
    assert texts(items) == {"l.json#1": "a", "l.json#2": "b"}


@pytest.mark.parametrize(
    ("name", "mark"), [("c.csv", ","), ("c.csv", ";"), ("c.tsv", "\t")]
)
def test_csv_dialects(tmp_path: Path, name: str, mark: str) -> None:
    """Delimiters are found, quoted line ends kept, lines counted as in the file."""
    rows = [
        ["ID", "Title", " Text "],
        ["1", "Başlık, bir; iki", '"çok\r\nsatır; ""evet"""'],
        ["", "", "son"],
        ["", "", ""],
    ]
    rows[1][1] = f'"{rows[1][1]}"'
    data = "\ufeff" + "\r\n".join(mark.join(row) for row in rows)
    items = read_data(tmp_path, name, data)
    assert texts(items) == {"1": 'çok\r\nsatır; "evet"', f"{name}#4": "son"}
    assert [*skipped(items)] == [f"{name}#5"]


@pytest.mark.parametrize("encoding", ["cp1254", "utf-16", "utf-8-sig"])
def test_csv_encodings(tmp_path: Path, encoding: str) -> None:
    """A table as Excel writes it in Turkey is read."""
    data = "sep=;\nid;text\n1;Şişli ve Erdoğan\n".encode(encoding)
    assert texts(read_data(tmp_path, "u.csv", data)) == {"1": "Şişli ve Erdoğan"}


@pytest.fixture
def field_limit() -> Iterator[int]:
    """The csv module's own limit, set for a test; afterwards as it was before."""
    before = csv.field_size_limit(131_072)
    yield 131_072
    csv.field_size_limit(before)


def test_csv_field_beyond_the_limit_is_read(tmp_path: Path, field_limit: int) -> None:
    """A field longer than the csv module takes by itself is read."""
    data = "text\n" + "uzun " * 200_000 + "\n"
    found = texts(read_data(tmp_path, "h.csv", data))
    assert len(found["h.csv#2"]) == 1_000_000 > field_limit


def test_csv_limit_is_never_lowered(tmp_path: Path, field_limit: int) -> None:
    """Tables that are read at the same time in threads all have the higher limit."""
    data = "text\n" + f"{'uzun ' * 40_000}\n" * 5
    for number in range(4):
        (tmp_path / f"{number}.csv").write_text(data, encoding="utf-8")
    with ThreadPoolExecutor(4) as threads:
        files = [SourceFile(path, path.name) for path in tmp_path.iterdir()]
        found = list(threads.map(lambda file: list(read_file(file)), files))
    assert [isinstance(item, Read) for items in found for item in items] == [True] * 20
    csv.field_size_limit(2**31 - 1)
    texts(read_data(tmp_path, "short.csv", "text\nkısa\n"))
    assert csv.field_size_limit() == 2**31 - 1 > field_limit


def test_csv_accidents_are_noted(tmp_path: Path) -> None:
    """An open quotation mark and a field too many are noted, not hidden."""
    items = read_data(tmp_path, "q.csv", 'id,text\n1,açık,fazla\n2,"kapanmaz\n3,x\n')
    assert texts(items) == {"1": "açık", "2": "kapanmaz\n3,x\n"}
    notes = [item.notes[0] for item in items if isinstance(item, Read)]
    assert "past the last column" in notes[0]
    assert "never closed" in notes[1]


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_rows_before_a_broken_end_are_kept(tmp_path: Path, kind: str) -> None:
    """A gzip file that was cut gives its first rows and one note of the break."""
    import random

    words = [random.Random(n).randbytes(40).hex() for n in range(2000)]
    lines = [json.dumps({"text": word}) for word in words]
    if kind == "csv":
        lines = ["text", *words]
    data = gzip.compress("\n".join(lines).encode())
    items = read_data(tmp_path, f"t.{kind}.gz", data[: len(data) // 2])
    assert 100 < len(texts(items)) < 2000
    assert isinstance(items[-1], Skipped)
    assert [*skipped(items)] == [f"t.{kind}.gz"]


def test_folder_is_read_through(tmp_path: Path) -> None:
    """All kinds of a folder come in order of their names; unknown ones are reported."""
    (tmp_path / "a.txt").write_text("bir")
    (tmp_path / "b.jsonl").write_text('{"text": "iki"}')
    (tmp_path / "c.md").write_text("üç")
    items = list(read(tmp_path))
    assert texts(items) == {"a": "bir", "b.jsonl#1": "iki"}
    assert [*skipped(items)] == ["c.md"]


def test_folder_without_a_document(tmp_path: Path) -> None:
    """When nothing could be read, the error says why."""
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(SourceError, match=r"a\.txt: the file is empty"):
        list(read(tmp_path))


def test_sample_corpus() -> None:
    """The sample corpus is read without a word."""
    seeds = SEEDS
    if not seeds.is_dir():
        pytest.skip("no sample corpus")
    items = [item for item in read(seeds) if isinstance(item, Read)]
    assert "000_5ae7ee6c3a254e72" in {item.document.id for item in items}
    assert not any(item.notes for item in items)


def test_large_text_file(tmp_path: Path) -> None:
    """A text of many megabytes comes back whole."""
    text = SENTENCE * 100_000
    assert texts(read_data(tmp_path, "b.txt", text)) == {"b": text}


def test_public_names_are_sorted() -> None:
    """The module offers what its list says."""
    assert sorted(readers.__all__) == readers.__all__
    assert all(hasattr(readers, name) for name in readers.__all__)


def test_refused_wide_table_leaves_no_noise(tmp_path: Path) -> None:
    """A UTF-16 table whose header is refused is skipped, and its stream let go."""
    (tmp_path / "bad.tsv").write_bytes(b"\xff\xfe\x00\x01abc")
    (tmp_path / "good.txt").write_text("Bakan konuştu.", encoding="utf-8")
    items = list(read(tmp_path))
    assert [type(item).__name__ for item in items] == ["Skipped", "Read"]


def test_text_that_is_blank_once_repaired_is_no_document(tmp_path: Path) -> None:
    """A row whose text was a line separator decoded wrongly holds no text."""
    (tmp_path / "a.jsonl").write_text('{"text": "â\u0080¨"}', encoding="utf-8")
    [skipped] = read_file(SourceFile(tmp_path / "a.jsonl", "a.jsonl"))
    assert isinstance(skipped, Skipped)
    assert "empty" in skipped.reason


@pytest.mark.parametrize(
    "header",
    [
        "BAŞLIK;Tarih;kaynak;İçerik;dil",
        "baslik;yayin_tarihi;Kaynak;metin;Dil",
        "headline;published at;publisher;body;lang",
    ],
)
def test_columns_of_other_names(tmp_path: Path, header: str) -> None:
    """A column that plainly means a field is read as the field, in either language."""
    data = f"{header}\nZirve;25.04.2024;AA;Bakan geldi.;tr\n".encode()
    (item,) = read_data(tmp_path, "t.csv", data)
    assert isinstance(item, Read)
    found = item.document
    assert (found.title, found.date, found.source, found.text, found.language) == (
        "Zirve",
        datetime.date(2024, 4, 25),
        "AA",
        "Bakan geldi.",
        "tr",
    )
    assert item.notes == ()


def test_the_own_name_of_a_field_counts(tmp_path: Path) -> None:
    """A column with another name of a field is not read beside the field's own."""
    (item,) = read_data(tmp_path, "t.csv", b"metin,text\nother,own\n")
    assert isinstance(item, Read)
    assert item.document.text == "own"
    assert item.notes == ("columns that are not read: metin",)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.csv", b"text,yazar,,sayfa\nBir,A,,1\n\xc4\xb0ki,B,,2\n"),
        (
            "t.jsonl",
            b'{"text": "Bir", "yazar": "A", "sayfa": 1}\n{"text": "B", "yazar": "C"}\n',
        ),
        ("t.json", b'[{"text": "Bir", "yazar": "A", "sayfa": 1}, {"metin": "B"}]'),
    ],
)
def test_unread_names_are_noted_once(tmp_path: Path, name: str, data: bytes) -> None:
    """What stands for no field is named at the first document of the file."""
    first, second = read_data(tmp_path, name, data)
    assert isinstance(first, Read)
    assert isinstance(second, Read)
    assert [note.partition(": ")[2] for note in first.notes] == ["yazar, sayfa"]
    assert second.notes == ()


def test_a_row_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row of an open quotation mark ends the reading; what came before it is kept."""
    monkeypatch.setattr("diplosearch.corpus.csv_rows.MOST_ROW", 1000)
    data = b'text\nBakan geldi.\n"Bakan gitti.\n' + b"Bakan konustu.\n" * 100
    first, second = read_data(tmp_path, "t.csv", data)
    assert isinstance(first, Read)
    assert isinstance(second, Skipped)
    assert second.where == "t.csv#3"
    assert "quotation mark" in second.reason
