"""A row of the store is bounded, and what it holds is what a document has."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

import pytest

from diplosearch.errors import DocumentError, IndexDamagedError
from diplosearch.model import Document, Passage
from diplosearch.storage import codec
from diplosearch.storage.codec import StoredDocument, encode_document

TEXT = "Bakan geldi. Bakan gitti."
DOCUMENT = Document(
    id="a",
    text=TEXT,
    title="Ankara",
    language="tr",
    passages=(Passage("a#0", 0, 0, len(TEXT), TEXT, "tr"),),
)


def unpacked() -> bytes:
    """Return the body of the document, decompressed."""
    return zlib.decompress(encode_document(DOCUMENT), -15)


def pack(data: bytes) -> bytes:
    """Return ``data`` compressed as far as can be."""
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def test_an_ordinary_row_is_read() -> None:
    """A body without a change is the document, however it is compressed."""
    for body in (encode_document(DOCUMENT), pack(unpacked())):
        stored = StoredDocument("a", body)
        assert stored.document == DOCUMENT
        assert stored.words(0).size == 4
        assert stored.title_words.size == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\1\2",
        pack(b""),
        pack(b"null"),
        pack(b"[" * 200_000),
        pack(b"{}\n\n\n"),
        pack(unpacked()[:-40].rpartition(b"\n")[0]),
        pack(unpacked() + b"\xff"),
        pack(unpacked())[:-3],
        pack(unpacked() + b"a" * (200 << 20)),
    ],
    ids=range(10),
)
def test_what_is_no_row_is_damage(body: bytes) -> None:
    """Whatever a body holds, it is a document or a named error."""
    with pytest.raises(IndexDamagedError, match="'a' cannot be decoded"):
        StoredDocument("a", body)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("title", 7), ("date", []), ("source", {}), ("language", "xx"), ("url", True)),
        *(("boilerplate", None), ("boilerplate", "ab"), ("boilerplate", {"0": 1})),
        *(("boilerplate", [[0]]), ("boilerplate", [[2, 1]]), ("boilerplate", [[-1, 1]])),
        *(("boilerplate", [[0, 99]]), ("boilerplate", [[0.0, 1.0]])),
        *(("boilerplate", [[False, True]]), ("boilerplate", ["ab"])),
        *(("passages", [[0, 25, "xx"]]), ("passages", [[0, 25, None]]), ("passages", 1)),
        *(("entities", [[0, 5, "ORG", "x"]]), ("entities", [[0, 5, "ORG", "x", None]])),
        *(
            ("entities", [[[0], 5, "ORG", "x", "y"]]),
            ("title_entities", [[0, 7] + ["x"] * 3]),
        ),
        *(("more", 1), ("entities", [[0, 10**30, "ORG", "x", "y"]])),
    ],
)
def test_fields_of_other_types_are_damage(name: str, value: object) -> None:
    """A field of another type, a span outside of the text and one field more are named."""
    head, _, rest = unpacked().partition(b"\n")
    body = json.dumps(json.loads(head) | {name: value}).encode() + b"\n" + rest
    with pytest.raises(IndexDamagedError, match="cannot be decoded"):
        StoredDocument("a", pack(body))


def test_a_date_that_is_none_is_damage() -> None:
    """It is found when the document is made."""
    body = unpacked().replace(b'"date":null', b'"date":"soon"')
    with pytest.raises(IndexDamagedError, match="cannot be decoded"):
        _ = StoredDocument("a", pack(body)).document


@pytest.mark.parametrize(
    ("column", "content"),
    [
        *(
            (0, b" bakan "),
            (1, b""),
            (2, b""),
            (2, b"!1,2"),
            (2, b"!" + b"1,x," * 6 + b"1"),
        ),
        *((2, b"\x01" * 12), (0, b"\xff" * 5), (2, b'"' * 11)),
    ],
)
def test_malformed_term_vectors_are_damage(column: int, content: bytes) -> None:
    """Columns of other sizes and numbers that are none are named where they are read."""
    lines = unpacked().split(b"\n")
    lines[1 + column] = content
    stored = StoredDocument("a", pack(b"\n".join(lines)))
    with pytest.raises(IndexDamagedError, match="term vectors"):
        stored.words(0)


def test_a_document_that_cannot_be_read_back_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that says the same again and again is refused at writing."""
    monkeypatch.setattr(codec, "_MOST_BYTES", 10_000)
    encode_document(DOCUMENT)
    text = "bakan " * 20_000
    passages = (Passage("a#0", 0, 0, len(text), text, "tr"),)
    with pytest.raises(DocumentError, match="repeats itself"):
        encode_document(replace(DOCUMENT, text=text, passages=passages))
