"""Writes what an index knows of an entity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...export.bars import render_bars
from ...export.phrases import TYPE_NAMES, describe_dates, list_first
from ...highlighting.control_characters import one_line
from ...highlighting.runs import faint, strong
from ...messages import translate, write_number
from .screen import Screen

if TYPE_CHECKING:
    from ...entity_index.table import EntityRecord
    from ...index.index import Index
    from ...search.aggregates.entity_profile import EntityProfile
    from ...search.aggregates.related import Related

_SHOWN_FORMS = 10
_SHOWN_PASSAGES = 20  # of a page


def write_profile(profile: EntityProfile, screen: Screen) -> None:
    """Write how an entity is written, how often, when, and with whom."""
    forms = [f"{one_line(form)} {write_number(number)}" for form, number in profile.forms]
    dates = describe_dates(profile.first, profile.last)
    aliases = list_first(list(map(one_line, profile.aliases)), _SHOWN_FORMS)
    further = {"dates": dates, "also": aliases} if aliases else {"dates": dates}
    _write_entity(profile, forms, screen, **further)
    write_related(profile.related, screen)


def profile_page(profile: EntityProfile, index: Index) -> str:
    """Return an entity as a page, with its timeline and its latest passages."""
    from ...export.profile_page import profile_to_page

    return profile_to_page(
        profile,
        timeline=index.timeline(entities=[profile.id]),
        passages=index.search(
            f'entity:"{profile.id}"', sort="date", limit=_SHOWN_PASSAGES, per_document=1
        ),
    )


def write_entity(entity: EntityRecord, screen: Screen) -> None:
    """Write how an entity is written, and how often."""
    _write_entity(entity, list(map(one_line, entity.forms)), screen)


def write_related(related: Sequence[Related], screen: Screen) -> None:
    """Write who and what shares passages with an entity, with bars."""
    screen.write()
    if not related:
        screen.write(translate("It shares no passage with another."))
        return
    screen.write(faint(translate("passages shared with")))
    counts = [(f"{one.name}  {one.id}", one.count) for one in related]
    screen.write_lines(render_bars(counts, screen.look))


def _write_entity(
    entity: EntityProfile | EntityRecord,
    forms: Sequence[str],
    screen: Screen,
    **further: str,
) -> None:
    screen.write(strong(one_line(entity.name)))
    screen.write_fields(
        [
            (translate("id"), one_line(entity.id)),
            (translate("type"), translate(TYPE_NAMES[entity.type])),
            (translate("written"), list_first(forms, _SHOWN_FORMS)),
            (translate("documents"), write_number(entity.documents)),
            (translate("passages"), write_number(entity.passages)),
            *((translate(name), value) for name, value in further.items()),
        ]
    )
