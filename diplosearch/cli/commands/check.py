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
    Ends with 1 where something is damaged, or not available.
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
    from ...messages import count, translate, translate_written

    for one in report.findings:
        severity = translate(one.severity)
        told = one_line(translate_written(str(one)))
        screen.write(told, first=f"{severity}: ", indent="  ")
    if report.unavailable and not report.damage:
        template = "{location} is not available; nothing is known to be damaged."
        screen.write(one_line(translate(template, location=report.location)))
        return
    template = (
        "{location} is sound: {documents}, {passages}; {looked} in {seconds} s."
        if report.ok
        else "{location} is damaged: {documents}, {passages}; {looked} in {seconds} s."
    )
    told = translate(
        template,
        location=report.location,
        documents=count(report.documents, "document"),
        passages=count(report.passages, "passage"),
        looked=_describe_look(report),
        seconds=f"{report.seconds:.1f}",
    )
    screen.write(one_line(told))


def _describe_look(report: CheckReport) -> str:
    """Return what was looked at, and how closely; a cluster keeps no files of its own."""
    from rich.filesize import decimal

    from ...messages import count, translate

    if "://" in report.location:
        return translate("all read" if report.is_full else "counted (--full reads all)")
    return translate(
        "{files} ({size}) read and compared"
        if report.is_full
        else "{files} ({size}) compared by size (--full reads all)",
        files=count(report.files, "file"),
        size=decimal(report.size),
    )
