"""What a bare name such as *Security Council* or *the Gulf* means by default."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..model import EntityType
from ..resources import split_column
from .base import Mention
from .gazetteer.entry import GazetteerEntry
from .gazetteer.gazetteer import Gazetteer, bases_of, key_of
from .tokens import Sentence
from .word_lists import rows_of

_SUFFIX = re.compile(r"['’]\w{1,8}$")
_JOINING = ("of", "for", "on")
"""Words behind a name that goes on: *Congress of Vienna*."""

_TYPES: tuple[EntityType, ...] = ("ORG", "LOC", "GPE")


class Defaults:
    """What bare names mean where nothing says otherwise."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._default: dict[str, GazetteerEntry] = {}
        self.written: set[str] = set()
        """Names of places as they are written."""

        for names, meant in rows_of("default-names"):
            entry = gazetteer.look_up(meant, _TYPES)
            if entry is None:
                continue
            self._default |= {key_of(name): entry for name in split_column(names)}
            if entry.type != "ORG":
                self.written.update(split_column(names))

        self.singles = frozenset(
            key for key, entry in self._default.items() if entry.type == "ORG"
        )
        """Folded words that alone are the name of an institution."""
        self.waters = frozenset(
            key for key, entry in self._default.items() if entry.type == "LOC"
        )
        """Folded words that alone are the name of a river or a sea."""

    def find(self, name: str) -> GazetteerEntry | None:
        """Return what this name means by default."""
        head, space, tail = key_of(name).rpartition(" ")
        bases = () if _SUFFIX.search(name) else bases_of(tail)
        keys = (head + space + base for base in (tail, *bases))
        return next((self._default[key] for key in keys if key in self._default), None)


def find_bare_names(sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield institutions of one word that are meant by default: *Meclis*, *Congress*.

    Only where no other word with a capital beside it may belong to the name.
    """
    known = defaults(gazetteer)
    if known.singles.isdisjoint(sentence.folded):
        return
    forms = sentence.forms
    for position, form in enumerate(forms):
        if not form.is_capitalised or form.is_capitals or form.folded not in known.singles:
            continue
        following = forms[position + 1] if position + 1 < len(forms) else None
        is_longer = following is not None and (
            following.is_capitalised or following.folded in _JOINING
        )
        if (is_longer and not form.suffix) or (
            position and forms[position - 1].is_capitalised
        ):
            continue
        yield Mention(sentence.start(position), sentence.end(position), "ORG")


@lru_cache(maxsize=4)
def defaults(gazetteer: Gazetteer) -> Defaults:
    """Return the defaults that a gazetteer knows."""
    return Defaults(gazetteer)
