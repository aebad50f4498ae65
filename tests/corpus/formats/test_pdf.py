"""PDF files give text by paragraphs, with their pages; bad ones give a reason."""

from __future__ import annotations

import datetime
import os
import signal
import time

import pytest
from made_files import Written, make_pdf, write_lines

from diplosearch.corpus.formats import pdf_process

from .conftest import ReadData, name_case

FIRST = [
    "Bakan dün akşam Bakü’ye gitti ve Azerbaycan’la yeni bir ekono-",
    "mik işbirliği anlaşmasını imzaladı. Türkiye’nin S-",
    "400 konusu ile Çin-",
    "Azerbaycan ilişkileri ele alındı. Toplantıda konuşan Bakan, her iki",
]
SECOND = [
    "ülkenin önümüzdeki dönemde daha yakın çalışacağını söyledi.",
    "",
    "Ankara’daki ikinci toplantıda enerji konuları ele alındı.",
]


def page(number: int, lines: list[str]) -> list[Written]:
    """Return a page with a running head and its number."""
    head = Written(72, 800, 9, "Dış Politika Bülteni")
    return [head, *write_lines(lines), Written(290, 40, 9, f"- {number} -")]


def test_a_paragraph_runs_over_pages(read_data: ReadData) -> None:
    """It is one, without the running head; hyphenated words are whole again."""
    data = make_pdf([page(1, FIRST), page(2, SECOND), page(3, ["Toplantı bitti."])])
    found = read_data("sub/rapor.pdf", data)
    (document,) = found.documents.values()
    assert document.id == "sub/rapor.pdf"
    assert document.text.split("\n\n") == [
        "Dış Politika Bülteni",
        "Bakan dün akşam Bakü’ye gitti ve Azerbaycan’la yeni bir ekonomik işbirliği "
        "anlaşmasını imzaladı. Türkiye’nin S-400 konusu ile Çin-Azerbaycan ilişkileri "
        "ele alındı. Toplantıda konuşan Bakan, her iki ülkenin önümüzdeki dönemde daha "
        "yakın çalışacağını söyledi.",
        "Ankara’daki ikinci toplantıda enerji konuları ele alındı.",
        "Toplantı bitti.",
    ]
    starts = [document.text[start:][:9] for start in document.pages]
    assert starts == ["Dış Polit", "ülkenin ö", "Toplantı "]
    assert found.notes == ["running heads and page numbers are left out: 5 lines"]


def test_lines_that_only_look_alike_stay(read_data: ReadData) -> None:
    """Rows of a table that differ in a number that does not grow with the page stay."""
    pages = [
        write_lines([f"Satır {number} sonu", f"Toplam {total}"])
        for number, total in enumerate((70, 12, 41))
    ]
    found = read_data("a.pdf", make_pdf(pages))
    (text,) = found.texts.values()
    assert [f"Toplam {total}" in text for total in (70, 12, 41)] == [True] * 3


def test_headings_lists_and_notes_stay_apart(read_data: ReadData) -> None:
    """Larger letters, bullets and gaps begin a paragraph; a note cuts none in two."""
    body = [
        "Taraflar yarın Ankara’da bir araya gelecek ve görüşmeler sırasında da",
        "ticaret hacminin artırılması konusunda önemli adımlar atılacak, ayrıca",
    ]
    note = Written(72, 80, 8, "1 Bakanlığın açıklaması, 2026.")
    first = [
        Written(72, 780, 16, "Enerji"),
        *write_lines(["• boru hattı", "• liman"]),
        *write_lines(body, top=700),
        note,
    ]
    second = write_lines(["enerji hatları konuşulacak."])
    (text,) = read_data("a.pdf", make_pdf([first, second])).texts.values()
    assert text.split("\n\n") == [
        *("Enerji", "• boru hattı", "• liman", "1 Bakanlığın açıklaması, 2026."),
        " ".join([*body, "enerji hatları konuşulacak."]),
    ]


