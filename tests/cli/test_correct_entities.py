"""Corrections by hand on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import diplosearch
from diplosearch.cli import cli
from diplosearch.cli.shell_completion import offer_corrections

Run = Callable[..., Result]

MERGED = "person:wang-yi = person:xi-jinping"
BANNED = "- person:kassym-jomart-tokayev"
RENAMED = "country:CN -> Halk Cumhuriyeti"
APART = "person:wang-yi != person:xi-jinping"


def ids(run: Run, *arguments: str) -> list[str]:
    """Return the ids of the entities that a list shows."""
    return [one["id"] for one in json.loads(run("entities", "--json", *arguments).stdout)]


def listed(run: Run) -> list[str]:
    """Return the corrections that hold."""
    return run("entities", "--list").stdout.splitlines()


def test_all_kinds_at_once(run: Run) -> None:
    """Each option makes its correction, by names or ids, in one commit."""
    answer = run(
        *("entities", "--merge", "Wang Yi", "person:Xi Jinping", "--ban", "Tokayev"),
        *("--rename", "Çin", "Halk Cumhuriyeti"),
    )
    assert answer.stdout.splitlines() == [
        MERGED,
        BANNED,
        RENAMED,
        "Corrections by hand: 3 new, 3 hold now.",
    ]
    assert ids(run, "wang") == ids(run, "jinping") == ["person:xi-jinping"]
    assert ids(run, "tokayev") == []
    assert json.loads(run("entities", "halk", "--json").stdout)[0]["id"] == "country:CN"
    assert listed(run) == [MERGED, BANNED, RENAMED]
    with diplosearch.open("index") as index:
        assert index.stats().commit == 2


@pytest.fixture
def alias(run: Run, here: Path) -> str:
    """An id that the corpus makes another entity: a surname that stands alone."""
    stories = "Minister Ada Pekcan met the envoy.", "Critics said Pekcan was late."
    for number, story in enumerate(stories):
        (here / "seeds" / f"new{number}.txt").write_text(story, encoding="utf-8")
    run("sync", "--jobs", "1")
    return "person:pekcan"


def test_apart(run: Run, alias: str) -> None:
    """--apart parts what the corpus made one."""
    assert ids(run, "pekcan") == ["person:ada-pekcan"]
    run("entities", "--apart", "person:ada-pekcan", "Pekcan")
    assert ids(run, "pekcan") == ["person:ada-pekcan", alias]
    assert listed(run) == [f"person:ada-pekcan != {alias}"]


def test_profile_shows_other_ids(run: Run, alias: str) -> None:
    """``who`` lists the ids that are one entity, which corrections may name."""
    assert f"  also       {alias}" in run("who", "Ada Pekcan").stdout
    run("entities", "--merge", "Wang Yi", "Xi Jinping")
    profile = json.loads(run("who", "Wang Yi", "--json").stdout)
    assert profile["id"] == "person:xi-jinping"
    assert profile["aliases"] == ["person:wang-yi"]


@pytest.mark.parametrize("back", ["2", BANNED, "-person:kassym-jomart-tokayev"])
def test_one_is_taken_back(run: Run, back: str) -> None:
    """A correction is taken back by its number in the list, or its line."""
    run("entities", "--merge", "Wang Yi", "Xi Jinping", "--ban", "Tokayev")
    answer = run("entities", "--take-back", back)
    assert "Corrections by hand: 1 taken back, 1 hold now." in answer.stdout
    assert listed(run) == [MERGED]
    assert ids(run, "tokayev") == ["person:kassym-jomart-tokayev"]


def test_json(run: Run) -> None:
    """--json says what was changed, what holds, and what is to be said of it."""
    made = json.loads(run("entities", "--ban", "Tokayev", "--json").stdout)
    assert made == {
        "changed": [BANNED],
        "corrections": [BANNED],
        "remarks": ["Corrections by hand: 1 new, 1 hold now."],
    }
    assert json.loads(run("entities", "--list", "--json").stdout)["corrections"] == [BANNED]


def test_what_holds_already_changes_nothing(run: Run) -> None:
    """The same correction again makes no commit."""
    run("entities", "--ban", "Tokayev")
    answer = run("entities", "--ban", "person:kassym-jomart-tokayev")
    assert answer.exit_code == 0
    assert "Nothing changed: it was so already." in answer.stdout
    with diplosearch.open("index") as index:
        assert index.stats().commit == 2


def test_list_is_a_file_of_corrections(run: Run, here: Path) -> None:
    """What --list prints can be given to --corrections, of any command."""
    run("entities", "--merge", "Wang Yi", "Xi Jinping", "--rename", "Çin", "Halk")
    lines = run("entities", "--list").stdout
    (here / "mine.txt").write_text(lines, encoding="utf-8")
    for number in ("1", "1"):
        run("entities", "--take-back", number)
    assert listed(run) == []
    answer = run("entities", "--corrections", "mine.txt")
    assert answer.stdout == "Corrections by hand: 2 new, 2 hold now.\n"
    assert "".join(f"{line}\n" for line in listed(run)) == lines


def test_rebuild_and_sync_keep_and_take_them(run: Run, here: Path) -> None:
    """They stay through rebuild and sync; --corrections puts a file in their place."""
    run("entities", "--ban", "Tokayev")
    assert run("rebuild", "-q", "--jobs", "1").exit_code == 0
    assert listed(run) == [BANNED]
    (here / "mine.txt").write_text(f"# mine\n{MERGED}\n", encoding="utf-8")
    answer = run("sync", "--corrections", "mine.txt", "--jobs", "1")
    assert "Corrections by hand: 1 new, 1 taken back, 1 hold now." in answer.stdout
    assert listed(run) == [MERGED]
    assert ids(run, "tokayev") == ["person:kassym-jomart-tokayev"]
    (here / "mine.txt").write_text(f"{RENAMED}\n", encoding="utf-8")
    run("rebuild", "-q", "--from", "index", "--corrections", "mine.txt", "--jobs", "1")
    assert listed(run) == [RENAMED]


@pytest.mark.parametrize("command", ["rebuild", "sync", "entities"])
def test_unsound_file_is_named(run: Run, here: Path, command: str) -> None:
    """An unsound line ends with 2, its file and number, and nothing is changed."""
    (here / "mine.txt").write_text(f"# mine\n{MERGED}\n\nWang Yi\x1b\n", encoding="utf-8")
    answer = run(command, "--corrections", "mine.txt")
    assert answer.exit_code == 2
    assert answer.stderr.startswith("diplosearch: mine.txt, line 4: ")
    assert "\x1b" not in answer.stderr
    assert listed(run) == []


def test_empty_list_gives_a_hint(run: Run) -> None:
    """Where there are none, stderr says how to make one."""
    answer = run("entities", "--list")
    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert answer.stderr.startswith("No corrections; make one")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--ban", "Wong Yi"], "the nearest: 'Wang Yi'"),
        (["--merge", "Wang Yi", "Nobody\x1b"], "no entity is called"),
        (["--take-back", "3"], "no correction has the number 3; there are none"),
        (["--take-back", "9" * 5000], "there are none"),
        (["--take-back", BANNED], "no correction"),
    ],
)
def test_what_is_unknown_is_named(run: Run, arguments: list[str], told: str) -> None:
    """An unknown name or number is a failure in one line."""
    answer = run("entities", *arguments)
    assert answer.exit_code == 1
    assert told in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert "\x1b" not in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--take-back", "person:x"], "is no correction"),
        (["--merge", "Wang Yi", "person:wang-yi"], "stands on both sides"),
        (["--rename", "Çin", "?"], "no name"),
        (["--ban", "Tokayev", "--list"], "--list does not go with --ban"),
        (["--ban", "Tokayev", "--type", "PERSON"], "--type does not go with --ban"),
        (["wang", "--list"], "--list does not go with PREFIX"),
        (
            ["--related", "Çin", "--take-back", "1"],
            "--take-back does not go with --related",
        ),
        (["--merge", "Wang Yi"], "requires 2 arguments"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], told: str) -> None:
    """What cannot be is wrong usage, and changes nothing."""
    answer = run("entities", *arguments)
    assert answer.exit_code == 2
    assert told in answer.stderr
    assert listed(run) == []


def test_parts_of_a_rebuild_take_no_file(run: Run, here: Path) -> None:
    """Corrections are given when the parts are put together."""
    (here / "mine.txt").write_text("", encoding="utf-8")
    answer = run("rebuild", "--part", "1/2", "--corrections", "mine.txt")
    assert "--corrections does not go with --part" in answer.stderr


def test_shell_completes_them(run: Run, here: Path) -> None:
    """--take-back offers the lines, the other options entities."""
    run("entities", "--ban", "Tokayev", "--merge", "Wang Yi", "Xi Jinping")
    command = cli.commands["entities"]
    with command.make_context("entities", ["--index", "index", "--list"]) as context:
        option = next(one for one in command.params if one.name == "take_back")
        offered = option.shell_complete(context, "- ")
        assert [one.value for one in offered] == [BANNED]
        assert len(offer_corrections(context, option, "")) == 2
        merge = next(one for one in command.params if one.name == "merge")
        assert "country:AZ" in [one.value for one in merge.shell_complete(context, "azerb")]
