"""Lines and their answers: the session, the commands, and lines through a pipe."""

from __future__ import annotations

import errno
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from cli.repl.session_driver import SessionDriver
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text
from strategies import examples

import diplosearch
from diplosearch import Document
from diplosearch.cli.output.screen import Screen
from diplosearch.cli.repl.commands.table import COMMANDS
from diplosearch.cli.repl.console import Console
from diplosearch.cli.repl.interpreter import interpret
from diplosearch.errors import UsageError
from diplosearch.export.lines import Look, join_lines
from diplosearch.export.text import render_hit
from diplosearch.messages import use

Run = Callable[..., Result]


def test_query_is_answered(driver: SessionDriver) -> None:
    """A line is a query; its passages, their number and the time are shown."""
    answer = driver.say("Tokayev")
    assert " 1. Chinese leader" in answer
    assert "[Tokayev]" in answer
    assert "1 passage (" in answer


def test_open_shows_the_document_with_matches(driver: SessionDriver) -> None:
    """:open N shows all of the document, the matches of the query marked."""
    driver.say("Tokayev")
    answer = driver.say(":open 1")
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
        (":sort size", "use score, date, recent"),
        (":translate maybe", "use on or off"),
        (":match most", "use best, all, any"),
        (":source Reuterss", "there are: El.kz, Xinhua"),
        (":entity Wong Yi", "the nearest: 'Wang Yi'"),
        (":layers words", "'words' is no layer; use match, entity, both, none"),
        (":opne 1", "did you mean :open?"),
        (":zzz", ":help lists all"),
        (":", ":help lists all"),
        (":help zzz", "no command :zzz"),
        (":facets colour", "'colour' is no facet; use source"),
        (":timeline decade", "use month, year, day"),
        (":who", "give a name or an id"),
        (":who Wong Yi", "the nearest: 'Wang Yi'"),
        (":similar 99", "there is no passage '99'"),
        (":filter colour:red", "no filter 'colour:red'"),
        (":filter country:", "no filter 'country:'"),
        (":filter drop 1", "there are no filters"),
        (":less", "this is the first page"),
        (":save", "give a file, such as"),
        (":save answer.doc", ".html"),
        (":rebuild nowhere", "there is no file or folder 'nowhere'"),
        (":history", "at a terminal only"),
        (":delete", "delete what? give a query"),
        (":delete 99", "there is no passage '99'"),
        (":delete lang:de", "not understood wholly"),
        (":delete ()", "empty brackets"),
        (":update", "update which document, with what?"),
        (":update 1", "update which document, with what?"),
        (":update desk=Ankara", "update which document, with what?"),
        (":update 99 desk=Ankara", "there is no passage '99'"),
        (":update nobody desk=Ankara", "no document 'nobody'"),
        (":update 1 date=2025-02-30", "2025-02-30"),
        (":update 1 language=tr", "language"),
    ],
)
def test_wrong_lines_are_answered_in_one_line(
    driver: SessionDriver, line: str, told: str
) -> None:
    """What cannot be is told in one line, and the conversation goes on."""
    driver.say("Çin")
    answer = driver.say(line)
    assert told in answer
    assert answer.count("\n") == 1
    assert "\x1b" not in answer
    assert driver.goes_on


@pytest.mark.parametrize(
    "line",
    [
        *(":open 1", ":explain 1", ":similar 1", ":more", ":less", ":again"),
        *(":facets", ":timeline", ":save answer.json"),
    ],
)
def test_commands_on_an_answer_need_one(driver: SessionDriver, line: str) -> None:
    """Before the first query there is nothing to open, explain or continue."""
    assert "type a query" in driver.say(line)


def test_more_turns_to_the_next_page(driver: SessionDriver) -> None:
    """Ranks go on, earlier passages can still be opened, and the end is told."""
    assert ":more for the next" in driver.say("Çin")
    assert " 6. " in driver.say(":more")
    assert "id        " in driver.say(":open 1")
    assert "id        " in driver.say(":open 6")
    for _ in range(21):
        told = driver.say(":more")
    assert "that was the last page" in told


def test_less_turns_back(driver: SessionDriver) -> None:
    """:less shows the page before again, and says where the first one is."""
    first = driver.say("Çin").splitlines()[0]
    driver.say(":more")
    assert driver.say(":less").splitlines()[0] == first
    assert "this is the first page" in driver.say(":less")


