"""Make the small indexes that are kept to prove that a format is still read.

    python tools/make_golden_index.py

One archive an engine, ``format-<FORMAT>-<engine>.zip`` in ``tests/index/golden``. One
that is there is left alone: a new format has a new number, and another archive. What
they hold is in ``documents.json`` beside them.
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
KEPT = "documents.json"

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
    """Make an index in ``folder`` by a rebuild, a replacement and a deletion."""
    with diplosearch.rebuild(DOCUMENTS, folder, engine=engine, jobs=1) as index:
        index.add(REPLACED)
        index.delete("news/3")
        report = index.check(full=True)
        if report.findings:
            raise SystemExit(f"the index is not sound: {report.findings[0]}")
        return [document.to_dict() for document in index.documents()]


def pack(folder: Path, archive: Path) -> None:
    """Pack what lies in ``folder``, always in the same way."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "LOCK" and path.suffix != ".lock":
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
                entry.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(entry, path.read_bytes())


def main(arguments: list[str]) -> None:
    """Make what is missing."""
    parser = argparse.ArgumentParser(description="Make the golden indexes of this format.")
    parser.add_argument("--out", type=Path, default=GOLDEN, help="another folder")
    parser.add_argument(
        "--replace", action="store_true", help="while the format is not released yet"
    )
    options = parser.parse_args(arguments)
    for engine in DISK_ENGINES:
        archive = options.out / f"format-{FORMAT}-{engine}.zip"
        if archive.exists() and not options.replace:
            print(f"{archive} is there already")
            continue
        with tempfile.TemporaryDirectory() as place:
            documents = make(Path(place, "index"), engine)
            pack(Path(place, "index"), archive)
        told = json.dumps(documents, ensure_ascii=False, indent=1)
        (options.out / KEPT).write_text(told + "\n", encoding="utf-8")
        print(f"{archive}: {archive.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
