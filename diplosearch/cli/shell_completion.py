"""What a shell offers for an option or an argument while it is typed.

Nothing is written and nothing raised: where there is no index, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from ..errors import DiplosearchError
from ..highlight.control_characters import one_line
from ..model import FACETS, LANGUAGES
from .layers import LAYER_NAMES

if TYPE_CHECKING:
    from ..index.index import Index

_OFFERED = 20
DEFAULT_INDEX = "index"

Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


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
    return _listed(typed, FACETS)


def _asking(offer: Callable[[Index, str], list[CompletionItem]]) -> Offer:
    """Return what asks the index that is named before, if there is one."""

    @wraps(offer)
    def asked(
        context: click.Context, option: click.Parameter, typed: str
    ) -> list[CompletionItem]:
        del option
        from ..index.index import open_index

        location = context.params.get("location") or DEFAULT_INDEX
        with suppress(DiplosearchError, OSError), open_index(location) as index:
            return offer(index, typed)
        return []

    return asked


@_asking
def offer_sources(index: Index, typed: str) -> list[CompletionItem]:
    """Return the sources of the index."""
    found = index.complete(typed, field="source", limit=_OFFERED)
    return _items(one.name for one in found)


@_asking
def offer_entities(index: Index, typed: str) -> list[CompletionItem]:
    """Return the entities that the index knows by such a name: their ids."""
    found = index.entities(prefix=typed.rpartition(":")[2], limit=_OFFERED)
    return [CompletionItem(one.id, help=one_line(one.name)) for one in found]


@_asking
def offer_words(index: Index, typed: str) -> list[CompletionItem]:
    """Return what a word of a query may become: fields, words and names."""
    if not typed:
        return []
    found = index.complete(typed, limit=_OFFERED)
    kept = typed[: len(typed) - found[0].length] if found else ""
    return _items(kept + one.text for one in found)


@_asking
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
    return [CompletionItem(text) for text in dict.fromkeys(map(one_line, texts))]