def test_filters_apply_until_dropped(driver: SessionDriver) -> None:
    """A filter restricts all later queries and is offered to be lifted where none fit."""
    driver.say(":lang en")
    assert ":filter drop lang" in driver.say("Bayramov")
    assert "From now on: all documents" in driver.say(":lang off")
    assert "Bayramov" in driver.say("Bayramov")


def test_filters_are_added_and_dropped_one_by_one(driver: SessionDriver) -> None:
    """:filter lists, adds and drops by number, by name and as shown."""
    for typed in ("country:Çin", "LANGUAGE:türkçe", 'person:"Wang Yi"', "since:2020"):
        driver.say(f":filter {typed}")
    assert list(map(str, driver.session.filters)) == [
        "country:Çin",
        "lang:tr",
        'person:"Wang Yi"',
        "since:2020",
    ]
    driver.say(":filter drop 2")
    driver.say(":filter -country:Çin")
    driver.say(":filter drop since")
    assert " 1. person:" in driver.say(":filter")
    assert "all documents" in driver.say(":filter off")
    assert "No filters" in driver.say(":filter")


def test_filters_of_one_name(driver: SessionDriver) -> None:
    """A second language takes the first one's place, a second country joins it."""
    for line in (":lang tr", ":lang en", ":entity country:CN", ":entity country:KZ"):
        driver.say(line)
    assert driver.session.filters.options() == {
        "language": "en",
        "entities": ["country:CN", "country:KZ"],
    }
    found = driver.session.ask("visit OR meeting")
    assert found
    for hit in found:
        assert {"country:CN", "country:KZ"} <= {one.id for one in hit.passage.entities}


def test_a_range_is_two_filters(driver: SessionDriver) -> None:
    """:filter date:A..B sets both ends, and date:A the days of A."""
    driver.say(":filter date:2025-06")
    assert list(map(str, driver.session.filters)) == ["since:2025-06", "until:2025-06"]
    driver.say(":filter drop all")
    driver.say(":filter date:2024..2025-06")
    assert driver.session.filters.options() == {"since": "2024", "until": "2025-06"}


def test_entity_filter(driver: SessionDriver) -> None:
    """:entity lets passages through that name it, in either language, until lifted."""
    every = driver.session.ask("bakan").total
    driver.say(":entity country:China")
    some = driver.session.ask("bakan")
    assert 0 < some.total < every
    ids = [{one.id for one in hit.passage.entities} for hit in some]
    assert all({"country:CN", "norp:CN"} & found for found in ids)
    driver.say(":entity off")
    assert driver.session.ask("bakan").total == every


@pytest.mark.parametrize(
    ("sound", "unsound"),
    [(":entity China", ":entity Atlantis"), (":since 2025", ":since never")],
)
def test_a_refused_filter_changes_nothing(
    driver: SessionDriver, sound: str, unsound: str
) -> None:
    """After a wrong value the filters are as they were."""
    driver.say(sound)
    filters = list(driver.session.filters)
    driver.say(unsound)
    assert list(driver.session.filters) == filters


def test_again_asks_with_the_filters_of_now(driver: SessionDriver) -> None:
    """:again puts the last query once more, restricted by what was added since."""
    every = driver.session.ask("bakan").total
    driver.say(":lang en")
    driver.say(":again")
    assert driver.session.pages.results is not None
    assert driver.session.pages.results.query == "bakan"
    assert driver.session.pages.results.total < every


def test_similar_replaces_the_answer(driver: SessionDriver) -> None:
    """What :similar shows can be opened by its numbers; the query stays the last one."""
    driver.say("Tokayev")
    assert " 1. " in driver.say(":similar 1")
    assert driver.session.pages.find_hit("1").document.id not in driver.say(":again")
    driver.say(":similar 1")
    shown = driver.session.pages.find_hit("1").document.id
    assert shown in driver.say(":open 1")
    assert "that was the last page" in driver.say(":more")
    assert driver.session.last_query.query == "Tokayev"


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
    driver = SessionDriver(index, is_styled=True)
    driver.say(f":layers {typed}")
    told = driver.say("visit")
    opened = driver.say(":open 1")
    for shown in (told, opened):
        assert ("\x1b[1;4m" in shown) == has_match
        assert ("38;5;28m" in shown) == has_entity
        assert "ᴳ" not in shown
    assert ("\nfound: " in told) == has_match
    assert ("named: " in told) == has_entity


