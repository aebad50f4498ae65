"""Make the data files of the lexicon.

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
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from diplosearch.lexicon.compiler import RANK_STEP, Compiler
from diplosearch.lexicon.glossary import GlossaryEntry, read_glossary
from diplosearch.lexicon.tables import table_names, write_table
from tools.freedict import Phrase, read_dictionary

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "diplosearch"
GLOSSARY = PACKAGE / "lexicon" / "data" / "glossary.tsv"
ADJECTIVES = HERE / "data" / "adjectives.tsv"

SHORTEST_HEADWORD = 2
"""Letters of a headword; the dictionary has all kinds of things for single letters."""

TABLE_HEADER = (
    "Made by tools/make_lexicon.py from FreeDict English-Turkish (GPL-2.0-or-later), "
    "Unicode CLDR\nand lists written by hand for diplosearch. GPL-3.0-or-later."
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
    write_tables(dictionary, vocabulary)


if __name__ == "__main__":
    main()
