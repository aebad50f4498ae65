"""A day of an analyst: a folder of files of all kinds, from the rebuild to the export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from made_files import (
    Fetched,
    Written,
    make_docx,
    make_mail,
    make_mbox,
    make_pdf,
    make_rss,
    make_warc,
    make_zip,
    write_lines,
)

import diplosearch
from diplosearch import Index

pytestmark = pytest.mark.slow

PAGES = [
    ["Enerji raporu", "", "Boru hattı görüşmeleri Ankara’da başladı ve sürecek."],
    ["Taraflar doğalgaz anlaşmasının uzatılması konusunda anlaştı ve imza attı."],
]
REPORT = make_pdf(
    [
        [*write_lines(lines), Written(290, 40, 9, str(number))]
        for number, lines in enumerate(PAGES, start=1)
    ],
    stated={"Title": "Enerji raporu"},
)
PAGE = "<article><p>Liman anlaşması Mersin’de imzalandı.</p></article>".encode()
BAD = {
    "kotu/bozuk.pdf": REPORT[:200],
    "kotu/sifreli.pdf": make_pdf([write_lines(["x"])], password="x"),
    "kotu/tarama.pdf": make_pdf([[]]),
    "kotu/bomba.zip": make_zip({"a.txt": b"a" * 80_000_000}),
    "kotu/bos.eml": make_mail(""),
    "kotu/akis.rss": b"Bulunamad\xc4\xb1",
    "kotu/bozuk.docx": b"PK\3\4" + bytes(50),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files of all kinds, sound and bad ones."""
    mail = make_mail("Ekteki raporu okuyun.", files={"rapor.pdf": REPORT}, key="bir@x")
    files = {
        **BAD,
        "enerji.pdf": REPORT,
        "not.docx": make_docx(["Tahıl koridoru toplantısı İstanbul’da yapıldı."]),
        "posta.mbox": make_mbox([mail, make_mail("Balıkçılık kotası tartışıldı.")]),
        "akis.xml": make_rss(
            ["<title>Deprem yardımı ulaştı</title><guid>g</guid>"]
        ).encode(),
        "web.warc.gz": make_warc([Fetched("https://x.org/a", PAGE)], gzip=True),
        "arsiv.zip": make_zip({"2026/kota.txt": "Şeker kotası artırıldı."}),
        "duz.txt": "Vize serbestisi görüşmeleri başladı.".encode(),
    }
    root = tmp_path / "dosyalar"
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def build(folder: Path, jobs: int = 1) -> Index:
    return diplosearch.rebuild(folder, ":memory:", jobs=jobs, entities=False)


@pytest.mark.parametrize("jobs", [1, 2])
def test_from_folder_to_export(folder: Path, jobs: int) -> None:
    """Each kind is found, with its page; each bad file is named; exports name the page."""
    index = build(folder, jobs)
    reasons = {one.where: one.reason for one in index.report.skipped}
    assert set(BAD) <= set(reasons) | {"kotu/bomba.zip"}
    assert "kotu/bomba.zip!a.txt" in reasons
    asked: dict[str, tuple[str, int | None]] = {
        "doğalgaz": ("enerji.pdf", 1),
        "koridoru": ("not.docx", None),
        "balıkçılık": ("posta.mbox#2", None),
        "deprem": ("akis.xml#g", None),
        "liman": ("web.warc.gz#3", None),
        "şeker": ("arsiv.zip!2026/kota", None),
        "serbestisi": ("duz", None),
    }
    for query, (id, page) in asked.items():
        hits = index.search(query, translate=False)
        assert [(hit.document.id, hit.passage.page) for hit in hits] == [(id, page)], query
    (hit,) = index.search("doğalgaz", translate=False)
    assert hit.document.title == "Enerji raporu"
    assert hit.to_dict()["passage"]["page"] == 1
    results = index.search("doğalgaz", translate=False)
    rows = list(csv.DictReader(io.StringIO(results.to_csv())))
    assert [(row["id"], row["page"]) for row in rows] == [("enerji.pdf", "1")]
    assert json.loads(results.to_json())["hits"][0]["passage"]["page"] == 1
    assert "enerji.pdf  p. 1" in results.to_text()
    assert "p. 1" in results.to_markdown()
    # The report that is attached to a mail says the same as the file.
    assert "says the same as" in reasons["posta.mbox#bir@x!rapor.pdf"]


def test_pages_of_a_long_report(tmp_path: Path) -> None:
    """Each passage has the page on which it begins, on every way out and back."""
    sentence = "Bu sayfada {} konusu uzun uzun anlatıldı ve değerlendirildi."
    words = ("petrol", "kömür", "rüzgâr")
    pages = [write_lines([sentence.format(word)] * 8, top=700) for word in words]
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "r.pdf").write_bytes(make_pdf(pages))
    with diplosearch.rebuild(tmp_path / "a", tmp_path / "i", entities=False) as index:
        found = {word: index.search(word, limit=1)[0].passage.page for word in words}
        assert found == {"petrol": 1, "kömür": 2, "rüzgâr": 3}
        (document,) = index.documents()
        assert len(document.pages) == 3
    again = diplosearch.rebuild(from_index=tmp_path / "i", location=":memory:")
    assert again.search("rüzgâr", limit=1)[0].passage.page == 3
    index = diplosearch.open(":memory:")
    index.add(document)
    assert index.search("kömür", limit=1)[0].passage.page == 2
    assert index.get("r.pdf").pages == document.pages


def test_a_sync_knows_parts_of_files(folder: Path, tmp_path: Path) -> None:
    """What leaves an archive leaves the index; while one cannot be read all of it stays."""
    with diplosearch.rebuild(folder, tmp_path / "i", entities=False) as index:
        before = {one.id for one in index.documents()}
        archive = folder / "arsiv.zip"
        archive.write_bytes(make_zip({"2026/kota.txt": "x"})[:-30])
        mailbox = folder / "posta.mbox"
        mails = mailbox.read_bytes()
        mailbox.write_bytes(b"no mailbox")
        report = index.sync(folder)
        assert (report.deleted, report.documents) == (0, 0)
        assert {one.id for one in index.documents()} == before
        archive.write_bytes(make_zip({"2027/yeni.txt": "Pamuk kotası azaltıldı."}))
        mailbox.write_bytes(mails)
        index.sync(folder)
        after = {one.id for one in index.documents()}
        assert before ^ after == {"arsiv.zip!2026/kota", "arsiv.zip!2027/yeni"}


@pytest.mark.parametrize("write", ["ris", "bib"])
def test_citations_name_the_page(folder: Path, tmp_path: Path, write: str) -> None:
    """A citation of a passage of a PDF has its page."""
    path = tmp_path / f"answer.{write}"
    build(folder).search("doğalgaz", translate=False).save(path)
    text = path.read_text(encoding="utf-8")
    assert ("SP  - 1" if write == "ris" else "pages = {1}") in text
