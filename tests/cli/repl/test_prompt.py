"""The prompt: keys, offers, colours, the toolbar, history, opening in the background."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cli.repl.session_driver import SessionDriver
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document as Line
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.utils import get_cwidth

import diplosearch
from diplosearch.cli.repl.background_open import BackgroundOpener
from diplosearch.cli.repl.cli_command import has_index
from diplosearch.cli.repl.commands.table import COMMANDS
from diplosearch.cli.repl.completion import LineCompleter
from diplosearch.cli.repl.console import Console
from diplosearch.cli.repl.history import StoredHistory, find_history, open_history
from diplosearch.cli.repl.pager import Pager
from diplosearch.cli.repl.prompt import Prompt
from diplosearch.cli.repl.run import run_lines
from diplosearch.cli.repl.session import Session
from diplosearch.cli.repl.syntax_colours import LineColours, colour_query
from diplosearch.cli.repl.toolbar import describe_state
from diplosearch.errors import IndexMissingError

only_posix = pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")


def typed(keys: str, index: diplosearch.Index) -> SessionDriver:
    """Return the conversation that comes of keys pressed at the prompt."""
    driver = SessionDriver(index)
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        prompt = Prompt(
            driver.session,
            COMMANDS,
            history=InMemoryHistory(),
            input=pipe,
            output=DummyOutput(),
        )
        run_lines(prompt.read_lines(), driver.console)
    return driver


def test_keys_at_the_prompt(index: diplosearch.Index) -> None:
    """Ctrl-C drops the line begun, and Ctrl-D leaves."""
    driver = typed("half a line\x03Tokayev\r\x04", index)
    assert driver.session.last_query.query == "Tokayev"


def test_line_editing_and_history(index: diplosearch.Index) -> None:
    """Letters can be taken back, and the line before comes back."""
    driver = typed("Tokayex\x7fv\r:lang en\r\x1b[A\x1b[A\r:q\r", index)
    assert driver.session.last_query.query == "Tokayev"
    assert list(map(str, driver.session.filters)) == ["lang:en"]


def test_pasted_lines_are_one_query(index: diplosearch.Index) -> None:
    """What is pasted in several lines stands in one, and waits for Enter."""
    driver = typed("\x1b[200~Wang\r\nYi\n  Bayramov\x1b[201~ Çin\r\x04", index)
    assert driver.session.last_query.query == "Wang Yi Bayramov Çin"


def test_interrupted_query_goes_on(
    driver: SessionDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while a query runs ends the query at a prompt."""

    def interrupt(query: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(driver.session, "ask", interrupt)
    console = Console(driver.session, driver.console.screen, driver.console.notes, Pager())
    run_lines(["Çin", ":layers"], console)
    assert driver.told.getvalue() == "interrupted\n"
    assert "marked" in driver.shown.getvalue()


@pytest.mark.parametrize(
    ("keys", "agrees"),
    [
        ("y\r", True),
        ("Yes\r", True),
        ("evet\r", True),
        ("E\r", True),
        ("maybe\rHAYIR\r", False),
        ("\r", False),
        ("\x03", False),
        ("\x04", False),
    ],
)
def test_a_question(index: diplosearch.Index, keys: str, agrees: bool) -> None:
    """Yes is typed in either language; anything that leaves the question is a no."""
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        prompt = Prompt(
            SessionDriver(index).session,
            COMMANDS,
            history=InMemoryHistory(),
            input=pipe,
            output=DummyOutput(),
        )
        assert prompt.agree("Delete 2 documents?") is agrees


# Offers


def offers(session: Session, line: str) -> dict[str, str]:
    """Return what is offered for a line, with what is told about it."""
    completer = LineCompleter(session, COMMANDS)
    found = completer.get_completions(Line(line), CompleteEvent(text_inserted=True))
    return {
        line[: len(line) + one.start_position] + one.text: one.display_meta_text
        for one in found
    }


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("erd", "Erdoğan"),
        ("Gazze country:chi", "Gazze country:China"),
        (":fil", ":filter"),
        (":help fac", ":help facets"),
        (":facets person ye", ":facets person year"),
        (":lang t", ":lang tr"),
        (":filter coun", ":filter country:"),
        (":filter person:wan", ':filter person:"Wang Yi"'),
        (":who wan", ":who Wang Yi"),
        (":since 202", ":since 2025"),
        (":source xin", ":source Xinhua"),
        (":open ", ":open 1"),
    ],
)
def test_offers(driver: SessionDriver, line: str, offered: str) -> None:
    """Commands, their arguments, and words of queries are offered."""
    driver.session.ask("Tokayev")
    assert offered in offers(driver.session, line)


