"""A Whoosh index whose pickles were altered runs nothing of them."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from whoosh import compat
from whoosh.codec import whoosh3
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import FileIndex
from whoosh.query import Term
from whoosh.reading import TermNotFound

from diplosearch.engines.base import Entry
from diplosearch.engines.whoosh import WhooshEngine, _open
from diplosearch.engines.whoosh_postings import SafeTermInfo
from diplosearch.errors import IndexDamagedError
from diplosearch.query.tree import Keyword
from diplosearch.schema import EXACT, LANGUAGE

ENTRY = Entry(
    key=1, row=1, length=2, terms={EXACT: ("cin", "bakan")}, keywords={"language": ("tr",)}
)


class Evil:
    """What makes a folder when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.mkdir, (str(self.trace),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A Whoosh index with one passage."""
    made = tmp_path / "index"
    made.mkdir()
    writer = WhooshEngine().open_writer(made)
    writer.add(ENTRY)
    writer.commit()
    return made


@pytest.fixture
def evil(tmp_path: Path) -> bytes:
    """A pickle that makes a folder; the test that asks for it checks that none is."""
    return pickle.dumps(Evil(tmp_path / "trace"), 2)


def header(stream: StructFile, version: int) -> None:
    """Write what a table of segments begins with."""
    for size in (4, 8, 4):
        stream.write_varint(size)
    stream.write_int(-12345)
    stream.write_int(version)
    for number in (2, 7, 4):
        stream.write_varint(number)


def table(folder: Path) -> Path:
    """Return the file that lists the segments."""
    [path] = folder.glob("*.toc")
    return path


def alter_segments(folder: Path, evil: bytes) -> None:
    """Put the pickle in place of the list of segments."""
    path = table(folder)
    stream = StructFile(BytesIO())
    header(stream, -111)
    stream.write_string(b"")
    stream.write_int(int(path.stem.rpartition("_")[2]))
    stream.write_int(0)
    path.write_bytes(stream.file.getvalue() + evil)


def alter_schema(folder: Path, evil: bytes) -> None:
    """Put the pickle in place of the schema, and no segments."""
    path = table(folder)
    stream = StructFile(BytesIO())
    header(stream, -111)
    stream.write_string(evil)
    stream.write_int(int(path.stem.rpartition("_")[2]))
    stream.write_int(0)
    path.write_bytes(stream.file.getvalue() + pickle.dumps([]))


def alter_version(folder: Path, evil: bytes) -> None:
    """Make a table of an older version, which Whoosh unpickles in another way."""
    path = table(folder)
    stream = StructFile(BytesIO())
    header(stream, -110)
    stream.write_varint(len(evil))
    path.write_bytes(stream.file.getvalue() + evil + evil)


def alter_directory(folder: Path, evil: bytes) -> None:
    """Put the pickle in place of the directory of a segment."""
    [path] = folder.glob("*.seg")
    data = path.read_bytes()
    path.write_bytes(len(data).to_bytes(8, "big") + data[8:] + evil)


def alter_names(folder: Path, _evil: bytes) -> None:
    """Let the table ask for a segment that lies in another folder."""
    path = table(folder)
    segment = next(folder.glob("*.seg")).stem.removeprefix("MAIN_").encode()
    path.write_bytes(path.read_bytes().replace(segment, b"/../" + segment[4:]))


def delete_first(folder: Path) -> None:
    """Delete the one document, for which a writer reads what is there."""
    writer = WhooshEngine().open_writer(folder)
    try:
        writer.delete([1])
    finally:
        writer.abort()


@pytest.mark.parametrize(
    "alter", [alter_segments, alter_version, alter_directory, alter_names]
)
def test_an_altered_index_is_refused_and_nothing_of_it_runs(
    folder: Path, tmp_path: Path, evil: bytes, alter: Callable[[Path, bytes], None]
) -> None:
    """Wherever a foreign pickle stands, an error names it and no code of it has run."""
    alter(folder, evil)
    with pytest.raises(IndexDamagedError, match="rebuild"):
        WhooshEngine().open_reader(folder)
    with pytest.raises(IndexDamagedError, match="rebuild"):
        delete_first(folder)
    assert not (tmp_path / "trace").exists()


def test_the_schema_of_an_index_is_never_unpickled(
    folder: Path, tmp_path: Path, evil: bytes
) -> None:
    """Our schema stands for the one in the file, whatever that is."""
    alter_schema(folder, evil)
    WhooshEngine().open_reader(folder).close()
    assert not (tmp_path / "trace").exists()


def inlined(data: bytes) -> bytes:
    """Return a term as Whoosh packs it whose postings are ``data``, beside the term."""
    return bytes(whoosh3.W3TermInfo._struct.pack(True, 1.0, 1, 0, 0, 1.0, 1, 1)) + data


def test_blocks_of_postings_hold_plain_values_only(
    tmp_path: Path, evil: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A block of postings that names anything but numbers and bytes is refused."""
    made = tmp_path / "index"
    made.mkdir()
    writer = WhooshEngine().open_writer(made)
    writer.add(ENTRY)
    with monkeypatch.context() as patch:
        # Of a block, what is looked at before it is read stays as it is.
        patch.setattr(whoosh3, "dumps", lambda value, protocol: dump(value, protocol, evil))
        writer.commit()
    reader = WhooshEngine().open_reader(made)
    assert [term for term, _ in reader.terms(EXACT)] == ["bakan", "cin"]
    for ask in (
        lambda: reader.search(Keyword(LANGUAGE, ("tr",)), limit=1),
        lambda: delete_first(made),
    ):
        with pytest.raises(IndexDamagedError, match="nothing of it was run"):
            ask()
    reader.close()
    assert not (tmp_path / "trace").exists()


def dump(value: object, protocol: int, evil: bytes) -> bytes:
    """Return ``value`` pickled, ``evil`` for the three lists of a block."""
    is_block = isinstance(value, tuple) and len(value) == 3
    return evil if is_block else pickle.dumps(value, protocol)


def test_terms_hold_plain_values_only(folder: Path, tmp_path: Path, evil: bytes) -> None:
    """Postings that stand beside their term are refused likewise, and sound ones read."""
    with pytest.raises(IndexDamagedError, match="nothing of it was run"):
        SafeTermInfo.from_bytes(inlined(evil))
    sound = SafeTermInfo.from_bytes(inlined(pickle.dumps(((7,), (1.0,), (b"x",)), 2)))
    assert sound.is_inlined()
    assert sound.inlined_postings() == ((7,), (1.0,), (b"x",))
    assert (sound.extent(), sound.doc_frequency()) == ((None, None), 1)
    reader = _open(folder).reader()
    terms = reader._terms
    cursor = terms.cursor(EXACT, reader.schema[EXACT])
    read = [
        *(info for _, info in terms.items()),
        *(info for _, info in terms.items_from(EXACT, b"c")),
        *(terms.term_info(EXACT, b"cin"), cursor.term_info()),
    ]
    assert {type(info) for info in read} == {SafeTermInfo}
    with pytest.raises(TermNotFound):
        terms.term_info(EXACT, b"none")
    reader.close()
    assert not (tmp_path / "trace").exists()


def test_whoosh_of_others_is_left_alone(folder: Path) -> None:
    """While our index is open, other code in the process has Whoosh as it came."""
    before = vars(whoosh3).copy(), vars(compat).copy(), vars(StructFile).copy()
    reader = WhooshEngine().open_reader(folder)
    writer = WhooshEngine().open_writer(folder)
    writer.add(replace(ENTRY, key=2, row=2))
    assert reader.search(Keyword(LANGUAGE, ("tr",)), limit=1).total == 1

    def use() -> object:
        info = whoosh3.W3TermInfo.from_bytes(inlined(pickle.dumps(Fraction(1, 2))))
        storage = RamStorage()
        index = storage.create_index(Schema(text=TEXT(stored=True), at=STORED))
        with index.writer() as changes:
            changes.add_document(text="one two two", at=Fraction(1, 2))
        with index.searcher() as searcher:
            (hit,) = searcher.search(Term("text", "two"))
            return info.inlined_postings(), hit["at"]

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(use).result() == (Fraction(1, 2), Fraction(1, 2))
    assert before == (vars(whoosh3), vars(compat), vars(StructFile))
    writer.commit()
    reader.close()


def test_files_inside_a_segment_are_read_with_the_same_care(
    folder: Path, tmp_path: Path, evil: bytes
) -> None:
    """The parts of a segment refuse a foreign pickle like the segment itself."""
    [path] = folder.glob("*.seg")
    path.write_bytes(path.read_bytes() + evil)
    start = path.stat().st_size - len(evil)
    with _open(folder).storage.open_file(path.name) as stream:
        part = stream.subset(start, len(evil))
        with pytest.raises(IndexDamagedError, match="nothing of it was run"):
            part.read_pickle()
        part.close()
    assert not (tmp_path / "trace").exists()


def test_the_pickles_of_these_tests_would_run(tmp_path: Path, evil: bytes) -> None:
    """Without our care the pickle runs: what the tests look for would be there."""
    pickle.loads(evil)
    assert (tmp_path / "trace").exists()


def test_segments_are_opened_once_to_delete_from_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents that are deleted one by one do not open all segments for each of them."""
    for rows in ((2, 3), (4, 5)):
        writer = WhooshEngine().open_writer(folder)
        for row in rows:
            writer.add(replace(ENTRY, key=row, row=row))
        writer.commit()
    opened: list[object] = []
    real = FileIndex._reader

    def read(*args: object, **options: object) -> object:
        opened.append(args)
        return real(*args, **options)

    monkeypatch.setattr(FileIndex, "_reader", staticmethod(read))
    writer = WhooshEngine().open_writer(folder)
    for row in (1, 2, 5, 5, 9):
        writer.delete([row])
    assert len(opened) == 1
    writer.commit()
    reader = WhooshEngine().open_reader(folder)
    found = reader.search(Keyword(LANGUAGE, ("tr",)), limit=9)
    assert sorted(hit.key for hit in found.hits) == [3, 4]
    assert reader.passages == 2
    reader.close()
