"""What a shell offers for an option or an argument while it is typed.

Nothing is written and nothing raised: where there is no index, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from ..errors import DiplosearchError
from ..model import LANGUAGES
from .errors import one_line
from .layers import LAYER_NAMES

if TYPE_CHECKING:
    from ..index.index import Index

_OFFERED = 20


def offer_folders(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return that the shell is to offer folders; see ``shell_complete`` of click."""
    del context, option
    return [CompletionItem(typed, type="dir")]


def offer_languages(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the languages."""
    del context, option
    return _beginning_with(typed, LANGUAGES)


def offer_layers(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return what can be marked; behind a comma, once more."""
    del context, option
    return _listed(typed, LAYER_NAMES)


def offer_facets(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the facets; behind a comma, once more."""
    del context, option
    from ..facets import FACETS

    return _listed(typed, FACETS)


def offer_sources(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the sources of the index."""
    del option
    with _index(context) as index:
        if index is not None:
            found = index.complete(typed, field="source", limit=_OFFERED)
            return _items(one.name for one in found)
    return []


def offer_entities(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the entities that the index knows by such a name: their ids."""
    del option
    with _index(context) as index:
        if index is not None:
            found = index.entities(prefix=typed.rpartition(":")[2], limit=_OFFERED)
            return [CompletionItem(one.id, help=one_line(one.name)) for one in found]
    return []


def offer_words(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return what a word of a query may become: fields, words and names."""
    del option
    with _index(context) as index:
        if index is not None and typed:
            found = index.complete(typed, limit=_OFFERED)
            kept = typed[: len(typed) - found[0].length] if found else ""
            return _items(kept + one.text for one in found)
    return []


def offer_documents(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the ids of documents."""
    del option
    with _index(context) as index:
        if index is not None:
            return _beginning_with(typed, tuple(index.ids()))[:_OFFERED]
    return []


@contextmanager
def _index(context: click.Context) -> Iterator[Index | None]:
    from ..index.index import open_index

    try:
        index = open_index(context.params.get("location") or "index")
    except (DiplosearchError, OSError):
        yield None
        return
    with index:
        yield index


def _beginning_with(typed: str, names: tuple[str, ...]) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(typed)]


def _listed(typed: str, names: tuple[str, ...]) -> list[CompletionItem]:
    *before, last = typed.split(",")
    kept = "".join(f"{name}," for name in before)
    return [
        CompletionItem(kept + name)
        for name in names
        if name.startswith(last) and name not in before
    ]


def _items(texts: Iterator[str]) -> list[CompletionItem]:
    return [CompletionItem(text) for text in dict.fromkeys(map(one_line, texts))]
