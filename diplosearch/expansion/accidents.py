"""Forms of a word that text of the other language holds by accident.

The English *level* stands in Turkish news as part of a name; what the word means there
is found by its translation. So its own form counts no more than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..analysis.analyzer import analyzer_for
from ..model import LANGUAGES, Language
from ..query import tree
from ..query.traversal import leaves
from ..schema import PREFIX
from .translation import Renderings


def find_languages(
    renderings: Mapping[str, Sequence[Renderings]],
) -> dict[str, Language]:
    """Return the language of the words of a query, where it is plain.

    It is plain where all that only one language has are of the same one. Words that no
    dictionary has, and those with a capital, may be names and are
    left out. Turkish is left out: of Turkish words the English news hold few forms but
    names (RR@10 on xquad-tr2en 0.904 → 0.902 with it).

    renderings: those of each word.
    """
    found = {word: _languages_of(word, each) for word, each in renderings.items()}
    plain = {
        one for languages in found.values() if len(languages) == 1 for one in languages
    }
    if plain != {"en"}:
        return {}
    (language,) = plain
    return {
        word: language
        for word, languages in found.items()
        if language in languages and word[:1].islower()
    }


def _languages_of(word: str, renderings: Sequence[Renderings]) -> list[Language]:
    """Return the languages that have a word as a stop word or in their dictionary."""
    stops = [one for one in LANGUAGES if analyzer_for(one).is_stop(word)]
    return stops or ["en" if one.language == "tr" else "tr" for one in renderings]


def limit_accidents(
    own: Iterable[tree.Node], meanings: Iterable[tree.Node], language: Language | None
) -> list[tree.Node]:
    """Return the forms of a word, those in the other language not above its meanings.

    language: that of the word; None leaves the forms as they are, as does a word
    without a translation in the index.
    """
    other = "en" if language == "tr" else "tr"
    most = max(
        (
            leaf.weight
            for node in meanings
            for leaf in leaves(node)
            if leaf.origin != "spelling" and getattr(leaf, "language", other) == other
        ),
        default=0.0,
    )
    if language is None or not most:
        return list(own)
    return [kept for one in own for kept in _limit(one, most, language)]


def _limit(node: tree.Node, most: float, language: Language) -> Iterator[tree.Node]:
    """Yield ``node`` with a weight of at most ``most`` in the other language."""
    if not isinstance(node, tree.Term) or node.weight <= most:
        if not (isinstance(node, tree.Term) and _is_accident(node, language)):
            yield node
        return
    if _is_accident(node, language):
        return
    if node.language != language:
        other: Language = "en" if language == "tr" else "tr"
        yield replace(node, weight=most, language=other)
    if node.language in (None, language):
        yield replace(node, language=language)


def _is_accident(node: tree.Term, language: Language) -> bool:
    """Tell whether a word is found by its first letters in Turkish, but is none."""
    return node.field == PREFIX and language == "en"
