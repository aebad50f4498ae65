"""``:filter`` and its short forms, ``:sort``, ``:match``, ``:translate``, ``:layers``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, get_args

from ....messages import translate
from ....model import MatchMode
from ...layers import LAYER_NAMES, name_layers
from ..answer import Answer, say
from ..command_spec import ReplCommand
from ..filters import ENTITY_FIELDS, NAMES
from ..session import Session
from .passages import answer_choices, answer_results, list_choices

if TYPE_CHECKING:
    from ...output.screen import Screen

OFF = "off"
DROP = "drop"


def choose_filters(session: Session, argument: str) -> Answer:
    """Add a filter, drop one or all, and list them."""
    first, _, rest = argument.partition(" ")
    if argument.casefold() == OFF:
        session.drop_filters()
    elif first.casefold() == DROP:
        session.drop_filter(rest.strip())
    elif argument.startswith("-") and len(argument) > 1:
        session.drop_filter(argument[1:].strip())
    elif argument:
        session.add_filter(argument)
    else:
        return _list_filters(session)
    return answer_choices(session)


def filter_by(session: Session, argument: str, *, names: Sequence[str]) -> Answer:
    """Add a filter of one of ``names``, the first unless typed; ``off`` drops them."""
    name, colon, value = argument.partition(":")
    if argument.casefold() == OFF:
        for name in {one.name for one in session.filters} & set(names):
            session.drop_filter(name)
    elif colon and name.casefold() in names:
        session.add_filter(f"{name}:{value}")
    elif argument:
        session.add_filter(f"{names[0]}:{argument}")
    return _answer(session, argument)


def sort(session: Session, argument: str) -> Answer:
    """Set the order of the next answers: the best, the newest, or recent ones before."""
    if argument:
        session.sort(argument.casefold())
    return _answer(session, argument)


def choose_translation(session: Session, argument: str) -> Answer:
    """Turn translation of the next queries on or off."""
    if argument:
        session.translate(argument.casefold())
    return _answer(session, argument)


def match(session: Session, argument: str) -> Answer:
    """Choose which passages answer the next queries by what they hold."""
    if argument:
        session.match(argument.casefold())
    return _answer(session, argument)


def group(session: Session, argument: str) -> Answer:
    """Show one passage of each story from the next query on, or all."""
    if argument:
        session.group(argument.casefold())
    return _answer(session, argument)


def choose_layers(session: Session, argument: str) -> Answer:
    """Set the layers that are marked."""
    if argument:
        session.show_layers(argument)
    layers = session.layers
    marked = translate("From now on marked: {layers}.", layers=name_layers(layers))
    results = session.pages.results
    if results is None or not argument:
        return say(marked, layers=list(layers))
    shown = answer_results(results, session, marked)
    return replace(shown, to_json=lambda: {"layers": list(layers)})


def _answer(session: Session, argument: str) -> Answer:
    """Return the answer asked again with what was chosen, or what is chosen now."""
    if argument:
        return answer_choices(session)
    return say(session.describe_choices(), **list_choices(session))


def _list_filters(session: Session) -> Answer:
    shown = [str(one) for one in session.filters]

    def write(screen: Screen) -> None:
        if shown:
            for number, one in enumerate(shown, 1):
                screen.write(one, first=f"{number:>2}. ", indent="    ")
            screen.write(translate(":filter drop N drops one, :filter off all."))
        else:
            screen.write(translate("No filters; add one such as :filter country:Çin."))

    return Answer(write, lambda: list_choices(session))


_OFF = (OFF,)
_FILTER_WORDS = (*(f"{name}:" for name in NAMES), DROP, OFF)

COMMANDS = (
    ReplCommand(
        "filter",
        "[FILTER]",
        "add, drop, list them",
        f"Add a filter by {', '.join(NAMES)}; drop it by its number or name (:filter drop "
        "2), or all (:filter off); alone, show those that there are.",
        ":filter country:Çin",
        choose_filters,
        ("filters",),
        words=_FILTER_WORDS,
        takes="filter",
    ),
    ReplCommand(
        "lang",
        "tr|en|off",
        "only one language",
        "Only passages in this language from now on.",
        ":lang tr",
        partial(filter_by, names=("lang",)),
        ("language",),
        words=("tr", "en", *_OFF),
    ),
    ReplCommand(
        "since",
        "DATE|off",
        "from a date on",
        "Only what is from this date on; a year or a month will do.",
        ":since 2025-01",
        partial(filter_by, names=("since",)),
        words=_OFF,
        field="date",
    ),
    ReplCommand(
        "until",
        "DATE|off",
        "up to a date",
        "Only what is from before the end of this day, month or year.",
        ":until 2025",
        partial(filter_by, names=("until",)),
        words=_OFF,
        field="date",
    ),
    ReplCommand(
        "source",
        "NAME|off",
        "only a source",
        "Only what this source published; a second one is let through as well.",
        ":source Xinhua",
        partial(filter_by, names=("source",)),
        words=_OFF,
        field="source",
    ),
    ReplCommand(
        "entity",
        "NAME|off",
        "whom it has to name",
        "Only passages that name it, in either language; of several all.",
        ":entity country:Çin",
        partial(filter_by, names=ENTITY_FIELDS),
        words=_OFF,
        field="entity",
    ),
    ReplCommand(
        "sort",
        "ORDER",
        "best, newest, recent",
        "Show the best passages first, the newest, or the best of which recent ones count "
        "more (recent; with the days after which half of that advance is gone: recent 30).",
        ":sort date",
        sort,
        words=("score", "date", "recent"),
    ),
    ReplCommand(
        "translate",
        "on|off",
        "in both languages",
        "Find the words in the other language too, or only as they were typed.",
        ":translate off",
        choose_translation,
        words=("on", OFF),
    ),
    ReplCommand(
        "match",
        "HOW",
        "all words, or any",
        "Show passages with all words of a query before others near them (best), those "
        "alone (all), or any by score alone (any).",
        ":match all",
        match,
        words=get_args(MatchMode),
    ),
    ReplCommand(
        "group",
        "story|off",
        "one of each story",
        "Show one passage of each story, which papers print cut and retitled, and who else "
        "has it (:story N lists them), or all passages again (:group off).",
        ":group story",
        group,
        words=("story", *_OFF),
    ),
    ReplCommand(
        "layers",
        "NAMES",
        "what is marked",
        f"Mark {', '.join(LAYER_NAMES)}: what was asked for, and whom and what a text "
        "names.",
        ":layers match",
        choose_layers,
        words=LAYER_NAMES,
    ),
)
