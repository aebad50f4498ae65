"""A walk through the prompt in a real terminal, from the first start to the last key."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from paths import SEEDS

from diplosearch.cli.repl.commands.table import COMMANDS

if TYPE_CHECKING:
    from tools.terminal import Terminal

pytestmark = pytest.mark.slow


PROGRAM = """\
import time
import diplosearch.index.reader as module
from diplosearch.cli import main

search = module.search

def slow(searcher, query, options):
    if "slowly" in query:
        print("under way", flush=True)
    while "slowly" in query:
        time.sleep(0.01)
    return search(searcher, query, options)

module.search = slow
main()
"""
"""The command line with one query that takes for ever."""

HEIGHT = 90
"""Lines of the window; no page of passages is longer."""

QUERIES = {
    "Tokayev": "1 passage",
    "Gazze ateşkes": "ceasefire ← ateşkes",
    '"Dışişleri Bakanı"': "Wang Yi",
    "disisleri bakani": "Dışişleri",
    "country:China date:2025..": "Xinhua",
    "minist*": "found: begins alike",
    "Tokayef~": "Tokayev",
    "+Erdogan -Gaza": "Erdogan",
    "agreemnt": "Did you mean: agreement",
    "Bayramow": "Bayramov ← Bayramow",
    "qwertyuiop": "No passage matches",
}

COMMAND_LINES = {
    ":open 1": "| marks lines of the page",
    ":explain 1": "in all",
    ":full": "whole passages",
    ":full off": "all documents",
    ":facets": "Countries",
    ":facets person year": "2022",
    ":timeline": "J F M A M J J A S O N D",
    ":timeline year": "2022",
    ":who Xi Jinping": "passages shared with",
    ":merge Siyasi Bürosu = Political Bureau": "1 new, 1 hold now",
    ":apart Cai Qi != Li Qiang": "1 new, 2 hold now",
    ":ban Global South": "1 new, 3 hold now",
    ":rename Akorda -> Ak Orda": "1 new, 4 hold now",
    ":corrections": "4. org:akorda -> Ak Orda",
    ":undo 3": "1 taken back, 3 hold now",
    ":similar 1": "passages",
    ":open 2": "id ",
    ":story 2": "of one story",
    ":group story": "one passage of each story",
    ":group off": "all documents",
    ":tag 1 reviewed": ": reviewed",
    ":tag": "reviewed  ",
    ":update 1 desk=Ankara source=Anadolu Ajansı": "1 document updated, 0 unchanged.",
    ":update 1 desk= source=El.kz": "1 document updated, 0 unchanged.",
    ":delete qwertyuiop": "nothing is deleted",
    ":filter country:Çin": "From now on: country:Çin",
    ":filter lang:tr": "country:Çin, lang:tr",
    ":filter drop 1": "From now on: lang:tr",
    ":filter off": "all documents",
    ":lang en": "lang:en",
    ":since 2020": "since:2020",
    ":until 2026-06": "until:2026-06",
    ":source El.kz": "source:El.kz",
    ":again": "3 passages",
    ":filter": "4. source:El.kz",
    ":filter  off": "all documents",
    ":entity country:KZ": "country:KZ",
    ":entity off": "all documents",
    ":sort date": "the newest first",
    ":sort score": "the best first",
    ":match all": "only what holds all words",
    ":match best": "all documents",
    ":translate off": "without translation",
    ":translate on": "all documents",
    ":layers match": "marked: match",
    ":layers both": "marked: both",
    "Çin": ":more for the next",
    ":more": " 6. ",
    ":less": " 1. ",
    ":save answer.json": "answer.json",
    ":save answer.md": "answer.md",
    ":save answer.html": "answer.html",
    ":save answer.csv": "answer.csv",
    ":batch names.csv found.csv": "found.csv",
    ":watch ceasefire": "ceasefire",
    ":web": "http://127.0.0.1:",
    ":history layers": ":layers both",
    ":stats": "documents  5",
    ":reload": "5 documents",
    ":index": "5 documents",
    ":rebuild": "5 documents",
    ":rebuild seeds": "5 documents",
    ":help": ":help [COMMAND]",
    ":help filter": "Example: :filter country:Çin",
}

WRONG_LINES = {
    ":opne 1": "did you mean :open?",
    ":open 99": "there is no passage '99'",
    ":lang de": "use tr or en",
    ":since never": "give a date",
    ":facets colour": "'colour' is no facet",
    ":timeline decade": "use month, year, day",
    ":who Nobody Atall": "no entity is called",
    ":filter colour:red": "no filter 'colour:red'",
    ":filter drop 7": "there are no filters",
    ":save answer.doc": "answer.doc",
    ":save nowhere/answer.json": "nowhere",
    ":rebuild nowhere": "there is no file or folder 'nowhere'",
    ":delete": "delete what?",
    ":update 1": "update which document",
    ":zzz": ":help lists all",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a corpus and no index."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    (tmp_path / "names.csv").write_text("Wang Yi\nTokayev\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    """The program just started in ``folder``."""
    pytest.importorskip("pexpect")
    pytest.importorskip("pyte")
    from tools.terminal import Terminal

    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    opened = Terminal(
        [sys.executable, "-c", PROGRAM],
        folder=folder,
        environment={
            **kept,
            "HOME": str(folder),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PAGER": "cat",
            "BROWSER": "true",
            "PYTHONUTF8": "1",
        },
        height=HEIGHT,
    )
    yield opened
    opened.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_walk(terminal: Terminal, folder: Path) -> None:
    """All that the prompt can do works in a terminal, one thing after the other."""
    first_run(terminal)
    typing(terminal)
    for lines in (QUERIES, {"Xi Jinping": "1. "}, COMMAND_LINES, WRONG_LINES):
        for line, told in lines.items():
            rows = terminal.ask(line)
            assert any(told in row for row in rows), "\n".join(rows)
    recall(terminal)
    check_saved(folder)
    narrow(terminal)
    interrupted(terminal)
    delete(terminal)
    terminal.press("\x04")
    assert terminal.end() == 0


def first_run(terminal: Terminal) -> None:
    """Without an index one is offered, asked for again, and built."""
    terminal.wait("There is no index in index yet.")
    terminal.wait("Documents [seeds]:")
    terminal.press("nowhere\r")
    terminal.wait("no such folder or file")
    terminal.press("\r")
    terminal.wait("Built from 5 documents.")
    rows = terminal.wait("5 documents · lang tr+en · translation on")
    assert terminal.is_asking, "\n".join(rows)


def typing(terminal: Terminal) -> None:
    """While one types, names and commands are offered, and fields have a colour."""
    terminal.press("erd")
    terminal.wait("Recep Tayyip Erdoğan  person")
    terminal.press("\x03:fil")
    terminal.wait("add, drop, list them")
    terminal.press("\x03country:Çi")
    terminal.wait("country 13")
    assert terminal.has_style("country:", fg="008787")
    assert terminal.has_style("Çi", fg="default")
    terminal.press("\x03\x1b[200~bir\niki\x1b[201~")
    terminal.wait("diplosearch> bir iki")
    terminal.press("\x03")


def recall(terminal: Terminal) -> None:
    """Ctrl-R finds a line typed before by a part of it."""
    terminal.press("\x12ateşk")
    terminal.wait("Gazze ateşkes")
    terminal.press("\r")
    terminal.wait("diplosearch> Gazze ateşkes")
    terminal.press("\x03")


def check_saved(folder: Path) -> None:
    """Each file that was saved is of the format that its ending says."""
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    assert answer["query"] == "Çin"
    with (folder / "answer.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(answer["hits"])
    assert "<html" in (folder / "answer.html").read_text(encoding="utf-8")
    assert "**" in (folder / "answer.md").read_text(encoding="utf-8")


def narrow(terminal: Terminal) -> None:
    """In a window of 60 columns nothing is cut: lines are broken between words."""
    terminal.resize(60, HEIGHT)
    terminal.ask("Gazze ateşkes")
    begun = len(terminal.written)
    rows = terminal.ask(":filter source:Xinhua")
    assert any("1 filter" in row for row in rows)
    for line in ("Gazze ateşkes", ":help", ":filter off", "Gazze ateşkes"):
        rows = terminal.ask(line)
    answer = terminal.written[begun:].rpartition("named: ")[2]
    assert answer
    assert any("translate on" in row or "translation on" in row for row in rows)
    assert not any(row.startswith(" ") and len(row) > 60 for row in rows)


def delete(terminal: Terminal) -> None:
    """What a query finds is shown, asked for, kept after a no, and gone after a yes."""
    for keys, told in (("n\r", "nothing was deleted"), ("\x03", "nothing was deleted")):
        terminal.press("\x0c:delete source:Xinhua\r")
        terminal.wait("2 documents would be deleted.")
        terminal.wait("[y/N]")
        terminal.press(keys)
        terminal.wait(told)
        assert any("documents  5" in row for row in terminal.ask(":stats"))
    terminal.press("\x0c:delete source:Xinhua\r")
    terminal.wait("[y/N]")
    terminal.press("y\r")
    terminal.wait("Deleted 2 documents.")
    terminal.wait("3 documents")


def interrupted(terminal: Terminal) -> None:
    """Ctrl-C leaves a search that takes long, and the prompt is there again."""
    terminal.press("slowly\r")
    terminal.wait("under way")
    terminal.press("\x03")
    terminal.wait("interrupted")
    assert any("1 passage" in row for row in terminal.ask("Tokayev"))


def test_every_command_is_walked() -> None:
    """The walk leaves no command out, but for the one that leaves."""
    walked = {line[1:].partition(" ")[0] for line in COMMAND_LINES if line[0] == ":"}
    assert {command.name for command in COMMANDS} - walked == {"quit"}
