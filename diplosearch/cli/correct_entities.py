"""``diplosearch entities`` with what corrects: ``--merge``, ``--ban`` and the like."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

import click

from ..highlighting.control_characters import one_line
from ..messages import translate
from .corrections import Named, describe_report, find_line, list_lines, make_line
from .output.json import write_json

if TYPE_CHECKING:
    from ..entity_index.corrections.line import CorrectionKind
    from ..index.index import Index


def correct_entities(context: click.Context, made: Mapping[str, Sequence[Named]]) -> None:
    """Run ``entities`` with the corrections ``made``, by kind, and its other options."""
    given = context.params
    groups = {
        "--corrections": bool(given["corrections"]),
        "--take-back": bool(given["take_back"]),
        "--list": given["is_list"],
        "--related": given["related"] is not None,
        "PREFIX": bool(given["prefix"]),
        "--type": given["type_"] is not None,
        **{f"--{kind}": bool(named) for kind, named in made.items()},
    }
    asked = [option for option, is_given in groups.items() if is_given]
    together = {f"--{kind}" for kind in made}
    if len(asked) > 1 and not together.issuperset(asked):
        raise click.UsageError(f"{asked[0]} does not go with {asked[1]}; drop one.")
    from ..entities.provider import Resources
    from ..index.index import open_index

    resources = Resources(gazetteer=given["gazetteer"])
    with open_index(given["location"], resources=resources) as index:
        changed, remarks = _apply(index, context, made)
        lines = list_lines(index)
    if given["as_json"]:
        write_json({"changed": changed, "corrections": lines, "remarks": remarks})
        return
    from .output.screen import Screen

    screen = Screen.of(sys.stdout)
    for line in lines if given["is_list"] else [*changed, *remarks]:
        screen.write(one_line(line))
    if given["is_list"] and not lines:
        Screen.of(sys.stderr).write(
            translate("No corrections; make one such as --merge A B.")
        )


def _apply(
    index: Index, context: click.Context, made: Mapping[str, Sequence[Named]]
) -> tuple[list[str], list[str]]:
    """Change the corrections; return those made or taken back, and what to say of it."""
    given = context.params
    if given["is_list"]:
        return [], []
    if given["corrections"] is not None:
        return [], describe_report(index.replace_corrections(given["corrections"]))
    if given["take_back"]:
        gone = [find_line(index, typed) for typed in given["take_back"]]
        return gone, describe_report(index.take_back(gone))
    lines = [
        make_line(index, cast("CorrectionKind", kind), *_pair(named))
        for kind, all_named in made.items()
        for named in all_named
    ]
    return lines, describe_report(index.correct(lines))


def _pair(named: Named) -> tuple[str, str]:
    return (named, "") if isinstance(named, str) else named
