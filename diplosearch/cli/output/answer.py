"""The results of a search in any format, on the screen or in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from ...export.formats import Format, format_of
from ...highlighting.control_characters import one_line
from ...messages import count, translate, write_number
from ..options import Color, color_option, json_option, layers_option
from .json import write_json

if TYPE_CHECKING:
    from ...highlighting.marks import Layer
    from ...index.export import ExportReport
    from ...search.aggregates.timeline import Timeline
    from ...search.results import Results
    from .screen import Screen

_CHOICES = tuple(format for format in get_args(Format) if format != "jsonl")
_ON_SCREEN = ("text", "ansi")


@dataclass(frozen=True, slots=True)
class Form:
    """How results are written, and where; ``output`` None is the screen."""

    format: Format | None
    layers: tuple[Layer, ...]
    is_explained: bool
    color: Color
    output: Path | None

    @property
    def has_timeline(self) -> bool:
        """Whether a timeline can be written with them."""
        if self.format == "html":
            return True
        return self.output is None and self.format in (None, *_ON_SCREEN, "json")


def answer_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``command`` the options for the form of an answer, read into ``form``."""

    @wraps(command)
    def with_form(
        *,
        format_: Format | None,
        as_json: bool,
        layers: tuple[Layer, ...],
        is_explained: bool,
        color: Color,
        output: Path | None,
        **others: Any,
    ) -> None:
        if as_json and format_ not in (None, "json"):
            raise click.UsageError("--json and --format exclude each other; drop one.")
        format: Format | None = "json" if as_json else format_
        if output is not None and format is None:
            format = format_of(output)
        if format == "csv" and is_explained:
            raise click.UsageError("--explain does not go with csv; drop one.")
        command(form=Form(format, layers, is_explained, color, output), **others)

    with_option = with_form
    for option in reversed(
        (
            layers_option,
            click.option(
                "--explain", "is_explained", is_flag=True, help="Say why each was found."
            ),
            click.option(
                "--format",
                "format_",
                type=click.Choice(_CHOICES),
                help="How to write passages; text unless given.",
            ),
            click.option(
                "--output",
                metavar="FILE",
                type=click.Path(dir_okay=False, path_type=Path),
                help="Write to a file: .json .jsonl .md .html .csv .txt .ris .bib.",
            ),
            json_option,
            color_option,
        )
    ):
        with_option = option(with_option)
    return with_option


def write_answer(
    results: Results, form: Form, *, limit: int, timeline: Timeline | None = None
) -> None:
    """Write results; what was passed over in the query goes to stderr."""
    from ...export.files import render
    from ...export.phrases import describe_notes
    from .screen import Screen

    notes = Screen.of(sys.stderr, form.color)
    for note in describe_notes(results):
        notes.write(note)
    if form.output is not None:
        _save(results, form, form.output, notes, timeline)
    elif form.format == "json":
        write_json(_to_dict(results, timeline, is_explained=form.is_explained))
    elif form.format in (None, *_ON_SCREEN):
        color = "always" if form.format == "ansi" else form.color
        screen = Screen.of(sys.stdout, color)
        _write_hits(results, screen, form, limit=limit, timeline=timeline)
    else:
        written = render(
            results,
            form.format,
            layers=form.layers,
            is_explained=form.is_explained,
            timeline=timeline,
        )
        sys.stdout.write(written)


def _save(
    results: Results, form: Form, output: Path, notes: Screen, timeline: Timeline | None
) -> None:
    from ...export.files import save

    path = save(
        results,
        output,
        layers=form.layers,
        is_explained=form.is_explained,
        format=form.format,
        timeline=timeline,
    )
    notes.write(describe_saved(results, path))


def describe_saved(results: Results, path: Path) -> str:
    """Return how many of the passages were written to a file."""
    return translate(
        "Saved {number} of {total} passages in {file}.",
        number=write_number(len(results)),
        total=write_number(results.total),
        file=one_line(str(path)),
    )


def describe_export(report: ExportReport) -> str:
    """Return what was written to a file, in one line."""
    if report.format in ("graphml", "gexf"):
        written = count(report.count, "node")
    elif report.format == "geojson":
        written = count(report.count, "place")
    else:
        written = count(report.count, "document")
    return translate(
        "Wrote {counted} to {file}.", counted=written, file=one_line(str(report.path))
    )


def _to_dict(
    results: Results, timeline: Timeline | None, *, is_explained: bool
) -> dict[str, Any]:
    from ...export.json import to_values

    answer = to_values(results, is_explained=is_explained)
    if timeline is not None:
        answer["timeline"] = timeline.to_dict()
    return answer


def _write_hits(
    results: Results,
    screen: Screen,
    form: Form,
    *,
    limit: int,
    timeline: Timeline | None,
) -> None:
    from ...export.text import render_facets
    from .hits import write_end, write_hits
    from .timeline import write_timeline

    write_hits(results, screen, layers=form.layers, is_explained=form.is_explained)
    screen.write_lines(render_facets(results, screen.look))
    if timeline is not None and results.total:
        write_timeline(timeline, screen)
        screen.write()
    if results:
        write_end(results, screen, layers=form.layers, limit=limit)
