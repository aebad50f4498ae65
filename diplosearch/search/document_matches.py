"""The words of a document that answer a query, in all of its passages."""

from __future__ import annotations

from ..errors import NotFoundError
from ..model import Match
from .loaded_passages import LoadedPassages
from .matches import Matcher
from .options import SearchOptions
from .searcher import Searcher


def match_document(
    searcher: Searcher, id: str, query: str, *, translate: bool
) -> tuple[Match, ...]:
    """Return the matches of a query in a document, as offsets into its text.

    Raises :class:`NotFoundError` where there is no such document.
    """
    loaded = searcher.load_document(id)
    if loaded is None:
        raise NotFoundError("document", id)
    node, _ = searcher.expand(query, SearchOptions(translate=translate))
    matcher = Matcher(node, LoadedPassages(loaded))
    return tuple(
        match for number in range(len(loaded)) for match in matcher.match_text(number)
    )
