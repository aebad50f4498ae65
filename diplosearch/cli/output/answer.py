"""An answer in the form that was asked for, on the screen or in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from ..options import Color, color_option, json_option, layers_option
from .json import write_json

if TYPE_CHECKING:
    from ...highlight.marks import Layer
    from ...search.results import Results
    from ...search.timeline import Timeline
    from .screen import Screen

Format = Literal["text", "ansi", "html", "markdown", "json", "csv"]

_FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".html": "html",
    ".md": "markdown",
    ".json": "json",
    ".csv": "csv",
}
"""The format that each ending tells."""

_ON_SCREEN = ("text", "ansi")


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is to be written, and where; ``output`` None is the screen."""

    format: Format | None
    layers: tuple[Layer, ...]
    is_explained: bool
    color: Color
    output: Path | None

    @property
    def has_timeline(self) -> bool:
        """Whether a timeline can be part of it."""
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
        asked: Format | None = "json" if as_json else format_
        if output is not None and asked is None:
            from ...export.files import ending_of

            asked = _FORMATS.get(ending_of(output))
        if asked == "csv" and is_explained:
            raise click.UsageError("--explain has no place in csv; drop one.")
        command(form=Form(asked, layers, is_explained, color, output), **others)

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
                type=click.Choice(get_args(Format)),
                help="How to write passages; text unless given.",
            ),
            click.option(
                "--output",
                metavar="FILE",
                type=click.Path(dir_okay=False, path_type=Path),
                help="Write to a file: .json .jsonl .md .html .csv .txt tells the format.",
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
    """Write an answer; what was passed over in the query goes to stderr."""
    from .hits import list_notes
    from .screen import Screen

    notes = Screen.of(sys.stderr, form.color)
    for note in list_notes(results):
        notes.write(note)
    if form.output is not None:
        _save(results, form, form.output, notes)
    elif form.format == "json":
        write_json(_to_dict(results, timeline, is_explained=form.is_explained))
    elif form.format in (None, *_ON_SCREEN):
        color = "always" if form.format == "ansi" else form.color
        screen = Screen.of(sys.stdout, color)
        _write_hits(results, screen, form, limit=limit, timeline=timeline)
    else:
        sys.stdout.write(_to_text(results, form))


def _to_text(results: Results, form: Form) -> str:
    """Return the answer as a file of its format holds it."""
    match form.format:
        case "html":
            return results.to_html(layers=form.layers, explain=form.is_explained)
        case "markdown":
            return results.to_markdown(layers=form.layers, explain=form.is_explained)
        case "csv":
            return results.to_csv()
        case "json":
            return results.to_json(explain=form.is_explained)
        case "ansi":
            return results.to_ansi(layers=form.layers, explain=form.is_explained)
    return results.to_text(layers=form.layers, explain=form.is_explained)


def _save(results: Results, form: Form, output: Path, notes: Screen) -> None:
    """Write the answer to a file; its ending tells the format that was not given."""
    from ..errors import one_line

    if form.format == _FORMATS.get(output.suffix.lower()):
        results.save(output, layers=form.layers, explain=form.is_explained)
    else:
        text = _to_text(results, form)
        output.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    notes.write(
        f"Saved {len(results):,} of {results.total:,} passages in {one_line(str(output))}."
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
    from .hits import summarize, write_facets, write_hit
    from .legend import write_legend
    from .timeline import write_timeline

    best = max((hit.score for hit in results), default=0.0)
    for hit in results:
        write_hit(
            hit, screen, layers=form.layers, is_explained=form.is_explained, best=best
        )
    write_facets(results, screen)
    if timeline is not None and results.total:
        write_timeline(timeline, screen)
        screen.write()
    if results:
        write_legend(results, screen, form.layers)
        screen.write(summarize(results, limit=limit))
