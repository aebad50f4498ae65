"""Mails give their text and their attachments, whatever is wrong with them."""

from __future__ import annotations

import datetime

import pytest
from made_files import make_docx, make_mail, make_mbox, make_pdf, make_zip, write_lines

from .conftest import ReadData, name_case

PDF = make_pdf([write_lines(["Bakan Bakü’ye gitti."])])


def test_a_mail_is_a_document(read_data: ReadData) -> None:
    """Subject, sender and date are its own; plain text goes before HTML."""
    data = make_mail("Bakan dün geldi.", subject="Görüşme: Bakü", html="<p>Başka.</p>")
    (document,) = read_data("m.eml", data).documents.values()
    assert (document.id, document.title) == ("m.eml", "Görüşme: Bakü")
    assert (document.source, document.text) == ("Ayşe Yılmaz", "Bakan dün geldi.")
    assert document.date == datetime.date(2026, 3, 1)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-9", "windows-1254"])
def test_letters_of_every_charset(read_data: ReadData, charset: str) -> None:
    """Quoted-printable text is decoded by its charset."""
    text = "Dışişleri Bakanı Ankara'ya döndü; ğüşiöç İSTANBUL."
    (found,) = read_data("m.eml", make_mail(text, charset=charset)).texts.values()
    assert found == text


def test_html_alone(read_data: ReadData) -> None:
    """Without plain text that of the page is taken, all of it."""
    data = (
        b"From: a@b.c\nContent-Type: multipart/alternative; boundary=x\n\n"
        b"--x\nContent-Type: text/plain\n\n \n"
        b"--x\nContent-Type: text/html\n\n<p>Bakan geldi.</p><p>Gitti.</p>\n--x--\n"
    )
    assert read_data("m.eml", data).texts == {"m.eml": "Bakan geldi.\n\nGitti."}


def test_attachments_are_documents_under_the_mail(read_data: ReadData) -> None:
    """Those of kinds that are read have ids under it; the others are named."""
    files = {
        "rapor.pdf": PDF,
        "not.docx": make_docx(["Ek metin."]),
        "ekler.zip": make_zip({"a/b.txt": "Arşivde."}),
        "resim.png": b"x",
    }
    found = read_data("m.eml", make_mail("Ektedir.", files=files))
    assert found.texts == {
        "m.eml": "Ektedir.",
        "m.eml!rapor.pdf": "Bakan Bakü’ye gitti.",
        "m.eml!not.docx": "Ek metin.",
        "m.eml!ekler.zip!a/b": "Arşivde.",
    }
    assert found.notes == ["attachments of kinds that are not read: resim.png"]


def test_quoted_paragraphs_are_whole(read_data: ReadData) -> None:
    """Quoted lines stay, and no mark of quoting stands within a sentence."""
    text = (
        "Katılıyorum.\n\n"
        "> Bakanlık dün akşam yaptığı açıklamada görüşmelerin sürdüğünü\n"
        "> ve yarın biteceğini duyurdu.\n> - madde bir\n> - madde iki\n>> Eski.\n"
    )
    (found,) = read_data("m.eml", make_mail(text)).texts.values()
    assert found.split("\n")[2:] == [
        "> Bakanlık dün akşam yaptığı açıklamada görüşmelerin sürdüğünü ve yarın "
        "biteceğini duyurdu.",
        *("> - madde bir", "> - madde iki", ">> Eski."),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_mail(""), "the mail has no text; leave it out"),
        (make_mail("", files={"a.png": b"x"}), "only files of kinds"),
        (b"From: a\nContent-Type: multipart/encrypted; boundary=x\n\n--x--", "encrypted"),
        (b"hello\nworld", "no mail"),
        (b" \n", "empty"),
        (b"From: a\nContent-Type: text/plain" + b"; a*0=b" * 9000 + b"\n\nx", "header"),
        (
            b"From: a\n" + b"Content-Type: multipart/x; boundary=a\n" * 5000 + b"\n" * 5000,
            "too many parts",
        ),
    ],
    ids=name_case,
)
def test_bad_mails_have_a_reason(read_data: ReadData, data: bytes, reason: str) -> None:
    """Each says what it is and what to do."""
    found = read_data("m.eml", data)
    assert found.documents == {}
    assert reason in found.reasons["m.eml"]


@pytest.mark.parametrize(
    "header",
    [
        b"From: " + b"((" * 4000,
        b"Date: 32 Foo 99999",
        b"Subject: =?utf-8?b?!!!?= =?nonsense?q?a?=",
        b"Content-Type: text/plain; charset=nonsense",
        b"Content-Transfer-Encoding: base64",
        b"Content-Disposition: ;;;=",
    ],
)
def test_odd_headers_cost_nothing(read_data: ReadData, header: bytes) -> None:
    """A mail with a header that nobody can read keeps its text."""
    assert read_data("m.eml", b"To: b\nReceived: x\n" + header + b"\n\nQmFrYW4=").texts


def test_a_mailbox_is_read_mail_by_mail(read_data: ReadData) -> None:
    """Ids are those of the mails; "From " in a text ends none; a bad mail costs one."""
    mails = [
        make_mail("Birinci.", key="bir@x", files={"r.pdf": PDF}),
        make_mail("İkinci.\nFrom here on 2026 it goes on.", key="iki@x"),
        make_mail("", key="bos@x"),
        make_mail("Yinelenen ad.", key="iki@x"),
        make_mail("Adsız."),
    ]
    found = read_data("k.mbox", make_mbox(mails))
    assert found.texts == {
        "k.mbox#bir@x": "Birinci.",
        "k.mbox#bir@x!r.pdf": "Bakan Bakü’ye gitti.",
        "k.mbox#iki@x": "İkinci.\nFrom here on 2026 it goes on.",
        "k.mbox#4": "Yinelenen ad.",
        "k.mbox#5": "Adsız.",
    }
    assert found.reasons == {"k.mbox#bos@x": "the mail has no text; leave it out"}
    assert "no mailbox" in read_data("k.mbox", b"hello").reasons["k.mbox"]
    assert "empty" in read_data("k.mbox", b"").reasons["k.mbox"]
