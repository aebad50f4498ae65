"""Decoding: bytes become text.

A byte order mark decides first, then UTF-8 if it fits, then Windows-1254 if it gives
Turkish letters, then the encoding that a page declares, and last charset-normalizer.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ..errors import DocumentError
from . import mojibake

REPLACEMENT_CHARACTER = "\ufffd"
TURKISH = "cp1254"

_SAMPLE = 65_536  # bytes that are looked at for control characters or an encoding
_LEAST_LETTERS = 16  # high bytes from which on charset-normalizer is tried; a guess
# UTF-32 first: its mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARK_BYTES = tuple(mark for mark, _ in _MARKS)
# First bytes of files that are no text, as their formats define them.
_SIGNATURES = (
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"PK\x03\x04", "zip archive or office document"),
    (b"\x1f\x8b", "gzip file"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"\x7fELF", "program"),
    (b"%PDF-", "PDF document"),
    (b"\xd0\xcf\x11\xe0", "old office document"),
    (b"SQLite format 3\x00", "SQLite database"),
)
_SIGNATURE_BYTES = tuple(signature for signature, _ in _SIGNATURES)
_CONTROL = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_TURKISH_BYTES = "ÇĞİÖŞÜçğıöşüÂÎÛâîû".encode(TURKISH)
_ICELANDIC = "ÐÝÞðýþ".encode("cp1252")
_TYPOGRAPHY = bytes(range(0x80, 0xC0))
_LATIN = bytes(range(0x41, 0x5B)) + bytes(range(0x61, 0x7B))
# The Encoding Standard of the web reads these as their Windows relatives.
_WINDOWS = {"iso8859-9": TURKISH, "iso8859-1": "cp1252", "ascii": "cp1252"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and notes on what was repaired."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text of ``data``, repaired; only a byte order mark is dropped.

    declared: the encoding that a page declares; it counts if neither UTF-8 nor
    Turkish letters decide.

    Raises :class:`DocumentError` for bytes that are no text.
    """
    decoded = decode_only(data, declared=declared)
    text, notes = repair(decoded.text)
    return Decoded(text, decoded.encoding, decoded.notes + notes)


