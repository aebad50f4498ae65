"""Which documents a commit holds, as told by its engine.

Where a segment of the document store was altered, the engine's files are often whole: they
tell which rows were not deleted, and whether a row that can be read is the one that was
committed or comes from another index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from ..analysis.analyzer import fingerprint
from ..backends.manifest import Manifest, find_damage
from ..engines.base import Reader, Walkable
from ..engines.registry import load_engine
from ..entity_index.table import TABLE_NAME
from ..errors import DiplosearchError, translate_errors
from ..ingest.entries import make_entries
from ..model import Document
from ..query.tree import Everything
from ..schema import KEYWORD_FIELDS, TEXT_FIELDS
from ..storage.codec import split_key
from ..storage.segments import segment_names

_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class LiveRows:
    """The rows of a commit that were not deleted, and what the engine holds of them.

    ``hashes`` has, for each passage of a row by its key, the sum of the hashes of its
    terms; it is empty where the engine cannot list them.
    """

    rows: Set[int]
    hashes: Mapping[int, int]

    def holds(self, row: int, document: Document) -> bool:
        """Tell whether ``document`` is the one in ``row`` that was committed."""
        if not self.hashes:
            return row in self.rows
        found = {}
        for entry in make_entries(row, document):
            found[entry.key] = sum(
                hash((name, value))
                for fields in (entry.terms, entry.keywords)
                for name, values in fields.items()
                for value in set(values)
                if value
            )
        return all(
            self.hashes.get(key) == total & _MASK for key, total in found.items()
        ) and bool(found)


def read_live_rows(folder: Path, manifest: Manifest) -> LiveRows | None:
    """Return what the engine of the commit in ``folder`` holds.

    None where its files are not those that were committed, or cannot be read.
    """
    others = {TABLE_NAME, *segment_names(manifest.files)}
    own = {name: one for name, one in manifest.files.items() if name not in others}
    if find_damage(folder, own, "full"):
        return None
    with suppress(DiplosearchError), translate_errors(folder, "read"):
        opened = load_engine(manifest.engine).open_reader(folder)
        with closing(opened) as reader:
            return _read(reader, with_terms=manifest.fingerprint == fingerprint())
    return None


def _read(reader: Reader, *, with_terms: bool) -> LiveRows:
    found = reader.search(Everything(), limit=max(1, reader.passages)).hits
    rows = {split_key(hit.key)[0] for hit in found}
    hashes: defaultdict[int, int] = defaultdict(int)
    if with_terms and isinstance(reader, Walkable):
        for name in (*TEXT_FIELDS, *KEYWORD_FIELDS):
            for term, keys in reader.walk(name):
                for key in keys:
                    hashes[key] = hashes[key] + hash((name, term)) & _MASK
    return LiveRows(rows, hashes)
