"""The REPL: through a pipe, at a prompt, and its session alone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

import diplosearch
from diplosearch.cli.dialogue import Dialogue
from diplosearch.cli.interpreter import interpret
from diplosearch.cli.prompt import find_history, open_history, read_lines
from diplosearch.cli.repl import run_lines
from diplosearch.cli.repl_commands import COMMANDS
from diplosearch.cli.screen import Screen
from diplosearch.cli.session import Session
from diplosearch.errors import UsageError

Run = Callable[..., Result]


class Talk:
    """A dialogue whose screens are strings."""

    def __init__(self, index: diplosearch.Index) -> None:
        self.shown, self.told = io.StringIO(), io.StringIO()
        self.session = Session(index)
        self.dialogue = Dialogue(
            self.session,
            Screen(self.shown, is_styled=False),
            Screen(self.told, is_styled=False),
        )

    def say(self, line: str) -> str:
        """Return what a line is answered with, on both screens."""
        for screen in (self.shown, self.told):
            screen.seek(0)
            screen.truncate()
        self.goes_on = interpret(line, self.dialogue)
        return self.shown.getvalue() + self.told.getvalue()


@pytest.fixture(scope="module")
def index(built: Path) -> Iterator[diplosearch.Index]:
    """The index of the sample corpus, open."""
    with diplosearch.open(built / "index") as opened:
        yield opened


@pytest.fixture
def talk(index: diplosearch.Index) -> Talk:
    """A new conversation."""
    return Talk(index)


def test_query_is_answered(talk: Talk) -> None:
    """A line is a query; its passages, their number and the time are shown."""
    answer = talk.say("Tokayev")
    assert " 1. Chinese leader" in answer
    assert "[Tokayev]" in answer
    assert "1 passage (" in answer


def test_open_shows_the_document_with_matches(talk: Talk) -> None:
    """:open N shows all of the document, the matches of the query marked."""
    talk.say("Tokayev")
    answer = talk.say(":open 1")
    assert "| Share:" in answer
    assert "[Tokayev]" in answer


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (":open 99", "there is no passage '99'; give a number: 1 to 5"),
        (":open", "which passage; give a number: 1 to 5"),
        (":open x\x1b[31m", "1 to 5"),
        (":explain 0", "there is no passage '0'"),
        (":lang de", "use tr or en, or off"),
        (":since never", "give a date"),
        (":sort size", "use 'score' or 'date'"),
        (":translate maybe", "use on or off"),
        (":source Reuterss", "there are: El.kz, Xinhua"),
        (":entity Wong Yi", "the nearest: 'Wang Yi'"),
        (":layers words", "'words' is no layer; use match, entity, both, none"),
        (":opne 1", "did you mean :open?"),
        (":zzz", ":help lists all"),
        (":", ":help lists all"),
        (":help zzz", "no command :zzz"),
    ],
)
def test_wrong_lines_are_answered_in_one_line(talk: Talk, line: str, told: str) -> None:
    """What cannot be is told in one line, and the conversation goes on."""
    talk.say("Çin")
    answer = talk.say(line)
    assert told in answer
    assert answer.count("\n") == 1
    assert "\x1b" not in answer
    assert talk.goes_on


@pytest.mark.parametrize("line", [":open 1", ":explain 1", ":more"])
def test_commands_on_an_answer_need_one(talk: Talk, line: str) -> None:
    """Before the first query there is nothing to open, explain or continue."""
    assert "type a query" in talk.say(line)


def test_more_turns_to_the_next_page(talk: Talk) -> None:
    """Ranks go on, earlier passages can still be opened, and the end is told."""
    assert ":more for the next" in talk.say("Çin")
    assert " 6. " in talk.say(":more")
    assert "id        " in talk.say(":open 1")
    assert "id        " in talk.say(":open 6")
    for _ in range(21):
        told = talk.say(":more")
    assert "that was the last page" in told


def test_filters_hold_until_lifted(talk: Talk) -> None:
    """A filter restricts all later queries, is shown at the prompt, and can go."""
    talk.say(":lang en")
    assert talk.session.prompt == "diplosearch [language en]> "
    assert ":lang off" in talk.say("Bayramov")
    assert "From now on: all documents" in talk.say(":lang off")
    assert talk.session.prompt == "diplosearch> "
    assert "Bayramov" in talk.say("Bayramov")


def test_entity_filter(talk: Talk) -> None:
    """:entity lets passages through that name it, in either language, until lifted."""
    every = talk.session.ask("bakan").total
    talk.say(":entity country:China")
    assert talk.session.prompt == "diplosearch [entity country:China]> "
    some = talk.session.ask("bakan")
    assert 0 < some.total < every
    assert all("country:CN" in {one.id for one in hit.passage.entities} for hit in some)
    assert ":entity off" in talk.say("zzzzqqq")
    talk.say(":entity off")
    assert talk.session.ask("bakan").total == every


def test_an_unknown_entity_changes_nothing(talk: Talk) -> None:
    """After a name that the index does not know the filter is as it was."""
    talk.say(":entity China")
    talk.say(":entity Atlantis")
    assert talk.session.filters == {"entities": "China"}


@pytest.mark.parametrize(
    ("typed", "has_match", "has_entity"),
    [
        ("both", True, True),
        ("match", True, False),
        ("Entity", False, True),
        ("none", False, False),
    ],
)
def test_layers(
    index: diplosearch.Index, typed: str, has_match: bool, has_entity: bool
) -> None:
    """:layers says what is marked, in passages and in documents; a legend goes with it."""
    shown = io.StringIO()
    dialogue = Dialogue(Session(index), *[Screen(shown, is_styled=True)] * 2)
    for line in (f":layers {typed}", "visit"):
        interpret(line, dialogue)
    hits, legend, _ = shown.getvalue().partition("names: ")
    assert ("\x1b[1;4m" in hits) == has_match
    assert ("38;5;28m" in hits) == has_entity
    assert bool(legend) == has_entity
    shown.truncate(0)
    interpret(":open 1", dialogue)
    assert ("\x1b[1;4m" in shown.getvalue()) == has_match
    assert ("38;5;28m" in shown.getvalue()) == has_entity


def test_layers_are_told(talk: Talk) -> None:
    """:layers alone says what is marked."""
    assert "marked: both." in talk.say(":layers")
    assert "marked: match." in talk.say(":layers match")
    assert "marked: none." in talk.say(":layers none")
    assert "marked: both." in talk.say(":layers entity,match")


def test_translations_can_be_turned_off(talk: Talk) -> None:
    """:translate off holds until :translate on, and is offered where nothing is found."""
    assert "[" in talk.say("ateşkes")
    assert "translate off" in talk.say(":translate off")
    assert ":translate on" in talk.say("ateşkes")
    talk.say(":translate on")
    assert talk.session.filters == {}
    assert "[" in talk.say("ateşkes")


def test_more_keeps_the_filters_of_its_query(talk: Talk) -> None:
    """A filter that is set after a query does not change its next page."""
    first = talk.session.ask("Çin")
    talk.say(":lang en")
    page = talk.session.more()
    with_filter = talk.session.index.search("Çin", language="en")
    assert page.total == first.total > with_filter.total


def test_a_refused_filter_changes_nothing(talk: Talk) -> None:
    """After a wrong value the filters are as they were."""
    talk.say(":since 2025")
    talk.say(":since never")
    assert talk.session.filters == {"since": "2025"}


@pytest.mark.parametrize("line", [":quit", ":q", ":QUIT", "  :exit "])
def test_quit(talk: Talk, line: str) -> None:
    """:quit ends the conversation."""
    talk.say(line)
    assert not talk.goes_on


def test_help_names_every_command(talk: Talk) -> None:
    """:help lists all commands; :help COMMAND tells of one."""
    told = talk.say(":help")
    for command in COMMANDS:
        assert command.usage in told
        assert command.summary in talk.say(f":help {command.name}")


def test_command_names_are_single() -> None:
    """No name or alias stands for two commands."""
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))


def test_explain_and_stats(talk: Talk) -> None:
    """:explain N gives reasons; :stats counts."""
    talk.say("Tokayev")
    assert "Tokayev through Tokayev (exact)" in talk.say(":explain 1")
    assert "documents  5 (en 3, tr 2)" in talk.say(":stats")


def test_reload_takes_up_changes(here: Path) -> None:
    """After :reload the session sees what another process committed."""
    with (
        diplosearch.open(here / "index") as index,
        diplosearch.open(here / "index") as other,
    ):
        talk = Talk(index)
        other.add(diplosearch.Document(id="new", text="Bişkek'te bir zirve düzenlendi."))
        assert "No passage" in talk.say("Bişkek")
        assert "6 documents" in talk.say(":reload")
        assert "[Bişkek'te]" in talk.say("Bişkek")


def test_pasted_lines_are_one_query(talk: Talk) -> None:
    """Line breaks in what was pasted count as spaces."""
    talk.say("Wang\nYi\r\n  Bayramov")
    assert talk.session.results is not None
    assert talk.session.results.query == "Wang Yi Bayramov"


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    line=st.one_of(
        st.text(),
        st.text().map(lambda text: f":{text}"),
        st.sampled_from(COMMANDS).flatmap(
            lambda command: st.text().map(lambda text: f":{command.name} {text}")
        ),
    )
)
def test_no_line_raises(talk: Talk, line: str) -> None:
    """Whatever is typed is answered, and no control character is printed."""
    answer = talk.say(line)
    assert not {"\x1b", "\x07", "\x9b", "\r"} & set(answer)


def test_session_refuses_an_offset_past_the_end(talk: Talk) -> None:
    """:more after the last page is a usage error, again and again."""
    talk.session.ask("Tokayev")
    for _ in range(2):
        with pytest.raises(UsageError):
            talk.session.more()


def test_suggestion_is_shown(
    talk: Talk, index: diplosearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the library takes the query to mean is offered."""
    from dataclasses import replace

    found = replace(index.search("Tokayev"), suggestion="Tokaev")
    monkeypatch.setattr(talk.session, "ask", lambda query: found)
    assert "Did you mean: Tokaev" in talk.say("Tokayef")


