"""The documents of several indexes, as the source of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path

from ..backends.manifest import FORMAT, describe_format
from ..backends.tags import TagTable
from ..entity_index.corrections.corrections import Corrections
from ..errors import IndexFormatError, UsageError
from ..storage.store import StoredBody, StoredRow
from .sources import IndexSource


def merge_sources(sources: Sequence[IndexSource]) -> IndexSource:
    """Return the documents of ``sources``, one index after the other, as one source.

    Raises :class:`UsageError` where their entities were found by different recognizers,
    and where their corrections contradict each other, and :class:`IndexFormatError` for
    an index of an older format.
    """
    manifests = [one.manifest for one in sources]
    first = manifests[0]
    for one in sources:
        if one.manifest.format != FORMAT:
            raise IndexFormatError(describe_format(one.manifest.format, one.name))
        if one.manifest.recognizer != first.recognizer:
            raise UsageError(
                f"the entities of {one.name!r} were found by another recognizer or "
                f"gazetteer than those of {sources[0].name!r}; rebuild one of them with "
                "that of the other: diplosearch rebuild --from INDEX --gazetteer FILE"
            )
    fingerprints = {one.fingerprint for one in manifests}
    lines: dict[str, list[str]] = {}
    for manifest in manifests:
        for name, repeated in manifest.repeated_lines.items():
            known = lines.setdefault(name, [])
            known += [line for line in repeated if line not in set(known)]
    corrections = {
        f"index {one.name!r}, correction": one.manifest.corrections for one in sources
    }
    manifest = replace(
        first,
        # Terms of different analyzers are made again.
        fingerprint=first.fingerprint if len(fingerprints) == 1 else "",
        documents=sum(one.documents for one in manifests),
        passages=sum(one.passages for one in manifests),
        repeated_lines=lines,
        corrections=Corrections.join(corrections).lines,
    )
    name = " and ".join(one.name for one in sources)
    tags = reduce(TagTable.merged, (one.tags for one in sources))
    return IndexSource(name, manifest, _MergedDocuments(sources), Path, tags=tags)


class _MergedDocuments:
    """Documents of several stores, their corpus folders named by whole paths."""

    def __init__(self, sources: Sequence[IndexSource]) -> None:
        self._found = [
            (source, row)
            for source in sources
            for row in source.store.rows(source.manifest.commit)
        ]

    def rows(self, commit: int) -> Iterator[StoredRow]:  # noqa: ARG002 - the rows of no commit
        """Yield the row of each document, numbered from 0."""
        for number, (source, row) in enumerate(self._found):
            yield replace(row, row=number, root=_find_root(source, row.root))

    def read_body(self, row: int) -> StoredBody:
        """Return the stored document in ``row``, still encoded."""
        source, own = self._found[row]
        stored = source.store.read_body(own.row)
        return replace(stored, root=_find_root(source, stored.root))


def _find_root(source: IndexSource, root: str | None) -> str | None:
    """Return the whole path of a corpus folder that an index knows by its own path."""
    return None if root is None else str(source.find_source(root))
