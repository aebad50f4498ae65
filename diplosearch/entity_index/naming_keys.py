"""Compute the keys of the names of an id: ids without a common key are never compared.

What :mod:`.aliases` decides of an id depends on the ids that it shares a key with, on
those that these share one with, and so on, and on nothing else but the people whom
documents call by a given name. So a commit decides anew what is connected with what it
changes. A key too many costs time; one too few makes a commit differ from a rebuild
(``tests/entity_index/test_changed_names.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from ..entities.gazetteer.gazetteer import is_acronym
from ..entities.gazetteer.packed import default_gazetteer
from ..entities.holders import known_people
from ..entities.people.groups import like_key
from ..entities.people.names import sounds_of, split_name, surname_sounds
from ..text.letters import fold
from .organization_aliases import (
    abbreviation_of,
    find_bases,
    find_longer,
    initials_of,
    is_known_organization,
    without_general_word,
)

_KEY_BYTES = 8
"""SQLite's largest number."""

_END = 4
"""Letters at the end of a name that its abbreviation has at least."""

_ID = "id "

_SINGLE_WORD = ("PERSON", "ORG", "GPE")


def keys_of_name(id: str, type: str, name: str) -> set[str]:
    """Return the keys that an id has by one of its names."""
    keys = set()
    if type in _SINGLE_WORD and " " not in name:
        keys.add(f"word {fold(name)}")
    match type:
        case "PERSON":
            keys.update(_keys_of_person(id, name))
        case "ORG":
            keys.update(_keys_of_organization(id, name))
        case "EVENT":
            # Which years the events of a corpus have decides what others are.
            keys.add("event")
    return keys


def keys_of_form(id: str, type: str, form: str) -> set[str]:
    """Return the keys that an id has by one of its spellings."""
    if type != "ORG":
        return set()
    keys = {f"acronym {fold(form)}"} if is_acronym(form) else set()
    initials = initials_of(form)
    if initials and is_known_organization(form, id):
        keys.add(f"acronym {initials}")
    return keys


def key_of_id(id: str) -> str:
    """Return the key of those that may be an alias of an id."""
    return _ID + id


def named_ids(keys: Iterable[str]) -> Iterator[str]:
    """Yield the ids that a name with these keys may be an alias of."""
    for key in keys:
        if key.startswith(_ID):
            yield key.removeprefix(_ID)


def key_of_surname(sound: str) -> str:
    """Return the key of those with a surname of this sound."""
    return f"surname {sound}"


def _keys_of_person(id: str, name: str) -> Iterator[str]:
    words = split_name(name)
    sounds = {*sounds_of(words[-1:]), *surname_sounds(words)} if words else set()
    person = known_people(default_gazetteer()).by_id.get(id)
    for others in person.names if person else ():
        sounds |= surname_sounds(others)
    for sound in sounds:
        yield key_of_surname(sound)
    alike = like_key(words)
    if alike is not None:
        yield f"like {alike}"


def _keys_of_organization(id: str, name: str) -> Iterator[str]:
    yield f"name {fold(name)}"
    head = without_general_word(name)
    if head:
        yield f"name {fold(head)}"
    bases = (base.id for base in find_bases(name, "ORG"))
    ids = {id, *bases, *find_longer(name, "ORG")}
    for other in ids:
        if other != id:
            yield key_of_id(other)
        _, _, word = other.partition(":")
        if "-" not in word:
            yield f"abbreviated {word[:1]} {word[-_END:]}"
    short = abbreviation_of(name)
    if short is not None:
        initial, end = short
        yield f"abbreviated {initial[:1]} {end[-_END:]}"


def number_of(key: str) -> int:
    """Return the number under which a key is stored."""
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES)
    return int.from_bytes(digest.digest(), signed=True)
