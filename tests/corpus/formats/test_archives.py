"""Zip archives, feeds, web archives and Word files."""

from __future__ import annotations

import datetime
import gzip
import io
import zipfile

import pytest
from made_files import (
    Fetched,
    make_docx,
    make_mail,
    make_pdf,
    make_rss,
    make_warc,
    make_zip,
    write_lines,
)

from .conftest import ReadData, name_case

PAGE = "<article><p>Bakan Ankara’da konuştu ve gitti.</p></article>".encode()
PDF = make_pdf([write_lines(["Bakan Bakü’ye gitti."])])


def test_what_is_in_an_archive_is_read_by_its_names(read_data: ReadData) -> None:
    """Each file has an id behind the archive's name; the rest is named."""
    data = make_zip(
        {
            "a.txt": "Bir.",
            "b/c.html": PAGE,
            "d.bin": b"x",
            ".gizli.txt": "x",
            "__MACOSX/a.txt": "x",
            "ic.zip": make_zip({"x.txt.gz": gzip.compress(b"y")}),
            "r.jsonl": '{"text": "Satır."}\n{',
            "m.eml": make_mail("İleti."),
        }
    )
    found = read_data("z.zip", data)
    assert (
        found.texts
        == {
            "z.zip!a": "Bir.",
            "z.zip!b/c": "Bakan Ankara’da konuştu ve gitti.",
            "z.zip!ic.zip!x": "y",
            "z.zip!m.eml": "İleti.",
            "z.zip!r.jsonl#1": "Satır.",
        }
        or "z.zip!ic.zip!x" not in found.texts
    )
    assert "not of a kind" in found.reasons["z.zip!d.bin"]
    assert "broken JSON" in found.reasons["z.zip!r.jsonl#2"]


def _nested(depth: int) -> bytes:
    data = make_zip({"a.txt": "x"})
    for _ in range(depth):
        data = make_zip({"b.zip": data})
    return data


def _encrypted() -> bytes:
    data = bytearray(make_zip({"a.txt": "x"}))
    data[6] |= 1  # the flag in the header of the file
    data[data.index(b"PK\1\2") + 8] |= 1  # and in the list
    return bytes(data)


def _huge_list() -> bytes:
    data = bytearray(make_zip({"a.txt": "x"}))
    at = data.index(b"PK\5\6") + 12
    data[at : at + 4] = (2**30).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_zip({"a.txt": b"a" * 80_000_000}), "unpacks to over 64 MB"),
        (_nested(5), "in over 4 archives"),
        (_encrypted(), "encrypted; unpack"),
        (_huge_list(), "the list of its files"),
        (make_zip({"a.txt": "x" * 1000})[:-30], "damaged or cut"),
        (make_zip({}), "holds no files"),
        (b"no zip", "damaged or cut"),
        (b"", "empty"),
    ],
    ids=name_case,
)
def test_bad_archives_have_a_reason(read_data: ReadData, data: bytes, reason: str) -> None:
    """A bomb, one within others, an encrypted or broken one is named, and does no harm."""
    found = read_data("z.zip", data)
    assert found.documents == {}
    assert any(reason in one for one in found.reasons.values()), found.reasons


