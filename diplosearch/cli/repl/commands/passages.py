"""``:more``, ``:less``, ``:again``, ``:open``, ``:full``, ``:explain``, ``:similar``."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from ....messages import translate
from ..answer import Answer, say
from ..command_spec import ReplCommand
from ..result_pages import PAGE
from ..session import Session

if TYPE_CHECKING:
    from ....search.results import Results
    from ...output.screen import Screen


def answer_results(results: Results, session: Session, heading: str = "") -> Answer:
    """Return a page of passages, with the command for the next one.

    ``heading`` is a line above them. On a terminal as many are shown as it has room for.
    """
    from ....export.phrases import describe_notes

    layers = session.layers
    remedies = [f":filter drop {one.name}" for one in session.filters]
    if not session.is_translating:
        remedies.append(":translate on")
    if session.options.get("match") == "all":
        remedies.append(":match best")

    notes = describe_notes(results)

    def write(screen: Screen) -> None:
        from ....export.text import render_legend
        from ...output.hits import NOTHING_FOUND, write_end, write_hits

        if heading:
            screen.write(heading)
        if not results:
            listed = ", ".join(dict.fromkeys(remedies))
            hint = translate(", or {commands}", commands=listed) if listed else ""
            screen.write(f"{translate(NOTHING_FOUND)}{hint}.")
            return
        legend = list(render_legend(results, screen.look, layers))
        room = screen.room
        if room is not None:
            room -= screen.count_lines(legend) + len(notes) + bool(heading) + 1
        best = session.pages.best
        number = write_hits(results, screen, layers=layers, room=room, best=best)
        is_whole = number == len(results)
        shown = results if is_whole else session.pages.cut(number)
        hint = translate("; :more for the next") if session.pages.has_more else ""
        if any(one.others for one in shown):
            hint += translate("; :story N for who else has it")
        limit = PAGE if is_whole else number
        write_end(shown, screen, layers=layers, limit=limit, hint=hint)

    return Answer(write, results.to_dict, notes=notes)


def show_next_page(session: Session, _argument: str) -> Answer:
    """Return the next page of passages."""
    return answer_results(session.pages.more(), session)


def show_previous_page(session: Session, _argument: str) -> Answer:
    """Return the previous page of passages."""
    return answer_results(session.pages.less(), session)


def ask_again(session: Session, _argument: str) -> Answer:
    """Return the answer to the last query with the present filters."""
    return answer_results(session.ask(session.last_query.query), session)


def show_full(session: Session, argument: str) -> Answer:
    """Show whole passages, or their excerpts, and ask the last query again."""
    session.show_full(argument.casefold() or "on")
    return answer_choices(session)


def answer_choices(session: Session) -> Answer:
    """Return what restricts the next queries, and the last query asked again with it."""
    described, choices = session.describe_choices(), list_choices(session)
    if not session.has_asked:
        return say(described, **choices)
    found = answer_results(session.ask(session.last_query.query), session, described)
    return replace(found, to_json=lambda: {**choices, "answer": found.to_json()})


def list_choices(session: Session) -> dict[str, object]:
    """Return what restricts the next queries as values that JSON can carry."""
    return {
        "filters": [str(one) for one in session.filters],
        "sort": session.options.get("sort", "score"),
        "translate": session.is_translating,
        "match": session.options.get("match", "best"),
        "group": session.options.get("group"),
        "full": "excerpt" in session.options,
    }


def open_document(session: Session, argument: str) -> Answer:
    """Return the whole document of a passage."""
    document = session.pages.find_hit(argument).document
    marks = session.pages.marks_in(document, session.layers)
    tags = session.index.tags(document.reference)

    def write(screen: Screen) -> None:
        from ...output.documents import write_document

        write_document(document, screen, marks, tags)

    return Answer(write, document.to_dict, is_long=True)


def list_story(session: Session, argument: str) -> Answer:
    """Return all documents that tell the story of a passage."""
    story = session.index.story(session.pages.find_hit(argument).document.reference)

    def write(screen: Screen) -> None:
        from ...output.documents import write_story

        write_story(story, screen)

    return Answer(write, lambda: {"story": [one.to_dict() for one in story]})


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
        "full",
        "[on|off]",
        "whole passages",
        "Show whole passages from now on, or (:full off) only the sentences that hold "
        "what was asked for.",
        ":full",
        show_full,
        words=("on", "off"),
    ),
    ReplCommand(
        "story",
        "N",
        "who else has it",
        "List all documents that tell the story of passage N, the earliest first.",
        ":story 1",
        list_story,
        takes="passage",
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
