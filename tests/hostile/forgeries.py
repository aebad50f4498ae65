"""The forgeries of index folders that tests try, by name."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

from diplosearch.backends.disk.generations import read_current
from diplosearch.storage.checksummed_json import seal

from . import forgery as forge

TEXT = "Bakan Ankara'da konuştu {}. Ticaret hacmi arttı."

_DRAFT = {
    "source": "corpus",
    "analyzer": "",
    "recognizer": "",
    "keep_duplicates": False,
    "documents": None,
    "repeated_lines": {},
    "files": {},
    "format": 3,
}


def _draft(content: bytes | None = None, **changes: object) -> forge.Forge:
    """Return what leaves an interrupted rebuild beside the current state."""

    def alter(index: Path, outside: Path) -> None:
        folder = index / "generation-000002"
        folder.mkdir()
        body = json.dumps(_DRAFT | changes).replace("OUTSIDE", str(outside))
        sealed = seal("rebuild", json.loads(body))
        (folder / "REBUILD.json").write_bytes(sealed if content is None else content)

    return alter


_RECORD = {"size": 8, "checksum": "0" * 32}

LOOP = """
PRAGMA writable_schema = ON;
DELETE FROM sqlite_master WHERE name = 'documents' OR tbl_name = 'documents';
INSERT INTO sqlite_master VALUES ('view', 'documents', 'documents', 0,
    'CREATE VIEW documents AS
    WITH RECURSIVE n(row) AS (SELECT 1 UNION ALL SELECT row + 1 FROM n)
    SELECT row, ''x'' AS id, x'''' AS given, x'''' AS content, NULL AS root,
        NULL AS origin, NULL AS date, NULL AS source, NULL AS language, x'''' AS body,
        0 AS checksum, 0 AS added FROM n');
"""
LOOP_OF_NAMES = """
PRAGMA writable_schema = ON;
DELETE FROM sqlite_master WHERE tbl_name = 'entities';
INSERT INTO sqlite_master VALUES ('view', 'entities', 'entities', 0,
    'CREATE VIEW entities AS
    WITH RECURSIVE n(id) AS (SELECT ''x'' UNION ALL SELECT id FROM n)
    SELECT id, ''PERSON'' AS type, ''x'' AS name, 1 AS documents, 1 AS passages FROM n');
"""
UNTYPED = """
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')') WHERE name = '{table}';
PRAGMA writable_schema = RESET;
UPDATE {table} SET {change};
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = sql || ' STRICT' WHERE name = '{table}';
"""


def _cut_postings(index: Path, _: Path) -> None:
    path = next(read_current(index).glob("*.seg"))
    path.write_bytes(path.read_bytes()[:20])
    forge.reseal(index)


_CIRCLE = ["org:a = org:b", "org:b = org:c", "org:c = org:a"]
_PAIRS = [f"gpe:{number} != org:{number}" for number in range(25_000)]

COMMON: dict[str, tuple[forge.Forge, bool]] = {
    "manifest lists a parent": (forge.listed("RELATIVE/victim"), True),
    "manifest lists an absolute path": (forge.listed("OUTSIDE/victim"), True),
    "manifest lists a folder": (forge.listed(".."), True),
    "manifest lists a device": (forge.listed("/dev/zero"), True),
    "manifest lists NUL": (forge.listed("a\0b"), True),
    "manifest lists a path of Windows": (forge.listed("..\\x"), True),
    "manifest lists a journal": (forge.listed("entities.sqlite-journal"), True),
    "manifest lists without a size": (forge.listed("a.seg", {"checksum": "0" * 32}), True),
    "manifest lists null": (forge.listed("a.seg", {"size": None, "checksum": "0"}), True),
    "manifest with null": (forge.field("documents", None), True),
    "manifest without files": (forge.field("files", None), True),
    "manifest with true": (forge.field("passages", True), True),
    "manifest with more": (forge.field("more", 1), True),
    "manifest of another engine": (forge.field("engine", "memory"), True),
    "manifest of the last commit": (forge.field("commit", 999_999_999), True),
    "manifest of lines that are none": (forge.field("repeated_lines", {"x": [1]}), True),
    "manifest of corrections that are no list": (
        forge.field("corrections", "- org:x"),
        True,
    ),
    "manifest of corrections that are no lines": (forge.field("corrections", [1]), True),
    "manifest of unsound corrections": (forge.field("corrections", ["../x"]), True),
    "manifest of a circle": (forge.field("corrections", _CIRCLE), True),
    "manifest of corrections that are too long": (
        forge.field("corrections", [f"- org:{number:01000}" for number in range(9)]),
        True,
    ),
    "manifest of many corrections": (forge.field("corrections", _PAIRS), False),
    "manifest is deep": (
        forge.unsealed("manifest.json", b"[" * 100_000, is_listed=False),
        True,
    ),
    "manifest has many values": (
        forge.unsealed("manifest.json", b"[" + b"0," * 5_000_000 + b"0]", is_listed=False),
        True,
    ),
    "manifest is a device": (forge.linked("COMMIT/manifest.json", "/dev/zero"), True),
    "manifest is a pipe": (forge.piped("COMMIT/manifest.json"), True),
    "CURRENT is a device": (forge.linked("CURRENT", "/dev/zero"), True),
    "CURRENT is a pipe": (forge.piped("CURRENT"), True),
    "CURRENT is a link": (forge.linked("CURRENT", "CURRENT"), True),
    "CURRENT is long": (
        lambda index, _: forge.write_current(index, b"x" * 50_000_000),
        True,
    ),
    "CURRENT leads out": (forge.named_current("../outside"), True),
    "LOCK leads to nothing": (forge.linked("LOCK", "missing"), False),
    "LOCK leads to a file": (forge.linked("LOCK", "victim"), False),
    "LOCK is a pipe": (forge.piped("LOCK"), False),
    "LOCK.holder leads to a file": (forge.linked("LOCK.holder", "victim"), False),
    "LOCK.holder is a pipe": (forge.piped("LOCK.holder"), False),
    "CURRENT.new leads to a file": (forge.linked("CURRENT.new", "victim"), False),
    "IN-USE leads to nothing": (forge.linked("COMMIT/IN-USE", "missing"), True),
    "IN-USE leads to a file": (forge.linked("COMMIT/IN-USE", "victim"), True),
    "generation is a link": (forge.linked("GENERATION", "moved"), True),
    "commit is a link": (forge.linked("COMMIT", "moved"), True),
    "the next generation is a link": (forge.linked("generation-000002", "folder"), False),
    "the next commit is a link": (
        forge.linked("GENERATION/commit-000003", "folder"),
        False,
    ),
    "the last generation": (
        lambda index, _: (index / "generation-999999999").mkdir(),
        False,
    ),
    "a segment is a link": (forge.linked("COMMIT/documents-*", "moved"), True),
    "a segment is a device": (forge.linked("COMMIT/documents-*", "/dev/zero"), True),
    "a segment is a pipe": (forge.piped("COMMIT/documents-*"), True),
    "names are a link": (forge.linked("COMMIT/entities.sqlite", "moved"), True),
    "a segment is a view without an end": (forge.altered_table("documents*", LOOP), True),
    "names are a view without an end": (
        forge.altered_table("entities.sqlite", LOOP_OF_NAMES),
        True,
    ),
    "a trigger on names": (
        forge.altered_table(
            "entities.sqlite",
            "CREATE TRIGGER x AFTER DELETE ON aliases BEGIN DELETE FROM tallies; END;"
            "CREATE TRIGGER y AFTER INSERT ON tallies BEGIN DELETE FROM tallies; END",
        ),
        True,
    ),
    "a virtual table": (
        forge.altered_table("documents*", "CREATE VIRTUAL TABLE x USING fts5(y)"),
        True,
    ),
    "an index on an expression": (
        forge.altered_table(
            "documents*", "CREATE INDEX x ON documents (hex(zeroblob(10 * row)))"
        ),
        True,
    ),
    "a column that is computed": (
        forge.altered_table(
            "documents*", "ALTER TABLE documents ADD COLUMN x TEXT AS (hex(body))"
        ),
        True,
    ),
    "ids are numbers": (
        forge.altered_table(
            "documents*", UNTYPED.format(table="documents", change="id = 7")
        ),
        False,
    ),
    "dates are bytes": (
        forge.altered_table(
            "documents*", UNTYPED.format(table="documents", change="date = x'00'")
        ),
        False,
    ),
    "no document has a body": (
        forge.altered_table(
            "documents*", UNTYPED.format(table="documents", change="body = 'text'")
        ),
        False,
    ),
    "a row of a gigabyte": (
        forge.altered_body(lambda data: data + b"a" * (1 << 30)),
        False,
    ),
    "a row that is deep": (forge.altered_body(lambda _: b"[" * 500_000), False),
    "a row of many values": (
        forge.altered_body(lambda _: b"[" + b"[]," * 10_000_000 + b"0]"),
        False,
    ),
    "a row that is empty": (forge.altered_body(lambda _: b""), False),
    "a row that is null": (forge.altered_body(lambda _: b"null\n\n\n"), False),
    "a passage of a gigabyte": (
        forge.altered_body(lambda data: data + b"a" * (1 << 30), forge.PASSAGE),
        False,
    ),
    "a passage that is empty": (forge.altered_body(lambda _: b"", forge.PASSAGE), False),
    "a row with null": (forge.altered_fields(forge.REST, boilerplate=None), False),
    "a row of another language": (forge.altered_fields(language="xx"), False),
    "a row with a date that is none": (forge.altered_fields(date="yesterday"), False),
    "a row with a title that is none": (forge.altered_fields(title=[]), False),
    "a row with entities that are none": (
        forge.altered_fields(title_entities=[[0, 1]]),
        False,
    ),
    "a row with spans outside": (forge.altered_fields(forge.PASSAGE, end=10**9), False),
    "a row with words that are none": (
        forge.altered_body(lambda data: data.replace(b"bakan", b"ba kan"), forge.PASSAGE),
        False,
    ),
    "draft lists a file outside": (_draft(files={"OUTSIDE/victim": _RECORD}), False),
    "draft lists a device": (_draft(files={"/dev/zero": _RECORD}), False),
    "draft lists NUL": (_draft(files={"a\0b": _RECORD}), False),
    "draft with null": (_draft(keep_duplicates=None), False),
    "draft with more": (_draft(more=1), False),
    "draft without documents": (_draft(documents="all"), False),
    "draft is deep": (_draft(b'{"rebuild":' * 100_000), False),
    "draft is null": (_draft(b"null"), False),
}
"""The forgery, and whether opening, checking and adding must refuse it."""

ONLY: dict[str, dict[str, tuple[forge.Forge, bool]]] = {
    "tantivy": {
        "removable are absolute paths": (forge.managed("OUTSIDE/victim"), False),
        "removable are relative paths": (forge.managed("RELATIVE/victim", ".."), False),
        "removable are nested lists": (
            forge.unsealed(".managed.json", b"[" * 100_000, is_listed=False),
            False,
        ),
        "segments are deep": (forge.unsealed("meta.json", b"[" * 100_000), True),
        "segments are null": (forge.unsealed("meta.json", b"null"), True),
        "segments of too many documents": (
            forge.altered_meta(lambda meta: meta["segments"][0].update(max_doc=4 * 10**9)),
            True,
        ),
        "segments twice": (
            forge.altered_meta(lambda meta: meta["segments"].append(meta["segments"][0])),
            True,
        ),
        "segments by a path": (
            forge.altered_meta(lambda meta: meta["segments"][0].update(segment_id="../x")),
            True,
        ),
        "segments of other fields": (
            forge.altered_meta(lambda meta: meta.update(schema=[])),
            True,
        ),
        "state is deep": (forge.unsealed("passages.json", b"[" * 100_000), True),
        "state is null": (forge.unsealed("passages.json", b"null"), True),
        "state of endless padding": (
            forge.unsealed(
                "passages.json",
                b'{"passages": 6, "total_length": 42, "padding": 999999999999, "positions":'
                b' 9, "is_ordered": true}',
            ),
            True,
        ),
        "state with more": (
            forge.unsealed(
                "passages.json",
                b'{"passages": 6, "total_length": 42, "padding": 5, "positions": 9,'
                b' "is_ordered": true, "x": 1}',
            ),
            True,
        ),
        "postings are a link": (forge.linked("COMMIT/*.idx", "moved"), True),
        "postings are a pipe": (forge.piped("COMMIT/*.idx"), True),
    },
    "whoosh": {
        "table is a link": (forge.linked("COMMIT/_MAIN_*.toc", "moved"), True),
        "table is a pipe": (forge.piped("COMMIT/_MAIN_*.toc"), True),
        "table names a class": (
            forge.altered_table_of_segments(lambda _: pickle.dumps(print, 2)),
            True,
        ),
        "table is a codec's work": (
            forge.altered_table_of_segments(
                lambda _: b"\x80\x02c_codecs\nencode\nX\x01\0\0\0aX\x03\0\0\0hex\x86R."
            ),
            True,
        ),
        "table of an object with a high number": (
            forge.altered_table_of_segments(lambda _: b"\x80\x02]r\0\0\0\x10."),
            True,
        ),
        "table of too many passages": (
            forge.altered_table_of_segments(
                lambda data: data.replace(b"K\x05", b"J\xff\xff\xff\x7f", 1)
            ),
            True,
        ),
        "table is no list": (
            forge.altered_table_of_segments(lambda _: pickle.dumps({"a": 1}, 2)),
            True,
        ),
        "table is cut": (forge.altered_table_of_segments(lambda data: data[:9]), True),
        "postings are a link": (forge.linked("COMMIT/*.seg", "moved"), True),
        "postings are a pipe": (forge.piped("COMMIT/*.seg"), True),
        "postings are cut": (_cut_postings, True),
    },
}
