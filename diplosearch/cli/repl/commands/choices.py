"""``:filter`` and its short forms, ``:sort``, ``:translate``, ``:layers``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...layers import name_layers
from ..answers import Answer, say
from ..session import Session

if TYPE_CHECKING:
    from ...screen import Screen

OFF = "off"
DROP = "drop"


def choose_filters(session: Session, argument: str) -> Answer:
    """Add a filter, drop one or all, and show those that there are."""
    first, _, rest = argument.partition(" ")
    if argument.casefold() == OFF:
        session.drop_filters()
    elif first.casefold() == DROP:
        session.drop_filter(rest.strip())
    elif argument.startswith("-") and len(argument) > 1:
        session.drop_filter(argument[1:].strip())
    elif argument:
        session.add_filter(argument)
    return _list_filters(session)


def filter_by(session: Session, argument: str, *, names: Sequence[str]) -> Answer:
    """Add a filter of the first of ``names``, or of one named; or lift all of them."""
    name, colon, value = argument.partition(":")
    if argument.casefold() == OFF:
        for name in {one.name for one in session.filters} & set(names):
            session.drop_filter(name)
    elif colon and name.casefold() in names:
        session.add_filter(f"{name}:{value}")
    elif argument:
        session.add_filter(f"{names[0]}:{argument}")
    return _tell_choices(session)


def sort(session: Session, argument: str) -> Answer:
    """Put the best first, or the newest."""
    if argument:
        session.sort(argument.casefold())
    return _tell_choices(session)


def translate(session: Session, argument: str) -> Answer:
    """Find words in the other language too, or do not."""
    if argument:
        session.translate(argument.casefold())
    return _tell_choices(session)


def choose_layers(session: Session, argument: str) -> Answer:
    """Choose what is marked."""
    if argument:
        session.show_layers(argument)
    layers = session.layers
    return say(f"From now on marked: {name_layers(layers)}.", layers=list(layers))


def _tell_choices(session: Session) -> Answer:
    return say(session.describe_choices(), **_choices(session))


def _list_filters(session: Session) -> Answer:
    shown = [str(one) for one in session.filters]

    def write(screen: Screen) -> None:
        if shown:
            for number, one in enumerate(shown, 1):
                screen.write(one, first=f"{number:>2}. ", indent="    ")
            screen.write(":filter drop N lifts one, :filter off all.")
        else:
            screen.write("No filters; add one such as :filter country:Çin.")

    return Answer(write, lambda: _choices(session))


def _choices(session: Session) -> dict[str, object]:
    return {
        "filters": [str(one) for one in session.filters],
        "sort": session.options.get("sort", "score"),
        "translate": session.is_translating,
    }
