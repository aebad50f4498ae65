"""The terms of a field as one string, as the analyzer gives them to an engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

FREE = "\x1a"
"""Stands for a position without a term; no term is this character."""

STACK = "\x02"
"""Stands between several terms at one position; no term contains this character."""


def split_stack(terms: str) -> list[str]:
    """Return the terms at one position, none of a free one.

    >>> split_stack(f"alt{STACK}altı"), split_stack("")
    (['alt', 'altı'], [])
    """
    if STACK in terms:
        return terms.split(STACK)
    return [terms] if terms else []


class TermList(Sequence[str]):
    """A sequence of terms that is one string, ``text``, with spaces between.

    An item is the term of a position, or several with ``STACK`` between.

    Most engines take a string, and pickling one is much faster than pickling hundreds
    of terms. It is split when a term is read. No term contains white space.
    """

    __slots__ = ("text",)

    def __init__(self, text: str = "") -> None:
        self.text = text

    def followed_by(self, others: TermList, *, gap: int = 0) -> TermList:
        """Return these terms, ``gap`` positions without a term, and ``others``.

        If one of the two lists is empty, it is the other one alone.
        """
        if not self.text or not others.text:
            return others if others.text else self
        return TermList(" ".join((self.text, *(FREE,) * gap, others.text)))

    def __len__(self) -> int:
        """Return the number of terms."""
        return self.text.count(" ") + 1 if self.text else 0

    def __bool__(self) -> bool:
        """Tell whether there are terms."""
        return bool(self.text)

    def __iter__(self) -> Iterator[str]:
        """Yield the terms."""
        return iter(self._split())

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """Return the term at ``index``, "" if there is none; splits the string."""
        return self._split()[index]

    def _split(self) -> list[str]:
        terms = self.text.split(" ") if self.text else []
        return ["" if term == FREE else term for term in terms] if FREE in terms else terms

    def __eq__(self, other: object) -> bool:
        """Tell whether ``other`` is a list of the same terms, also as one string."""
        return isinstance(other, TermList) and self.text == other.text

    def __hash__(self) -> int:
        """Return the hash of the text."""
        return hash(self.text)

    def __repr__(self) -> str:
        """Return the call that makes this list."""
        return f"TermList({self.text!r})"

    def __reduce__(self) -> tuple[type[TermList], tuple[str]]:
        """Pickle only the text."""
        return TermList, (self.text,)
