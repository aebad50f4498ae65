"""``diplosearch entities``, and entities in the other commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import diplosearch
from diplosearch.cli import cli

Run = Callable[..., Result]

ZORLU = "Zorlu Meclisi bugün Ankara'da toplandı ve karar aldı.\n"
OWN = "ORG | Zorlu Council | Zorlu Meclisi\nPERSON | Ada Pekcan | | person:ada\n"


# The list


def test_list_is_a_table(run: Run) -> None:
    """Name, type, id, documents and passages stand in columns, the most named first."""
    head, first, *_ = run("entities").stdout.splitlines()
    assert head.split() == ["name", "type", "id", "documents", "passages"]
    assert first.split()[:4] == ["China", "GPE", "country:CN", "5"]
    assert head.endswith("passages")
    assert len(first) == len(head)


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["bayram"], ["person:ceyhun-bayramov"]),
        (["WANG", "yi"], ["person:wang-yi"]),
        (["CIN", "--type", "GPE"], ["country:CN"]),
        (["--type", "GPE", "--limit", "1"], ["country:CN"]),
        (["--type", "person", "wang"], ["person:wang-yi"]),
        (["zzz"], []),
    ],
)
def test_prefix_and_type_restrict_it(
    run: Run, arguments: list[str], ids: list[str]
) -> None:
    """A word's beginning, a type and a limit do what they do in Python."""
    found = json.loads(run("entities", "--json", *arguments).stdout)
    assert [one["id"] for one in found] == ids
    assert all(set(one) == {"id", "type", "name", "documents", "passages"} for one in found)


def test_nothing_found_is_no_failure(run: Run) -> None:
    """Where no name begins so, a hint goes to stderr."""
    answer = run("entities", "zzz")
    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert answer.stderr.startswith("No entities")


@pytest.mark.parametrize("asked", ["Çin", "China", "country:CN", "country:Çin"])
def test_related_shows_the_entity_and_its_company(run: Run, asked: str) -> None:
    """--related shows forms and counts, then who shares passages, with bars."""
    answer = run("entities", "--related", asked, "--limit", "3").stdout
    name, *lines = answer.splitlines()
    assert name == "China"
    assert "  id         country:CN" in lines
    assert any(line.split()[:1] == ["written"] and "Çin" in line for line in lines)
    bars = [line for line in lines if "#" in line]
    assert len(bars) == 3
    assert bars[0].split()[1] == "#" * 12


def test_related_as_json(run: Run) -> None:
    """--json has the entity with its forms, and its company as the library gives it."""
    found = json.loads(run("entities", "--related", "Çin", "--json").stdout)
    with diplosearch.open("index") as index:
        expected = index.related("country:CN")
    assert found["entity"]["id"] == "country:CN"
    assert "Çin" in found["entity"]["forms"]
    assert found["related"] == [
        {"id": one.id, "name": one.name, "count": one.count} for one in expected
    ]


def test_unknown_name_offers_the_nearest(run: Run) -> None:
    """A name that the index does not know is a failure in one line."""
    answer = run("entities", "--related", "Wong\x1b Yi")
    assert answer.exit_code == 1
    assert "'Wang Yi'" in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert "\x1b" not in answer.stderr


def test_index_without_entities_says_so(run: Run) -> None:
    """Where none were looked for, the message says what to do about it."""
    assert run("rebuild", "--no-entities", "-q").exit_code == 0
    assert run("entities").stdout == ""
    answer = run("entities", "--related", "Çin")
    assert answer.exit_code == 1
    assert "rebuild it with entities" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--type", "ANIMAL"], "--type"),
        (["--limit", "0"], "--limit"),
        (["--related", "Çin", "wang"], "drop one"),
        (["--related", "Çin", "--type", "ORG"], "drop one"),
        (["--gazetteer", "nowhere.txt"], "nowhere.txt"),
    ],
)
def test_wrong_usage_exits_with_2(run: Run, arguments: list[str], told: str) -> None:
    """An option that cannot be is named, and the exit code is 2."""
    answer = run("entities", *arguments)
    assert answer.exit_code == 2
    assert told in answer.stderr


# In search


def passages_of(answer: Result) -> list[str]:
    """Return the ids of the passages in an answer as JSON."""
    return [hit["passage"]["id"] for hit in json.loads(answer.stdout)["hits"]]


def test_entity_filters_in_either_language(run: Run) -> None:
    """--entity lets passages through that name it, by any of its names."""
    answers = [
        passages_of(run("search", "bakan minister", "--json", "--entity", name))
        for name in ("country:Çin", "country:China", "country:CN", "country:cn")
    ]
    assert answers[0]
    assert answers == [answers[0]] * 4
    both = run("search", "bakan", "--json", "--entity", "Çin", "--entity", "Azerbaycan")
    assert set(passages_of(both)) < set(answers[0])


def test_unknown_entity_lets_nothing_through(run: Run) -> None:
    """An entity that the index does not know is told, with the option to drop."""
    answer = run("search", "Çin", "--entity", "Atlantis")
    assert answer.exit_code == 0
    assert "Atlantis: the index knows no such entity" in answer.stderr
    assert "drop --entity." in answer.stderr


