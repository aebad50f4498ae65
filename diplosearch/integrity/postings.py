"""Checks whether engine and entities hold exactly what the documents lead to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ..analysis.term_list import split_stack
from ..engines.base import Entry, Reader, Walkable
from ..entity_index.counts import EntityCounter
from ..entity_index.schema import TABLES
from ..entity_index.table import EntityTable
from ..query.tree import Everything
from ..schema import KEYWORD_FIELDS, TEXT_FIELDS
from ..storage.codec import passage_key
from ..stories.fingerprints import make_fingerprints, read_fingerprints
from ..stories.table import StoryTable
from .findings import FindingCollector

_MOST_SHOWN = 3
"""Wrong terms of a field that a finding quotes; a guess."""

_MOST_DOCUMENTS = 100
"""Documents without passages that get a finding each; a guess."""


def check_passages(
    collector: FindingCollector, reader: Reader, expected: Expected, folder: Path | None
) -> None:
    """Compare the passages and terms of ``reader`` with the expected ones."""
    found = reader.search(Everything(), limit=max(1, reader.passages)).hits
    keys = [hit.key for hit in found]
    _check_keys(collector, keys, expected, folder)
    if not expected.is_complete or not isinstance(reader, Walkable):
        return
    for name in (*TEXT_FIELDS, *KEYWORD_FIELDS):
        _check_terms(collector, reader, name, expected.terms[name], folder)


def _check_keys(
    collector: FindingCollector, keys: list[int], expected: Expected, folder: Path | None
) -> None:
    present = set(keys)
    if len(present) != len(keys):
        what = f"holds {len(keys) - len(present):,} passages twice"
        collector.damage("passages", what, path=folder)
    lacking = Counter(id for key, id in expected.keys.items() if key not in present)
    for id, count in islice(lacking.items(), _MOST_DOCUMENTS):
        what = f"{count:,} of its passages cannot be found: the engine lacks them"
        collector.damage("passages", what, document=id)
    if len(lacking) > _MOST_DOCUMENTS:
        more = len(lacking) - _MOST_DOCUMENTS
        what = f"the engine lacks passages of {more:,} more documents"
        collector.damage("passages", what, path=folder)
    foreign = present - expected.keys.keys()
    if foreign and expected.is_complete:
        what = f"the engine holds {len(foreign):,} passages of no document"
        collector.damage("passages", what, path=folder)


def _check_terms(
    collector: FindingCollector,
    reader: Walkable,
    field: str,
    wanted: Mapping[str, int],
    folder: Path | None,
) -> None:
    wrong: list[str] = []
    last, seen = "", 0
    for term, keys in reader.walk(field):
        if term <= last:
            wrong.append(f"{term!r} stands behind {last!r}")
        last = term
        sum_of_marks = wanted.get(term)
        if sum_of_marks is None:
            wrong.append(f"{term!r} is in no document")
            continue
        seen += 1
        if mark_all(keys) != sum_of_marks:
            wrong.append(f"{term!r} is found in other passages than those that hold it")
    if seen < len(wanted):
        wrong.append(f"{len(wanted) - seen:,} terms of the documents are not found")
    if wrong:
        more = (
            f", and {len(wrong) - _MOST_SHOWN:,} more" if len(wrong) > _MOST_SHOWN else ""
        )
        what = f"the terms of {field!r} are not those of the documents: "
        collector.damage(
            "passages", what + ", ".join(wrong[:_MOST_SHOWN]) + more, path=folder
        )


def check_stories(
    collector: FindingCollector, stories: StoryTable, expected: Expected, path: Path | None
) -> None:
    """Compare the fingerprints of documents with the expected ones, and follow links."""
    segments = stories.segments
    for problem in segments.check():
        collector.damage("altered", problem, path=path)
    if not expected.is_complete:
        return
    removed = segments.removed()
    counts = {row: n for row, n in segments.rows("documents") if row not in removed}
    found: Counter[int] = Counter()
    for fingerprint, row in segments.rows("fingerprints"):
        found[row] += mark(fingerprint + 1)
    wanted = expected.fingerprints
    wrong = {
        row
        for row in wanted.keys() | counts.keys()
        if (found[row], counts.get(row)) != wanted.get(row)
    }
    if wrong:
        what = f"the fingerprints of {len(wrong):,} documents are not those of their texts"
        collector.damage("stories", what, path=path)
    linked = {row for one in segments.rows("links") for row in one}
    if foreign := linked - wanted.keys() - removed:
        what = f"it links {len(foreign):,} documents that are not there"
        collector.damage("stories", what, path=path)


def check_entities(
    collector: FindingCollector, table: EntityTable, expected: Expected, path: Path | None
) -> None:
    """Compare the rows of ``table`` with the expected ones."""
    for problem in table.check():
        collector.damage("altered", problem, path=path)
    if not expected.is_complete:
        return
    expected.counter.finish()
    wanted = EntityTable(expected.counter.connection)
    for name in TABLES:
        found, right = set(table.rows(name)), set(wanted.rows(name))
        for rows, verb in ((right - found, "lacks"), (found - right, "should not have")):
            if rows:
                first = ", ".join(map(str, min(rows, key=repr)))
                what = f"its table {name!r} {verb} {len(rows):,} rows, such as: {first}"
                collector.damage("entities", what, path=path)


_ONE = 1 << 96
"""Added to each mark, so that a sum also counts its marks."""

_MIXER = 0x9E3779B97F4A7C15
"""2**64 divided by the golden ratio: the multiplier of Fibonacci hashing."""

_MASK = (1 << 64) - 1


@dataclass(slots=True)
class Expected:
    """What an index of the stored documents should hold.

    ``terms`` has, for each term of a field, the sum of :func:`mark` over the passages
    that contain it. ``is_complete`` is False where a document could not be read.
    """

    counter: EntityCounter = field(
        default_factory=lambda: EntityCounter(None, None, is_last=True)
    )
    documents: int = 0
    is_complete: bool = True
    keys: dict[int, str] = field(default_factory=dict)
    """The id of the document of each passage, by the passage's key."""

    fingerprints: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The sum of the marks of each document's fingerprints, and their number."""

    terms: defaultdict[str, dict[str, int]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def note(self, row: int, id: str, passages: int) -> None:
        """Add the passages of the document ``id``; ``passages`` is their number."""
        for ordinal in range(passages):
            self.keys[passage_key(row, ordinal)] = id

    def note_texts(self, row: int, texts: Iterable[str]) -> None:
        """Add the fingerprints of a document, given by the terms of its passages."""
        made = read_fingerprints(make_fingerprints(texts)).tolist()
        self.fingerprints[row] = (sum(mark(one + 1) for one in made), len(made))

    def add(self, entry: Entry) -> None:
        """Add the terms of a passage."""
        own = mark(entry.key)
        for fields in (entry.terms, entry.keywords):
            for name, values in fields.items():
                known = self.terms[name]
                for value in {term for stack in values for term in split_stack(stack)}:
                    known[value] = known.get(value, 0) + own

    def close(self) -> None:
        """Close the counter of entities."""
        self.counter.close()


def mark(key: int) -> int:
    """Return a hash of a passage's key; different sets of keys hardly have equal sums."""
    return _ONE + (key * _MIXER & _MASK)


def mark_all(keys: Iterable[int]) -> int:
    """Return the sum of the marks of passages."""
    return sum(map(mark, keys))
