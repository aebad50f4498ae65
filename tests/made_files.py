"""Files of all kinds that the tests make, so that none is copied from anywhere."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from hashlib import md5
from itertools import cycle
from typing import Any, NamedTuple

_GLYPHS = {
    "ğ": "gbreve",
    "Ğ": "Gbreve",
    "ı": "dotlessi",
    "İ": "Idotaccent",
    "ş": "scedilla",
    "Ş": "Scedilla",
    "ç": "ccedilla",
    "Ç": "Ccedilla",
    "ö": "odieresis",
    "Ö": "Odieresis",
    "ü": "udieresis",
    "Ü": "Udieresis",
    "’": "quoteright",
    "–": "endash",
    "â": "acircumflex",
    "•": "bullet",
}
"""Letters that the fonts of a PDF name, by the names that PDF readers know."""

_CODES = {letter: 128 + number for number, letter in enumerate(_GLYPHS)}
_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


class Written(NamedTuple):
    """A line of a page of a PDF: where it stands in points, its size and its words."""

    left: float
    bottom: float
    size: float
    text: str


def write_lines(
    lines: Sequence[str], *, top: float = 760, left: float = 72, size: float = 11
) -> list[Written]:
    """Return lines one below the other; an empty one leaves a gap."""
    return [
        Written(left, top - 14 * number, size, line)
        for number, line in enumerate(lines)
        if line
    ]


def make_pdf(
    pages: Sequence[Sequence[Written]],
    *,
    stated: Mapping[str, str] | None = None,
    password: str | None = None,
) -> bytes:
    """Return a PDF file of these pages, written by hand.

    stated: its title (``Title``) and date (``CreationDate``), as programs fill them in.
    password: with which it is encrypted (RC4, 40 bits), as far as a reader looks.
    """
    names = " ".join(f"/{name}" for name in _GLYPHS.values())
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: (
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding"
            f"/BaseEncoding/WinAnsiEncoding/Differences[128 {names}]>>>>"
        ).encode(),
    }
    kids = []
    for lines in pages:
        number = len(objects) + 3
        content = b"".join(_draw(line) for line in lines)
        objects[number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            b"/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>" % (number + 1)
        )
        objects[number + 1] = b"<</Length %d>>stream\n%s\nendstream" % (
            len(content),
            content,
        )
        kids.append(b"%d 0 R" % number)
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    trailer = b"/Root 1 0 R"
    if stated:
        number = max(objects) + 1
        objects[number] = b"<<%s>>" % b"".join(
            b"/%s(%s)" % (name.encode(), _escape(b"\xfe\xff" + value.encode("utf-16-be")))
            for name, value in stated.items()
        )
        trailer += b"/Info %d 0 R" % number
    if password is not None:
        number = max(objects) + 1
        objects[number] = _encryption(password)
        trailer += b"/Encrypt %d 0 R/ID[(0123456789abcdef)(0123456789abcdef)]" % number
    return _join_objects(objects, trailer)


def _draw(line: Written) -> bytes:
    text = bytes(
        byte
        for char in line.text
        for byte in ([_CODES[char]] if char in _CODES else char.encode("latin-1"))
    )
    return b"BT /F1 %.1f Tf %.1f %.1f Td (%s) Tj ET\n" % (
        line.size,
        line.left,
        line.bottom,
        _escape(text),
    )


def _escape(text: bytes) -> bytes:
    for sign in (b"\\", b"(", b")"):
        text = text.replace(sign, b"\\" + sign)
    return text.replace(b"\r", b"\\r")


def _join_objects(objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    """Return objects as a file, with the table of where each begins."""
    written = b"%PDF-1.4\n"
    starts = {}
    for number in sorted(objects):
        starts[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    count = max(objects) + 1
    table = b"0000000000 65535 f \n" + b"".join(
        b"%010d 00000 %s \n" % (starts.get(one, 0), b"n" if one in starts else b"f")
        for one in range(1, count)
    )
    return written + b"xref\n0 %d\n%strailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        count,
        table,
        count,
        trailer,
        len(written),
    )


def _encryption(password: str) -> bytes:
    """Return the dictionary of the standard security handler, revision 2."""
    key = (password.encode("latin-1") + _PADDING)[:32]
    owner = _rc4(md5(key).digest()[:5], key)
    rights = b"\xfc\xff\xff\xff"
    user_key = md5(key + owner + rights + b"0123456789abcdef").digest()[:5]
    return b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (
        owner.hex().encode(),
        _rc4(user_key, _PADDING).hex().encode(),
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i, one in zip(range(256), cycle(key), strict=False):
        j = (j + state[i] + one) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    made = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)


def make_docx(
    paragraphs: Sequence[str],
    *,
    table: Sequence[Sequence[str]] = (),
    title: str = "",
    created: str = "",
) -> bytes:
    """Return a Word file of paragraphs and a table, by python-docx."""
    import datetime

    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        cells = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(cells.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.core_properties.title = title
    if created:
        document.core_properties.created = datetime.datetime.fromisoformat(created)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def make_mail(
    text: str,
    *,
    subject: str = "Konu",
    sender: str = "Ayşe Yılmaz <ayse@example.org>",
    date: str = "Sun, 01 Mar 2026 10:00:00 +0300",
    key: str = "",
    html: str = "",
    files: Mapping[str, bytes] | None = None,
    charset: str = "utf-8",
) -> bytes:
    """Return a mail, with files attached to it; their kind is told by their names."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = subject, sender, date
    if key:
        mail["Message-ID"] = f"<{key}>"
    mail.set_content(text, charset=charset, cte="quoted-printable")
    if html:
        mail.add_alternative(html, subtype="html")
    for name, data in (files or {}).items():
        mail.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=name
        )
    return mail.as_bytes()


