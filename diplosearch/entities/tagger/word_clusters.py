"""Clusters of English words by the words beside them (Brown et al., 1992), for features.

Words of one cluster stand in like contexts: towns, surnames, clubs, companies, verbs of
speech. Turkish news has the foreign names of them, too.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ..word_lists import DATA

_FILE = "word-clusters.txt.gz"

PREFIXES = (4, 6, 10)
"""Bits of the paths in the tree of clusters that are features, beside whole paths; the
lengths are those usual for names."""


@cache
def word_clusters() -> Mapping[str, int]:
    """Return the cluster of each word, which ``tools/make_word_clusters.py`` made.

    The bits of a cluster are its path in the tree, the root's in the lowest bit.
    """
    packed = files(DATA).joinpath(_FILE).read_bytes()
    clusters: dict[str, int] = {}
    for line in gzip.decompress(packed).decode().split("\n"):
        cluster, *words = line.split(" ")
        clusters.update(dict.fromkeys(words, int(cluster, 16)))
    return clusters


def cluster_of(name: str) -> int | None:
    """Return the cluster of a word, None for none.

    A word that is unknown as it is written is looked up with a capital and without::

        >>> cluster_of("LONDON") == cluster_of("London")
        True
    """
    clusters = word_clusters()
    cluster = clusters.get(name)
    if cluster is None and name.isupper():
        cluster = clusters.get(name.capitalize())
    return clusters.get(name.lower()) if cluster is None else cluster
