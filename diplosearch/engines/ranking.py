"""BM25 and the weights of fields and expansions: pure functions and constants.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25
and Beyond" (2009), with the inverse document frequency that stays positive. The
weights were chosen by RR@10 on the retrieval sets of docs/measurements.md.
"""

from __future__ import annotations

import datetime
import math
from typing import NamedTuple

from ..schema import ENTITY, EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM

K1 = 0.9
"""Saturation of term frequency; 0.9 with b 0.4 is better than 1.2 with 0.75 on
passages of uneven length."""

B = 0.4
"""Weight of a passage's length."""


FIELD_WEIGHTS = {
    EXACT: 1.0,
    STEM: 0.9,
    PREFIX: 0.7,
    TITLE_EXACT: 1.0,
    TITLE_STEM: 0.9,
    ENTITY: 1.0,
}
"""What a word counts that is found in each field; the best field counts.

Adding the fields up instead loses 0.2 to 2.6 points of RR@10.
"""

TRANSLATION_WEIGHT = 0.78
"""What a translation counts beside an own form."""

TERM_WEIGHT = 0.95
"""What a rendering counts of several words that the glossary knows as one term."""

TRANSLATION_PREFIX_WEIGHT = 0.7
"""What a Turkish translation counts that is found by its first five letters."""

ENTITY_WEIGHT = 0.6
"""What an entity counts that words of a query name without a field."""

_WHOLE_WEIGHT = 1.4
_WHOLE_IN_QUESTION = 1.25

_MEANING_WEIGHT = 0.85
_MEANING_IN_QUESTION = 0.7

_PART_WEIGHT = 0.5
_MOST_OF_WHOLE = 0.5
_PART_IN_QUESTION = 0.8
_FEWEST_OTHER_WORDS = 3
_NAME_WEIGHT = 1.8

RENDERING_TRUST = 0.95
ENTITY_TRUST = 0.9
EQUIVALENT_TRUST = 0.85
PEOPLE_TRUST = 0.7
GAP_TRUST = 0.8
SCATTERED_TRUST = 0.5
HOMOGRAPH_TRUST = 0.5
"""What a member of a concept counts beside the words as they are typed: its rendering in
the other language, its id, its acronym, its people if it is a country, a phrase with one
word between its words, the words of a rendering wherever they stand, and a name as typed
that is a common word as well, where its id is known."""

LACKING_FACTOR = 0.75
"""What a passage counts that lacks a concept of the query, unless that is a question.

P@10 of 266 names and terms is the same from 0.4 to 0.9, and 0.001 higher than with 1. In
questions it would lose: RR@10 on xquad-mixed 0.946 → 0.938 with 0.8, since an answer may
put any word of its question otherwise."""

SPELLING_WEIGHT = 0.6
"""What another alphabet's spelling counts, times its likeness."""

PROXIMITY_WEIGHT = 0.3
"""What words that stand side by side add, as a share of their weight."""

RERANKED = 10
"""Passages at the top of an answer that are put in order by proximity as well."""

HALF_LIFE = 90.0
"""Days after which half of the advance of a new document is gone; a guess."""

MOST_DAYS = 1_000_000
"""The longest half-life."""

_OLDEST_FACTOR = 0.5
"""What a document of long ago counts, and one without a date; a guess. What answers
twice as well is before what is of today, so the passages that may be on a page are found by
their scores."""

_SURE_WORDS = 2
_OTHER_LANGUAGE = 0.75
_OTHER_LANGUAGE_UNSURE = 0.85


def other_language_factor(evidence: int) -> float:
    """Return what a passage counts that is not in the language of the question.

    ``evidence`` is by how many stop words the question speaks for its language.
    With 0.75 the paragraph in the question's own language comes first in an
    index of both (RR@10 0.923 → 0.949); one word alone is weaker evidence.
    """
    return _OTHER_LANGUAGE if evidence >= _SURE_WORDS else _OTHER_LANGUAGE_UNSURE


class Recency(NamedTuple):
    """What the age of a document does to its scores.

    ``today`` is the day from which it is counted, ``half_life`` in days.
    """

    today: datetime.date
    half_life: float = HALF_LIFE

    def factor(self, date: str | None) -> float:
        """Return what the scores of a document of this ISO date are multiplied by.

        That is 1 for today and later, 0.75 after a half-life, 0.625 after two, and 0.5
        without a date.
        """
        if date is None:
            return _OLDEST_FACTOR
        age = max(0, (self.today - datetime.date.fromisoformat(date)).days)
        left: float = 0.5 ** (age / self.half_life)
        return _OLDEST_FACTOR + (1 - _OLDEST_FACTOR) * left


def part_weight(others: int, *, whole: float, parts: float) -> float:
    """Return the factor for words of a concept that stand without the whole.

    Where the concept is nearly all that is asked for, none comes before the whole: all
    ``parts`` together weigh at most about half of it. Where a question has many other
    words, parts say more of what a passage is about (RR@10 on xquad-en 0.958 → 0.960).

    Args:
        others: the number of the other words of the query.
        whole: the weight of the concept as it is typed.
        parts: the sum of the weights of its words.
    """
    if others >= _FEWEST_OTHER_WORDS:
        return _PART_IN_QUESTION
    return min(_PART_WEIGHT, _MOST_OF_WHOLE * whole / parts) if parts else _PART_WEIGHT


def whole_weight(words: int) -> float:
    """Return what a concept of several words counts, times the rarity of all that mean it.

    The query has ``words`` words, without stop words. In a question it is one of several
    (RR@10 on xquad-en2tr 0.9123 → 0.9134, on xquad-tr2en 0.9129 → 0.9134).
    """
    return _WHOLE_WEIGHT if words <= _FEWEST_OTHER_WORDS else _WHOLE_IN_QUESTION


def name_weight(words: int) -> float:
    """Return what a name counts in a query of ``words`` words, without stop words.

    In a short one, what is not about the name is hardly right: *Almanya Başbakanı* asks
    for no other country's. In a question the name is often what all passages are about.
    """
    return _NAME_WEIGHT if words <= _FEWEST_OTHER_WORDS else 1.0


def meaning_weight(words: int) -> float:
    """Return what the phrases count that a word stands for in the other language.

    The query has ``words`` words, without stop words. In a question all weigh less
    (RR@10 on xquad-en2tr 0.912 → 0.914), in a short query more (P@10 0.940 → 0.942).
    """
    return _MEANING_WEIGHT if words <= _FEWEST_OTHER_WORDS else _MEANING_IN_QUESTION


def inverse_document_frequency(passages: int, frequency: float) -> float:
    """Return the weight of a term that ``frequency`` of ``passages`` hold."""
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


def length_norm(length: float, average_length: float) -> float:
    """Return what a passage of ``length`` words adds to the denominator of BM25."""
    if average_length <= 0:
        return K1
    return K1 * (1 - B + B * length / average_length)


def saturate(count: float, norm: float) -> float:
    """Return BM25's part for ``count`` occurrences: 0 for none, under ``K1 + 1``.

    ``norm`` comes from :func:`length_norm`, or is ``K1`` where length counts
    for nothing.
    """
    return count * (K1 + 1) / (count + norm)
