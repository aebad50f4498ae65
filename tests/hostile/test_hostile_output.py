"""No document and no query injects markup, formulas or controls into any output."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import diplosearch
from diplosearch import Document
from diplosearch.cli import cli
from diplosearch.highlighting.control_characters import show_controls
from hostile.evil import QUERIES, TEXTS
from hostile.output import Inert, check_answer, check_html, check_json, check_terminal
from hostile.renderers import Rendered

WORDS = "Bakan Ankara'da ticaret üzerine konuştu"
URLS = [
    *("javascript:alert(1)", "data:text/html,<script>", 'http://a.invalid/"><b>', " //x"),
    *("http://a.invalid/\u202e\u2066\x1b[2J", "https://a.invalid/\u2028'onclick='x"),
]


def documents() -> list[Document]:
    """Return documents whose every field is hostile."""
    return [
        Document(
            id=f"{number} {one}" if f"{number} {one}".isprintable() else f"d{number}",
            text=f"{one} {WORDS} {number}. {one}",
            title=f"{one} Bakan {one}",
            source=one,
            dateline=one,
            url=URLS[number % len(URLS)],
            language="tr",
        )
        for number, one in enumerate(TEXTS)
    ]


@pytest.fixture(scope="module")
def evil_index() -> Iterator[diplosearch.Index]:
    """Documents whose every field is hostile, in memory."""
    with diplosearch.rebuild(documents(), jobs=1) as index:
        yield index


def test_there_are_as_many_as_promised() -> None:
    """48 texts meet 48 queries."""
    assert len(set(TEXTS)) == len(set(QUERIES)) == 48


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_no_document_and_no_query_breaks_out(
    evil_index: diplosearch.Index, number: int
) -> None:
    """An answer of all hostile documents is harmless in every format, by two readers."""
    results = evil_index.search(
        f"bakan ticaret {QUERIES[number]}",
        limit=len(TEXTS),
        per_document=1,
        facets=("source", "person", "country"),
    )
    check_answer(results)
    for hit in results:
        check_terminal(hit.to_ansi())
        check_terminal(hit.to_text())
        check_terminal(str(hit.explain()))
        check_html(hit.to_html())


def test_every_document_is_found(evil_index: diplosearch.Index) -> None:
    """The answers that are looked at hold each hostile text."""
    results = evil_index.search("bakan ticaret", limit=99, per_document=1)
    assert {hit.document.id for hit in results} == set(evil_index.ids())
    for hit in results:
        check_html(hit._repr_html_())
        shown = Rendered(hit.document._repr_html_())
        assert shown.tags <= {"style", "div", "h2", "p", "span", "mark"}
        assert shown.attributes <= {"class", "data-id", "title", "style"}
        assert show_controls(shown.text) == shown.text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents whose every field is hostile, on the disk."""
    folder = tmp_path_factory.mktemp("evil") / "in\u202edex"
    diplosearch.rebuild(documents(), folder, jobs=1).close()
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("color", ["always", "never"])
def test_the_command_line_shows_no_control(folder: Path, color: str) -> None:
    """Whatever documents, queries, names and folders hold, a terminal is not steered."""
    given = ["--index", str(folder)]
    calls = [
        *(
            ["search", "bakan", one, "--explain", "--color", color]
            for one in QUERIES[:24:3]
        ),
        *(["search", "bakan", "--format", one] for one in ("markdown", "csv", "html")),
        *(["show", f"d{number}", "--color", color] for number in (34, 38, 39, 40, 42)),
        *(["show", "\u202e\x1b[2J"], ["similar", "d38"], ["timeline", "\u202ebakan"]),
        *(["stats"], ["entities"], ["check"], ["who", "\u2066x"], ["show", "--\u202ex"]),
    ]
    for call in calls:
        done = CliRunner().invoke(cli, [*call, *given])
        assert done.exit_code in (0, 1, 2), done.exception
        assert done.exit_code != 1 or "internal" not in done.stderr
        check_terminal(done.stdout)
        check_terminal(done.stderr)
    for call in (["search", "bakan"], ["stats"], ["entities"], ["show", "d38"]):
        done = CliRunner().invoke(cli, [*call, "--json", *given])
        check_json(done.stdout)


@pytest.mark.parametrize(
    "page",
    [
        "<script>",
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "<!-- x -->",
        "<?x ?>",
        "<img>",
        "<i style='background:url(x)'>",
    ],
)
def test_what_breaks_out_is_seen(page: str) -> None:
    """The assertions of these tests find foreign markup, by each reader."""
    with pytest.raises(AssertionError):
        Inert().feed(page)


@pytest.mark.parametrize("shown", ["\u202e", "\u2066", "\u2028", "\x1b[2J", "\x9b", "\x7f"])
def test_what_steers_is_seen(shown: str) -> None:
    """The assertions of these tests find controls."""
    with pytest.raises(AssertionError):
        check_terminal(f"x{shown}y")
