"""Options that several commands have."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import click

from ..engines.ranking import HALF_LIFE, MOST_DAYS
from ..errors import UsageError
from ..highlighting.marks import Layer
from ..model import FACETS, MatchMode, check_field_name
from .layers import BOTH, read_layers
from .shell_completion import (
    DEFAULT_INDEX,
    offer_entities,
    offer_folders,
    offer_languages,
    offer_layers,
    offer_sources,
)

_Command = TypeVar("_Command", bound=Callable[..., Any])

Color = Literal["auto", "always", "never"]

FILTERS = {
    "lang": "language",
    "since": "since",
    "until": "until",
    "source": "source",
    "entity": "entities",
    "field": "fields",
}
"""What :meth:`Index.search` calls each filter of the command line and the prompt."""


def find_source(source: str | None, location: str) -> str:
    """Return ``source``, or what the index at ``location`` was built from.

    Raises :class:`UsageError` where that is not one folder or file that is there.
    """
    if source is not None:
        return source
    from ..backends.registry import find_backend
    from ..index.rebuild import find_built_from

    with closing(find_backend(location)) as backend:
        return str(find_built_from(backend))


def check_date(
    context: click.Context, option: click.Parameter, typed: str | None
) -> str | None:
    """Return ``typed`` if it is a date; see ``callback`` of click."""
    if typed is None:
        return None
    from ..query.filters import read_period

    if read_period(typed)[0] is None:
        raise click.BadParameter(
            f"{typed!r} is no date; write it as 2025, 2025-01, 2025-01-29 or 'last month'",
            context,
            option,
        )
    return typed


def read_day(
    context: click.Context, option: click.Parameter, typed: str | None
) -> datetime.date | None:
    """Return the day that ``typed`` names; see ``callback`` of click."""
    if typed is None:
        return None
    from ..query.filters import read_period

    span, _ = read_period(typed)
    if span is None or span.low != span.high:
        raise click.BadParameter(
            f"{typed!r} is no day; write it as 2025-01-29", context, option
        )
    return span.low


def check_language(
    context: click.Context, option: click.Parameter, typed: str | None
) -> str | None:
    """Return the code of the language; see ``callback`` of click."""
    from ..query.filters import read_language

    language = None if typed is None else read_language(typed)
    if language is None and typed is not None:
        raise click.BadParameter(f"{typed!r} is not known; use tr or en", context, option)
    return language


def read_field_options(
    context: click.Context, option: click.Parameter, typed: tuple[str, ...]
) -> dict[str, list[str]]:
    """Return the values of each field that ``typed`` names; see ``callback`` of click."""
    fields: dict[str, list[str]] = {}
    for one in typed:
        name, _, value = one.partition("=")
        name = name.strip()
        if not value.strip():
            raise click.BadParameter(
                f"{one!r} has no value; write it as desk=Ankara", context, option
            )
        try:
            fields.setdefault(name if name == "tag" else check_field_name(name), []).append(
                value.strip()
            )
        except UsageError as error:
            raise click.BadParameter(str(error), context, option) from None
    return fields


def check_layers(
    context: click.Context, option: click.Parameter, typed: str
) -> tuple[Layer, ...]:
    """Return the layers that ``typed`` lists; see ``callback`` of click."""
    try:
        return read_layers(typed)
    except UsageError as error:
        raise click.BadParameter(str(error), context, option) from None


def check_facets(
    context: click.Context, option: click.Parameter, typed: str | None
) -> tuple[str, ...]:
    """Return the facets that ``typed`` lists; see ``callback`` of click."""
    names = [name.strip() for name in typed.split(",")] if typed else []
    for name in names:
        if name in FACETS:
            continue
        try:
            check_field_name(name)
        except UsageError:
            raise click.BadParameter(
                f"{name!r} is no facet; use {', '.join(FACETS)} or a field of your own",
                context,
                option,
            ) from None
    return tuple(names)


class _Location(click.ParamType[str]):
    """The location of an index; a variable names one, whatever characters it has."""

    name = "text"

    def split_envvar_value(self, rv: str) -> list[str]:
        """Return the value of a variable as one location."""
        return [rv]


def check_folder(
    context: click.Context, option: click.Parameter, typed: tuple[str, ...]
) -> str:
    """Return the one location that was typed; see ``callback`` of click."""
    location = check_folders(context, option, typed)
    if not isinstance(location, str):
        raise click.BadParameter(
            "several indexes are only read; name the one that is meant", context, option
        )
    return location


def check_folders(
    context: click.Context, option: click.Parameter, typed: tuple[str, ...]
) -> str | list[str]:
    """Return the locations that were typed, one as itself; see ``callback`` of click.

    One that means an index in memory is refused, since that would not stay.
    """
    from ..backends.base import MEMORY_LOCATION

    if MEMORY_LOCATION in typed:
        raise click.BadParameter(
            "an index in memory ends with the command; name a folder", context, option
        )
    return typed[0] if len(typed) == 1 else list(typed)


def _index_option(
    callback: Callable[..., object], help: str
) -> Callable[[_Command], _Command]:
    return click.option(
        "--index",
        "location",
        metavar="FOLDER",
        type=_Location(),
        multiple=True,
        default=[DEFAULT_INDEX],
        show_default=True,
        envvar="DIPLOSEARCH_INDEX",
        show_envvar=True,
        callback=callback,
        shell_complete=offer_folders,
        help=help,
    )


index_option = _index_option(
    check_folder, "The folder of the index, or opensearch://HOST:9200/NAME."
)

indexes_option = _index_option(
    check_folders,
    "The folder of the index, or opensearch://HOST:9200/NAME; several are read as one.",
)


watches_option = click.option(
    "--watches",
    "folder",
    metavar="FOLDER",
    envvar="DIPLOSEARCH_WATCHES",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where watches are kept; beside the index unless given.",
)


def _file_option(
    name: str, help: str, *, has_variable: bool = True
) -> Callable[[_Command], _Command]:
    """Return an option for a file of the user's own, which a variable may name as well."""
    word = name.upper().replace("-", "_")
    return click.option(
        f"--{name}",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        envvar=f"DIPLOSEARCH_{word}" if has_variable else None,
        show_envvar=has_variable,
        help=help,
    )


