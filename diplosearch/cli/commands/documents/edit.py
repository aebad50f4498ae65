"""``diplosearch delete``, ``update`` and ``tag``: what is done to single documents."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ....errors import UsageError
from ....highlighting.control_characters import one_line
from ....messages import count, translate, write_number
from ....model import check_field_name
from ...errors import Failure
from ...options import (
    FILTERS,
    filters_of,
    index_option,
    json_option,
    match_option,
    restrict_options,
)
from ...output.json import write_json
from ...shell_completion import offer_documents

if TYPE_CHECKING:
    from ....index.index import Index
    from ....ingest.report import Report
    from ...output.screen import Screen

_SHOWN = 10
"""Documents that a preview lists; a guess."""

_TITLE_LENGTH = 50
"""Characters of the beginning of an untitled document; a guess."""

_PREVIEW_COLUMNS = ("date", "source", "title", "id")


@click.command(
    epilog="""\b
Example:
  diplosearch delete 001_5fd5bd5f51019942
  diplosearch delete --query 'source:Xinhua date:..2020' --dry-run
  diplosearch delete --query sports --source Xinhua --until 2020 --yes
"""
)
@click.argument("ids", nargs=-1, shell_complete=offer_documents)
@index_option
@click.option(
    "--query",
    metavar="QUERY",
    help="Delete what this finds: all of its words, and the filters.",
)
@restrict_options
@match_option
@click.option(
    "--dry-run", is_flag=True, help="Show what would be deleted, and delete none."
)
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@json_option
def delete(
    ids: tuple[str, ...],
    location: str,
    query: str | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Delete documents from the index, by their ids or by a query.

    Nothing that is passed over, unknown or misspelt in a query is taken for what it is
    not: then nothing is deleted. What a query finds is shown, and asked for, before it
    goes. Files that the documents were read from stay; the next sync of their folder
    would bring the documents back. Tags stay for when a document comes back.
    """
    from ....index.index import open_index
    from ...output.screen import Screen

    if bool(ids) == (query is not None):
        raise click.UsageError("give the ids of documents, or --query; one of the two.")
    chosen = _filters(options)
    if ids and chosen:
        raise click.UsageError("filters go with --query; drop them.")
    with open_index(location) as index:
        found = list(ids) if query is None else index.ids(query, **chosen)
        notes = [] if query is None else describe_dates(index, query, chosen)
        known = [one for one in found if _has(index, one)]
        if as_json and dry_run:
            write_json({"documents": known, "deleted": 0})
            return
        is_asked = query is not None and not yes
        for note in notes:
            Screen.of(sys.stderr).write(note)
        if not as_json and (dry_run or is_asked or not found):
            preview(index, known, Screen.of(sys.stdout))
        if dry_run or not found:
            if as_json:
                write_json({"documents": [], "deleted": 0})
            return
        if is_asked:
            _ask(len(known), as_json=as_json)
        report = index.delete(found)
    _conclude(report, found, as_json=as_json)


def _filters(options: dict[str, Any]) -> dict[str, Any]:
    """Return the filters that were given; ``--match`` is all words unless given."""
    chosen = filters_of({**options, "source": options["source"] or None})
    source = click.get_current_context().get_parameter_source("match")
    if source is ParameterSource.DEFAULT:
        del chosen["match"]
    named = {*FILTERS.values(), "today", "match"}
    return {
        name: value
        for name, value in chosen.items()
        if (name in named and value) or (name == "translate" and value is False)
    }


def _has(index: Index, id: str) -> bool:
    try:
        index.get(id)
    except KeyError:
        return False
    return True


def describe_dates(index: Index, query: str, options: dict[str, Any]) -> list[str]:
    """Return the days that *last month* and the like were taken for, as notes."""
    from ....export.phrases import describe_warning

    warnings = index.search(query, limit=1, **{"match": "all", **options}).warnings
    return [describe_warning(one) for one in warnings]