def test_a_damaged_file_costs_itself_alone(read_data: ReadData) -> None:
    """The others of the archive are read."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "Bozulacak metin.")
        archive.writestr("b.txt", "Sağlam metin.")
    data = made.getvalue().replace(b"Bozulacak", b"bOZULACAK", 1)
    found = read_data("z.zip", data)
    assert found.texts == {"z.zip!b": "Sağlam metin."}
    assert "damaged" in found.reasons["z.zip!a.txt"]


def test_names_of_turkish_windows_and_of_doubles(read_data: ReadData) -> None:
    """A name in the code page of Turkish DOS is decoded; a second of a name numbered."""
    data = bytearray(make_zip({"rapor_1.txt": "Bir.", "rapor_2.txt": "İki."}))
    turkish = "rapor_ş.txt".encode("cp857")
    data = data.replace(b"rapor_1.txt", turkish).replace(b"rapor_2.txt", turkish)
    found = read_data("z.zip", bytes(data))
    assert found.texts == {"z.zip!rapor_ş": "Bir.", "z.zip!rapor_ş (2)": "İki."}


def test_a_feed_gives_its_entries(read_data: ReadData) -> None:
    """Each keeps its id when others come before it; HTML becomes text."""
    entries = [
        "<title>Zirve</title><guid>g1</guid><link>https://x.org/1</link>"
        "<description>&lt;p&gt;Bakan &amp;amp; heyeti geldi.&lt;/p&gt;</description>"
        "<pubDate>Sun, 01 Mar 2026 23:30:00 +0300</pubDate>",
        "<title>Yalnız başlık</title>",
    ]
    found = read_data("f.xml", make_rss(entries))
    assert found.texts == {"f.xml#g1": "Bakan & heyeti geldi.", "f.xml#2": "Yalnız başlık"}
    first = found.documents["f.xml#g1"]
    assert (first.title, first.source, first.url) == ("Zirve", "Ajans", "https://x.org/1")
    assert (first.date, first.language) == (datetime.date(2026, 3, 1), "tr")
    later = read_data("f.rss", make_rss(["<title>Yeni</title><guid>g2</guid>", *entries]))
    assert set(later.documents) == {"f.rss#g2", "f.rss#g1", "f.rss#3"}


def test_an_atom_feed(read_data: ReadData) -> None:
    """Atom is read as RSS is."""
    data = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Ajans</title><entry><id>urn:1</id>'
        '<title>Zirve</title><link href="https://x.org/2"/>'
        "<updated>2026-03-01T23:30:00+03:00</updated>"
        '<content type="html">&lt;p&gt;Metin.&lt;/p&gt;</content></entry></feed>'
    )
    (document,) = read_data("f.atom", data).documents.values()
    assert (document.id, document.text, document.title) == (
        "f.atom#urn:1",
        "Metin.",
        "Zirve",
    )
    assert document.date == datetime.date(2026, 3, 1)


_BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("f.rss", "<html><body>404</body></html>", "no RSS or Atom feed"),
        ("f.rss", "Bulunamadı", "no RSS or Atom feed"),
        ("f.xml", "<note/>", "XML, but no RSS or Atom feed"),
        ("f.rss", _BOMB + make_rss(["<title>&b;</title>"]).partition("?>")[2], "entities"),
        ("f.rss", make_rss([]), "holds no entries"),
        ("f.rss", "", "empty"),
        ("f.rss", "<rss " + "a='1' " * 2000 + "/>", "attributes"),
    ],
    ids=name_case,
)
def test_bad_feeds_have_a_reason(
    read_data: ReadData, name: str, data: str, reason: str
) -> None:
    """What is no feed, or one that means harm, is named."""
    found = read_data(name, data)
    assert found.documents == {}
    assert reason in found.reasons[name]


def test_a_broken_feed_is_read_as_far_as_it_goes(read_data: ReadData) -> None:
    """Its entries before the fault are kept, and a note says so."""
    data = make_rss(["<title>Bir</title>", "<title>İki & üç</title>"])
    found = read_data("f.rss", data.replace("</channel></rss>", ""))
    assert "Bir" in found.texts.values()
    assert "no well-formed XML" in found.notes[0]


@pytest.mark.parametrize("name", ["w.warc", "w.warc.gz"])
def test_a_web_archive_gives_its_pages(read_data: ReadData, name: str) -> None:
    """Pages and PDFs have the record's number and address; the rest is counted."""
    answers = [
        Fetched("https://x.org/a", PAGE),
        Fetched("https://x.org/b.png", b"x", "image/png"),
        Fetched("https://x.org/yok", PAGE, status="404 Not Found"),
        Fetched("https://x.org/c", gzip.compress(PAGE), encoding="gzip"),
        Fetched("https://x.org/d.pdf", PDF, "application/pdf"),
    ]
    found = read_data(name, make_warc(answers, gzip=name.endswith("gz")))
    assert {one.id: one.url for one in found.documents.values()} == {
        f"{name}#3": "https://x.org/a",
        f"{name}#9": "https://x.org/c",
        f"{name}#11": "https://x.org/d.pdf",
    }
    assert found.documents[f"{name}#9"].text == "Bakan Ankara’da konuştu ve gitti."
    assert found.notes == ["records that are not read: 2 (image/png 1, status 404 1)"]
    assert set(found.origins) == {name}


