"""``:more``, ``:less``, ``:again``, ``:open``, ``:explain``, ``:similar``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from ..answer import Answer
from ..command_spec import ReplCommand
from ..result_pages import PAGE
from ..session import Session

if TYPE_CHECKING:
    from ....search.results import Results
    from ...output.screen import Screen


def answer_results(results: Results, session: Session) -> Answer:
    """Return a page of passages, with the command for the next one."""
    from ....export.phrases import describe_notes

    layers, has_more = session.layers, session.pages.has_more
    remedies = [f":filter drop {one.name}" for one in session.filters]
    if not session.is_translating:
        remedies.append(":translate on")
    if session.options.get("match") == "all":
        remedies.append(":match best")

    def write(screen: Screen) -> None:
        from ...output.hits import NOTHING_FOUND, write_end, write_hits

        write_hits(results, screen, layers=layers)
        if results:
            hint = "; :more for the next" if has_more else ""
            write_end(results, screen, layers=layers, limit=PAGE, hint=hint)
        else:
            hint = "".join(f", or {command}" for command in dict.fromkeys(remedies))
            screen.write(f"{NOTHING_FOUND}{hint}.")

    return Answer(write, results.to_dict, notes=describe_notes(results))


def show_next_page(session: Session, _argument: str) -> Answer:
    """Return the next page of passages."""
    return answer_results(session.pages.more(), session)


def show_previous_page(session: Session, _argument: str) -> Answer:
    """Return the previous page of passages."""
    return answer_results(session.pages.less(), session)


def ask_again(session: Session, _argument: str) -> Answer:
    """Return the answer to the last query with the present filters."""
    return answer_results(session.ask(session.last_query.query), session)


def open_document(session: Session, argument: str) -> Answer:
    """Return the whole document of a passage."""
    document = session.pages.find_hit(argument).document
    marks = session.pages.marks_in(document, session.layers)

    def write(screen: Screen) -> None:
        from ...output.documents import write_document

        write_document(document, screen, marks)

    return Answer(write, document.to_dict, is_long=True)


def explain(session: Session, argument: str) -> Answer:
    """Return why a passage was found."""
    hit = session.pages.find_hit(argument)

    def write(screen: Screen) -> None:
        from ....export.text import render_explanation

        screen.write_lines(render_explanation(hit))

    return Answer(write, lambda: asdict(hit.explain()))


def find_similar(session: Session, argument: str) -> Answer:
    """Return the documents most like that of a passage."""
    return answer_results(session.find_similar(argument), session)


COMMANDS = (
    ReplCommand(
        "open",
        "N",
        "the whole document",
        "Show the whole document of passage N, what was found in it marked, page by page.",
        ":open 1",
        open_document,
        takes="passage",
    ),
    ReplCommand(
        "more",
        "",
        "the next passages",
        "Show the next page of passages, with the filters that the query had.",
        ":more",
        show_next_page,
    ),
    ReplCommand(
        "less",
        "",
        "the passages before",
        "Show the page of passages before this one.",
        ":less",
        show_previous_page,
    ),
    ReplCommand(
        "again",
        "",
        "the last query again",
        "Ask the last query once more, with the filters as they are now.",
        ":again",
        ask_again,
    ),
    ReplCommand(
        "explain",
        "N",
        "why it was found",
        "Say why passage N was found, and what each word added to its score.",
        ":explain 1",
        explain,
        takes="passage",
    ),
    ReplCommand(
        "similar",
        "N",
        "documents like it",
        "Show the documents most like that of passage N, also in the other language.",
        ":similar 1",
        find_similar,
        takes="passage",
    ),
)
