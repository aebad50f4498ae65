"""What an index can be asked beside a search, over one of its states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..backends.base import Snapshot
from ..completion.base import Completion
from ..completion.complete import complete
from ..errors import UsageError
from ..expansion.entity_names import Names
from ..lexicon.lexicon import Lexicon
from ..model import STEPS, Step
from ..query import tree
from ..storage.codec import StoredDocument
from ..text.letters import mend_surrogates
from .entity_profile import EntityProfile, make_profile
from .loaded_passages import OpenPassage
from .more_like_this import find_similar
from .options import SearchOptions
from .results import Hit, Results
from .search import expand_query, restrict
from .timeline import Timeline, make_timeline

_FILTERS = ("language", "since", "until", "source", "entities", "translate")

LoadLexicon = Callable[[], Lexicon]


def ask_timeline(
    snapshot: Snapshot,
    query: str,
    by: Step,
    filters: dict[str, Any],
    lexicon: LoadLexicon,
    names: Names,
) -> Timeline:
    """Return the timeline of what answers ``query``, of everything for an empty one."""
    if not isinstance(query, str):
        raise UsageError(f"query is {type(query).__name__}; give a string")
    if by not in STEPS:
        raise UsageError(f"by={by!r}: use {', '.join(STEPS)}")
    options = _read_filters(filters)
    node: tree.Node
    warnings: list[str] = []
    if query.strip():
        known = lexicon() if options.translate else None
        node, expansion = expand_query(query, options, snapshot.reader, known, names)
        warnings = expansion.warnings
    else:
        node = restrict(tree.Everything(), options, names, warnings)
    return make_timeline(
        node,
        by,
        query=query,
        reader=snapshot.reader,
        store=snapshot.store,
        commit=snapshot.manifest.commit,
        warnings=warnings,
    )


def ask_similar(
    snapshot: Snapshot,
    asked: str | Hit,
    limit: int,
    filters: dict[str, Any],
    lexicon: LoadLexicon,
    names: Names,
) -> Results:
    """Return what is like a document, or like the passage of a hit.

    Raises :class:`KeyError` for the id of no document.
    """
    options = _read_filters(filters, limit=limit, per_document=1)
    if isinstance(asked, Hit):
        id, like = asked.document.id, [asked.opened]
    elif isinstance(asked, str):
        id, like = mend_surrogates(asked), []
    else:
        raise UsageError(f"similar to {type(asked).__name__}; give a hit or an id")
    found = snapshot.store.find(id, snapshot.manifest.commit)
    own: list[OpenPassage] = []
    if found is not None:
        stored = snapshot.store.open([found.row])[found.row]
        own = _open(stored, snapshot)
    elif not like:
        raise KeyError(asked)
    return find_similar(
        id,
        like or own,
        own,
        options,
        reader=snapshot.reader,
        store=snapshot.store,
        lexicon=lexicon,
        names=names,
    )


def ask_profile(snapshot: Snapshot, id: str, limit: int) -> EntityProfile:
    """Return what the index knows of the entity called ``id``, which is there."""
    return make_profile(
        id,
        reader=snapshot.reader,
        store=snapshot.store,
        table=snapshot.entities,
        limit=limit,
    )


def _open(stored: StoredDocument, snapshot: Snapshot) -> list[OpenPassage]:
    snapshot.entities.name_entities([stored])
    return [OpenPassage(stored, place) for place in range(len(stored.document.passages))]


def _read_filters(filters: dict[str, Any], **others: Any) -> SearchOptions:
    """Return the filters of a search, checked; other options are none here.

    Raises :class:`UsageError` for one that cannot be.
    """
    unknown = sorted(filters.keys() - set(_FILTERS))
    if unknown:
        raise UsageError(
            f"no such option: {', '.join(unknown)}; there are {', '.join(_FILTERS)}"
        )
    return SearchOptions(**filters, **others)


def ask_completions(
    snapshot: Snapshot, prefix: str, field: str | None, limit: int, names: Names
) -> list[Completion]:
    """Return what the end of ``prefix``, or of a value of ``field``, may become."""
    return complete(
        prefix,
        field=field,
        limit=limit,
        reader=snapshot.reader,
        store=snapshot.store,
        commit=snapshot.manifest.commit,
        names=names,
    )
