"""``diplosearch who``: the profile of an entity."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ...highlighting.control_characters import one_line
from ...messages import translate
from ..errors import Failure
from ..options import (
    Color,
    color_option,
    gazetteer_option,
    indexes_option,
    json_option,
    limit_option,
)
from ..output.json import write_json
from ..output.unknown_entity import describe_unknown
from ..shell_completion import offer_entities


@click.command(
    epilog="""\b
Example:
  diplosearch who Erdoğan
  diplosearch who country:Çin --limit 30 --json
  diplosearch who Wang Yi --output wang-yi.html
"""
)
@click.argument("name", nargs=-1, required=True, shell_complete=offer_entities)
@indexes_option
@gazetteer_option
@limit_option(10, "related entities")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "html")),
    help="A page has its timeline and its latest passages with it; text unless given.",
)
@click.option(
    "--output",
    metavar="FILE.html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the page to a file.",
)
@json_option
@color_option
def who(
    name: tuple[str, ...],
    location: str | list[str],
    gazetteer: str | None,
    limit: int,
    format_: str | None,
    output: Path | None,
    as_json: bool,
    color: Color,
) -> None:
    """Show who or what an entity is: forms, counts, dates, and with whom.

    NAME is a name, a field with a name such as country:Çin, or an id.
    """
    from ...entities.provider import Resources
    from ...export.files import write_file
    from ...index.index import open_index
    from ..output.profiles import profile_page, write_profile
    from ..output.screen import Screen

    is_page = format_ == "html" or (format_ is None and output is not None)
    if output is not None and (not is_page or output.suffix.lower() != ".html"):
        raise click.UsageError("--output takes a page; end the name in .html.")
    if as_json and format_ is not None:
        raise click.UsageError("--json and --format exclude each other; drop one.")
    text = " ".join(name)
    with open_index(location, resources=Resources(gazetteer=gazetteer)) as index:
        try:
            profile = index.profile(text, limit=limit)
        except KeyError:
            raise Failure(describe_unknown(text, index)) from None
        page = profile_page(profile, index) if is_page else ""
    if output is not None:
        write_file(output, page, "html")
        message = translate("Saved {name} in {file}.", name=profile.name, file=output)
        Screen.of(sys.stderr, color).write(one_line(message))
    elif is_page:
        sys.stdout.write(page)
    elif as_json:
        write_json(profile.to_dict())
    else:
        write_profile(profile, Screen.of(sys.stdout, color))