def preview(index: Index, ids: list[str], screen: Screen) -> None:
    """Write the first of the documents that would be deleted, and how many there are."""
    from ....export.phrases import shorten
    from ...output.table import write_columns

    if not ids:
        screen.write(translate("No document answers the query; nothing is deleted."))
        return
    rows = []
    for id in ids[:_SHOWN]:
        one = index.get(id)
        date = one.date.isoformat() if one.date else ""
        title = one_line(one.title or shorten(one.text, _TITLE_LENGTH))
        rows.append((date, one_line(one.source or ""), title, id))
    write_columns([translate(name) for name in _PREVIEW_COLUMNS], rows, screen)
    if len(ids) > _SHOWN:
        more = write_number(len(ids) - _SHOWN)
        screen.write(translate("and {number} more", number=more))
    screen.write(
        translate("{documents} would be deleted.", documents=count(len(ids), "document"))
    )


def is_answered() -> bool:
    """Return whether somebody can answer a question."""
    return sys.stdin.isatty()


def _ask(number: int, *, as_json: bool) -> None:
    """Ask whether to delete; raise :class:`Failure` where nobody can answer or says no."""
    if as_json or not is_answered():
        raise Failure(
            translate("nothing was deleted: give --yes where nobody can be asked")
        )
    question = translate("Delete {documents}?", documents=count(number, "document"))
    try:
        is_wanted = click.confirm(question, err=True)
    except click.Abort:
        raise KeyboardInterrupt(translate("nothing was deleted")) from None
    if not is_wanted:
        raise Failure(translate("nothing was deleted"))


def _conclude(report: Report, ids: list[str], *, as_json: bool) -> None:
    missing = [one.where for one in report.skipped]
    if as_json:
        gone = [one for one in ids if one not in missing]
        write_json({"documents": gone, "deleted": report.deleted, "unknown": missing})
    else:
        from ...output.screen import Screen

        Screen.of(sys.stdout).write(describe_deletion(report))
    if missing:
        raise Failure(
            translate("no document has the id {id}", id=one_line(", ".join(missing[:5])))
        )


@click.command(
    epilog="""\b
Example:
  diplosearch update 001_5fd5bd5f51019942 --date 2024-04-25 --source Anadolu
  diplosearch update 001_5fd5bd5f51019942 --set desk=Ankara --set desk=Bakü
  diplosearch update 001_5fd5bd5f51019942 --set desk= --url ''
"""
)
@click.argument("ids", nargs=-1, required=True, shell_complete=offer_documents)
@index_option
@click.option("--title", metavar="TEXT", help="The headline; names are found again.")
@click.option("--date", metavar="DATE", help="The date, as 2026-01-29.")
@click.option("--source", metavar="NAME", help="The publisher.")
@click.option("--url", metavar="URL", help="The address.")
@click.option(
    "--set",
    "own",
    metavar="NAME=VALUE",
    multiple=True,
    help="A field of your own; given again for several values, without one to drop it.",
)
@json_option
def update(
    ids: tuple[str, ...],
    location: str,
    own: tuple[str, ...],
    as_json: bool,
    **given: str | None,
) -> None:
    """Change what is known of documents, without reading their text again.

    An empty value takes it away. What is changed holds until the document itself is read
    anew: a sync leaves it as long as its file says the same, a rebuild from files does
    not keep it.
    """
    from ....index.index import open_index

    fields: dict[str, Any] = {
        name: value.strip() or None for name, value in given.items() if value is not None
    }
    if own:
        fields["metadata"] = _read_own(own)
    if not fields:
        raise click.UsageError("give --title, --date, --source, --url or --set.")
    with open_index(location) as index:
        report = index.update(ids, **fields)
    if as_json:
        write_json({"updated": report.replaced, "unchanged": report.unchanged})
        return
    from ...output.screen import Screen

    Screen.of(sys.stdout).write(describe_update(report))


