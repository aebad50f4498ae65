"""``diplosearch check``: whether an index is sound."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ...highlighting.control_characters import one_line
from ..options import index_option, json_option
from ..output.json import write_json

if TYPE_CHECKING:
    from ...integrity.findings import CheckReport
    from ..output.screen import Screen


@click.command(
    epilog="""\b
Example:
  diplosearch check
  diplosearch check --full --json
"""
)
@index_option
@click.option("--full", is_flag=True, help="Read everything and compare it.")
@json_option
@click.pass_context
def check(context: click.Context, location: str, full: bool, as_json: bool) -> None:
    """Tell whether the index is sound.

    Each finding is a line. Without --full only the sizes of files are compared.
    Ends with 1 where something is damaged.
    """
    from ...integrity.check import check as check_index
    from ..output.screen import Screen

    report = check_index(location, full=full)
    if as_json:
        write_json(report.to_dict())
    else:
        write_check(report, Screen.of(sys.stdout))
    if not report.ok:
        context.exit(1)


def write_check(report: CheckReport, screen: Screen) -> None:
    """Write each finding in a line, and what was looked at."""
    from rich.filesize import decimal

    from ...messages import count

    for one in report.findings:
        screen.write(one_line(str(one)), first=f"{one.severity}: ", indent="  ")
    state = "sound" if report.ok else "damaged"
    looked = (
        "read and compared" if report.is_full else "compared by size (--full reads all)"
    )
    screen.write(
        one_line(
            f"{report.location} is {state}: {count(report.documents, 'document')}, "
            f"{count(report.passages, 'passage')}; {count(report.files, 'file')} "
            f"({decimal(report.size)}) {looked} in {report.seconds:.1f} s."
        )
    )