def test_each_of_several_paths_is_offered(
    driver: SessionDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several folders the last is completed; one file may have spaces in its name."""
    for name in ("archive", "two words"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    assert ":index 2024 archive" in offers(driver.session, ":index 2024 arc")
    assert ":save two words" in offers(driver.session, ":save two wo")


def test_what_is_offered_is_taken(driver: SessionDriver) -> None:
    """The names that are offered behind a command are names that it knows."""
    for line in (":who wan", ":who çi", ":entity person:t", ":entity erd"):
        found = offers(driver.session, line)
        assert found
        for offered in found:
            assert "diplosearch:" not in driver.say(offered), offered


def test_nothing_is_offered_before_the_index_is_open() -> None:
    """Commands are completed at once, queries once the index is there."""
    session = Session(BackgroundOpener(lambda: pytest.fail("opened")), "index")
    assert offers(session, "erd") == {}
    assert ":filter" in offers(session, ":fil")


def test_offers_are_harmless(tmp_path: Path) -> None:
    """What a document holds reaches the menu without control characters."""
    with diplosearch.open(":memory:") as index:
        text = "Başkan Recep\x1b]0;x\x07 Tayyip\x9b31m Erdoğan Ankara'da konuştu."
        index.add(diplosearch.Document(id="1", text=text, source="Ajans\x1b[2J"))
        session = Session(index, "index")
        for line in ("rec", "erd", "person:", "source:", ":source "):
            for offered, told in offers(session, line).items():
                assert (offered + told).isprintable()


# Colours


def test_colours() -> None:
    """Fields, phrases, operators and patterns are told apart."""
    pieces = colour_query('+country:Çin AND "iki devlet" -Tokay* a~')
    assert [
        (style.removeprefix("class:"), text) for style, text, *_ in pieces if style
    ] == [
        ("operator", "+"),
        ("field", "country:"),
        ("operator", "AND"),
        ("phrase", '"iki devlet"'),
        ("operator", "-"),
        ("pattern", "Tokay*"),
        ("pattern", "a~"),
    ]


@given(line=st.text(st.characters(exclude_characters="\r\n")))
def test_colouring_keeps_the_line(line: str) -> None:
    """Whatever is typed is shown as it was typed."""
    assert "".join(piece[1] for piece in colour_query(line)) == line


def test_unknown_commands_are_underlined() -> None:
    """A command that there is not looks wrong before it is sent."""
    colours = LineColours(lambda name: name == "open")
    for line, style in ((":open 1", "class:command"), (":opne 1", "class:wrong")):
        assert colours.lex_document(Line(line))(0)[0] == (style, line.partition(" ")[0])


# The toolbar


def test_toolbar_describes_the_session(driver: SessionDriver) -> None:
    """Index, documents, filters, language and translation stand below the prompt."""
    driver.session.read_stats()
    assert describe_state(driver.session, 80) == (
        " index · 5 documents · lang tr+en · translation on "
    )
    for line in (":lang tr", ":translate off", ":entity country:CN", ":sort date"):
        driver.say(line)
    assert describe_state(driver.session, 100) == (
        " index · 5 documents · country:CN · newest first · lang tr · translation off "
    )


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_toolbar_fits(driver: SessionDriver, width: int) -> None:
    """Where there is little room the toolbar says less, and never more than fits."""
    driver.session.location = "北京" * 20
    for line in (":lang tr", ":entity country:CN", ":source El.kz", ":since 2020"):
        driver.say(line)
    state = describe_state(driver.session, width)
    assert get_cwidth(state) <= width
    if width >= 60:
        assert "3 filters" in state
        assert "translat" in state


def test_toolbar_waits_for_the_index() -> None:
    """Before the index is open, the toolbar says that it is being opened."""
    session = Session(BackgroundOpener(lambda: pytest.fail("opened")), "there/index")
    assert "index · opening …" in describe_state(session, 80)


# BackgroundOpener in the background


def test_the_prompt_waits_for_little() -> None:
    """Before the prompt is shown, nothing is loaded that only an open index needs."""
    code = (
        "import json, sys\n"
        "import diplosearch.cli\n"
        "import diplosearch.cli.repl.run, diplosearch.cli.repl.prompt\n"
        "import diplosearch.cli.repl.commands.table\n"
        "from diplosearch.cli.repl.cli_command import has_index\n"
        "has_index('nowhere')\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))
    late = {
        "diplosearch.index.index",
        "diplosearch.search.search",
        "diplosearch.search.results",
    }
    late |= {"diplosearch.entities.gazetteer.gazetteer", "diplosearch.query.parser"}
    late |= {"diplosearch.search.aggregates.timeline", "diplosearch.analysis.analyzer"}
    assert not loaded & {*late, "whoosh", "tantivy", "numpy", "py3langid", "rapidfuzz"}


@pytest.mark.parametrize(
    ("made", "is_there"),
    [
        ("README.md", False),
        ("CURRENT", True),
        ("generation-000001/commit-000001/manifest.json", True),
    ],
)
def test_an_index_is_offered_for_an_empty_folder(
    tmp_path: Path, made: str, is_there: bool
) -> None:
    """What is left of a damaged index is no empty place: nothing is offered there."""
    place = tmp_path / "index"
    assert not has_index(str(place))
    (place / made).parent.mkdir(parents=True)
    (place / made).write_text("")
    assert has_index(str(place)) is is_there
    assert has_index("opensearch://localhost:9200/news")


def test_opening_waits(index: diplosearch.Index) -> None:
    """Who asks before the index is open gets it when it is."""
    may_open = threading.Event()

    def open() -> diplosearch.Index:
        assert may_open.wait(10)
        return index

    opening = BackgroundOpener(open)
    told: list[diplosearch.Index | None] = []
    opening.start(told.append)
    assert not opening.is_open
    may_open.set()
    assert opening() is index
    assert opening.is_open


def test_errors_of_opening_are_raised() -> None:
    """What is wrong with an index is raised where it is asked for."""

    def fail() -> diplosearch.Index:
        raise IndexMissingError("no index here")

    told = threading.Event()
    opening = BackgroundOpener(fail)
    opening.start(lambda index: told.set())
    with pytest.raises(IndexMissingError, match="no index here"):
        opening()
    assert told.wait(10)
    assert not opening.is_open


# History


@only_posix
def test_history_is_kept_for_its_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines are stored in a file that only their user can read, also an older one."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = find_history()
    assert path == tmp_path / "diplosearch" / "history"
    path.parent.mkdir()
    path.write_text("")
    path.chmod(0o644)
    open_history().append_string("Çin")
    assert path.stat().st_mode & 0o077 == 0
    assert open_history().recall() == ["Çin"]


def test_history_can_be_turned_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without history nothing is written, and lines are remembered until the end."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    history = open_history(is_kept=False)
    history.append_string("Çin")
    assert history.recall() == ["Çin"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_kept", [True, False])
def test_history_is_shown_and_forgotten(
    driver: SessionDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_kept: bool
) -> None:
    """:history lists lines, finds those with a word, and forgets them all."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    history = open_history(is_kept=is_kept)
    for line in ("Gazze ateşkes", "Çin", ":lang tr"):
        history.append_string(line)
    driver.session.lines = history
    assert driver.say(":history") == "  Gazze ateşkes\n  Çin\n  :lang tr\n"
    assert driver.say(":history gazze") == "  Gazze ateşkes\n"
    assert "empty" in driver.say(":history clear")
    assert "Nothing was typed" in driver.say(":history")
    assert open_history(is_kept=is_kept).recall() == []


def test_a_history_that_cannot_be_written_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no file can be, or it goes away, lines are remembered until the end."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_text("")
    history = open_history()
    history.append_string("Çin")
    assert history.recall() == ["Çin"]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    kept = open_history()
    assert isinstance(kept, StoredHistory)
    (tmp_path / "diplosearch" / "history").unlink()
    (tmp_path / "diplosearch" / "history").mkdir()
    kept.append_string("\udcff")
    assert list(kept.load_history_strings()) == []
    assert kept.recall() == ["\udcff"]


# The pager


@pytest.mark.parametrize(
    ("pager", "flags", "options"),
    [
        ("less", "", "-R -Psq leaves, Space turns the page$"),
        ("less -S", "", "-Psq leaves, Space turns the page$"),
        ("less", "-FX", "-FX -Psq leaves, Space turns the page$"),
        ("less", "-Pmine", "-Pmine"),
        ("most", "", ""),
    ],
)
def test_less_says_how_to_leave_it(
    monkeypatch: pytest.MonkeyPatch, pager: str, flags: str, options: str
) -> None:
    """The line below a page of less says so, unless its user gave it a prompt."""
    monkeypatch.setenv("PAGER", pager)
    monkeypatch.setenv("LESS", flags)
    seen = []
    monkeypatch.setattr(
        "click.echo_via_pager", lambda _: seen.append(os.environ.get("LESS"))
    )
    Pager().show("text\n")
    assert seen == [options]
    assert os.environ["LESS"] == flags


def test_more_is_told_in_the_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pager ``more`` has no such line, so the text begins with it."""
    monkeypatch.setenv("PAGER", "more")
    seen: list[str] = []
    monkeypatch.setattr("click.echo_via_pager", seen.append)
    Pager().show("text\n")
    assert seen == ["(q leaves, Space turns the page)\n\ntext\n"]


@pytest.mark.parametrize(
    ("pager", "flags", "takes_styles"),
    [
        ("", "", True),
        ("less", "", True),
        ("/usr/bin/less -R", "", True),
        ("less -F", "", False),
        ("less", "-FRX", True),
        ("less", "-F", False),
        ("more", "", False),
        ("cat", "-R", False),
        ('"', "", True),
    ],
)
def test_which_pager_takes_styles(
    monkeypatch: pytest.MonkeyPatch, pager: str, flags: str, takes_styles: bool
) -> None:
    """Less shows styles unless it is told not to; of others that cannot be known."""
    monkeypatch.setenv("PAGER", pager)
    monkeypatch.setenv("LESS", flags)
    assert Pager().takes_styles is takes_styles


@only_posix
def test_pager_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Off a terminal no pager is started, whatever PAGER says."""
    monkeypatch.setenv("PAGER", f"touch {tmp_path / 'started'}")
    Pager().show("text\n")
    assert "text" in capfd.readouterr().out
    assert os.listdir(tmp_path) == []
