"""Readers of other packages: found, used and, where they fail, named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from made_files import make_mail, make_pdf, make_zip, write_lines
from paths import REPOSITORY

import diplosearch
from diplosearch.corpus.kinds import find_plugins

from .conftest import ReadData

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Return a function that makes a package with a reader, as pip installs it."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)

    def make(code: str, *endings: str, package: str = "notes_reader") -> None:
        (site / f"{package}.py").write_text(code)
        described = site / f"{package}-1.0.dist-info"
        described.mkdir()
        (described / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n"
        )
        lines = "".join(f"{one} = {package}:read\n" for one in endings)
        (described / "entry_points.txt").write_text(f"[diplosearch.readers]\n{lines}")
        find_plugins.cache_clear()

    yield make
    monkeypatch.undo()
    find_plugins.cache_clear()


def example() -> str:
    """Return the reader that the documentation shows."""
    text = (REPOSITORY / "docs" / "how-to" / "readers.md").read_text(encoding="utf-8")
    found = re.search(r"^```py\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


NOTES = "Zirve\n\nBakan Bakü’ye gitti.\n----\nBoş\n\n\n----\nİkinci\n\nBakan döndü."


@pytest.mark.slow
def test_the_example_of_the_documentation(install: Install, tmp_path: Path) -> None:
    """Its reader works in a folder, in archives and mails, and in several processes."""
    install(example(), "note")
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.note").write_text(NOTES)
    (folder / "b.zip").write_bytes(make_zip({"c.note": "Z\n\nZip içinde."}))
    mail = make_mail("Ektedir.", files={"d.note": b"M\n\nMailde."})
    (folder / "e.eml").write_bytes(mail)
    with diplosearch.rebuild(folder, tmp_path / "index", jobs=2, entities=False) as index:
        ids = {one.id for one in index.documents()}
        assert ids == {
            *("a.note#1", "a.note#3", "b.zip!c.note#1", "e.eml", "e.eml!d.note#1"),
        }
        assert [(one.where, one.reason) for one in index.report.skipped] == [
            ("a.note#2", "a note without a text; fill or delete it")
        ]


@pytest.mark.parametrize(
    ("code", "reason", "kept"),
    [
        ("def read(c):\n    raise ValueError('x')", "failed (ValueError: x)", 0),
        ("def read(c):\n    raise SystemExit(3)", "failed (SystemExit: 3)", 0),
        ("import nothing_of_the_kind", "cannot be loaded (ModuleNotFoundError", 0),
        ("x = 1", "cannot be loaded (AttributeError", 0),
        ("def read(c):\n    return []", "gave no document", 0),
        ("def read(c):\n    yield 'text'", "it gave str, no Document", 0),
        ("def read(c):\n    return None", "failed (TypeError", 0),
        (
            "import diplosearch\ndef read(c):\n"
            "    yield diplosearch.Document(id=c.id, text='Bir.')\n    raise KeyError(1)",
            "failed (KeyError: 1); 1 documents before are kept",
            1,
        ),
    ],
)
def test_a_reader_that_fails_is_named(
    install: Install, read_data: ReadData, code: str, reason: str, kept: int
) -> None:
    """The report names reader, package and error; other files are read."""
    package = f"reader_{abs(hash(code)) % 10**8}"
    install(code, "note", package=package)
    found = read_data("a.note", "x")
    assert reason in found.reasons["a.note"]
    assert f"the reader 'note' of {package} 1.0" in found.reasons["a.note"]
    assert len(found.documents) == kept
    assert read_data("b.txt", "Metin.").texts == {"b": "Metin."}


def test_a_reader_takes_the_place_of_ours(install: Install, read_data: ReadData) -> None:
    """One for PDF files may recognise scans; .gz and odd names are left alone."""
    code = (
        "import diplosearch\ndef read(c):\n"
        "    yield diplosearch.Document(id=c.id, text='Tarama.', pages=(0,))"
    )
    install(code, ".PDF", "gz", "a b", package="scan_reader")
    assert set(find_plugins()) == {".pdf"}
    scan = make_pdf([write_lines(["x"])])
    assert read_data("a.pdf.gz", __import__("gzip").compress(scan)).texts == {
        "a.pdf": "Tarama."
    }
