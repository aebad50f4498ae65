"""Writing passages into a Tantivy index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...schema import POSITION_FIELDS, ROW, TEXT_FIELDS
from ..base import Entry
from .files import (
    State,
    read_state,
    remove_leftovers,
    remove_locks,
    write_state,
)
from .lengths import field_length, padding_for
from .library import check_addresses, load_tantivy
from .meta import META_NAME, damaged, read_meta
from .order import put_in_order
from .schema import KEY, LENGTH, build_schema, value_fields
from .tokens import filling, join

_SAMPLE = 1000
"""Passages whose mean length sets the padding of an index for good; a guess."""

_VALUE_FIELDS = value_fields()


class TantivyWriter:
    """A :class:`~diplosearch.engines.base.Writer` into a Tantivy index."""

    def __init__(self, folder: Path, *, threads: int, heap_bytes: int) -> None:
        self._tantivy = load_tantivy()
        check_addresses()
        self._folder = folder
        remove_locks(folder)
        self._state = read_state(folder)
        self._is_settled = self._state.passages >= _SAMPLE
        self._waiting: list[Entry] = []
        try:
            self._index = self._open()
            self._index.config_reader("manual")
            self._writer: Any = self._index.writer(heap_bytes * threads, threads)
        except (OSError, ValueError) as error:
            raise damaged(folder, error) from error

    def _open(self) -> Any:
        if (self._folder / META_NAME).exists():
            read_meta(self._folder)
            return self._tantivy.Index.open(str(self._folder))
        schema = build_schema(self._tantivy)
        return self._tantivy.Index(schema, str(self._folder), sort_by_field=KEY)

    def add(self, entry: Entry) -> None:
        """Add a passage."""
        if self._is_settled:
            self._add(entry)
            return
        self._waiting.append(entry)
        if len(self._waiting) == _SAMPLE:
            self._settle_padding()

    def _settle_padding(self) -> None:
        """Set the padding by the passages so far, and add those that wait for it."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        total = self._state.total_length + sum(entry.length for entry in waiting)
        mean = total / (self._state.passages + len(waiting))
        self._state = replace(self._state, padding=padding_for(mean))
        self._is_settled = True
        for entry in waiting:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        document = self._tantivy.Document()
        document.add_unsigned(KEY, entry.key)
        document.add_unsigned(LENGTH, entry.length)
        document.add_text(ROW, str(entry.row))
        most = 0
        for field in TEXT_FIELDS:
            text, count = join(
                entry.terms.get(field, ()), has_positions=field in POSITION_FIELDS
            )
            missing = max(1, field_length(field, entry.length, self._state.padding) - count)
            document.add_text(field, text + filling(missing))
            most = max(most, count)
        for field, name in _VALUE_FIELDS.items():
            values = entry.keywords.get(field) or entry.terms.get(field, ())
            for value in dict.fromkeys(values):
                if value:
                    document.add_text(name, value)
        self._writer.add_document(document)
        if most > self._state.positions:
            self._state = replace(self._state, positions=most)

    def delete(self, rows: Iterable[int]) -> None:
        """Delete the passages of documents that earlier commits hold."""
        for row in rows:
            self._writer.delete_documents_by_term(ROW, str(row))

    def commit(self) -> None:
        """Make the changes the state that the next reader opens."""
        self._settle_padding()
        self._writer.commit()
        self._index.reload()
        self._state = _count_up(self._index.searcher(), self._tantivy, self._state)
        self._writer.wait_merging_threads()
        self._close()
        is_ordered = put_in_order(self._tantivy, self._folder)
        write_state(self._folder, replace(self._state, is_ordered=is_ordered))
        remove_leftovers(self._folder)

    def abort(self) -> None:
        """Discard the changes, unless they are committed."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer.wait_merging_threads()
            self._close()
            remove_locks(self._folder)

    def _close(self) -> None:
        """Release files and threads, which live as long as Tantivy's objects."""
        self._writer = self._index = None


def _count_up(searcher: Any, tantivy: Any, state: State) -> State:
    """Return ``state`` with the passages of ``searcher`` and their total length."""
    wanted = {
        "passages": {"value_count": {"field": KEY}},
        "length": {"sum": {"field": LENGTH}},
    }
    found = searcher.aggregate(tantivy.Query.all_query(), wanted)
    return replace(
        state,
        passages=int(found["passages"]["value"] or 0),
        total_length=int(found["length"]["value"] or 0),
    )
