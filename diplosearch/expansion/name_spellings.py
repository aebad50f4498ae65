"""Names of a query as the other alphabet's habits spell them in the index."""

from __future__ import annotations

from ..analysis.analyzer import SOUND_MARK, analyzer_for
from ..analysis.turkish import turkish_lemmatizer
from ..engines.base import Reader
from ..engines.ranking import SPELLING_WEIGHT, inverse_document_frequency
from ..model import LANGUAGES, Language
from ..query import tree
from ..schema import EXACT, SOUND, STEM
from ..text.phonetics import likeness, skeleton

_SHORTEST_NAME = 4
_SHORTEST_SKELETON = 2
_LIKE = 0.72
_LIKE_IN_ONE_LANGUAGE = 0.88
_MOST_SPELLINGS = 4


def find_spellings(word: str, reader: Reader) -> list[tree.Term]:
    """Return the terms of names in the index that sound as ``word`` does.

    A word of the Turkish lexicon is not taken for a name.
    """
    best: dict[tuple[str, str], float] = {}
    for language in LANGUAGES:
        terms = analyzer_for(language).terms(word)
        form = terms.stem if language == "tr" else terms.exact
        if len(form) < _SHORTEST_NAME or not form.isalpha():
            continue
        if turkish_lemmatizer().knows(form):
            continue
        for field, text, ratio in _sounding_alike(form, language, reader):
            if text not in (terms.exact, terms.stem):
                best[field, text] = max(ratio, best.get((field, text), 0.0))
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return [
        _term(field, text, ratio, word, reader)
        for (field, text), ratio in ranked[:_MOST_SPELLINGS]
    ]


def _sounding_alike(
    form: str, language: Language, reader: Reader
) -> list[tuple[str, str, float]]:
    bones = skeleton(form, language)
    if len(bones) < _SHORTEST_SKELETON:
        return []
    found = []
    for text, _ in reader.terms(SOUND, bones + SOUND_MARK):
        _, spoken, name = text.split(SOUND_MARK)
        other: Language = "tr" if spoken == "tr" else "en"
        ratio = likeness(form, language, name, other)
        if ratio >= (_LIKE_IN_ONE_LANGUAGE if other == language else _LIKE):
            found.append((STEM if other == "tr" else EXACT, name, ratio))
    return found


def _term(field: str, text: str, ratio: float, word: str, reader: Reader) -> tree.Term:
    rarity = inverse_document_frequency(reader.passages, reader.frequency(field, text))
    weight = SPELLING_WEIGHT * ratio * rarity
    return tree.Term(field, text, weight, word, "translation", "spelling")
