"""``diplosearch similar``: documents like one."""

from __future__ import annotations

import sys
from typing import Any

import click

from ...messages import translate
from ..options import (
    filters_of,
    full_option,
    indexes_option,
    limit_option,
    resource_options,
    restrict_options,
    search_options,
)
from ..output.answer import Form, answer_options, write_answer
from ..output.unknown_entity import find_document
from ..shell_completion import offer_documents


@click.command(
    epilog="""\b
Example:
  diplosearch similar 002_cd0db7fd55b1c7af
  diplosearch similar 002_cd0db7fd55b1c7af --lang en --explain
"""
)
@click.argument("id", shell_complete=offer_documents)
@indexes_option
@limit_option(10, "documents")
@restrict_options
@full_option
@resource_options
@answer_options
def similar(
    id: str,
    location: str | list[str],
    limit: int,
    resources: dict[str, Any],
    form: Form,
    **options: Any,
) -> None:
    """Show documents like one, in both languages, each by its likest passage.

    ID is the document's, as search prints it. What is looked for are the words and
    names that tell it from the others.
    """
    from ...entities.provider import Resources
    from ...index.index import open_index
    from ..output.screen import Screen

    chosen = search_options(**options)
    filters = filters_of(chosen)
    if "excerpt" in chosen:
        filters["excerpt"] = chosen["excerpt"]
    with open_index(location, resources=Resources(**resources)) as index:
        results = index.similar(find_document(index, id).reference, limit=limit, **filters)
    write_answer(results, form, limit=limit)
    if not results:
        Screen.of(sys.stderr, form.color).write(translate("No other document is like it."))
