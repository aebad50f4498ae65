"""``diplosearch search``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import diplosearch

Run = Callable[..., Result]

CONTROLS = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} - {"\n", "\t"}


def test_hit_names_its_document(run: Run) -> None:
    """A hit shows rank, date, source, dateline, language, id, passage and names.

    The first words of an untitled document stand above it where it begins otherwise.
    """
    shown = run("search", "Çin", "Dışişleri", "Bakanı").stdout
    lines = shown.splitlines()
    facts = "2026-01-29  Xinhua (Beijing)  tr  002_cd0db7fd55b1c7af"
    assert lines[0] == f" 1. {facts}"
    assert lines[1].startswith("    BEİJİNG, 29 Ocak (Xinhua) -- [Çin] [Dışişleri Bakanı]")
    assert lines[2].startswith("    People: Wang Yi · Ceyhun Bayramov   Places: China")
    heading = ". BEİJİNG, 29 Ocak (Xinhua) -- Çin Dışişleri Bakanı Wang Yi, Çin'in …\n"
    assert f"{heading}    {facts}" in shown


def test_matches_are_bracketed_without_styles(run: Run) -> None:
    """Where nothing can be coloured, matches stand in square brackets."""
    answer = run("search", "Çin'in", "başkenti")
    assert "[Çin'in] [başkenti]" in answer.stdout
    assert "\x1b" not in answer.stdout


def test_color_always_styles_through_a_pipe(run: Run) -> None:
    """--color always writes SGR sequences, and no brackets."""
    answer = run("search", "Tokayev", "--color", "always", "--layers", "match")
    assert "\x1b[1;4mTokayev\x1b[0m" in answer.stdout
    assert "[Tokayev]" not in answer.stdout


@pytest.mark.parametrize(
    ("format_", "shown"),
    [
        ("text", "Kassym-Jomart [Tokayev] held"),
        ("ansi", "Kassym-Jomart \x1b[1;4mTokayev\x1b[0m held"),
        ("html", 'Kassym-Jomart <mark class="exact">Tokayev</mark> held'),
        ("markdown", "Kassym-Jomart **Tokayev** held"),
    ],
)
def test_formats(run: Run, format_: str, shown: str) -> None:
    """Each format marks the match in its own way."""
    answer = run("search", "Tokayev", "--format", format_, "--layers", "match")
    assert shown in answer.stdout


def test_json_is_one_document(run: Run) -> None:
    """--json prints the answer of the library, and nothing else."""
    answer = json.loads(run("search", "Çin", "--json", "--limit", "2").stdout)
    with diplosearch.open("index") as index:
        expected = index.search("Çin", limit=2).to_dict()
    del answer["took"], expected["took"]
    assert answer == expected


def test_json_keeps_letters(run: Run) -> None:
    """Turkish letters are not escaped."""
    assert '"query": "Çin"' in run("search", "Çin", "--json").stdout


def test_json_explains(run: Run) -> None:
    """With --explain each hit of the JSON holds its reasons."""
    answer = json.loads(run("search", "Tokayev", "--json", "--explain").stdout)
    explanation = answer["hits"][0]["explanation"]
    assert explanation["reasons"][0]["query"] == "Tokayev"
    assert explanation["score"] == pytest.approx(answer["hits"][0]["score"])


def test_explain_says_why(run: Run) -> None:
    """--explain names the word, the form and the share in the score."""
    assert "Tokayev through Tokayev (exact)" in run("search", "Tokayev", "--explain").stdout


def test_folded_passages_are_counted(run: Run) -> None:
    """Where documents have more passages than they may show, the rest is told."""
    told = run("search", "Çin", "--per-document", "1").stdout.splitlines()[-1]
    total, shown = int(told.split()[0]), int(told.partition("; shown: 1-")[2].split(",")[0])
    assert f", {total - shown} more in the same documents (" in told
    assert "more in" not in run("search", "Çin", "--limit", "1").stdout


def test_nothing_found_is_fine_and_says_what_to_try(run: Run) -> None:
    """No hit is no failure; the hint names the filters that were given."""
    answer = run("search", "zzzzqqq", "--lang", "tr", "--since", "2020")
    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert "No passage matches" in answer.stderr
    assert "drop --lang, --since." in answer.stderr


def test_warnings_go_to_stderr(run: Run) -> None:
    """What was passed over is told, but not among the hits."""
    answer = run("search", "Tokayev", ")")
    assert answer.stderr.startswith("note: ")
    assert "note:" not in answer.stdout


def test_empty_query_gets_a_note(run: Run) -> None:
    """An empty query finds nothing, and the note says why."""
    answer = run("search", "")
    assert answer.exit_code == 0
    assert "the query is empty" in answer.stderr


def test_query_may_begin_with_a_dash(run: Run) -> None:
    """After -- a word with a dash in front is part of the query."""
    assert run("search", "--", "-Olympic", "Tokayev").exit_code == 0
    assert run("search", "-Olympic", "Tokayev").exit_code == 2


def test_options_reach_the_library(run: Run) -> None:
    """Filters, order, paging and folding do what they do in Python."""
    cases: dict[tuple[str, ...], dict[str, Any]] = {
        ("--lang", "Turkish"): {"language": "tr"},
        ("--since", "2026"): {"since": "2026"},
        ("--until", "2025-12"): {"until": "2025-12"},
        ("--source", "xinhua"): {"source": ["xinhua"]},
        ("--sort", "date"): {"sort": "date"},
        ("--no-translate",): {"translate": False},
        ("--match", "all"): {"match": "all"},
        ("--per-document", "0"): {"per_document": None},
        ("--offset", "2", "--limit", "2"): {"offset": 2, "limit": 2},
    }
    with diplosearch.open("index") as index:
        for arguments, options in cases.items():
            found = json.loads(run("search", "Çin", "China", "--json", *arguments).stdout)
            expected = index.search("Çin China", **options)
            assert [hit["passage"]["id"] for hit in found["hits"]] == [
                hit.passage.id for hit in expected
            ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--since", "neither"], "'neither' is no date"),
        (["--lang", "de"], "use tr or en"),
        (["--limit", "0"], "--limit"),
        (["--offset", "-1"], "--offset"),
        (["--timeout", "0"], "--timeout"),
        (["--sort", "size"], "--sort"),
        (["--format", "pdf"], "--format"),
        (["--json", "--format", "html"], "exclude each other"),
        (["--nonsense"], "No such option"),
        (["--index", "http://host/name"], "use a folder"),
    ],
)
def test_wrong_usage_exits_with_2(run: Run, arguments: list[str], told: str) -> None:
    """An option that cannot be is named, and the exit code is 2."""
    answer = run("search", "Çin", *arguments)
    assert answer.exit_code == 2
    assert told in answer.stderr
    assert answer.stdout == ""


def test_missing_index_says_what_to_do(run: Run) -> None:
    """Without an index there is one line that names the command to build it."""
    answer = run("search", "Çin", "--index", "nowhere")
    assert answer.exit_code == 1
    assert answer.stderr.startswith("diplosearch: no index in 'nowhere'")
    assert "diplosearch rebuild" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_index_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """DIPLOSEARCH_INDEX names the index where --index does not."""
    monkeypatch.setenv("DIPLOSEARCH_INDEX", "elsewhere")
    assert "'elsewhere'" in run("search", "Çin").stderr
    assert run("search", "Çin", "--index", "index").exit_code == 0


@pytest.fixture
def hostile(here: Path) -> Path:
    """The index of a document whose every field tries to steer a terminal."""
    nasty = "\x1b[31m\x9b2J [bold]x[/bold] \x7f"
    row = dict.fromkeys(("title", "source", "text", "url"), f"Ankara {nasty}")
    (here / "rows.jsonl").write_text(json.dumps({"id": "evil", **row}), encoding="utf-8")
    diplosearch.rebuild(here / "rows.jsonl", here / "hostile").close()
    return here / "hostile"


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "Ankara", "\x1b[31m\x9b"],
        ["search", "Ankara", "\x1b[31m", "--explain"],
        ["search", "Ankara", "--format", "html"],
        ["search", "Ankara", "--format", "markdown"],
        ["search", "Ankara\x1b[31m\x9b", "--json"],
        ["search", "Ankara", "--since", "\x1b[31m"],
        ["search", "Ankara", "--\x1b[31m"],
        ["show", "evil"],
        ["show", "evil", "--json"],
        ["show", "evil\x1b[31m"],
        ["stats"],
        ["stats", "--json"],
        ["stats", "--index", "\x1b[31mnowhere"],
    ],
)
def test_no_control_reaches_the_terminal(
    run: Run, hostile: Path, arguments: list[str]
) -> None:
    """Neither documents nor arguments get a control character printed."""
    if "--index" not in arguments:
        arguments = [arguments[0], "--index", str(hostile), *arguments[1:]]
    answer = run(*arguments)
    assert not CONTROLS & set(answer.output)


def test_markup_of_documents_is_text(run: Run, hostile: Path) -> None:
    """What looks like the markup of a library is printed as it stands."""
    assert "[bold]x[/bold]" in run("search", "Ankara", "--index", str(hostile)).stdout
