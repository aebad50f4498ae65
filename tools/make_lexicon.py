"""Make the data files of the lexicon.

Usage::

    apt-get download dict-freedict-eng-tur
    dpkg -x dict-freedict-eng-tur_*.deb freedict
    pip download --no-deps --no-binary :all: nlptoolkit-wordnet
    tar xzf nlptoolkit_wordnet-*.tar.gz
    python -m tools.make_lexicon freedict/usr/share/dictd/freedict-eng-tur.dict.dz \
        nlptoolkit_wordnet-*/WordNet/data

Needs ``babel`` for the names of countries. Sources: FreeDict English–Turkish
(GPL-2.0-or-later); KeNet and, in the same package, Princeton WordNet 3.1
(GPL-3.0; WordNet License); Unicode CLDR by way of babel (Unicode-3.0); the vocabulary,
the names and the glossary written by hand for diplosearch (GPL-3.0-or-later).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale

from diplosearch.lexicon.compiler import RANK_STEP, Compiler
from diplosearch.lexicon.glossary import GlossaryEntry, read_glossary
from diplosearch.lexicon.tables import table_names
from diplosearch.packed_table import pack_table
from tools.freedict import Phrase, read_dictionary
from tools.kenet import Link, read_links

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "diplosearch"
GLOSSARY = PACKAGE / "lexicon" / "data" / "glossary.tsv"
ADJECTIVES = HERE / "data" / "adjectives.tsv"

SHORTEST_HEADWORD = 2
"""Letters of a headword; the dictionary has all kinds of things for single letters."""

TABLE_HEADER = (
    "Made by tools/make_lexicon.py from FreeDict English-Turkish (GPL-2.0-or-later), "
    "KeNet\n(GPL-3.0), WordNet 3.1 (WordNet License), Unicode CLDR and lists written by "
    "hand for\ndiplosearch. GPL-3.0-or-later."
)

KENET_RANK = 3
"""Rank of the first word of a synset of KeNet: lower than those of the dictionary, as
nothing says how usual a word is. Measured: RR@10 on xquad-tr2en 0.907 → 0.911."""

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


def add_links(compiler: Compiler, links: Iterable[Link]) -> None:
    """Add the words of linked synsets.

    They translate Turkish words, but English ones only where no other source does: with
    all of them, English questions found less (RR@10 on xquad-en2tr 0.912 → 0.910).
    """
    added: dict[str, list[tuple[str, int]]] = {}
    for link in links:
        for english_rank, english in enumerate(link.english):
            if " " in english or english != english.lower():
                continue
            if len(english) < SHORTEST_HEADWORD:
                continue
            for turkish_rank, turkish in enumerate(link.turkish):
                rank = KENET_RANK + english_rank + turkish_rank
                added.setdefault(english, []).append((turkish, rank))
    for headword, phrases in added.items():
        add = compiler.add_reversed if compiler.knows(headword) else compiler.add
        for phrase, rank in phrases:
            add(headword, phrase, rank=rank, origin="dictionary")


def write_tables(
    dictionary: dict[str, list[Phrase]], vocabulary: Vocabulary, links: Iterable[Link]
) -> None:
    """Write the tables of the lexicon."""
    compiler = Compiler()
    compiler.add_glossary(country_entries())
    compiler.add_glossary(read_glossary(GLOSSARY))
    compiler.add_glossary(read_glossary(ADJECTIVES))
    for headword in sorted(dictionary.keys() | vocabulary.keys()):
        if " " in headword or len(headword) < SHORTEST_HEADWORD:
            continue
        by_hand = list(dict.fromkeys(vocabulary.get(headword, ())))
        ranked = [(phrase, 1 + RANK_STEP * at) for at, phrase in enumerate(by_hand)]
        for phrase, rank in dictionary.get(headword, ()):
            ranked.append((phrase, rank + len(by_hand)))
        for phrase, weighed in ranked:
            compiler.add(headword, phrase, rank=weighed, origin="dictionary")
    add_links(compiler, links)
    tables = compiler.compile()
    for name in table_names():
        path = GLOSSARY.with_name(f"{name}.tsv.gz")
        table = getattr(tables, name)
        path.write_bytes(pack_table(table, TABLE_HEADER))
        print(f"{path.name}: {len(table)} entries, {path.stat().st_size} bytes")


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dictionary", type=Path, help="eng-tur.dict or eng-tur.dict.dz")
    parser.add_argument("kenet", type=Path, help="folder of turkish_wordnet.xml")
    arguments = parser.parse_args()
    dictionary = read_dictionary(arguments.dictionary)
    vocabulary = read_vocabulary(HERE / "data" / "vocabulary.txt")
    write_tables(dictionary, vocabulary, read_links(arguments.kenet))


if __name__ == "__main__":
    main()
