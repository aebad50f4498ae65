"""Bytes of any encoding become the text that was meant."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.corpus.decoding import decode, decode_only, repair
from diplosearch.errors import DocumentError

TURKISH = "Cumhurbaşkanı Erdoğan, İstanbul'da “Çin” Bakanı ile görüştü.\r\nSon\rsöz"
RUSSIAN = "Президент Владимир Путин встретился в Пекине с председателем Си Цзиньпином."
CHINESE = "中国外交部长王毅在北京会见了土耳其外交部长。双方讨论了合作。"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (TURKISH, "utf-8", "utf-8"),
        (TURKISH, "utf-8-sig", "utf-8"),
        (TURKISH, "utf-16", "utf-16"),
        (TURKISH, "utf-32", "utf-32"),
        (TURKISH, "cp1254", "windows-1254"),
        ("Şişli", "cp1254", "windows-1254"),
        ("Ç", "cp1254", "windows-1254"),
        ("José viajó a Bogotá con la ministra española.", "cp1252", "windows-1254"),
        ("Þórður fór til Reykjavíkur með það sem hann átti", "cp1252", "windows-1252"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (CHINESE, "gb18030", "gb18030"),
    ],
)
def test_encoding_is_found(text: str, encoding: str, name: str) -> None:
    """The text comes back letter by letter, line ends included."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, name)
    assert decoded.notes == (() if name == "utf-8" else (f"decoded as {name}",))


@given(
    st.text(
        st.characters(codec="ascii", exclude_categories=["Cc"]) | st.sampled_from("ğşıİöü")
    )
)
def test_sound_utf8_is_kept(text: str) -> None:
    """UTF-8 without an accident is what was written, and needs no note."""
    if not text.encode().startswith((b"GIF8", b"%PDF-")):
        assert decode(text.encode()) == decode_only(text.encode())
        assert decode(text.encode()).text == text


@given(st.binary())
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    """No bytes raise anything but DocumentError, and no lone surrogate stays."""
    with contextlib.suppress(DocumentError):
        assert decode(data).text.encode() or not data.strip(b"\xef\xbb\xbf\xff\xfe\0")


def test_declared_encoding_counts_where_letters_do_not_decide() -> None:
    """A page's own statement helps with a word or two, if it can be true."""
    assert decode("Путин".encode("cp1251"), declared="windows-1251").text == "Путин"
    assert decode("Şişli".encode("cp1254"), declared="iso-8859-1").text == "Şişli"
    assert decode("Şişli".encode("cp1254"), declared="no-such").text == "Şişli"


def test_few_bad_bytes_do_not_spoil_utf8() -> None:
    """A stray Windows byte is read as such; the rest stays UTF-8."""
    decoded = decode("Türkiye, İstanbul: ".encode() + b"\x93evet\x94")
    assert decoded.text == "Türkiye, İstanbul: “evet”"
    assert decoded.notes == ("2 bytes that are not UTF-8 decoded as windows-1254",)


def test_cut_last_character() -> None:
    """UTF-8 that ends inside a character ends in U+FFFD."""
    decoded = decode("Türkiye, Şiş".encode()[:-1])
    assert decoded.text == "Türkiye, Şi\ufffd"
    assert decoded.notes


def test_repairs_are_noted() -> None:
    """Notes say what was done to the text."""
    decoded = decode("TÃ¼rkiye ".encode() + b"\xed\xa0\x80")
    assert decoded.text == "Türkiye \ufffd"
    assert decoded.notes == (
        "repaired text that was once decoded as windows-1252",
        "1 lone surrogate replaced by U+FFFD",
    )


def test_surrogates_that_belong_together_are_joined() -> None:
    """Two halves are one character; halves alone are replaced and counted."""
    assert repair("\ud83d\ude00") == ("😀", ())
    assert repair("a\ud800b\udfff")[1] == ("2 lone surrogates replaced by U+FFFD",)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04abc",
        b"\x7fELF\x02",
        b"\x1f\x8b\x08",
        b"%PDF-1.7",
        bytes(200),
        bytes(range(256)),
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    """Bytes that are no text are refused with the reason."""
    with pytest.raises(DocumentError, match="looks binary"):
        decode(data)


def test_few_control_characters_are_kept() -> None:
    """A stray NUL, form feed or U+FEFF belongs to the text."""
    text = "a\0b\fc\x1b[0m \ufeff d"
    assert decode(text.encode()).text == text
