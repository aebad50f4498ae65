"""Make the data files of the lexicon and of the Turkish lemmatizer.

Usage::

    apt-get download dict-freedict-eng-tur
    dpkg -x dict-freedict-eng-tur_*.deb freedict
    python -m tools.make_lexicon freedict/usr/share/dictd/freedict-eng-tur.dict.dz

Needs ``babel`` for the names of countries. Sources: FreeDict English–Turkish
(GPL-2.0-or-later); Unicode CLDR by way of babel (Unicode-3.0); the vocabulary,
the names and the glossary written by hand for diplosearch (GPL-3.0-or-later).
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from diplosearch.analysis import turkish
from diplosearch.analysis.turkish_lemmas import TurkishLemmatizer
from diplosearch.lexicon.compiler import RANK_STEP, Compiler
from diplosearch.lexicon.glossary import GlossaryEntry, read_glossary
from diplosearch.lexicon.phrases import is_infinitive, light_verbs
from diplosearch.lexicon.tables import table_names, write_table
from diplosearch.text.letters import fold
from tools.freedict import Phrase, read_dictionary

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "diplosearch"
GLOSSARY = PACKAGE / "lexicon" / "data" / "glossary.tsv"
ADJECTIVES = HERE / "data" / "adjectives.tsv"
LEXICON = PACKAGE / "analysis" / "data" / "turkish-lexicon.txt"

HAND_COUNT = 20
"""How often a word written by hand counts, beside once in the dictionary. A guess."""

TOO_RARE = {"verid"}
"""Words left out, because more frequent words have forms that look like them."""

SHORTEST_HEADWORD = 2
"""Letters of a headword; the dictionary has all kinds of things for single letters."""

RARE = 3
SHORT = 4
"""An English word below this count, or of fewer letters, is no Turkish noun. Guesses."""

INFLECTED_RATIO = 8
"""How many times more frequent a stem must be for a word to be its form. A guess."""

TABLE_HEADER = (
    "Made by tools/make_lexicon.py from FreeDict English-Turkish (GPL-2.0-or-later), "
    "Unicode CLDR\nand lists written by hand for diplosearch. GPL-3.0-or-later."
)

_VERBAL_NOUN = re.compile(
    "(?:[iu]l|[iu]?n|[dt][iu]r|[iu]?t|[iu]r){0,3}(?:y?[ae]?m[ae]?)?"
    "(?:m[ae]|y?[iu]s|m?[ae]?|[iu])"
)

Vocabulary = dict[str, list[str]]


def read_vocabulary(path: Path) -> Vocabulary:
    """Return the Turkish phrases of each English word of the hand-written list."""
    vocabulary: Vocabulary = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            headword, _, phrases = line.partition("=")
            known = vocabulary.setdefault(headword.strip(), [])
            known += [phrase.strip() for phrase in phrases.split(",") if phrase.strip()]
    return vocabulary


def country_entries() -> Iterator[GlossaryEntry]:
    """Yield the names of countries and territories in both languages, from CLDR."""
    turkish_names, english_names = Locale("tr").territories, Locale("en").territories
    for code in sorted(english_names):
        if len(code) == 2 and code in turkish_names:
            yield GlossaryEntry((turkish_names[code],), (english_names[code],))


def count_words(
    phrases: Iterator[str], weight: int, counts: tuple[Counter[str], Counter[str]]
) -> None:
    """Count the nouns and the stems of verbs among ``phrases``."""
    nouns, verbs = counts
    for phrase in phrases:
        words = [fold(word) for word in phrase.split() if "'" not in word]
        if not words:
            continue
        last = words[-1]
        if is_infinitive(last):
            verbs[last[:-3]] += weight
            if len(words) == 2 and last[:-3] in light_verbs():
                nouns[words[0]] += 1  # it may be inflected there
        elif len(words) == 1:
            nouns[last] += weight


def clean(
    nouns: Counter[str], verbs: Counter[str], by_hand: set[str], english: set[str]
) -> set[str]:
    """Return ``nouns`` without forms of more frequent words and without English words.

    by_hand: nouns written by hand, which always remain.
    english: the headwords of the dictionary.
    """
    lemmatizer = TurkishLemmatizer(set(nouns), set(verbs))
    kept = set(by_hand)
    for word, count in nouns.items():
        if word in by_hand:
            continue
        if word in english and (count < RARE or len(word) < SHORT):
            continue
        is_form = any(
            (stem, is_verb) != (word, False)
            and _outweighs(stem, is_verb, count, nouns, verbs, by_hand)
            and not (is_verb and _is_verbal_noun(word[len(stem) :]))
            for stem, is_verb in lemmatizer.analyses(word)
        )
        if not is_form:
            kept.add(word)
    return kept


def _outweighs(
    stem: str,
    is_verb: bool,
    count: int,
    nouns: Counter[str],
    verbs: Counter[str],
    by_hand: set[str],
) -> bool:
    """Tell whether a word of this count is rather a form of ``stem``."""
    if is_verb:
        return verbs[stem] >= INFLECTED_RATIO * count
    return stem in by_hand or nouns[stem] >= INFLECTED_RATIO * count


def _is_verbal_noun(suffix: str) -> bool:
    return _VERBAL_NOUN.fullmatch(suffix) is not None


def write_turkish_lexicon(
    dictionary: dict[str, list[Phrase]], vocabulary: Vocabulary
) -> None:
    """Write the nouns, and the stems of verbs with a hyphen behind them."""
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    count_words((one.text for many in dictionary.values() for one in many), 1, counts)
    phrases = [phrase for phrases in vocabulary.values() for phrase in phrases]
    phrases += [term for entry in read_glossary(GLOSSARY) for term in entry.turkish]
    phrases += [name for entry in country_entries() for name in entry.turkish]
    names = (HERE / "data" / "turkish-names.txt").read_text(encoding="utf-8")
    phrases += [line for line in names.splitlines() if line and line[0] != "#"]
    hand_counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    count_words(iter(phrases), HAND_COUNT, hand_counts)
    for all_counts, hand in zip(counts, hand_counts, strict=True):
        all_counts.update(hand)
    english = {headword for headword in dictionary if " " not in headword}
    alone = {fold(phrase) for phrase in phrases if " " not in phrase}
    kept = clean(*counts, alone & set(hand_counts[0]), english)
    nouns = sorted(word for word in kept if word.isalnum() and word not in TOO_RARE)
    verbs = sorted(
        f"{word}-" for word in counts[1] if word.isalnum() and word not in TOO_RARE
    )
    lines = [
        "# Turkish words, folded: nouns, and stems of verbs with a hyphen behind them.",
        *(f"# {line}" for line in TABLE_HEADER.splitlines()),
        *nouns,
        *verbs,
    ]
    LEXICON.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_tables(dictionary: dict[str, list[Phrase]], vocabulary: Vocabulary) -> None:
    """Write the tables of the lexicon."""
    compiler = Compiler()
    compiler.add_glossary(country_entries())
    compiler.add_glossary(read_glossary(GLOSSARY))
    compiler.add_glossary(read_glossary(ADJECTIVES))
    for headword in sorted(dictionary.keys() | vocabulary.keys()):
        if " " in headword or len(headword) < SHORTEST_HEADWORD:
            continue
        by_hand = list(dict.fromkeys(vocabulary.get(headword, ())))
        for index, phrase in enumerate(by_hand):
            rank = 1 + RANK_STEP * index
            compiler.add(headword, phrase, rank=rank, origin="dictionary")
        for phrase, rank in dictionary.get(headword, ()):
            compiler.add(headword, phrase, rank=rank + len(by_hand), origin="dictionary")
    tables = compiler.compile()
    for name in table_names():
        path = GLOSSARY.with_name(f"{name}.tsv.gz")
        table = getattr(tables, name)
        path.write_bytes(write_table(table, TABLE_HEADER))
        print(f"{path.name}: {len(table)} entries, {path.stat().st_size} bytes")


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dictionary", type=Path, help="eng-tur.dict or eng-tur.dict.dz")
    arguments = parser.parse_args()
    dictionary = read_dictionary(arguments.dictionary)
    vocabulary = read_vocabulary(HERE / "data" / "vocabulary.txt")
    LEXICON.touch()
    write_turkish_lexicon(dictionary, vocabulary)
    turkish.turkish_lemmatizer.cache_clear()
    write_tables(dictionary, vocabulary)


if __name__ == "__main__":
    main()
