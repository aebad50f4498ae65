"""``diplosearch recover``: repairs a damaged index with what can be read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ...highlighting.control_characters import one_line
from ..options import index_option, jobs_option, json_option
from ..output.json import write_json

if TYPE_CHECKING:
    from ...integrity.recover import Recovery
    from ..output.screen import Screen

_DONE = {
    "sound": "{location} is sound; nothing was to be done.",
    "named": "{location} is sound again: its last state is named again.",
    "older": "{location} is sound again, in an older state: {documents}.",
    "rebuilt": "{location} is sound again: a new state was made of {documents}.",
}


@click.command(
    epilog="""\b
Example:
  diplosearch recover
  diplosearch recover --index index --json
"""
)
@index_option
@jobs_option
@json_option
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
@click.pass_context
def recover(
    context: click.Context, location: str, jobs: int | None, as_json: bool, quiet: bool
) -> None:
    """Bring back what can be of a damaged index.

    A new state is made of the documents that can be read, on the same engine, or an
    older sound one is named again. What was there is kept aside. Ends with 1 where
    a document was lost.
    """
    from ...integrity.recover import recover as recover_index
    from ..output.progress import shown_progress
    from ..output.screen import Screen

    with shown_progress(is_quiet=quiet or as_json) as progress:
        recovery = recover_index(location, progress=progress, jobs=jobs)
    if as_json:
        write_json(recovery.to_dict())
    else:
        write_recovery(recovery, Screen.of(sys.stdout))
    if recovery.lost:
        context.exit(1)


def write_recovery(recovery: Recovery, screen: Screen) -> None:
    """Write what was brought back, what was not, and where the rest is kept."""
    from ...messages import count, translate, translate_written

    documents = count(recovery.documents, "document")
    done = _DONE[recovery.outcome]
    told = translate(done, location=recovery.location, documents=documents)
    screen.write(one_line(told))
    for one in recovery.lost:
        what = one.path if one.id is None else f"{translate('document')} {one.id!r}"
        line = f"{what}: {translate_written(one.reason)}"
        screen.write(one_line(line), first=f"{translate('lost')}: ", indent="  ")
    for id in recovery.older:
        line = translate("document {id} is of an older state", id=repr(id))
        screen.write(one_line(line), first=f"{translate('older')}: ")
    for name in recovery.aside:
        path = f"{recovery.location}/{name}"
        line = translate("{path}; remove it when nothing in it is needed", path=path)
        screen.write(one_line(line), first=f"{translate('kept aside')}: ", indent="  ")
