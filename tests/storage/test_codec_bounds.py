"""A row of the store is bounded, and what it holds is what a document has."""

from __future__ import annotations

import copy
import json
import pickle
import struct
import zlib
from collections.abc import Callable
from dataclasses import asdict, astuple, replace
from itertools import pairwise

import pytest

from diplosearch.errors import DocumentError, IndexDamagedError
from diplosearch.model import Document, Entity, Passage, Span
from diplosearch.storage import blocks
from diplosearch.storage.blocks import Blocks
from diplosearch.storage.codec import Naming, StoredDocument, encode_document

TEXT = "Bakan geldi. Bakan gitti."
DOCUMENT = Document(
    id="a",
    text=TEXT,
    title="Ankara",
    language="tr",
    passages=(Passage("a#0", 0, 0, len(TEXT), TEXT, "tr"),),
)


HEAD, PASSAGE, REST = range(3)


def unpacked() -> list[bytes]:
    """Return the blocks of the document's body: head, passage, rest."""
    return Blocks(encode_document(DOCUMENT)).read_all()


def deflate(data: bytes) -> bytes:
    """Return ``data`` compressed as far as can be."""
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def pack(*blocks: bytes) -> bytes:
    """Return a body of ``blocks``, compressed as far as can be."""
    packed = [deflate(block) for block in blocks]
    table = struct.pack(f"<{len(packed) + 1}I", len(packed), *map(len, packed))
    return table + b"".join(packed)


def altered(number: int, change: Callable[[bytes], bytes]) -> bytes:
    """Return the body of the document with a change of one block."""
    blocks = unpacked()
    blocks[number] = change(blocks[number])
    return pack(*blocks)


def altered_line(number: int, line: int, content: bytes) -> bytes:
    """Return the body of the document with another line in one block."""
    lines = unpacked()[number].split(b"\n")
    lines[line] = content
    return altered(number, lambda _: b"\n".join(lines))


def altered_fields(number: int, **values: object) -> bytes:
    """Return the body of the document with other fields in the JSON of one block."""
    fields = json.loads(unpacked()[number].partition(b"\n")[0]) | values
    return altered_line(number, 0, json.dumps(fields).encode())


def read(body: bytes) -> Document:
    """Return the document of a body, with all that is in it."""
    stored = StoredDocument("a", body)
    for ordinal in range(stored.size):
        stored.passage(ordinal)
    return stored.read_document()


def test_an_ordinary_row_is_read() -> None:
    """A body without a change is the document, however it is compressed."""
    for body in (encode_document(DOCUMENT), pack(*unpacked())):
        stored = StoredDocument("a", body)
        assert stored.document == DOCUMENT
        assert stored.words(0).size == 4
        assert stored.title_words.size == 1


def test_names_are_those_of_the_passage() -> None:
    """What is marked of a part are the entities of the passage there, resolved."""
    entities = (
        Entity(0, 5, "TITLE", "Minister", "office:minister"),
        Entity(13, 18, "TITLE", "Chair", "office:chair"),
    )
    stored = StoredDocument("a", encode_document(replace(DOCUMENT, entities=entities)))
    stored.namings = {"office:chair": Naming("TITLE", "Head", "office:head")}
    whole = [(0, 5, "TITLE", "Minister", "office:minister")]
    other = [(13, 18, "TITLE", "Head", "office:head")]
    assert list(stored.names(0, 0, len(TEXT))) == whole + other
    assert [astuple(one) for one in stored.passage(0).entities] == whole + other
    assert list(stored.names(0, 0, 13)) == list(stored.names(0, 4, 6)) == whole
    assert list(stored.names(0, 5, 13)) == []
    stored.namings = {"office:chair": Naming("TITLE", "", "")}
    assert list(stored.names(0, 0, len(TEXT))) == whole


