"""Nodes of a query's tree, shared by the parser, the expansion and the engines.

The leaves of a parsed tree are what a person typed (:class:`Word`,
:class:`Phrase`, :class:`Range` …). The expansion replaces them by what an engine
can look up (:class:`Term`, :class:`Sequence`, :class:`Keyword`,
:class:`Between` …). :class:`Boolean` joins both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ..model import Language, MatchKind

Origin = Literal["", "dictionary", "glossary", "spelling"]
"""Where the translation of a word of the query is from; empty for other terms."""

# What a person typed. ``start`` and ``end`` are offsets into the query.


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed; it may hold hyphens or apostrophes."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word: ``text`` without its asterisk."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word that may be misspelt: ``text`` without its tilde."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words near each other.

    With ``slop`` None they follow each other in this order. With a number they
    are in any order, with at most that many other words between them.
    """

    text: str
    start: int
    end: int
    slop: int | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Dates from ``low`` to ``high``, both as typed; None leaves a side open."""

    low: str | None
    high: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """``child`` searched in one field, such as ``title`` or ``date``."""

    name: str
    child: Node
    start: int
    end: int


# What an engine looks up.


@dataclass(frozen=True, slots=True)
class Term:
    """Passages that hold ``text`` in ``field``.

    A passage scores ``weight`` (which includes the inverse document frequency)
    times BM25's factor for term frequency and length. ``word`` is the word of the
    query that the term stands for, ``kind`` how it is derived from it, and
    ``origin`` where a translation is from. With a ``language`` only passages in it
    match: *iş* folds to *is*, which English passages are full of.
    """

    field: str
    text: str
    weight: float
    word: str
    kind: MatchKind
    origin: Origin = ""
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """Passages that hold terms of ``field`` near each other; ``slop`` as in Phrase.

    The number of their occurrences is the term frequency. Terms in order, without a
    ``slop``, may have ``gap`` other words between the first and the last.
    """

    field: str
    texts: tuple[str, ...]
    slop: int | None
    weight: float
    word: str
    kind: MatchKind = "phrase"
    origin: Origin = ""
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Keyword:
    """Passages with any of ``values`` in a keyword field; scores 0."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Passages whose keyword lies from ``low`` to ``high``, both included.

    Keywords are compared as strings; None leaves a side open. Scores 0.
    """

    field: str
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class Everything:
    """All passages; scores 0."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No passage."""


# Inner nodes.


@dataclass(frozen=True, slots=True)
class Best:
    """Passages that match any child, scored by the best one (disjunction-max)."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Favoured:
    """Passages that match ``child``, with a lower score for some.

    The score of those without ``value`` in a keyword field is multiplied by ``factor``.
    """

    child: Node
    field: str
    value: str
    factor: float


@dataclass(frozen=True, slots=True)
class Boolean:
    """Passages that match every ``must`` and no ``must_not``.

    Without a ``must``, at least one ``should`` has to match if there is any.
    A passage scores the sum of the ``must`` and ``should`` that it matches.
    With ``must_not`` alone all other passages match, and without any clause none.
    ``is_choice`` marks clauses with an ``OR`` between them in so many words: any is enough.
    """

    must: tuple[Node, ...] = ()
    should: tuple[Node, ...] = ()
    must_not: tuple[Node, ...] = ()
    is_choice: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a query asks for: a word, a term or a phrase.

    ``text`` is how the query writes it. A passage that matches ``whole`` holds the
    concept; ``loose`` finds it in part, or by its first letters.
    """

    text: str
    whole: Node
    loose: Node = Nothing()

    @property
    def any(self) -> Node:
        """What finds the concept in any way."""
        children = [
            one
            for node in (self.whole, self.loose)
            for one in (node.children if isinstance(node, Best) else (node,))
            if not isinstance(one, Nothing)
        ]
        if not children:
            return Nothing()
        return children[0] if len(children) == 1 else Best(tuple(children))


@dataclass(frozen=True, slots=True)
class ConceptList:
    """Passages that match any of ``concepts``; those that hold all of them count more.

    A passage that holds all concepts scores the sum of what they score as a whole; any
    other, and that one where it is more, the sum of their best ways times ``factor``.
    Concepts that no node finds as a whole are passed over in this, but not where the
    list is ``is_strict``: then passages which do not hold every concept do not match.
    """

    concepts: tuple[Concept, ...]
    factor: float = 1.0
    is_strict: bool = False

    @property
    def findable(self) -> tuple[Concept, ...]:
        """The concepts that a passage has to hold, so as to hold all."""
        if self.is_strict:
            return self.concepts
        return tuple(one for one in self.concepts if not isinstance(one.whole, Nothing))

    @property
    def all_of(self) -> Node:
        """The passages that hold all concepts."""
        wholes = tuple(one.whole for one in self.findable)
        return Boolean(must=wholes) if wholes else Nothing()

    @property
    def any_of(self) -> Node:
        """The passages that match any concept, without the factor."""
        return Boolean(should=tuple(one.any for one in self.concepts))


Node: TypeAlias = (
    Word
    | Prefix
    | Fuzzy
    | Phrase
    | Range
    | Field
    | Term
    | Sequence
    | Keyword
    | Between
    | Everything
    | Nothing
    | Best
    | Favoured
    | Boolean
    | ConceptList
)
