"""Ids of the items of a file, such as the mails of a mailbox."""

from __future__ import annotations

from hashlib import blake2b

from ..kinds import printable

_LONGEST_KEY = 300


class ItemIds:
    """The ids of the items of one file, of which no two are the same.

    An item that has a name of its own keeps its id where others come before it later, as
    in a feed that is fetched again.
    """

    def __init__(self, name: str) -> None:
        """Take the name of the file, with which all ids begin."""
        self._name = name
        self._used: set[bytes] = set()

    def of(self, key: str, number: int) -> str:
        """Return the id of an item: by its name ``key``, or else by its number.

        An item whose name came before is numbered too.
        """
        key = " ".join(key.split())
        if not key or len(key) > _LONGEST_KEY or not self._is_new(key):
            key = str(number)
            while not self._is_new(key):
                key += "'"
        return printable(f"{self._name}#{key}")

    def _is_new(self, key: str) -> bool:
        digest = blake2b(key.encode("utf-8", "replace"), digest_size=8).digest()
        if digest in self._used:
            return False
        self._used.add(digest)
        return True