gazetteer_option = _file_option(
    "gazetteer", "Entities of your own: TYPE | English names | Turkish names a line."
)

corrections_option = _file_option(
    "corrections",
    "Corrections by hand, which take the place of those that the index keeps.",
    has_variable=False,
)

lexicon_option = _file_option(
    "lexicon", "A glossary of your own: a Turkish term, a tab, an English term a line."
)

stop_words_option = _file_option(
    "stop-words", "Words of your own to pass over in queries: a word a line."
)

protected_words_option = _file_option(
    "protected-words", "Words to search only as they are typed: a word a line."
)

_RESOURCES = ("lexicon", "gazetteer", "stop_words", "protected_words")


def resource_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``command`` the options of words and names, read into ``resources``.

    They are the keywords of :class:`~diplosearch.Resources`.
    """

    @wraps(command)
    def with_resources(**options: Any) -> None:
        given = {name: options.pop(name) for name in _RESOURCES}
        command(resources=given, **options)

    with_options: Callable[..., None] = with_resources
    for option in (
        protected_words_option,
        stop_words_option,
        gazetteer_option,
        lexicon_option,
    ):
        with_options = option(with_options)
    return with_options


jobs_option = click.option(
    "--jobs",
    metavar="N",
    type=int,
    help="Processes to use, 1 or more; one a core unless given.",
)

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document, for programs."
)

layers_option = click.option(
    "--layers",
    metavar="NAMES",
    default=BOTH,
    show_default=True,
    callback=check_layers,
    shell_complete=offer_layers,
    help="What to mark: match, entity, both, or none.",
)

color_option = click.option(
    "--color",
    type=click.Choice(get_args(Color)),
    default="auto",
    show_default=True,
    help="Whether to use colours and other styles.",
)


full_option = click.option(
    "--full",
    "is_full",
    is_flag=True,
    help="Show whole passages, not only the sentences that hold the matches.",
)

match_option = click.option(
    "--match",
    type=click.Choice(get_args(MatchMode)),
    default="best",
    show_default=True,
    help="Passages with all words before the others, all alone, or any by score.",
)


group_option = click.option(
    "--group",
    type=click.Choice(["story"]),
    help="Show one passage of each story, and who else has it; count stories.",
)

keep_duplicates_option = click.option(
    "--keep-duplicates",
    is_flag=True,
    help="Index a document although another one says the same.",
)


def check_mapping(
    context: click.Context, option: click.Parameter, typed: str | None
) -> str | None:
    """Return ``typed`` if it is a mapping of fields; see ``callback`` of click."""
    if typed is None:
        return None
    from ..corpus.field_names import read_field_map

    try:
        read_field_map(typed)
    except UsageError as error:
        raise click.BadParameter(str(error), context, option) from None
    return typed


map_option = click.option(
    "--map",
    "mapping",
    metavar="FIELD=COLUMN,…",
    callback=check_mapping,
    help="What tables and JSON call the fields: text=body,date=published,desk=section. "
    "A name of your own makes a field. Kept for the next time; '' forgets it.",
)
strict_option = click.option(
    "--strict", is_flag=True, help="Exit with 1 if anything was skipped."
)
quiet_option = click.option(
    "-q", "--quiet", is_flag=True, help="Show neither progress nor report."
)


def change_options(command: _Command) -> _Command:
    """Give ``command`` the options of both rebuild and sync."""
    options = [
        click.argument("source", required=False, shell_complete=offer_folders),
        index_option,
        gazetteer_option,
        corrections_option,
        map_option,
        jobs_option,
        keep_duplicates_option,
        strict_option,
        json_option,
        quiet_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command


def filter_options(command: _Command) -> _Command:
    """Give ``command`` the options that restrict and order what is found."""
    return restrict_options(_order_options(command))


def _order_options(command: _Command) -> _Command:
    options = [
        click.option(
            "--sort",
            type=click.Choice(["score", "date", "recent"]),
            default="score",
            show_default=True,
            help="The best first, the newest, or the best of which recent ones count more.",
        ),
        click.option(
            "--half-life",
            metavar="DAYS",
            type=click.FloatRange(min=0, min_open=True, max=MOST_DAYS),
            default=HALF_LIFE,
            show_default=True,
            help="With --sort recent: days after which half of the advance is gone.",
        ),
        click.option(
            "--per-document",
            metavar="N",
            type=click.IntRange(min=0),
            default=3,
            show_default=True,
            help="At most N passages of a document; 0 for all.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def restrict_options(command: _Command) -> _Command:
    """Give ``command`` the options that restrict what is found."""
    options = [
        click.option(
            "--lang",
            "language",
            metavar="tr|en",
            callback=check_language,
            shell_complete=offer_languages,
            help="Only this language.",
        ),
        click.option(
            "--since",
            metavar="DATE",
            callback=check_date,
            help="From this date on: 2025, 2025-01-29, 'last month', 'son 30 gün', -7d.",
        ),
        click.option(
            "--until",
            metavar="DATE",
            callback=check_date,
            help="Up to this date, and all of it.",
        ),
        click.option(
            "--today",
            metavar="DATE",
            callback=read_day,
            help="The day from which 'last month' and the age of documents are counted.",
        ),
        click.option(
            "--source",
            metavar="NAME",
            multiple=True,
            shell_complete=offer_sources,
            help="Only this source, such as Xinhua; may come more than once.",
        ),
        click.option(
            "--entity",
            "entities",
            metavar="NAME",
            multiple=True,
            shell_complete=offer_entities,
            help="Only passages that name it: country:Çin, person:Fidan, or an id.",
        ),
        click.option(
            "--field",
            "fields",
            metavar="NAME=VALUE",
            multiple=True,
            callback=read_field_options,
            help="Only what has this value in a field of your own, desk=Ankara, or a tag, "
            "tag=reviewed; of several values of a field any.",
        ),
        click.option(
            "--translate/--no-translate",
            default=True,
            show_default=True,
            help="Find the words in the other language, too.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def limit_option(default: int, noun: str) -> Callable[[_Command], _Command]:
    """Return the option that limits how many of ``noun`` are shown."""
    return click.option(
        "--limit",
        metavar="N",
        type=click.IntRange(min=1),
        default=default,
        show_default=True,
        help=f"At most N {noun}.",
    )


def search_options(
    *,
    source: tuple[str, ...],
    per_document: int | None = None,
    is_full: bool = False,
    **others: Any,
) -> dict[str, Any]:
    """Return what :meth:`Index.search` takes for the options of a command."""
    whole = {"excerpt": None} if is_full else {}
    return {
        "source": source or None,
        "per_document": per_document or None,
        **whole,
        **others,
    }


def filters_of(options: dict[str, Any]) -> dict[str, Any]:
    """Return those of the options of a search that restrict what is found."""
    names = (*FILTERS.values(), "translate", "match", "today", "group")
    return {name: options[name] for name in names if name in options}
