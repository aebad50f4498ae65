"""All that answers a query, written to a file for other programs."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from ..errors import UsageError
from ..export.files import open_file
from ..export.formats import INDEX_FORMATS, IndexFormat, index_format_of
from ..export.interchange.citations import Citation, CitationFormat, iterate_citations
from ..export.interchange.networks import NetworkFormat
from ..export.json import dump
from ..model import Document, EntityType
from ..search.aggregates.network import make_network
from ..search.aggregates.places import find_places
from ..search.options import SearchOptions
from ..search.searcher import NO_ANSWER, Searcher

ShowDocument = Callable[[int, str], None]
"""Called with the number and the id of each document before it is written."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written to a file.

    ``count`` is the number of documents, of entities in a network, or of places.
    """

    path: Path
    format: IndexFormat
    count: int
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report as values that JSON can carry."""
        return {
            "path": str(self.path),
            "format": self.format,
            "count": self.count,
            "warnings": list(self.warnings),
        }


_NETWORKS: tuple[IndexFormat, ...] = get_args(NetworkFormat)
_CITATIONS: tuple[IndexFormat, ...] = get_args(CitationFormat)
_NODES = 100
"""Entities of a network unless a limit is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What :meth:`Index.export` takes beside a query and its filters."""

    accessed: datetime.date | None = None
    types: Collection[EntityType] | None = None
    limit: int | None = None
    show: ShowDocument | None = None

    def check(self, format: IndexFormat) -> None:
        """Raise :class:`UsageError` for an option that a format has no use for."""
        for name, value, formats in (
            ("types", self.types, _NETWORKS),
            ("limit", self.limit, _NETWORKS),
            ("accessed", self.accessed, _CITATIONS),
        ):
            if value is not None and format not in formats:
                endings = [end for end, one in INDEX_FORMATS.items() if one in formats]
                raise UsageError(
                    f"{name} is only for files that end in {', '.join(endings)}"
                )


def export_to(
    searcher: Searcher,
    path: str | Path,
    query: str,
    options: SearchOptions,
    how: ExportOptions,
) -> ExportReport:
    """Write all that answers ``query`` to a file, in the format of its ending.

    Raises :class:`UsageError` for an ending that tells none, an option that the format
    has no use for and a query that is more than the engine can do, of which a part would be
    taken for all; and :class:`OSError` where nothing can be written.
    """
    format = index_format_of(path)
    how.check(format)
    file = Path(path).expanduser()
    warnings: Iterable[str]
    if format in _NETWORKS:
        limit = _NODES if how.limit is None else how.limit
        network = make_network(searcher, query, options, types=how.types, limit=limit)
        text = network.to_graphml() if format == "graphml" else network.to_gexf()
        count, warnings, pieces = len(network.nodes), network.warnings, iter((text,))
    elif format == "geojson":
        places = find_places(searcher, query, options)
        count, warnings = len(places), places.warnings
        pieces = iter((places.to_geojson(),))
    else:
        node, warnings = searcher.select(query, options)
        rows = searcher.find_all(node)
        count = len(rows)
        documents = _read(searcher, rows, how.show)
        pieces = _write_documents(documents, format, how.accessed)
    if NO_ANSWER in warnings:
        raise UsageError(NO_ANSWER)
    with open_file(file) as stream:
        stream.writelines(pieces)
    return ExportReport(file, format, count, tuple(warnings))


def _write_documents(
    documents: Iterator[Document], format: IndexFormat, accessed: datetime.date | None
) -> Iterator[str]:
    if format in _CITATIONS:
        style = cast(CitationFormat, format)
        return iterate_citations(map(Citation, documents), style, accessed=accessed)
    return (f"{dump(document.to_dict(), indent=None)}\n" for document in documents)


def _read(
    searcher: Searcher, rows: Iterable[int], show: ShowDocument | None
) -> Iterator[Document]:
    for number, row in enumerate(rows, start=1):
        document = searcher.read_document(row)
        if show is not None:
            show(number, document.id)
        yield document