def test_pager_gets_what_is_long(index: diplosearch.Index) -> None:
    """A document longer than the terminal goes to the pager, a short page does not."""
    paged: list[str] = []
    shown = io.StringIO()
    screen = Screen(shown, is_styled=True, width=40)
    dialogue = Dialogue(Session(index), screen, screen, paged.append)
    interpret(":layers match", dialogue)
    interpret("Tokayev", dialogue)
    assert not paged
    interpret(":open 1", dialogue)
    assert "\x1b[1;4mTokayev\x1b[0m" in paged[0]


# Through a pipe


def test_pipe_answers_line_by_line(run: Run) -> None:
    """No prompt and no welcome; errors go to stderr and stop nothing."""
    answer = run("repl", input="Tokayev\n:foo\n\n:open 99\n:lang tr\nBayramov\n:q\nWang\n")
    assert answer.exit_code == 0
    assert "diplosearch>" not in answer.output
    assert "[Tokayev]" in answer.stdout
    assert "[Bayramov]" in answer.stdout
    assert "[Wang]" not in answer.stdout
    assert answer.stderr.count("\n") == 2


def test_pipe_takes_bytes_that_are_no_text(run: Run) -> None:
    """Input that is no UTF-8 is searched for as far as it can be read."""
    answer = run("repl", input=b"\xff\xfe Tokayev\n\x00\x1b[31m\n")
    assert answer.exit_code == 0
    assert "[Tokayev]" in answer.stdout