def test_letters_tell_types_where_nothing_is_coloured(index: diplosearch.Index) -> None:
    """The sign of a country stands behind it at a terminal without styles alone."""
    (hit, *_) = index.search("visit")
    for look in (Look(), Look(has_blocks=True), Look(has_blocks=True, is_styled=True)):
        lines = render_hit(hit, look, layers=["entity"], is_explained=False)
        shown = join_lines(lines, is_styled=look.is_styled)
        assert ("ᴳ" in shown) == look.has_letters == (look == Look(has_blocks=True))


def test_layers_are_shown(driver: SessionDriver) -> None:
    """:layers alone says what is marked."""
    assert "marked: both." in driver.say(":layers")
    assert "marked: match." in driver.say(":layers match")
    assert "marked: none." in driver.say(":layers none")
    assert "marked: both." in driver.say(":layers entity,match")


def test_translations_can_be_turned_off(driver: SessionDriver) -> None:
    """:translate off holds until :translate on, and is offered where nothing is found."""
    assert "[" in driver.say("ateşkes")
    assert "without translation" in driver.say(":translate off")
    assert ":translate on" in driver.say("ateşkes")
    driver.say(":translate on")
    assert driver.session.options == {}
    assert "[" in driver.say("ateşkes")


def test_more_keeps_the_filters_of_its_query(driver: SessionDriver) -> None:
    """A filter that is set after a query does not change its next page."""
    first = driver.session.ask("Çin")
    driver.session.add_filter("lang:en")
    page = driver.session.pages.more()
    with_filter = driver.session.index.search("Çin", language="en")
    assert page.total == first.total > with_filter.total


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (":filter lang:en", "From now on: lang:en"),
        (":sort date", "the newest first"),
        (":translate off", "without translation"),
        (":match all", "only what holds all words"),
        (":full", "whole passages"),
        (":layers none", "From now on marked: none."),
    ],
)
def test_what_restricts_a_query_asks_it_again(
    driver: SessionDriver, line: str, told: str
) -> None:
    """Before a query a choice is only told; behind one, passages follow at once."""
    assert driver.say(line).count("\n") == 1
    driver.say("China")
    shown = driver.say(line)
    assert told in shown.partition("\n")[0]
    assert "\n 1. " in shown
    assert " passages" in shown


@pytest.mark.parametrize("query", ["Çin", "China foreign minister", "Erdoğan bakan"])
def test_five_passages_fit_forty_lines(index: diplosearch.Index, query: str) -> None:
    """At 100 columns a page of passages, its legend and its summary take 40 lines."""
    driver = SessionDriver(index, is_styled=True, width=100)
    assert driver.say(query).count("\n") <= 40
    assert driver.session.pages.results is not None
    assert len(driver.session.pages.results) == 5


