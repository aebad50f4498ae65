"""Offices in small letters, which count beside the name of who holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .base import Mention

# "foreign minister Hakan Fidan"; "Cevdet Yılmaz, the vice president"
_BEFORE_NAME = re.compile(r",? ")
_BEHIND_NAME = re.compile(r", (?:the |a |eski |former )?")


def with_holders(
    text: str, mentions: Sequence[Mention], offices: Iterable[Mention]
) -> list[Mention]:
    """Return ``mentions`` with those of ``offices`` that stand beside a person."""
    people = [one for one in mentions if one.type == "PERSON"]
    kept = list(mentions)
    for office in offices:
        if any(one.start < office.end and one.end > office.start for one in kept):
            continue
        if any(_is_beside(text, office, person) for person in people):
            kept.append(office)
    return sorted(kept, key=lambda one: one.start)


def _is_beside(text: str, office: Mention, person: Mention) -> bool:
    if person.start > office.start:
        return _BEFORE_NAME.fullmatch(text, office.end, person.start) is not None
    return _BEHIND_NAME.fullmatch(text, person.end, office.start) is not None