def test_repl_needs_an_index(run: Run) -> None:
    """Without an index the command that builds one is named."""
    answer = run("repl", "--index", "nowhere")
    assert answer.exit_code == 1
    assert "diplosearch rebuild" in answer.stderr


# At the prompt


def typed(keys: str, index: diplosearch.Index) -> Talk:
    """Return the conversation that comes of keys pressed at the prompt."""
    talk = Talk(index)
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        lines = read_lines(
            lambda: talk.session.prompt,
            history=InMemoryHistory(),
            input=pipe,
            output=DummyOutput(),
        )
        run_lines(lines, talk.dialogue)
    return talk


def test_keys_at_the_prompt(index: diplosearch.Index) -> None:
    """Ctrl-C drops the line begun, and Ctrl-D leaves."""
    talk = typed("half a line\x03Tokayev\r\x04", index)
    assert talk.session.results is not None
    assert talk.session.results.query == "Tokayev"


def test_line_editing_and_history(index: diplosearch.Index) -> None:
    """Letters can be taken back, and the line before comes back."""
    talk = typed("Tokayex\x7fv\r:lang en\r\x1b[A\x1b[A\r:q\r", index)
    assert talk.session.results is not None
    assert talk.session.results.query == "Tokayev"
    assert talk.session.filters == {"language": "en"}


def test_interrupted_query_goes_on(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a query runs ends the query at a prompt."""

    def interrupt(query: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(talk.session, "ask", interrupt)
    dialogue = Dialogue(talk.session, talk.dialogue.screen, talk.dialogue.notes, print)
    run_lines(["Çin", ":stats"], dialogue)
    assert talk.told.getvalue() == "interrupted\n"
    assert "documents" in talk.shown.getvalue()


def test_history_is_kept_for_its_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines are stored in a file that only their user can read."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    open_history().append_string("Çin")
    path = find_history()
    assert path == tmp_path / "diplosearch" / "history"
    assert path.stat().st_mode & 0o077 == 0
    assert list(open_history().load_history_strings()) == ["Çin"]


def test_history_that_cannot_be_kept_hurts_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no file can be, or it goes away, lines are remembered until the end."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_text("")
    history = open_history()
    history.append_string("Çin")
    assert history.get_strings() == ["Çin"]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    kept = open_history()
    (tmp_path / "diplosearch" / "history").unlink()
    (tmp_path / "diplosearch" / "history").mkdir()
    kept.append_string("\udcff")
    assert list(kept.load_history_strings()) == []
