"""Make the small indexes that prove that a released format is still read.

    python tools/make_golden_index.py

There is an archive for each engine, ``format-<FORMAT>-<engine>.zip`` in
``tests/index/golden``, and their documents are in ``documents.json``. An existing archive
is not replaced: a new format has a new number, and so a new archive.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import diplosearch
from diplosearch import Document
from diplosearch.backends.manifest import FORMAT
from diplosearch.engines.registry import DISK_ENGINES

GOLDEN = Path(__file__).parents[1] / "tests" / "index" / "golden"
DOCUMENTS_FILE = "documents.json"

DOCUMENTS = [
    Document(
        id="haber/1",
        title="Fidan Pekin'de görüştü",
        text=(
            "BEİJİNG, 29 Ocak (Xinhua) -- Dışişleri Bakanı Hakan Fidan, Çin'in başkenti "
            "Pekin'de 50 milyar dolarlık ticaret hacmi için görüştü.\n\n"
            "Sitelerimizde reklam ve pazarlama faaliyetlerinin yürütülmesi amaçları ile "
            "çerezler kullanılmaktadır.\n\nTaraflar İstanbul’da yeniden bir araya gelecek."
        ),
        date="2026-01-29",  # type: ignore[arg-type]
        language="tr",
    ),
    Document(
        id="news/1",
        title="Ministers sign an agreement",
        text=(
            "Foreign Minister Wang Yi said in Ankara on Thursday that China and Türkiye "
            "had signed a memorandum of understanding on trade. The Shanghai Cooperation "
            "Organization welcomed the agreement."
        ),
        source="AA",
        url="https://example.org/news/1",
        language="en",
    ),
    Document(id="news/2", text="This version is replaced before the index is kept."),
    Document(id="news/3", text="This document is deleted before the index is kept."),
]
REPLACED = Document(id="news/2", text="Talks on the ceasefire in Gaza went on in Cairo.")


def make(folder: Path, engine: str) -> list[dict[str, Any]]:
    """Make an index in ``folder`` and return its documents.

    It is made by a rebuild, a replacement and a deletion. Raises :class:`SystemExit` if
    it fails its own check.
    """
    with diplosearch.rebuild(DOCUMENTS, folder, engine=engine, jobs=1) as index:
        index.add(REPLACED)
        index.delete("news/3")
        report = index.check(full=True)
        if report.findings:
            raise SystemExit(f"the index is damaged: {report.findings[0]}")
        return [document.to_dict() for document in index.documents()]


def pack(folder: Path, archive: Path) -> None:
    """Pack ``folder`` into a zip archive; the same files give the same bytes."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "LOCK" and path.suffix != ".lock":
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
                entry.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(entry, path.read_bytes())


def main(arguments: list[str]) -> None:
    """Make the archives that are missing."""
    parser = argparse.ArgumentParser(description="Make the golden indexes of this format.")
    parser.add_argument("--out", type=Path, default=GOLDEN, help="another folder")
    parser.add_argument(
        "--replace", action="store_true", help="as long as the format is not released"
    )
    options = parser.parse_args(arguments)
    for engine in DISK_ENGINES:
        archive = options.out / f"format-{FORMAT}-{engine}.zip"
        if archive.exists() and not options.replace:
            print(f"{archive} exists already")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            documents = make(Path(scratch, "index"), engine)
            pack(Path(scratch, "index"), archive)
        text = json.dumps(documents, ensure_ascii=False, indent=1)
        (options.out / DOCUMENTS_FILE).write_text(text + "\n", encoding="utf-8")
        print(f"{archive}: {archive.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
