"""``:watch``: queries that are kept, and what is new to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ....errors import UsageError
from ....export.phrases import describe_warning
from ....messages import translate
from ...commands.watch import describe_added, write_watches
from ..answer import Answer, say
from ..command_spec import SIGN, ReplCommand
from ..session import Session

if TYPE_CHECKING:
    from ...output.screen import Screen


LIST = "list"


def watch(session: Session, argument: str) -> Answer:
    """Keep the last query under a name, or tell what is new to all that are kept.

    ``list`` shows those that are kept, and a sign before a name forgets it. What stands
    behind ``=`` is a note on the watch of the name before it, also on one that is kept.
    """
    if argument.casefold() == LIST:
        return list_watches(session)
    if argument.startswith("-"):
        name = argument[1:].strip()
        session.watches.remove(name)
        return say(translate("{name} is not watched any more.", name=name), removed=name)
    if argument:
        name, sign, note = (part.strip() for part in argument.partition("="))
        if sign and any(one.name == name for one in session.watches.all()):
            noted = session.watches.write_note(name, note)
            return say(
                translate("The note on {name} is written.", name=name), **noted.to_dict()
            )
        added = session.watch(name, note)
        notes = [describe_warning(one) for one in added.warnings]
        return replace(say(describe_added(added), **added.to_dict()), notes=notes)
    watches = session.watches
    news = watches.run(remember=False)
    if not news.watches:
        raise UsageError(f"nothing is watched; ask a query, then {SIGN}watch NAME keeps it")

    def write(screen: Screen) -> None:
        from ....export.news import news_to_text

        for line in news_to_text(news).splitlines():
            screen.write(line)

    return Answer(
        write,
        news.to_dict,
        notes=[describe_warning(one) for one in dict.fromkeys(news.warnings)],
        is_long=True,
        # Only then, so that news that reached nobody are new the next time as well.
        when_shown=lambda: watches.remember(news),
    )


def list_watches(session: Session) -> Answer:
    """Return the watches that are kept, with their notes."""
    found = session.watches.all()
    if not found:
        raise UsageError(f"nothing is watched; ask a query, then {SIGN}watch NAME keeps it")

    def write(screen: Screen) -> None:
        write_watches(found, screen)

    return Answer(write, lambda: {"watches": [one.to_dict() for one in found]})


COMMANDS = (
    ReplCommand(
        "watch",
        "[NAME]",
        "be told what is new",
        "Keep the last query with its filters under a name, by stories after :group story; "
        "alone, tell what is new to all that are kept, which :watch list shows and :watch "
        "-NAME forgets. :watch NAME = TEXT writes a note on it. The command line has more: "
        "diplosearch watch --help.",
        ":watch ceasefire",
        watch,
    ),
)
