"""Answers in six formats and in files; timelines, similar documents, who is who."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import diplosearch
from diplosearch.cli import cli
from diplosearch.cli.commands.completion import completion

Run = Callable[..., Result]

FIRST, LAST = "000_5ae7ee6c3a254e72", "004_29f82568b48d26f3"


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["--format", "html"], "<!doctype html>"),
        (["--format", "markdown"], "# Tokayev\n"),
        (["--format", "json"], "{\n"),
        (["--format", "csv"], '"rank","score"'),
        (["--json"], "{\n"),
    ],
)
@pytest.mark.parametrize("command", [["search", "Tokayev"], ["similar", LAST]])
def test_formats_are_whole(
    run: Run, command: list[str], arguments: list[str], begins: str
) -> None:
    """What is printed is a whole page or file of its format, and nothing else."""
    answer = run(*command, *arguments)
    assert answer.exit_code == 0
    if command[0] == "search" or "markdown" not in arguments:
        assert answer.stdout.startswith(begins)


@pytest.mark.parametrize("ending", ["json", "jsonl", "md", "html", "csv", "txt"])
def test_output_goes_to_a_file(run: Run, here: Path, ending: str) -> None:
    """--output writes what the library saves under such an ending, and says so."""
    answer = run("search", "Tokayev", "--limit", "1", "--output", f"answer.{ending}")
    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert "Saved 1 of" in answer.stderr
    with diplosearch.open("index") as index:
        saved = index.search("Tokayev", limit=1).save(here / f"expected.{ending}")
    written, expected = (here / f"answer.{ending}").read_bytes(), saved.read_bytes()
    if "json" not in ending:  # it holds the time that the search took
        assert written == expected
    else:
        assert len(written.splitlines()) == len(expected.splitlines())


@pytest.mark.parametrize("format", ["text", "ansi"])
@pytest.mark.parametrize(
    "query", ["Çin Dışişleri Bakanı", "toplantı ekonomi minist*", '"dışişleri bakanı"~3']
)
def test_the_screen_is_what_the_library_writes(run: Run, format: str, query: str) -> None:
    """Beside the time, what is printed is what ``to_text`` and ``to_ansi`` return."""
    options = ["--limit", "4", "--explain", "--facets", "country,year"]
    printed = run("search", query, "--format", format, *options).stdout
    with diplosearch.open("index") as index:
        results = index.search(query, limit=4, facets=["country", "year"])
    write = results.to_text if format == "text" else results.to_ansi
    assert re.sub(r" \([0-9.]+ s\)$", "", printed, flags=re.MULTILINE) == write(
        explain=True
    )


def test_format_comes_before_the_ending(run: Run, here: Path) -> None:
    """A format that is given holds whatever the file is called."""
    run("search", "Tokayev", "--format", "ansi", "--output", "answer")
    assert "\x1b[1;4" in (here / "answer").read_text(encoding="utf-8")
    run("search", "Tokayev", "--json", "--output", "answer.txt")
    assert json.loads((here / "answer.txt").read_text(encoding="utf-8"))["hits"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["search", "Çin", "--output", "a.pdf"], "end the name in .json, .jsonl"),
        (["search", "Çin", "--output", "a.csv", "--explain"], "does not go with csv"),
        (["search", "Çin", "--format", "csv", "--facets", "year"], "does not go with csv"),
        (["search", "Çin", "--timeline", "--format", "csv"], "--timeline goes with"),
        (["search", "Çin", "--timeline", "--output", "a.txt"], "--timeline goes with"),
        (["search", "Çin", "--timeline", "--by", "week"], "--by"),
        (["search", "Çin", "--json", "--format", "csv"], "exclude each other"),
        (["timeline", "--lang", "de"], "use tr or en"),
        (["similar", FIRST, "--limit", "0"], "--limit"),
        (["completion", "tcsh"], "tcsh"),
    ],
)
def test_wrong_usage_exits_with_2(run: Run, arguments: list[str], told: str) -> None:
    """What does not go together is named, and nothing is printed or written."""
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert told in answer.stderr
    assert answer.stdout == ""


def test_a_folder_that_is_missing_is_one_line(run: Run) -> None:
    """What cannot be written is told in one line."""
    answer = run("search", "Tokayev", "--output", "nowhere/a.html")
    assert answer.exit_code == 1
    assert "nowhere" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_csv_has_a_row_a_hit(run: Run) -> None:
    """CSV on the screen reads as a table."""
    printed = run("search", "Çin", "--format", "csv", "--limit", "3").stdout
    found = list(csv.DictReader(io.StringIO(printed, newline="")))
    assert [one["rank"] for one in found] == ["1", "2", "3"]


def test_search_shows_a_timeline(run: Run) -> None:
    """--timeline counts all that match, whatever --limit shows; JSON has it too."""
    shown = run("search", "Çin", "--timeline", "--by", "year", "--limit", "1").stdout
    answer = json.loads(run("search", "Çin", "--timeline", "--json", "--limit", "1").stdout)
    with diplosearch.open("index") as index:
        found = index.timeline("Çin")
    assert answer["timeline"] == found.to_dict()
    assert f"{found.documents} documents, 1 without a date" in shown
    assert "2023 to 2024: none" in shown
    assert "timeline" not in json.loads(run("search", "Çin", "--json").stdout)


@pytest.mark.parametrize(
    "arguments", [[], ["Çin"], ["Çin", "--lang", "tr"], ["--entity", "country:Çin"]]
)
def test_timeline_is_that_of_the_library(run: Run, arguments: list[str]) -> None:
    """The command counts what the library counts."""
    answer = json.loads(run("timeline", *arguments, "--by", "year", "--json").stdout)
    query = "Çin" if "Çin" in arguments else ""
    language = "tr" if "--lang" in arguments else None
    entities = ["country:Çin"] if "--entity" in arguments else []
    with diplosearch.open("index") as index:
        found = index.timeline(query, by="year", language=language, entities=entities)
    assert answer == found.to_dict()


def test_timeline_of_nothing(run: Run) -> None:
    """Where nothing matches that is said, and it is no failure."""
    answer = run("timeline", "zzzzqqq")
    assert answer.exit_code == 0
    assert "No documents." in answer.stdout


def test_similar_is_that_of_the_library(run: Run) -> None:
    """The command finds what the library finds, under the same filters."""
    answer = json.loads(run("similar", FIRST, "--json", "--lang", "en").stdout)
    with diplosearch.open("index") as index:
        found = index.similar(FIRST, language="en")
    assert [hit["passage"]["id"] for hit in answer["hits"]] == [
        hit.passage.id for hit in found
    ]


def test_timeline_stands_on_the_page(run: Run) -> None:
    """A page has the timeline beside the passages, on the screen and in a file."""
    page = run("search", "Çin", "--timeline", "--format", "html").stdout
    assert '<table class="months">' in page
    run("search", "Çin", "--timeline", "--output", "a.html")
    assert Path("a.html").read_text(encoding="utf-8") == page
    assert '<table class="months">' not in run("search", "Çin", "--format", "html").stdout


def test_full_shows_whole_passages(run: Run) -> None:
    """--full leaves nothing out of a passage, whatever the format."""
    short, full = (
        json.loads(run("search", "Çin", "--json", *given).stdout)["hits"][0]
        for given in ((), ("--full",))
    )
    (start, end) = full["excerpt"][0].values()
    assert (start, end) == (full["passage"]["start"], full["passage"]["end"])
    assert sum(one["end"] - one["start"] for one in short["excerpt"]) < end - start


def test_similar_offers_the_nearest_id(run: Run) -> None:
    """An id that is none is told with the nearest."""
    answer = run("similar", "x" + FIRST[1:])
    assert answer.exit_code == 1
    assert FIRST in answer.stderr


def test_who_writes_a_page(run: Run) -> None:
    """A page of an entity has its facts, its timeline and its latest passages."""
    page = run("who", "Wang Yi", "--format", "html").stdout
    assert "<h1" in page
    assert "Latest passages" in page
    assert page.count('<li id="hit-') == 1
    saved = run("who", "Wang Yi", "--output", "wang.html")
    assert saved.stderr == "Saved Wang Yi in wang.html.\n"
    assert Path("wang.html").read_text(encoding="utf-8") == page
    assert run("who", "Wang Yi", "--output", "wang.txt").exit_code == 2


def test_who_shows_a_profile(run: Run) -> None:
    """Who is told by name, with forms, dates and companions; JSON has the profile."""
    shown = run("who", "erdogan").stdout
    assert "person:recep-tayyip-erdogan" in shown
    assert "2024-04-25" in shown
    with diplosearch.open("index") as index:
        profile = index.profile("erdogan", limit=3)
    answer = json.loads(run("who", "erdogan", "--limit", "3", "--json").stdout)
    assert answer == profile.to_dict()


def test_who_offers_the_nearest_name(run: Run) -> None:
    """A name that nobody has is told with the nearest."""
    answer = run("who", "Tokajew")
    assert answer.exit_code == 1
    assert "Tokayev" in answer.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_is_made(run: Run, shell: str) -> None:
    """For each shell there is a script that asks the program."""
    script = run("completion", shell).stdout
    assert "_DIPLOSEARCH_COMPLETE" in script
    assert f"{shell}_complete" in script
    binary = shutil.which(shell)
    if binary is not None:
        subprocess.run([binary, "-n", "-c", script], check=True)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("s", ["search", "serve", "show", "similar", "stats", "sync"]),
        ("search --lang ", ["tr", "en"]),
        ("search --facets person,co", ["person,country"]),
        ("search --layers ent", ["entity"]),
        ("search --format m", ["markdown"]),
        ("search --source xin", ["Xinhua"]),
        ("search --entity erd", ["person:recep-tayyip-erdogan"]),
        ("search --index index zzzqq", []),
        ("search lang:", ["lang:en", "lang:tr"]),
        ("rebuild --engine t", ["tantivy"]),
        ("show 004", [LAST]),
        ("similar 004", [LAST]),
        ("timeline --by y", ["year"]),
        ("who mish", ["person:mikhail-mishustin"]),
        ("search --index nowhere erd", []),
        ("show --index nowhere 0", []),
        ("completion z", ["zsh"]),
    ],
)
def test_shells_are_offered_what_fits(
    here: Path, typed: str, offered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands, values, names and documents are offered; without an index, nothing."""
    from click.shell_completion import ShellComplete

    *words, last = typed.split(" ")
    shell = ShellComplete(cli, {}, "diplosearch", "_DIPLOSEARCH_COMPLETE")
    assert [item.value for item in shell.get_completions(words, last)] == offered


def test_completion_answers_the_shell(here: Path) -> None:
    """The program answers as the script asks it, through its environment."""
    words = {"COMP_WORDS": "diplosearch search --lang t", "COMP_CWORD": "3"}
    asked = {**os.environ, **words, "_DIPLOSEARCH_COMPLETE": "bash_complete"}
    code = "from diplosearch.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "plain,tr"


def test_help_of_completion_names_the_files() -> None:
    """The help says where each shell looks for its script."""
    told = completion.help or ""
    assert all(name in told for name in ("bash-completion", "$fpath", "fish/completions"))


@pytest.mark.parametrize("variable", ["NO_COLOR", "TERM"])
def test_plain_terminals_get_no_styles(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """Where styles are not wanted none is written, by whatever command."""
    monkeypatch.setenv(variable, "dumb")
    for command in (["similar", FIRST], ["timeline"], ["who", "erdogan"]):
        assert "\x1b" not in run(*command).output
