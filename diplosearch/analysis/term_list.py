"""The terms of a field as one string, as they come from a text and go to an engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

FREE = "\x1a"
"""What stands for an empty term; no term is this."""


class JoinedTerms(Sequence[str]):
    """Terms with a space between them in ``text``, taken apart when they are asked for.

    Most engines want a string of them, and a string goes to another process much
    faster than hundreds of terms do. No term holds white space.
    """

    __slots__ = ("text",)

    def __init__(self, text: str = "") -> None:
        self.text = text

    def followed_by(self, others: JoinedTerms, *, gap: int = 0) -> JoinedTerms:
        """Return these terms, ``gap`` empty ones, and ``others``.

        Where one of the two has none, that is the other one alone.
        """
        if not self.text or not others.text:
            return others if others.text else self
        return JoinedTerms(" ".join((self.text, *(FREE,) * gap, others.text)))

    def __len__(self) -> int:
        """Return the number of terms."""
        return self.text.count(" ") + 1 if self.text else 0

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.text)

    def __iter__(self) -> Iterator[str]:
        """Yield the terms."""
        return iter(self._apart())

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        """Return the term at ``place``; all are taken apart for it."""
        return self._apart()[place]

    def _apart(self) -> list[str]:
        terms = self.text.split(" ") if self.text else []
        return ["" if term == FREE else term for term in terms] if FREE in terms else terms

    def __eq__(self, other: object) -> bool:
        """Tell whether ``other`` are the same terms, joined as well."""
        return isinstance(other, JoinedTerms) and self.text == other.text

    def __hash__(self) -> int:
        """Return the hash of the text."""
        return hash(self.text)

    def __repr__(self) -> str:
        """Return what makes these terms."""
        return f"JoinedTerms({self.text!r})"

    def __reduce__(self) -> tuple[type[JoinedTerms], tuple[str]]:
        """Send nothing but the text."""
        return JoinedTerms, (self.text,)
