"""Reads a file of any kind as a corpus does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from diplosearch.corpus.formats.pdf_process import end_process
from diplosearch.corpus.readers import Read, Skipped, SourceFile, read_file
from diplosearch.model import Document

ReadData = Callable[[str, bytes | str], "Items"]


def name_case(value: object) -> str:
    """Return the name of a case of a test; what is made differs from process to process."""
    return value if isinstance(value, str) and len(value) < 60 else "data"


class Items:
    """What a file gave: documents by id, reasons by place, and notes."""

    def __init__(self, items: list[Read | Skipped]) -> None:
        self.documents: dict[str, Document] = {
            one.document.id: one.document for one in items if isinstance(one, Read)
        }
        self.reasons = {one.where: one.reason for one in items if isinstance(one, Skipped)}
        self.notes = [note for one in items if isinstance(one, Read) for note in one.notes]
        self.origins = [one.origin for one in items if isinstance(one, Read)]
        assert len(self.documents) + len(self.reasons) == len(items)

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the documents by id."""
        return {id: document.text for id, document in self.documents.items()}


@pytest.fixture
def read_data(tmp_path: Path) -> ReadData:
    """Return a function that reads a file of a name and content."""

    def read(name: str, data: bytes | str) -> Items:
        path = tmp_path / "file"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return Items(list(read_file(SourceFile(path, name))))

    return read


@pytest.fixture(autouse=True, scope="session")
def _end_of_pdf_process() -> Iterator[None]:
    """End the process that reads PDF files with the tests."""
    yield
    end_process()
