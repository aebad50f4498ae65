"""No file fills the memory: what is too much is skipped, with the reason."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from diplosearch.corpus import line_reader, streams
from diplosearch.corpus.base import Read, Skipped, SourceFile
from diplosearch.corpus.readers import read_file

ROW = b'{"text": "Bakan geldi."}\n'


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test can reach."""
    monkeypatch.setattr(streams, "MOST_BYTES", 4000)
    monkeypatch.setattr(streams, "MOST_LINE_BYTES", 4000)
    monkeypatch.setattr(line_reader, "MOST_LINE_BYTES", 4000)
    monkeypatch.setattr(streams, "_HARMLESS", 20_000)


def outcome(path: Path) -> tuple[int, str]:
    """Return how many documents a file gives, and the last reason for the rest."""
    items = list(read_file(SourceFile(path, path.name)))
    reasons = [item.reason for item in items if isinstance(item, Skipped)]
    return sum(isinstance(item, Read) for item in items), "".join(reasons[-1:])


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.html"])
def test_a_file_that_is_read_whole_has_a_limit(tmp_path: Path, name: str) -> None:
    """A file of one byte more than the limit is skipped."""
    path = tmp_path / name
    path.write_bytes(b"a " * 2000 + b"a")
    assert outcome(path) == (0, "the file holds over 4,000 bytes; split it")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_line_has_a_limit(tmp_path: Path, encoding: str) -> None:
    """A line that is too long ends the reading; what came before it is kept."""
    path = tmp_path / "a.jsonl"
    path.write_bytes((ROW.decode() * 3 + "a" * 5000 + "\n").encode(encoding))
    documents, reason = outcome(path)
    assert documents == 3
    assert "line" in reason


@pytest.mark.slow
def test_a_gzip_bomb_is_let_be(tmp_path: Path) -> None:
    """A small file with far too much content is not read to its end."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(ROW * 3 + b"\n" * 5_000_000))
    documents, reason = outcome(path)
    assert documents == 3
    assert "expands" in reason


def test_text_that_packs_well_is_read(tmp_path: Path) -> None:
    """Rows that are much alike are no bomb, however many there are."""
    path = tmp_path / "a.jsonl.gz"
    rows = b"".join(
        b'{"text": "Bakan %d numarali salonda konustu."}\n' % number
        for number in range(3000)
    )
    path.write_bytes(gzip.compress(rows))
    assert len(rows) > 20_000
    assert outcome(path) == (3000, "")


def test_closing_the_stream_closes_the_file(tmp_path: Path) -> None:
    """No file stays open behind a decompressed stream."""
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"text"))
    stream = streams.open_compressed(path)
    packed = stream.raw._file  # type: ignore[attr-defined]
    assert stream.read() == b"text"
    stream.close()
    assert packed.closed


def test_lines_are_given_with_their_ends() -> None:
    """Cutting at a limit changes nothing in lines that keep it."""
    data = b"a\r\nb\n\nc"
    assert list(streams.split_lines(io.BytesIO(data))) == data.splitlines(keepends=True)


def test_a_small_file_needs_little_memory(tmp_path: Path) -> None:
    """No read asks for the most that a file may hold, so that a limit of memory holds."""
    asked: list[int] = []

    class Stream(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size or 0)
            return super().read(size)

    assert streams.read_whole(Stream(b"Bakan geldi.")) == b"Bakan geldi."
    assert max(asked) <= 2**20
    assert min(asked) > 0


def test_memory_that_runs_out_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file for which there is no memory is skipped, and the next one is read."""

    def read_whole(_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("diplosearch.corpus.readers.read_whole", read_whole)
    path = tmp_path / "a.txt"
    path.write_bytes(b"Bakan geldi.")
    documents, reason = outcome(path)
    assert documents == 0
    assert "not enough memory" in reason