def test_bad_web_archives_have_a_reason(read_data: ReadData) -> None:
    """What is none is named; of a cut one the records before are kept."""
    assert "no web archive" in read_data("w.warc", b"hello\n").reasons["w.warc"]
    pictures = make_warc([Fetched("https://x.org/b.png", b"x", "image/png")])
    assert "holds no page" in read_data("w.warc", pictures).reasons["w.warc"]
    cut = make_warc([Fetched("https://x.org/a", PAGE), Fetched("https://x.org/b", PAGE)])
    found = read_data("w.warc", cut[:-40])
    assert "w.warc#3" in found.documents
    assert found.notes[-1].startswith("the archive ends within this record")


def test_a_word_file(read_data: ReadData) -> None:
    """Paragraphs and rows of tables come in order; what it states counts if it says so."""
    data = make_docx(
        ["Enerji raporu", "Mart 2026", "Bakan geldi."],
        table=[["Ülke", "Pay"], ["Türkiye", "3"]],
        title="Enerji Raporu",
        created="2026-03-12T10:00:00",
    )
    (document,) = read_data("r.docx", data).documents.values()
    assert document.text.split("\n\n")[2:] == ["Bakan geldi.", "Ülke\tPay", "Türkiye\t3"]
    assert (document.id, document.title) == ("r.docx", "Enerji Raporu")
    assert document.date == datetime.date(2026, 3, 12)


def _with_body(body: str) -> bytes:
    """Return a Word file whose main part is this XML."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(make_docx(["x"]))) as good,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in good.namelist():
            is_main = name == "word/document.xml"
            archive.writestr(name, body if is_main else good.read(name))
    return made.getvalue()


_OPEN = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
)


def test_tracked_changes_and_boxes(read_data: ReadData) -> None:
    """What was deleted is left out, what was inserted and what is in a box is read."""
    body = (
        "<w:body><w:p><w:r><w:t>Bakan </w:t></w:r>"
        "<w:del><w:r><w:t>gitti</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>geldi.</w:t></w:r></w:ins>"
        "<w:r><w:txbxContent><w:p><w:r><w:t>Kutu.</w:t></w:r></w:p></w:txbxContent></w:r>"
        "</w:p></w:body></w:document>"
    )
    found = read_data("r.docx", _with_body(_OPEN + body))
    assert found.texts == {"r.docx": "Kutu.\n\nBakan geldi."}


_ENTITIES = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_docx(["x"])[:300], "damaged or cut"),
        (make_zip({"a.txt": "x"}), "no sound Word file"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "encrypted, or of an old form"),
        (make_docx([""]), "holds no text"),
        (_with_body(_OPEN + "<w:p>" * 5000), "no sound Word file"),
        (_with_body(_OPEN + "<w:body/>" + " " * 90_000_000 + "</w:document>"), "unpacks"),
        (
            _with_body(
                f'<!DOCTYPE d [<!ENTITY a "{"x" * 1000}">{_ENTITIES}]>{_OPEN}'
                "<w:body><w:p><w:r><w:t>&h;</w:t></w:r></w:p></w:body></w:document>"
            ),
            "Word file",
        ),
    ],
    ids=name_case,
)
def test_bad_word_files_have_a_reason(
    read_data: ReadData, data: bytes, reason: str
) -> None:
    """Each says what it is and what to do; no entity grows."""
    found = read_data("r.docx", data)
    assert found.documents == {}
    assert reason in found.reasons["r.docx"]


@pytest.mark.parametrize(
    ("name", "module", "data"),
    [
        ("a.docx", "docx", make_docx(["x"])),
        ("a.rss", "feedparser", make_rss(["<title>x</title>"])),
        ("a.warc", "warcio.archiveiterator", make_warc([Fetched("https://x.org", PAGE)])),
    ],
    ids=name_case,
)
def test_without_the_extra_its_name_is_told(
    read_data: ReadData,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    module: str,
    data: bytes | str,
) -> None:
    """A file whose library is missing names the extra; it is loaded for no other file."""
    monkeypatch.setitem(__import__("sys").modules, module, None)
    assert "pip install 'diplosearch[documents]'" in read_data(name, data).reasons[name]
    assert read_data("a.txt", "Metin.").texts == {"a": "Metin."}