def test_facets_are_shown_with_bars(run: Run) -> None:
    """--facets writes each value's count, a bar and its name behind the hits."""
    lines = run("search", "Çin", "--facets", "language,person").stdout.splitlines()
    values = lines[lines.index("Languages") + 1 : lines.index("People")]
    assert [line.split()[-1] for line in values] == ["English", "Turkish"]
    assert values[0].split()[1] == "#" * 12
    assert any("Wang Yi" in line for line in lines[lines.index("People") :])


def test_unknown_facet_is_refused(run: Run) -> None:
    """A facet that does not exist ends with 2 and the list of those that do."""
    answer = run("search", "Çin", "--facets", "colour")
    assert answer.exit_code == 2
    assert "'colour' is no facet; use source" in answer.stderr


@pytest.mark.parametrize(
    ("layers", "has_match", "has_entity"),
    [
        ("both", True, True),
        ("match,entity", True, True),
        ("match", True, False),
        ("entity", False, True),
        ("none", False, False),
    ],
)
@pytest.mark.parametrize(
    ("arguments", "match", "entity"),
    [
        (["--format", "html"], "<mark", 'class="entity'),
        (["--color", "always"], "\x1b[1;4m", "38;5;28m"),
    ],
)
def test_layers(
    run: Run,
    arguments: list[str],
    match: str,
    entity: str,
    layers: str,
    has_match: bool,
    has_entity: bool,
) -> None:
    """--layers says whether matches and entities are marked."""
    written = run("search", "visit", *arguments, "--layers", layers).stdout
    shown = written.split("named: ")[0]
    assert (match in shown) == has_match
    assert (entity in shown) == has_entity
    if "--color" in arguments:
        assert ("named: " in written) == has_entity


def test_unknown_layer_is_refused(run: Run) -> None:
    """A layer that does not exist ends with 2 and the names of those that do."""
    answer = run("search", "Çin", "--layers", "match,word")
    assert answer.exit_code == 2
    assert "'word' is no layer; use match, entity, both, none" in answer.stderr


# A gazetteer of one's own


def test_own_gazetteer_from_rebuild_to_search(run: Run, here: Path) -> None:
    """Entities given by --gazetteer are found, and found by in either language."""
    (here / "mine.txt").write_text(OWN, encoding="utf-8")
    (here / "seeds" / "new.txt").write_text(ZORLU, encoding="utf-8")
    own = ("--gazetteer", "mine.txt")
    assert run("rebuild", "-q", *own).exit_code == 0
    found = json.loads(run("entities", "zorlu", "--json").stdout)
    assert [one["id"] for one in found] == ["org:zorlu-council"]
    asked = ("search", "toplandı", "--json", "--entity", "org:Zorlu Council")
    assert passages_of(run(*asked, *own)) == ["new#0"]


def test_sync_takes_the_gazetteer_of_the_rebuild(run: Run, here: Path) -> None:
    """What is added later is read as what was there; with another one it is refused."""
    (here / "mine.txt").write_text(OWN, encoding="utf-8")
    run("rebuild", "-q", "--gazetteer", "mine.txt")
    (here / "seeds" / "new.txt").write_text(ZORLU, "utf-8")
    refused = run("sync")
    assert refused.exit_code == 1
    assert "open it with the gazetteer" in refused.stderr
    assert "1 added" in run("sync", "--gazetteer", "mine.txt").stdout
    assert json.loads(run("entities", "zorlu", "--json").stdout)


@pytest.mark.parametrize("command", ["rebuild", "sync", "search", "entities", "repl"])
def test_unsound_gazetteer_is_named(run: Run, here: Path, command: str) -> None:
    """A line of a gazetteer that is no entity ends with 2, its file and number."""
    (here / "mine.txt").write_text("# mine\nORG Zorlu\n", encoding="utf-8")
    arguments = ["Çin"] if command == "search" else []
    answer = run(command, "--gazetteer", "mine.txt", *arguments)
    assert answer.exit_code == 2
    assert "mine.txt, line 2" in answer.stderr


def test_gazetteer_from_the_environment(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DIPLOSEARCH_GAZETTEER names the file where --gazetteer does not."""
    (here / "mine.txt").write_text("ORG Zorlu\n", encoding="utf-8")
    monkeypatch.setenv("DIPLOSEARCH_GAZETTEER", "mine.txt")
    assert "mine.txt, line 1" in run("search", "Çin").stderr


def test_commands_with_names_take_a_gazetteer() -> None:
    """Every command that reads or looks up names has the option."""
    having = {
        name
        for name, command in cli.commands.items()
        if any("--gazetteer" in one.opts for one in command.params)
    }
    assert having == {
        "rebuild",
        "sync",
        "search",
        "batch",
        "export",
        "mcp",
        "merge",
        "serve",
        "similar",
        "timeline",
        "entities",
        "who",
        "repl",
    }
