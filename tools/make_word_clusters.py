"""Make the table of word clusters that the tagger reads.

    pip download --no-deps spacy-lookups-data==1.0.5
    python -m tools.make_word_clusters spacy_lookups_data-1.0.5-py2.py3-none-any.whl

reads the Brown clusters of English words, and how frequent the words are, in that package
(MIT), and keeps the most frequent words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

DATA = Path(__file__).parents[1] / "diplosearch/entities/data"
_TABLES = "spacy_lookups_data/data/en_lexeme_{}.json.gz"
_WORD = re.compile(r"[^\W\d_]+|[^\w\s]")

MOST_WORDS = 60_000
"""Words of the table; 80,000 have 2 % more of the words of English politics. A guess."""


def read_table(wheel: ZipFile, name: str) -> dict[str, Any]:
    """Return a table of the package by its name."""
    packed = wheel.read(_TABLES.format(name))
    return dict(json.loads(gzip.decompress(packed)))


def choose_words(clusters: Mapping[str, int], rates: Mapping[str, float]) -> list[str]:
    """Return the most frequent words with a cluster that another spelling lacks.

    ``rates`` are logarithms of probabilities. The reader looks a word in capitals up with
    one capital, and any word without capitals.
    """
    known = [word for word, own in clusters.items() if own and _WORD.fullmatch(word)]
    known.sort(key=lambda word: (-rates.get(word, -99.0), word))
    frequent = set(known[:MOST_WORDS])
    chosen = []
    for word in known[:MOST_WORDS]:
        shorter = word.capitalize() if word.isupper() and len(word) > 1 else word
        other = shorter if shorter in frequent and shorter != word else word.lower()
        if other == word or other not in frequent or clusters[other] != clusters[word]:
            chosen.append(word)
    return chosen


def pack(words: list[str], clusters: Mapping[str, int]) -> str:
    """Return lines of a cluster in hexadecimal and its words."""
    by_cluster: dict[int, list[str]] = defaultdict(list)
    for word in sorted(words):
        by_cluster[clusters[word]].append(word)
    return "\n".join(f"{one:x} {' '.join(own)}" for one, own in sorted(by_cluster.items()))


def main() -> None:
    """Read the package and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("wheel", type=Path, help="the package")
    options = parser.parse_args()
    with ZipFile(options.wheel) as wheel:
        clusters = read_table(wheel, "cluster")
        rates = read_table(wheel, "prob")
    text = pack(choose_words(clusters, rates), clusters)
    path = DATA / "word-clusters.txt.gz"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