def make_mbox(mails: Sequence[bytes]) -> bytes:
    """Return a mailbox of mails, their lines that begin with "From " stuffed."""
    stuffed = (
        b"\n".join(b">" + line if line.startswith(b"From ") else line for line in lines)
        for lines in (mail.replace(b"\r\n", b"\n").split(b"\n") for mail in mails)
    )
    return b"".join(
        b"From ayse@example.org Sun Mar  1 10:00:00 2026\n" + mail + b"\n\n"
        for mail in stuffed
    )


def make_rss(entries: Sequence[str], *, title: str = "Ajans") -> str:
    """Return a feed of entries, which are given as XML."""
    items = "".join(f"<item>{entry}</item>" for entry in entries)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><language>tr</language>{items}</channel></rss>"
    )


class Fetched(NamedTuple):
    """An answer of a web server in an archive."""

    url: str
    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    encoding: str = ""


def make_warc(answers: Sequence[Fetched], *, gzip: bool = False) -> bytes:
    """Return a web archive, by warcio: what it is, then a request and an answer each."""
    from warcio.warcwriter import WARCWriter

    made = io.BytesIO()
    with warnings.catch_warnings():
        # warcio leaves the temporary files open in which it counts.
        warnings.simplefilter("ignore", ResourceWarning)
        _write_answers(WARCWriter(made, gzip=gzip), answers)
    return made.getvalue()


def _write_answers(writer: Any, answers: Sequence[Fetched]) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "tests"}))
    for one in answers:
        headers = [("Content-Type", one.kind)]
        if one.encoding:
            headers.append(("Content-Encoding", one.encoding))
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)
        writer.write_record(
            writer.create_warc_record(one.url, "request", http_headers=asked)
        )
        told = StatusAndHeaders(one.status, headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                one.url, "response", payload=io.BytesIO(one.body), http_headers=told
            )
        )


def make_zip(files: Mapping[str, bytes | str]) -> bytes:
    """Return a zip archive of files by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()
