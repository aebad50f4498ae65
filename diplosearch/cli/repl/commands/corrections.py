"""``:merge``, ``:ban``, ``:rename``, ``:apart``, ``:corrections``, ``:undo``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ....errors import UsageError
from ....highlighting.control_characters import one_line
from ....messages import translate
from ...corrections import describe_report, find_line, list_lines, make_line
from ..answer import Answer
from ..command_spec import ReplCommand
from ..session import Session

if TYPE_CHECKING:
    from ....entity_index.corrections.line import CorrectionKind
    from ....ingest.report import Report
    from ...output.screen import Screen

_MERGE, _APART, _RENAME = "=", "!=", "->"


def correct_pair(
    session: Session, argument: str, *, kind: CorrectionKind, sign: str
) -> Answer:
    """Merge two entities, keep them apart, or give one another name to show."""
    first, second = _split(argument, sign)
    return _correct(session, make_line(session.index, kind, first, second))


def ban(session: Session, argument: str) -> Answer:
    """Make an entity none."""
    if not argument:
        raise UsageError("ban whom? give a name or an id, such as :ban org:x")
    return _correct(session, make_line(session.index, "ban", argument))


def show_corrections(session: Session, _argument: str) -> Answer:
    """Return the corrections that hold."""
    lines = list_lines(session.index)

    def write(screen: Screen) -> None:
        for number, line in enumerate(lines, 1):
            screen.write(one_line(line), first=f"{number:>2}. ", indent="    ")
        if lines:
            screen.write(translate(":undo N takes one back."))
        else:
            screen.write(translate("No corrections; make one such as :merge A = B."))

    return Answer(write, lambda: {"corrections": lines}, is_long=True)


def undo(session: Session, argument: str) -> Answer:
    """Take a correction back."""
    held = list_lines(session.index)
    if not held:
        raise UsageError("there are no corrections to take back")
    line = find_line(session.index, argument) if argument else held[-1]
    return _answer(session, line, session.index.take_back(line))


def _split(argument: str, sign: str) -> tuple[str, str]:
    """Return what stands before and behind a sign, which may be left out where it can."""
    first, found, second = argument.partition(sign)
    if not found:
        first, _, second = argument.partition(" ")
        # Two words are two entities; an id has no spaces, so the rest is the new name.
        is_clear = ":" in first if sign == _RENAME else " " not in second
        second = second if is_clear else ""
    if not first.strip() or not second.strip():
        raise UsageError(f"{argument!r}: write two with {sign} between, as A {sign} B")
    return first.strip(), second.strip()


def _correct(session: Session, line: str) -> Answer:
    return _answer(session, line, session.index.correct(line))


def _answer(session: Session, line: str, report: Report) -> Answer:
    def write(screen: Screen) -> None:
        for one in (line, *describe_report(report)):
            screen.write(one_line(one))

    lines = list_lines(session.index)
    return Answer(write, lambda: {"correction": line, "corrections": lines})


COMMANDS = (
    ReplCommand(
        "merge",
        "A = B",
        "two that are one",
        "From now on A is the entity B, in filters, counts and lists; both are names or "
        "ids. Like all corrections it is kept with the index, also when that is rebuilt.",
        ":merge Siyasi Bürosu = Political Bureau",
        partial(correct_pair, kind="merge", sign=_MERGE),
        field="entity",
        sign=_MERGE,
    ),
    ReplCommand(
        "apart",
        "A != B",
        "one that is two",
        "From now on A and B are two, however alike their names.",
        ":apart Cai Qi != Li Qiang",
        partial(correct_pair, kind="apart", sign=_APART),
        field="entity",
        sign=_APART,
    ),
    ReplCommand(
        "ban",
        "NAME",
        "one that is none",
        "From now on this is no entity: it is neither listed nor marked, counted or "
        "found by a filter.",
        ":ban loc:global-south",
        ban,
        field="entity",
    ),
    ReplCommand(
        "rename",
        "A -> NAME",
        "the name to show",
        "Show the entity A by another name from now on; its spellings find it as before.",
        ":rename CPC Central Committee -> ÇKP Merkez Komitesi",
        partial(correct_pair, kind="rename", sign=_RENAME),
        field="entity",
    ),
    ReplCommand(
        "corrections",
        "",
        "list them",
        "List the corrections that hold, of :merge, :apart, :ban and :rename.",
        ":corrections",
        show_corrections,
    ),
    ReplCommand(
        "undo",
        "[N]",
        "take one back",
        "Take back the correction with the number N in :corrections; the last one unless "
        "N is given.",
        ":undo 2",
        undo,
    ),
)