def test_a_hit_decompresses_its_passage_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The head and one passage are decompressed until the text of all is read."""
    text = " ".join(f"Bakan {number} gün kaldı." for number in range(40))
    cuts = [0, *(at + 2 for at in range(len(text)) if text[at : at + 2] == ". "), len(text)]
    document = replace(
        DOCUMENT,
        text=text,
        passages=tuple(
            Passage(f"a#{number}", number, start, end - 1, text[start : end - 1], "tr")
            for number, (start, end) in enumerate(pairwise([*cuts[:-1], len(text) + 1]))
        ),
    )
    numbers: list[int] = []
    read_block = Blocks.read

    def count(self: Blocks, number: int) -> bytes:
        numbers.append(number)
        return read_block(self, number)

    monkeypatch.setattr(Blocks, "read", count)
    stored = StoredDocument("a", encode_document(document))
    assert stored.passage(3) == document.passages[3]
    assert stored.words(3).size == 4
    assert (stored.document.id, stored.document.title) == ("a", "Ankara")
    assert numbers == [0, 4]
    assert stored.document.text == text
    assert stored.document == document


@pytest.mark.parametrize(
    "use",
    [
        lambda one: one == DOCUMENT,
        lambda one: one in {DOCUMENT},
        lambda one: hash(one) == hash(DOCUMENT),
        lambda one: repr(one) == repr(DOCUMENT),
        lambda one: pickle.loads(pickle.dumps(one)) == DOCUMENT,
        lambda one: copy.deepcopy(one) == DOCUMENT,
        lambda one: copy.copy(one) == DOCUMENT,
        lambda one: replace(one, title=None) == replace(DOCUMENT, title=None),
        lambda one: one.to_dict() == DOCUMENT.to_dict(),
        lambda one: asdict(one) == asdict(DOCUMENT),
        lambda one: one.passages[0].text == TEXT,
        lambda one: not hasattr(one, "other"),
    ],
    ids=range(12),
)
def test_a_document_is_the_same_before_it_is_decoded(
    use: Callable[[Document], bool],
) -> None:
    """What is decoded when it is read shows in no way of using a document."""
    document = StoredDocument("a", encode_document(DOCUMENT)).document
    assert type(document) is Document
    assert use(document)


def test_text_and_entities_outside_of_passages_are_kept() -> None:
    """Text before, between and behind passages comes back, with what is named there."""
    text = "Reklam. Bakan geldi. Çerez. Bakan gitti. Son."
    inside, outside = (
        Entity(8, 13, "TITLE", "Bakan", "title:x"),
        Entity(21, 26, "ORG", "Ç", "o"),
    )
    document = replace(
        DOCUMENT,
        text=text,
        entities=(inside, outside),
        boilerplate=(Span(0, 7), Span(21, 27)),
        passages=(
            Passage("a#0", 0, 8, 20, text[8:20], "tr", (inside,)),
            Passage("a#1", 1, 28, 40, text[28:40], "en"),
        ),
    )
    assert read(encode_document(document)) == document
    bare = replace(document, passages=(), entities=())
    assert read(encode_document(bare)) == bare


def test_fields_of_later_versions_are_left_alone() -> None:
    """A document and a passage may have fields that this version does not know."""
    for number in (HEAD, PASSAGE, REST):
        assert read(altered_fields(number, verse=7)) == DOCUMENT


def test_pages_are_read_back() -> None:
    """The page of a passage and the offsets of pages are stored; others are refused."""
    assert read(altered_fields(PASSAGE, page=7)).passages[0].page == 7
    assert read(altered_fields(REST, pages=[0, 3])).pages == (0, 3)
    assert DOCUMENT.passages[0].page is None
    for page in (0, -1, "7", 1.5, True, [1]):
        with pytest.raises(IndexDamagedError, match="page"):
            read(altered_fields(PASSAGE, page=page))
    unsound: list[object] = ["x", [3, 1], [-1], [10**6], [True], [None], {}]
    for pages in unsound:
        with pytest.raises(IndexDamagedError, match="pages"):
            read(altered_fields(REST, pages=pages))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\1\2",
        b"\xff" * 40,
        deflate(b"{}"),
        pack(),
        pack(b"{}", b""),
        pack(b"null\n\n\n", b"{}"),
        pack(b"[" * 200_000, b"{}"),
        pack(unpacked()[HEAD], unpacked()[REST])[:-1],
        pack(*unpacked()) + b"a",
        altered(HEAD, lambda head: head.rpartition(b"\n")[0]),
        altered(HEAD, lambda head: head + b"a" * (200 << 20)),
        altered(PASSAGE, lambda head: head + b"a" * (200 << 20)),
        altered(PASSAGE, lambda block: block.rpartition(b"\n")[0]),
        altered(PASSAGE, lambda block: block[:-1]),
        altered(PASSAGE, lambda block: block + b"\xff"),
        altered(PASSAGE, lambda _: b""),
        altered(REST, lambda _: b"[]"),
        altered(REST, lambda block: block + b"\xff"),
        altered(REST, lambda block: block + b"a" * (200 << 20)),
        pack(unpacked()[HEAD], unpacked()[PASSAGE], *unpacked()[PASSAGE:]),
    ],
    ids=range(21),
)
def test_what_is_no_row_is_damage(body: bytes) -> None:
    """Whatever a body holds, it is a document or a named error."""
    with pytest.raises(IndexDamagedError, match="'a' cannot be decoded"):
        read(body)


def test_blocks_that_are_too_much_together_are_damage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Many blocks, each within the bound, cannot fill the memory."""
    long = unpacked()[REST] + b"a" * 9_000
    monkeypatch.setattr(blocks, "_MOST_BYTES", 10_000)
    body = pack(unpacked()[HEAD], long)
    assert len(read(body).text) == 9_000
    with pytest.raises(IndexDamagedError, match="unpacks to over"):
        StoredDocument("a", pack(unpacked()[HEAD], *[long] * 4)).read_document()


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [
        *((HEAD, "title", 7), (HEAD, "date", []), (HEAD, "source", {})),
        *((HEAD, "language", "xx"), (HEAD, "url", True)),
        (HEAD, "title_entities", [[0, 7] + ["x"] * 3]),
        *((REST, "boilerplate", None), (REST, "boilerplate", "ab")),
        *((REST, "boilerplate", {"0": 1}), (REST, "boilerplate", [[0]])),
        *((REST, "boilerplate", [[2, 1]]), (REST, "boilerplate", [[-1, 1]])),
        *((REST, "boilerplate", [[0, 99]]), (REST, "boilerplate", [[0.0, 1.0]])),
        *((REST, "boilerplate", [[False, True]]), (REST, "boilerplate", ["ab"])),
        (REST, "entities", [[0, 99, "ORG", "x", "y"]]),
        *((PASSAGE, "language", "xx"), (PASSAGE, "language", None)),
        *((PASSAGE, "language", ["tr"]), (PASSAGE, "start", -1), (PASSAGE, "start", 1)),
        *((PASSAGE, "start", 0.0), (PASSAGE, "start", False), (PASSAGE, "end", 24)),
    ],
)
def test_fields_of_other_types_are_damage(number: int, name: str, value: object) -> None:
    """A field of another type and a span outside of the text are named."""
    with pytest.raises(IndexDamagedError, match="cannot be decoded"):
        read(altered_fields(number, **{name: value}))