def decode_only(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text of ``data`` as :func:`decode` does, but without repairs.

    For structured text, where each field is repaired after parsing. Raises
    :class:`DocumentError` for bytes that are no text.
    """
    # A line of a table may be a byte long, and there may be millions of them.
    if data.startswith(_MARK_BYTES):
        mark, encoding = next(one for one in _MARKS if data.startswith(one[0]))
        return _decode_marked(data[len(mark) :], encoding)
    refuse_binary(data)
    for errors in ("strict", "surrogatepass"):
        try:
            return Decoded(data.decode("utf-8", errors), "utf-8")
        except UnicodeDecodeError:
            continue
    return _decode_damaged(data) or _decode_other(data, declared)


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` without mojibake and lone surrogates, and notes on both."""
    text, note = mojibake.repair(text)
    notes: tuple[str, ...] = (note,) if note else ()
    if text.isascii() or not _SURROGATE.search(text):
        return text, notes
    # A pair of surrogates in the right order is one character.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    text, count = _SURROGATE.subn(REPLACEMENT_CHARACTER, text)
    if count:
        plural = "s" if count > 1 else ""
        notes += (f"{count} lone surrogate{plural} replaced by U+FFFD",)
    return text, notes


def refuse_binary(data: bytes) -> None:
    """Raise :class:`DocumentError` if ``data`` begins like a binary file."""
    if data.startswith(_SIGNATURE_BYTES):
        kind = next(kind for start, kind in _SIGNATURES if data.startswith(start))
        raise DocumentError(f"the file looks binary ({kind}); give its text instead")
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls > 2 + len(sample) // 20:
        raise DocumentError(
            f"the file looks binary ({controls} control characters in its first "
            f"{len(sample)} bytes); give its text instead"
        )


def find_marked_encoding(data: bytes) -> str | None:
    """Return the encoding by a byte order mark at the start of ``data``, or None."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    name = encoding[:-3] if encoding.endswith("e") else encoding
    notes: tuple[str, ...] = () if name == "utf-8" else (f"decoded as {name}",)
    try:
        return Decoded(data.decode(encoding, "surrogatepass"), name, notes)
    except UnicodeDecodeError:
        if name == "utf-8":
            return _decode_damaged(data) or _decode_other(data, None)
        text = data.decode(encoding, "replace")
        return Decoded(text, name, (*notes, "damaged characters replaced by U+FFFD"))


def _decode_damaged(data: bytes) -> Decoded | None:
    """Return text that is UTF-8 but for a few bytes, or None if it is not.

    One bad byte must not turn all Turkish letters of a page into noise.
    """
    text = data.decode("utf-8", "surrogateescape")
    wrong = sum(len(match[0]) for match in _ESCAPED.finditer(text))
    sound = len(text) - wrong - len(data.translate(None, bytes(range(0x80, 0x100))))
    if sound < wrong:
        return None

    def other(match: re.Match[str]) -> str:
        return match[0].encode("utf-8", "surrogateescape").decode(TURKISH, "replace")

    if wrong <= 3 and _ESCAPED.fullmatch(text, len(text) - wrong):
        text = text[:-wrong] + REPLACEMENT_CHARACTER
        return Decoded(text, "utf-8", ("the last character is cut and became U+FFFD",))
    plural = "s" if wrong > 1 else ""
    note = f"{wrong} byte{plural} that are not UTF-8 decoded as windows-1254"
    return Decoded(_ESCAPED.sub(other, text), "utf-8", (note,))


def _decode_other(data: bytes, declared: str | None) -> Decoded:
    encoding = TURKISH
    if not _is_turkish(data):
        encoding = _declared(data, declared) or _detected(data)
    text = data.decode(encoding, "replace")
    name = re.sub(r"^cp(?=125\d$)", "windows-", encoding)
    notes: tuple[str, ...] = (f"decoded as {name}",)
    lost = text.count(REPLACEMENT_CHARACTER)
    if lost:
        notes += (f"{lost} bytes without a meaning in {name} became U+FFFD",)
    return Decoded(text, name, notes)


def _is_turkish(data: bytes) -> bool:
    """Tell whether most letters past ASCII are Turkish in Windows-1254."""
    high = _high_letters(data)
    other = high.translate(None, _TURKISH_BYTES)
    return len(other) * 3 <= len(high) and _is_latin(data)


def _is_latin(data: bytes) -> bool:
    """Tell whether ASCII letters prevail, unlike in Cyrillic, Greek or Chinese."""
    ascii_letters = len(data) - len(data.translate(None, _LATIN))
    return len(_high_letters(data)) <= ascii_letters


def _high_letters(data: bytes) -> bytes:
    return data.translate(None, bytes(range(0x80)) + _TYPOGRAPHY)


def _declared(data: bytes, declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        encoding = codecs.lookup(declared).name
        encoding = _WINDOWS.get(encoding, encoding)
        data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None
    return encoding


def _detected(data: bytes) -> str:
    """Return the likeliest encoding of ``data``.

    Western European text is the same in Windows-1254 and -1252 but for six letters.
    charset-normalizer often takes it for Central European, so it is used for other
    alphabets only, and not for a word or two.
    """
    if _is_latin(data):
        return "cp1252" if len(data.translate(None, _ICELANDIC)) < len(data) else TURKISH
    from charset_normalizer import from_bytes

    sample = b"\n".join(
        line for line in data[: 16 * _SAMPLE].splitlines() if not line.isascii()
    )
    best = from_bytes(sample[:_SAMPLE]).best()
    if best is None or len(_high_letters(sample)) < _LEAST_LETTERS:
        return TURKISH
    return best.encoding
