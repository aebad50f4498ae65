"""Values that a shell offers for an option or an argument while it is typed.

They are given as they are, and quoted for the shell by :mod:`.shells`. Nothing is written
or raised: where there is no index, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from ..errors import DiplosearchError
from ..highlighting.control_characters import one_line
from ..model import FACETS, LANGUAGES
from .layers import LAYER_NAMES

if TYPE_CHECKING:
    from ..index.index import Index

_OFFERED = 20  # what fits a screen (a guess)
DEFAULT_INDEX = "index"

Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def offer_folders(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Let the shell offer folders; see ``shell_complete`` of click."""
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
    """Return the layers; after a comma, those not listed yet."""
    del context, option
    return _listed(typed, LAYER_NAMES)


def offer_facets(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the facets; after a comma, those not listed yet."""
    del context, option
    return _listed(typed, FACETS)


def _from_index(offer: Callable[[Index, str], list[CompletionItem]]) -> Offer:
    """Return a completer that reads the index of ``--index``, if there is one."""

    @wraps(offer)
    def complete(
        context: click.Context, option: click.Parameter, typed: str
    ) -> list[CompletionItem]:
        del option
        from ..index.index import open_index

        location = context.params.get("location") or DEFAULT_INDEX
        with suppress(DiplosearchError, OSError), open_index(location) as index:
            return offer(index, typed)
        return []

    return complete


@_from_index
def offer_sources(index: Index, typed: str) -> list[CompletionItem]:
    """Return the sources of the index."""
    found = index.complete(typed, field="source", limit=_OFFERED)
    return _items(one.name for one in found)


@_from_index
def offer_entities(index: Index, typed: str) -> list[CompletionItem]:
    """Return the ids of entities of the index with such a name."""
    found = index.entities(prefix=typed.rpartition(":")[2], limit=_OFFERED)
    return [CompletionItem(one.id, help=one_line(one.name)) for one in found]


@_from_index
def offer_corrections(index: Index, typed: str) -> list[CompletionItem]:
    """Return the corrections of the index."""
    return _beginning_with(typed, tuple(map(str, index.corrections())))[:_OFFERED]


@_from_index
def offer_words(index: Index, typed: str) -> list[CompletionItem]:
    """Return completions of a word of a query: fields, words and names."""
    if not typed:
        return []
    found = index.complete(typed, limit=_OFFERED)
    kept = typed[: len(typed) - found[0].length] if found else ""
    return _items(kept + one.text for one in found)


@_from_index
def offer_documents(index: Index, typed: str) -> list[CompletionItem]:
    """Return the ids of documents."""
    return _beginning_with(typed, tuple(index.ids()))[:_OFFERED]


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
    return [CompletionItem(text) for text in dict.fromkeys(texts)]
