"""Whether an engine holds what the documents say, no more and no less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from ..engines.base import Reader, Walkable
from ..index.checkup import Checkup
from ..index.expected import Expected, mark_all
from ..query.tree import Everything
from ..schema import KEYWORD_FIELDS, TEXT_FIELDS

_SHOWN = 3
_NAMED = 100


def check_passages(
    checkup: Checkup, reader: Reader, expected: Expected, folder: Path | None
) -> None:
    """Compare the passages and terms of ``reader`` with what the documents say."""
    found = reader.search(Everything(), limit=max(1, reader.passages)).hits
    keys = [hit.key for hit in found]
    _check_keys(checkup, keys, expected, folder)
    if not expected.is_complete or not isinstance(reader, Walkable):
        return
    for field in (*TEXT_FIELDS, *KEYWORD_FIELDS):
        _check_terms(checkup, reader, field, expected.terms[field], folder)


def _check_keys(
    checkup: Checkup, keys: list[int], expected: Expected, folder: Path | None
) -> None:
    present = set(keys)
    if len(present) != len(keys):
        told = f"holds {len(keys) - len(present):,} passages twice"
        checkup.damage("passages", told, path=folder)
    lacking = Counter(id for key, id in expected.keys.items() if key not in present)
    for id, count in islice(lacking.items(), _NAMED):
        told = f"{count:,} of its passages cannot be found: the engine lacks them"
        checkup.damage("passages", told, document=id)
    if len(lacking) > _NAMED:
        told = f"the engine lacks passages of {len(lacking) - _NAMED:,} more documents"
        checkup.damage("passages", told, path=folder)
    foreign = present - expected.keys.keys()
    if foreign and expected.is_complete:
        told = f"the engine holds {len(foreign):,} passages of no document"
        checkup.damage("passages", told, path=folder)


def _check_terms(
    checkup: Checkup,
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
        more = f", and {len(wrong) - _SHOWN:,} more" if len(wrong) > _SHOWN else ""
        told = f"the terms of {field!r} are not those of the documents: "
        checkup.damage("passages", told + ", ".join(wrong[:_SHOWN]) + more, path=folder)