def test_as_many_passages_as_there_is_room_for(
    index: diplosearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a small window fewer are shown, and :more and :less go on from there."""
    monkeypatch.setattr(Screen, "room", property(lambda _: 16))
    driver = SessionDriver(index, width=80)
    shown = driver.say("Çin")
    assert shown.count("\n") <= 16
    assert shown.startswith(" 1. ")
    pages = driver.session.pages
    assert pages.results is not None
    last = pages.results[-1].rank
    assert 1 <= last < 5
    assert shown.endswith("; :more for the next\n")
    assert f"\n {last + 1}. " in "\n" + driver.say(":more")
    assert driver.say(":less").startswith(" 1. ")


def test_full_shows_whole_passages(driver: SessionDriver) -> None:
    """:full leaves nothing out, and :full off shows the sentences that match again."""
    driver.say("Çin")
    for line, is_full in ((":full", True), (":full off", False)):
        driver.say(line)
        assert driver.session.pages.results
        for hit in driver.session.pages.results:
            whole = (hit.passage.start, hit.passage.end)
            assert (hit.excerpt == (whole,)) == is_full
    assert driver.session.options == {}


@pytest.mark.parametrize("line", [":quit", ":q", ":QUIT", "  :exit "])
def test_quit(driver: SessionDriver, line: str) -> None:
    """:quit ends the conversation."""
    driver.say(line)
    assert not driver.goes_on


def test_help_names_every_command(driver: SessionDriver) -> None:
    """:help lists all commands; :help COMMAND tells of one, with an example."""
    told = driver.say(":help")
    for command in COMMANDS:
        assert command.usage in told
        assert command.brief in told
        one = driver.say(f":help {command.name}")
        assert command.summary in one
        assert f"Example: {command.example}" in one


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("width", [60, 80])
def test_help_fits_a_screen(
    index: diplosearch.Index, width: int, language: Literal["en", "tr"]
) -> None:
    """On 24 lines :help is seen whole, with every command in it, each apart from others."""
    with use(language):
        told = SessionDriver(index, width=width).say(":help")
    assert told.count("\n") < 24
    for command in COMMANDS:
        assert re.search(rf"(^|  | (?=:)){re.escape(command.usage)}( |$)", told, re.M)


def test_examples_are_sound(own: SessionDriver, here: Path) -> None:
    """The example of every command but :rebuild, which the walk tries, is answered."""
    shutil.copytree(here / "index", here / "archive")
    own.say("Çin")
    own.say(":filter country:Çin")
    own.say(":filter lang:tr")
    for command in COMMANDS:
        if command.name not in ("rebuild", "history", "quit", "less", "source", "web"):
            own.say("Çin Gazze")
            assert "diplosearch: " not in own.say(command.example), command.example


@pytest.mark.parametrize("word", ["help", "Quit", "exit"])
def test_commands_without_a_colon_get_a_hint(driver: SessionDriver, word: str) -> None:
    """Who types a command as elsewhere gets an answer, and learns of the colon."""
    assert f"commands begin with a colon: :{word.lower()}" in driver.say(word)
    assert driver.goes_on
    assert "colon" not in driver.say(f"{word} me")


def test_command_names_are_single() -> None:
    """No name or alias stands for two commands."""
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))


def test_explain_and_stats(driver: SessionDriver) -> None:
    """:explain N gives reasons; :stats counts."""
    driver.say("Tokayev")
    assert "Tokayev through Tokayev (exact)" in driver.say(":explain 1")
    assert "documents  5 (English 3, Turkish 2)" in driver.say(":stats")


def test_reload_takes_up_changes(here: Path) -> None:
    """After :reload the session sees what another process committed."""
    with (
        diplosearch.open(here / "index") as index,
        diplosearch.open(here / "index") as other,
    ):
        driver = SessionDriver(index)
        other.add(Document(id="new", text="Bişkek'te bir zirve düzenlendi."))
        assert "No passage" in driver.say("Bişkek")
        assert "6 documents" in driver.say(":reload")
        assert "[Bişkek'te]" in driver.say("Bişkek")


def test_rebuild_of_its_own_documents_loses_none(tmp_path: Path) -> None:
    """:rebuild keeps documents that say the same, and the gazetteer of their entities."""
    own = tmp_path / "own.txt"
    own.write_text("GPE | Freedonia | Fridonya | country:FD\n", encoding="utf-8")
    twins = [Document(id=str(one), text="Fridonya'da seçim yapıldı.") for one in range(2)]
    place = tmp_path / "index"
    built = diplosearch.rebuild(
        twins, place, resources=diplosearch.Resources(gazetteer=own), keep_duplicates=True
    )
    with built as index:
        driver = SessionDriver(index)
        driver.session.location, driver.session.gazetteer = str(place), str(own)
        assert "2 documents" in driver.say(":rebuild")
        assert "2 passages" in driver.say("country:FD")
        index.add(Document(id="3", text="Fridonya seçimi."))


def test_pasted_lines_are_one_query(driver: SessionDriver) -> None:
    """Line breaks in what was pasted count as spaces."""
    driver.say("Wang\nYi\r\n  Bayramov")
    assert driver.session.pages.results is not None
    assert driver.session.pages.results.query == "Wang Yi Bayramov"


HARMLESS = [one for one in COMMANDS if one.name not in ("rebuild", "save")]
"""Commands that change no file but the index, whatever stands behind them."""


@settings(
    max_examples=examples(60),
    suppress_health_check=list(HealthCheck),
)
@given(
    line=st.one_of(
        st.text(),
        st.text().map(lambda text: f":{text}"),
        st.sampled_from(HARMLESS).flatmap(
            lambda command: st.text().map(lambda text: f":{command.name} {text}")
        ),
    )
)
def test_no_line_raises(own: SessionDriver, line: str) -> None:
    """Whatever is typed is answered, and no control character is printed."""
    answer = own.say(line)
    assert not {"\x1b", "\x07", "\x9b", "\r"} & set(answer)


def test_session_refuses_an_offset_past_the_end(driver: SessionDriver) -> None:
    """:more after the last page is a usage error, again and again."""
    driver.session.ask("Tokayev")
    for _ in range(2):
        with pytest.raises(UsageError):
            driver.session.pages.more()


def test_suggestion_is_shown(
    driver: SessionDriver, index: diplosearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the library takes the query to mean is offered."""
    from dataclasses import replace

    found = replace(index.search("Tokayev"), suggestion="Tokaev")
    monkeypatch.setattr(driver.session, "ask", lambda query: found)
    assert "Did you mean: Tokaev" in driver.say("Tokayef")


@dataclass
class PaperPager:
    """A pager that keeps what it is given."""

    takes_styles: bool
    pages: list[str] = field(default_factory=list)

    def show(self, text: str) -> None:
        """Keep the text."""
        self.pages.append(text)


@pytest.mark.parametrize(
    ("takes_styles", "marked"), [(True, "\x1b[1;4mTokayev\x1b[0m"), (False, "[Tokayev]")]
)
def test_pager_gets_what_is_long(
    index: diplosearch.Index, takes_styles: bool, marked: str
) -> None:
    """A document longer than the terminal goes to the pager, marked as that can show."""
    pager = PaperPager(takes_styles)
    screen = Screen(io.StringIO(), is_styled=True, width=40)
    console = Console(SessionDriver(index).session, screen, screen, pager)
    interpret(":layers match", console)
    interpret("Tokayev", console)
    assert not pager.pages
    interpret(":open 1", console)
    assert marked in pager.pages[0]


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("is_styled", [True, False])
def test_answers_fit_the_terminal(
    index: diplosearch.Index, width: int, is_styled: bool
) -> None:
    """No answer has a line that is wider than the terminal, wide letters counted twice."""
    driver = SessionDriver(index, is_styled=is_styled, width=width)
    lines = ["Gazze ateşkes", ":open 1", ":explain 1", ":facets", ":timeline", ":help"]
    lines += [":timeline day", ":who Xi Jinping", ":filter country:Çin", ":stats", "nought"]
    for line in lines:
        answer = driver.say(line)
        assert answer
        for row in answer.splitlines():
            assert cell_len(Text.from_ansi(row).plain) <= width, row


# Through a pipe


def test_pipe_answers_line_by_line(run: Run) -> None:
    """No prompt and no welcome; errors go to stderr and stop nothing."""
    answer = run("repl", input="Tokayev\n:foo\n\n:open 99\n:lang tr\nBayramov\n:q\nWang\n")
    assert answer.exit_code == 0
    assert "diplosearch>" not in answer.output
    assert "[Tokayev]" in answer.stdout
    assert "[Bayramov]" in answer.stdout
    assert "[Wang]" not in answer.stdout
    assert answer.stderr.count("diplosearch: ") == 2


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


def test_pipe_answers_in_lines_of_json(run: Run) -> None:
    """With --json each line is answered by one line of JSON, a wrong one as well."""
    lines = ["Tokayev", ":facets country", ":open 1", ":explain 1", ":timeline", ":stats"]
    lines += [":who Xi Jinping", ":similar 1", ":filter lang:tr", ":layers match", ":help"]
    lines += [":reload", ":opne", "Çin\x1b]0;x\x07"]
    answer = run("repl", "--json", input="\n".join(lines) + "\n\n:q\n")
    assert answer.exit_code == 0
    assert "\x1b" not in answer.output
    told = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(told) == len(lines)
    assert told[0]["hits"][0]["id"] == told[2]["id"]
    assert told[1]["country"]
    assert told[-3]["documents"] == 5
    assert told[8]["filters"] == ["lang:tr"]
    assert "did you mean :open?" in told[-2]["error"]
    assert answer.stderr == ""


def test_a_list_into_a_file(driver: SessionDriver, tmp_path: Path) -> None:
    """:batch answers a list with the filters that are set, and says what is wrong."""
    (tmp_path / "a list.txt").write_text("Wang Yi\nZorblax\n", encoding="utf-8")
    table = tmp_path / "hits.csv"
    driver.say(":lang tr")
    shown = driver.say(f":batch '{tmp_path}/a list.txt' {table}")
    assert "1 found nothing: Zorblax" in shown
    assert "person:wang-yi" in table.read_text(encoding="utf-8-sig")
    assert "give two files" in driver.say(":batch names.csv")
    assert "give a file" in driver.say(f":batch - {table}")


class _Torn(io.StringIO):
    """A terminal that dies when it is to show what was written."""

    def flush(self) -> None:
        raise OSError(errno.EIO, "the terminal is gone")


def test_news_are_known_once_they_are_shown(own: SessionDriver) -> None:
    """:watch tells again what a terminal did not live to show, and then no more."""
    own.say("Tokayev")
    assert "is watched" in own.say(":watch pact")
    own.session.index.add(Document(id="new", text="Tokayev spoke in Astana."))
    torn = Console(own.session, Screen(_Torn(), is_styled=False), own.console.notes)
    interpret(":watch", torn)
    assert "gone" in own.told.getvalue()
    assert "1 new document" in own.say(":watch")
    assert "0 new documents" in own.say(":watch")


def test_an_impossible_date_is_named(own: SessionDriver) -> None:
    """As a filter, in a query and in a watch it is told, and nothing is changed."""
    for line in (":since 2025-02-30", ":until 2025-13", ":filter date:2025-02-30"):
        assert "give a date" in own.say(line), line
    assert len(own.session.filters) == 0
    assert "no date; write" in own.say("Tokayev date:2025-02-30")
    assert "cannot be kept: date:2025-02-30" in own.say(":watch x")
    assert "nothing is watched" in own.say(":watch")


def test_the_day_that_dates_are_counted_from(own: SessionDriver) -> None:
    """A filter gives the day from which *last month* is counted; what it is not is told."""
    own.say("Çin")
    own.say(":filter today:2025-03-14")
    assert "since last month: from 2025-02-01 on" in own.say(":since last month")
    assert "is no day; write it as" in own.say(":filter today:2025")
    assert "today:2025-03-14" in own.say(":filter")
    own.say(":filter drop today")
    assert "from 2025-02-01 on" not in own.say(":again")


def test_watches_are_listed_and_forgotten(own: SessionDriver) -> None:
    """:watch list shows those that are kept, and a sign before a name forgets one."""
    assert "nothing is watched" in own.say(":watch list")
    own.say("Çin")
    own.say(":group story")
    own.say(":watch China")
    assert "China: Çin  (group=story)" in own.say(":watch list")
    assert "no watch 'Chin'" in own.say(":watch -Chin")
    assert "China is not watched any more." in own.say(":watch -China")
    assert "nothing is watched" in own.say(":watch")


def test_a_note_on_a_watch(own: SessionDriver) -> None:
    """What stands behind = is written on a new watch, and on one that is kept."""
    own.say("Çin")
    assert "is watched" in own.say(":watch China = for the morning")
    assert "for the morning" in own.say(":watch list")
    assert "The note on China is written." in own.say(":watch China = for the evening")
    listed = own.say(":watch list")
    assert "for the evening" in listed
    assert "for the morning" not in listed
    assert "already" in own.say(":watch China")


def test_a_list_is_asked_as_phrases(own: SessionDriver, tmp_path: Path) -> None:
    """A word behind the files asks for phrases; any other is told, and writes nothing."""
    names, found = tmp_path / "names.csv", tmp_path / "found.csv"
    names.write_text("Çin\n", encoding="utf-8")
    assert "give two files" in own.say(f":batch {names} {found} phrases")
    assert not found.exists()
    own.say(f":batch {names} {found}")
    as_entity = found.read_text(encoding="utf-8")
    found.unlink()
    own.say(f":batch {names} {found} phrase")
    assert found.read_text(encoding="utf-8") != as_entity