@pytest.mark.parametrize(
    "entities",
    [
        *([[0, 5, "ORG", "x"]], [[0, 5, "ORG", "x", None]], [[[0], 5, "ORG", "x", "y"]]),
        *([[0, 10**30, "ORG", "x", "y"]], [[5, 4, "ORG", "x", "y"]], None, 7, {"a": 1}),
    ],
)
def test_entities_of_other_types_are_damage(entities: object) -> None:
    """Entities of a passage that are none, or lie outside of it, are named."""
    body = altered_line(PASSAGE, 1, json.dumps(entities).encode())
    stored = StoredDocument("a", body)
    for use in (lambda one: stored.passage(one).entities, stored.entity_ids):
        with pytest.raises(IndexDamagedError, match="cannot be decoded"):
            use(0)


def test_passages_that_overlap_are_damage() -> None:
    """Passages follow each other."""
    head, passage, rest = unpacked()
    with pytest.raises(IndexDamagedError, match="do not fit its text"):
        read(pack(head, passage, passage, rest))


def test_a_date_that_is_none_is_damage() -> None:
    """It is found when the document is made."""
    body = altered(HEAD, lambda head: head.replace(b'"date":null', b'"date":"soon"'))
    with pytest.raises(IndexDamagedError, match="cannot be decoded"):
        _ = StoredDocument("a", body).document


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
    stored = StoredDocument("a", altered_line(PASSAGE, 2 + column, content))
    with pytest.raises(IndexDamagedError, match=r"term vectors|cannot be decoded"):
        stored.words(0)


def test_a_document_that_cannot_be_read_back_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that says the same again and again is refused at writing."""
    monkeypatch.setattr(blocks, "_MOST_BYTES", 10_000)
    encode_document(DOCUMENT)
    text = "bakan " * 20_000
    passages = (Passage("a#0", 0, 0, len(text), text, "tr"),)
    with pytest.raises(DocumentError, match="repeats itself"):
        encode_document(replace(DOCUMENT, text=text, passages=passages))
