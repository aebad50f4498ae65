"""``:save``, ``:web`` and ``:history``."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from ....errors import UsageError
from ....export.formats import is_of_all
from ....highlighting.control_characters import one_line
from ....messages import translate
from ...output.answer import describe_export, describe_saved
from ..answer import Answer, say
from ..command_spec import ReplCommand
from ..session import Session

if TYPE_CHECKING:
    from ...output.screen import Screen

_SHOWN_LINES = 20
_SAVED = 100  # passages; the help says so
CLEAR = "clear"
PHRASE = "phrase"


def save(session: Session, argument: str) -> Answer:
    """Write the answer to the last query to a file, in the format of its ending."""
    query, options = session.last_query
    if not argument:
        raise UsageError("save where? give a file, such as :save answer.html")
    if is_of_all(argument):
        report = session.export(argument)
        return say(describe_export(report), **report.to_dict())
    results = session.index.search(query, limit=_SAVED, **options)
    path = results.save(argument)
    return say(
        describe_saved(results, path),
        path=str(path),
        passages=len(results),
        total=results.total,
    )


def answer_list(session: Session, argument: str) -> Answer:
    """Answer the queries of a file into another one."""
    try:
        list_path, output, *rest = shlex.split(argument)
        if rest not in ([], [PHRASE]):
            raise ValueError(rest)
    except ValueError:
        raise UsageError(
            "which list, and where to? give two files, such as :batch names.csv hits.csv"
        ) from None
    report = session.answer_list(list_path, output, phrase=bool(rest))

    def write(screen: Screen) -> None:
        for line in report.lines():
            screen.write(line)

    return Answer(write, report.to_dict)


def open_in_browser(session: Session, _argument: str) -> Answer:
    """Open the page of the last query in a browser."""
    query, options = session.last_query
    if session.lines is None:
        raise UsageError("pages are opened at a terminal only; see: diplosearch serve")
    url = session.web.find_address(session.index, query, options)
    click.launch(url)
    return say(translate("Opened {url}", url=url), url=url)


def show_history(session: Session, argument: str) -> Answer:
    """Return the last lines typed, those that contain a word, or clear the history."""
    if session.lines is None:
        raise UsageError("lines are remembered at a terminal only")
    if argument.casefold() == CLEAR:
        session.lines.forget()
        return say(translate("The history is empty now."), lines=[])
    wanted = argument.casefold()
    lines = [line for line in session.lines.recall() if wanted in line.casefold()]
    shown = lines[-_SHOWN_LINES:]

    def write(screen: Screen) -> None:
        for line in shown:
            screen.write(one_line(line), indent="  ")
        if not shown:
            screen.write(
                translate("No such line.")
                if wanted
                else translate("Nothing was typed yet.")
            )

    return Answer(write, lambda: {"lines": shown})


COMMANDS = (
    ReplCommand(
        "save",
        "FILE",
        "the answer as a file",
        "Write the first hundred passages of the answer to a file, as its ending says: "
        ".json, .jsonl, .md, .html, .csv, .txt, or citations .ris, .bib. Of all passages: "
        "a network .graphml, .gexf, or a map .geojson.",
        ":save answer.html",
        save,
        takes="path",
    ),
    ReplCommand(
        "batch",
        "LIST FILE",
        "answer a whole list",
        "Answer the names or queries of a list, one a line or the first column of a .csv, "
        "into a table (CSV), with the filters that are set; with phrase behind the files "
        "each as a phrase, and not as the entity that it names.",
        ":batch names.csv hits.csv",
        answer_list,
        takes="path",
    ),
    ReplCommand(
        "web",
        "",
        "this in a browser",
        "Open the last query in a browser, with its filters; the page is served until you "
        "leave the prompt.",
        ":web",
        open_in_browser,
    ),
    ReplCommand(
        "history",
        "[WORD]",
        "lines typed before",
        "Show the last lines typed, or those that hold a word; :history clear forgets "
        "all. Ctrl-R looks for one while you type.",
        ":history Gazze",
        show_history,
        words=(CLEAR,),
    ),
)
