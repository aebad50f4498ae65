"""All that an index knows of an entity, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import one_line
from .bars import write_bars
from .marks import faint, strong
from .screen import Screen

if TYPE_CHECKING:
    from ...search.entity_profile import EntityProfile

_SHOWN_FORMS = 10


def write_profile(profile: EntityProfile, screen: Screen) -> None:
    """Write how an entity is written, how often, when, and with whom."""
    forms = [f"{one_line(form)} {number:,}" for form, number in profile.forms]
    more = len(forms) - _SHOWN_FORMS
    written = ", ".join(forms[:_SHOWN_FORMS]) + (f" and {more:,} more" if more > 0 else "")
    dates = f"{profile.first} to {profile.last}" if profile.first else "unknown"
    screen.write(strong(one_line(profile.name), screen))
    screen.write_fields(
        [
            ("id", one_line(profile.id)),
            ("type", profile.type),
            ("written", written),
            ("documents", f"{profile.documents:,}"),
            ("passages", f"{profile.passages:,}"),
            ("dates", dates),
        ]
    )
    screen.write()
    if not profile.related:
        screen.write("It shares no passage with another.")
        return
    screen.write(faint("passages shared with", screen))
    write_bars([(f"{one.name}  {one.id}", one.count) for one in profile.related], screen)
