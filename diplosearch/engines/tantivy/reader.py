"""Reading one committed state of a Tantivy index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ...errors import UnusableIndexError
from ...query.tree import Node
from ..base import Order, Ranking
from ..deadline import OutOfTimeError
from .files import describe_segments, read_state
from .library import load_tantivy
from .meta import damaged, read_meta
from .private_view import open_private_view
from .queries import Budget, Compiler, Split
from .ranking import Ranker, is_scored
from .schema import FIELDS, KEY, value_field
from .vocabulary import Vocabulary

_MOST_VALUES = 65_000
"""Values that Tantivy counts at once; of fields with more, each term is counted."""

_POOL = 40
"""A guess: of these only passages of nearly equal scores are read."""


class TantivyReader:
    """A :class:`~diplosearch.engines.base.Reader` of a Tantivy index."""

    pool = _POOL

    def __init__(self, folder: Path) -> None:
        self._tantivy = load_tantivy()
        state = read_state(folder)
        meta = read_meta(folder)
        segments = describe_segments(meta)
        self.passages = state.passages
        self.average_length = state.average_length
        self._state = state
        try:
            with open_private_view(folder, meta) as view:
                index = self._tantivy.Index.open(str(view))
                index.config_reader("manual")
                self._schema = index.schema
                self._searcher = index.searcher()
        except UnusableIndexError:
            raise
        except (OSError, ValueError) as error:
            raise damaged(folder, error) from error
        # A tuple, so that threads see a tree and a query that belong together.
        self._last: tuple[Node | None, Any, Split | None] = (None, None, None)
        self._vocabulary = Vocabulary(
            self._tantivy,
            self._schema,
            self._searcher,
            passages=state.passages,
            documents=segments.documents,
            has_deletions=bool(segments.deleted),
        )

    def search(
        self,
        node: Node,
        *,
        limit: int,
        order: Order = "score",
        deadline: float | None = None,
    ) -> Ranking:
        """Return the ``limit`` best passages that match ``node``."""
        compiler = self._compiler(deadline)
        try:
            compiler.check_time()
            query, split = self._compile(node, compiler)
            ranker = Ranker(compiler, query, is_scored(node), self._state.is_ordered, split)
            most = max(1, min(limit, self.passages))
            return ranker.by_score(most) if order == "score" else ranker.by_date(most)
        except OutOfTimeError:
            return Ranking(0, (), is_complete=False)

    def count_by(self, node: Node, field: str) -> dict[str, int]:
        """Return the number of matching passages by value of a field."""
        if field not in FIELDS:
            return {}
        query, _ = self._compile(node, self._compiler(None))
        name = value_field(field)
        if name is not None:
            terms = {"field": name, "size": _MOST_VALUES, "segment_size": _MOST_VALUES}
            found = self._searcher.aggregate(query, {"by": {"terms": terms}})["by"]
            if len(found["buckets"]) < _MOST_VALUES:
                counts = {one["key"]: one["doc_count"] for one in found["buckets"]}
                return dict(sorted(counts.items()))
        return dict(self._vocabulary.count(field, "", query))

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        return self._vocabulary.frequency(field, term)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield the terms of ``field`` that begin with ``prefix``."""
        return self._vocabulary.terms(field, prefix)

    def walk(self, field: str) -> Iterator[tuple[str, Sequence[int]]]:
        """Yield the terms of ``field`` with the keys of the passages that hold them."""
        compiler = self._compiler(None)
        most = max(1, self.passages)
        for term, _ in self._vocabulary.terms(field):
            query = compiler.unscored(self._vocabulary.query(field, term))
            addresses = [address for _, address in self._searcher.search(query, most).hits]
            yield term, self._searcher.fast_field_values(KEY, addresses)

    def close(self) -> None:
        """Release the index, whose files stay open as long as there is a reference."""
        self._vocabulary.close()
        self._searcher = self._schema = None
        self._last = (None, None, None)

    def _compile(self, node: Node, compiler: Compiler) -> tuple[Any, Split | None]:
        """Return the query of ``node``, or two of which the better score counts as well.

        The last ones are kept for the facets of a page.
        """
        last, query, split = self._last
        if last is not node and last != node:
            split = compiler.split(node)
            if split is None:
                query = compiler.compile(node)
            elif split.wholes is None:
                query = split.ways
            else:
                query = compiler.best_of(split.wholes, split.ways)
            self._last = (node, query, split)
        return query, split

    def _compiler(self, deadline: float | None) -> Compiler:
        return Compiler(
            self._tantivy,
            self._schema,
            self._searcher,
            self._vocabulary,
            self._state.positions,
            Budget.of(self.passages),
            deadline,
        )