@pytest.mark.parametrize(
    ("stated", "title", "date"),
    [
        ({"Title": "Enerji raporu", "CreationDate": "D:20260312"}, True, True),
        ({"Title": "Microsoft Word - taslak3.doc"}, False, False),
        ({"Title": "Ener", "CreationDate": "D:20190312"}, False, False),
        ({"Title": "", "CreationDate": "dün"}, False, False),
        ({}, False, False),
    ],
)
def test_what_a_pdf_states_counts_if_it_says_so(
    read_data: ReadData, stated: dict[str, str], title: bool, date: bool
) -> None:
    """Title and date are taken if they are printed at the beginning too."""
    pages = [write_lines(["ENERJİ RAPORU", "", "Mart 2026", "", "Bakan geldi."])]
    (document,) = read_data("a.pdf", make_pdf(pages, stated=stated)).documents.values()
    assert document.title == ("Enerji raporu" if title else None)
    assert document.date == (datetime.date(2026, 3, 12) if date else None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_pdf([[], []]), "no text: its pages (2) are pictures"),
        (make_pdf([write_lines(["Bakan"])], password="gizli"), "the PDF is encrypted"),
        (make_pdf([write_lines(["Bakan"])])[:200], "damaged or cut"),
        (b"%PDF-1.4\n", "damaged or cut"),
        (b"hello", "no PDF"),
        (b"", "empty"),
    ],
    ids=name_case,
)
def test_bad_files_have_a_reason(read_data: ReadData, data: bytes, reason: str) -> None:
    """Each says what it is and what to do."""
    found = read_data("a.pdf", data)
    assert found.documents == {}
    assert reason in found.reasons["a.pdf"]
    assert ";" in found.reasons["a.pdf"]


def test_pages_without_text_are_named(read_data: ReadData) -> None:
    """A scanned page between others is named, and keeps the count of pages."""
    data = make_pdf([write_lines(["Bir."]), [], [], write_lines(["Dört."])])
    found = read_data("a.pdf", data)
    (document,) = found.documents.values()
    assert document.pages == (0, 6, 6, 6)
    assert found.notes == ["no text on pages: 2–3"]


_DYING = """
import os, sys, time
head = sys.stdin.buffer.read(8)
data = sys.stdin.buffer.read(int.from_bytes(head, "big"))
print('{{"pages": 9, "title": "", "created": ""}}\\n{{"lines": []}}', flush=True)
"""


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("os.abort()", "crashed at page 2"),
        ("time.sleep(60)", "took over 0 s for page 2"),
        ("print('nonsense', flush=True)", "crashed at page 2"),
        ("print('{{\"lines\": 3}}', flush=True)", "crashed at page 2"),
    ],
)
def test_a_crash_of_the_library_costs_one_file(
    read_data: ReadData, monkeypatch: pytest.MonkeyPatch, end: str, reason: str
) -> None:
    """The process ends or hangs: the file is named, and the next one is read."""
    pdf_process.end_process()
    with monkeypatch.context() as patch:
        patch.setattr(pdf_process, "_PROGRAM", _DYING + end)
        patch.setattr(pdf_process, "PAGE_SECONDS", 0.4)
        if "sleep" not in end:
            patch.setattr(pdf_process, "PAGE_SECONDS", 30.0)
        found = read_data("a.pdf", make_pdf([write_lines(["Bir."])]))
    assert reason in found.reasons["a.pdf"]
    assert read_data("b.pdf", make_pdf([write_lines(["İki."])])).texts == {"b.pdf": "İki."}


def test_a_process_that_was_killed_is_started_again(read_data: ReadData) -> None:
    """What ends the process between two files costs none of them."""
    data = make_pdf([write_lines(["Bir."])])
    assert read_data("a.pdf", data).texts
    (process,) = [one.process for one in pdf_process._running]
    os.kill(process.pid, signal.SIGKILL)
    for _ in range(100):
        if process.poll() is not None:
            break
        time.sleep(0.02)
    assert read_data("a.pdf", data).texts
