"""Corrections by hand at the prompt."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.repl.session_driver import SessionDriver
from click.testing import Result
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from diplosearch.cli.repl.commands.table import COMMANDS
from diplosearch.cli.repl.completion import LineCompleter

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("line", "correction"),
    [
        (":merge Wang Yi = Xi Jinping", "person:wang-yi = person:xi-jinping"),
        (":merge person:wang-yi person:xi-jinping", "person:wang-yi = person:xi-jinping"),
        (":apart Xi Jinping != Cai Qi", "person:cai-qi != person:xi-jinping"),
        (":ban Tokayev", "- person:kassym-jomart-tokayev"),
        (":rename Çin -> Halk Cumhuriyeti", "country:CN -> Halk Cumhuriyeti"),
        (":rename country:CN Halk Cumhuriyeti", "country:CN -> Halk Cumhuriyeti"),
    ],
)
def test_each_is_made_listed_and_taken_back(
    own: SessionDriver, line: str, correction: str
) -> None:
    """A correction holds for the next line, stands in the list, and goes by its number."""
    before = [one.id for one in own.session.index.entities()]
    answer = own.say(line)
    assert answer == f"{correction}\nCorrections by hand: 1 new, 1 hold now.\n"
    assert own.say(":corrections").startswith(f" 1. {correction}\n")
    after = [one.id for one in own.session.index.entities()]
    assert (after == before) == (":rename" in line or ":apart" in line)
    assert "1 taken back, 0 hold now" in own.say(":undo 1")
    assert [one.id for one in own.session.index.entities()] == before
    assert own.say(":corrections").startswith("No corrections")


def test_undo_takes_back_the_last(own: SessionDriver) -> None:
    """Without a number it is the one that was made last."""
    own.say(":ban Tokayev")
    own.say(":merge Wang Yi = Xi Jinping")
    assert own.say(":undo").startswith("person:wang-yi = person:xi-jinping\n")
    assert "- person:kassym-jomart-tokayev" in own.say(":corrections")


def test_filters_and_facets_follow(own: SessionDriver) -> None:
    """What is asked next is answered by the corrections."""
    own.say(":merge Wang Yi = Xi Jinping")
    own.say(":entity person:Wang Yi")
    own.say("Çin")
    assert "Wang Yi" not in own.say(":facets person")
    assert "person:xi-jinping" in own.say(":who Wang Yi")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (":merge", "write two with = between, as A = B"),
        (":merge Nobody Else", "no entity is called"),
        (":merge Wang Yi Xi Jinping", "write two with = between"),
        (":merge Wong Yi = Xi Jinping", "the nearest: 'Wang Yi'"),
        (":merge Wang Yi = Wang Yi", "stands on both sides"),
        (":apart Wang Yi !=", "write two with != between"),
        (":ban", "ban whom?"),
        (":ban Nobody Else", "no entity is called"),
        (":rename Çin", "write two with -> between"),
        (":rename Çin -> ?", "no name"),
        (":undo", "there are no corrections to take back"),
        (":undo 7", "there are no corrections to take back"),
    ],
)
def test_wrong_lines_are_answered_in_one_line(
    own: SessionDriver, line: str, told: str
) -> None:
    """What is wrong is said in one line, and nothing is changed."""
    answer = own.say(line)
    assert answer.count("\n") == 1
    assert told in answer
    assert own.goes_on
    assert own.session.index.corrections() == ()


def test_unknown_number(own: SessionDriver) -> None:
    """A number that the list does not have is said with those that it has."""
    own.say(":ban Tokayev")
    assert "there are 1 to 1" in own.say(":undo 2")


def test_json(run: Run) -> None:
    """Through a pipe each answer has the line and all that hold."""
    answer = run("repl", "--json", input=":ban Tokayev\n:corrections\n:undo\n")
    made, listed, undone = map(json.loads, answer.stdout.splitlines())
    line = "- person:kassym-jomart-tokayev"
    assert made == {"correction": line, "corrections": [line]}
    assert listed == {"corrections": [line]}
    assert undone == {"correction": line, "corrections": []}


def test_rebuild_at_the_prompt_keeps_them(own: SessionDriver) -> None:
    """:rebuild makes the index anew with its corrections."""
    own.session.location = str(Path("index").absolute())
    own.say(":ban Tokayev")
    own.say(":rebuild")
    assert "- person:kassym-jomart-tokayev" in own.say(":corrections")


@pytest.mark.parametrize(
    "line", [":merge wan", ":merge Xi Jinping = wan", ":apart person:wan", ":ban wan"]
)
def test_entities_are_completed(driver: SessionDriver, line: str) -> None:
    """Each of two entities is completed as it is typed, by name or with a field."""
    completer = LineCompleter(driver.session, COMMANDS)
    found = completer.get_completions(Document(line), CompleteEvent())
    offered = {one.text: one.start_position for one in found}
    (name,) = (one for one in offered if "Wang Yi" in one)
    done = line[: len(line) + offered[name]] + name
    assert done.replace('"', "").endswith("Wang Yi")
    assert done.startswith(line.removesuffix("wan"))
