"""``:facets``, ``:timeline``, ``:who``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....errors import UsageError
from ....messages import translate
from ....model import FACETS, STEPS, Facet
from ..answer import Answer
from ..command_spec import ReplCommand
from ..filters import read_filter
from ..session import Session

if TYPE_CHECKING:
    from ...output.screen import Screen

USUAL_FACETS: tuple[Facet, ...] = ("country", "person", "org", "source", "language", "year")


def count_facets(session: Session, argument: str) -> Answer:
    """Return the facets of the last query with their counts."""
    names = tuple(argument.casefold().replace(",", " ").split()) or USUAL_FACETS
    results = session.count(names)

    def write(screen: Screen) -> None:
        from ....export.text import render_facets

        if any(results.facets.values()):
            screen.write_lines(render_facets(results, screen.look))
        else:
            screen.write(translate("Nothing to count."))

    return Answer(write, lambda: results.to_dict()["facets"], is_long=True)


def show_timeline(session: Session, argument: str) -> Answer:
    """Return the timeline of the last query."""
    by = argument.casefold().removesuffix("s") or STEPS[0]
    step = next((step for step in STEPS if step == by), None)
    if step is None:
        raise UsageError(f"timeline {argument!r}: use {', '.join(STEPS)}")
    from ....export.phrases import describe_warning

    found = session.timeline(step)

    def write(screen: Screen) -> None:
        from ...output.timeline import write_timeline

        write_timeline(found, screen)

    return Answer(
        write,
        found.to_dict,
        notes=[describe_warning(one) for one in found.warnings],
        is_long=True,
    )


def describe_entity(session: Session, argument: str) -> Answer:
    """Return the profile of an entity."""
    from ...output.unknown_entity import describe_unknown

    name, colon, value = read_filter(argument)
    entity = f"{name}:{value}" if colon else argument
    if not entity:
        raise UsageError("who? give a name or an id, such as :who country:Çin")
    try:
        profile = session.index.profile(entity)
    except KeyError:
        raise UsageError(describe_unknown(argument, session.index)) from None

    def write(screen: Screen) -> None:
        from ...output.profiles import write_profile

        write_profile(profile, screen)

    return Answer(write, profile.to_dict)


COMMANDS = (
    ReplCommand(
        "facets",
        "[NAMES]",
        "by country, year …",
        "Count the passages of the last query by "
        f"{', '.join(FACETS)}; the usual ones unless named.",
        ":facets person year",
        count_facets,
        words=FACETS,
    ),
    ReplCommand(
        "timeline",
        "[STEP]",
        "when it was reported",
        "Show when what answers the last query was published, by month unless STEP is "
        "year or day.",
        ":timeline year",
        show_timeline,
        words=STEPS,
    ),
    ReplCommand(
        "who",
        "NAME",
        "all of an entity",
        "Tell of a person, an organisation, a country or a place: how it is written, "
        "how often, from when to when, and who is named with it.",
        ":who person:Erdoğan",
        describe_entity,
        ("what",),
        field="entity",
    ),
)