def describe_update(report: Report) -> str:
    """Return how many documents were changed."""
    return translate(
        "{documents} updated, {unchanged} unchanged.",
        documents=count(report.replaced, "document"),
        unchanged=write_number(report.unchanged),
    )


def describe_deletion(report: Report) -> str:
    """Return how many documents were deleted."""
    deleted = count(report.deleted, "document")
    return translate("Deleted {documents}.", documents=deleted)


def _read_own(given: tuple[str, ...]) -> dict[str, list[str] | None]:
    """Return the fields that ``--set`` names, with their values; None to drop one."""
    fields: dict[str, list[str] | None] = {}
    for one in given:
        name, sign, value = one.partition("=")
        try:
            check_field_name(name.strip())
        except UsageError as error:
            raise click.UsageError(f"--set {one!r}: {error}.") from None
        if not sign:
            raise click.UsageError(f"--set {one!r}: write it as desk=Ankara.")
        values = fields.get(name.strip()) or []
        fields[name.strip()] = [*values, value.strip()] if value.strip() else None
    return fields


@click.command(
    epilog="""\b
Example:
  diplosearch tag 001_5fd5bd5f51019942 --add reviewed
  diplosearch tag
  diplosearch search 'tag:reviewed Gazze'
"""
)
@click.argument("ids", nargs=-1, shell_complete=offer_documents)
@index_option
@click.option("--add", metavar="TAG", multiple=True, help="Give them this tag.")
@click.option("--remove", metavar="TAG", multiple=True, help="Take this tag from them.")
@click.option(
    "--forget-gone",
    is_flag=True,
    help="Forget the tags of documents that the index no longer holds.",
)
@json_option
def tag(
    ids: tuple[str, ...],
    location: str,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    forget_gone: bool,
    as_json: bool,
) -> None:
    """Give tags to documents, take them away, or list them.

    Tags are kept beside the index by the id of the document: through rebuilds, and for
    when a document that is gone comes back. Without --add and --remove the tags of a
    document are shown; without ids all tags, with how many documents have each.
    """
    from ....index.index import open_index

    if (add or remove) and not ids:
        raise click.UsageError("name the documents by their ids.")
    if forget_gone and (ids or add or remove):
        raise click.UsageError("--forget-gone goes alone.")
    with open_index(location) as index:
        if forget_gone:
            _show_forgotten(index.forget_tags(), as_json=as_json)
            return
        if add:
            index.tag(ids, add)
        if remove:
            index.untag(ids, remove)
        shown = {one: index.tags(one) for one in ids if _has(index, one)}
        counted = {} if ids else index.tags()
    if as_json:
        write_json({"documents": shown} if ids else {"tags": counted})
        return
    show_tags(shown, counted, is_of_documents=bool(ids))


def _show_forgotten(number: int, *, as_json: bool) -> None:
    if as_json:
        write_json({"forgotten": number})
        return
    from ...output.screen import Screen

    told = translate("Forgot the tags of {number} ids.", number=write_number(number))
    Screen.of(sys.stdout).write(told)


def show_tags(
    of_documents: dict[str, tuple[str, ...]],
    counted: dict[str, int],
    *,
    is_of_documents: bool,
) -> None:
    """Write the tags of documents, or all with the number of documents of each."""
    from ...output.screen import Screen
    from ...output.table import write_columns

    screen = Screen.of(sys.stdout)
    if is_of_documents:
        for id, tags in of_documents.items():
            listed = ", ".join(tags) or translate("no tags")
            screen.write(one_line(f"{id}: {listed}"))
    elif counted:
        rows = [(one_line(name), write_number(number)) for name, number in counted.items()]
        head = [translate("tag"), translate("documents")]
        write_columns(head, rows, screen, numbers=(1,))
    else:
        Screen.of(sys.stderr).write(
            translate("No tags; give one: diplosearch tag ID --add TAG.")
        )
