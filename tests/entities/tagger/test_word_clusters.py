"""Clusters of words."""

from __future__ import annotations

import pytest

from diplosearch.entities.tagger.word_clusters import PREFIXES, cluster_of, word_clusters


@pytest.mark.parametrize(("one", "other"), [("Paris", "Madrid"), ("Monday", "Friday")])
def test_words_of_a_kind_have_one_cluster(one: str, other: str) -> None:
    """Towns are beside towns, and days beside days."""
    assert cluster_of(one) is not None
    shortest = PREFIXES[0]
    bits = (1 << shortest) - 1
    assert (cluster_of(one) or 0) & bits == (cluster_of(other) or 0) & bits


@pytest.mark.parametrize(
    ("word", "other"), [("REJECTS", "rejects"), ("Rejects", "rejects")]
)
def test_other_spellings_are_looked_up(word: str, other: str) -> None:
    """A word that is unknown with its capitals has the cluster of the same without."""
    assert cluster_of(word) == cluster_of(other) is not None


def test_an_unknown_word_has_no_cluster() -> None:
    """Nothing is guessed."""
    assert cluster_of("Qqxyzw") is None
    assert cluster_of("") is None


def test_clusters_are_numbers_of_single_words() -> None:
    """The table holds no empty word and no cluster without a path."""
    assert all(word and " " not in word for word in word_clusters())
    assert min(word_clusters().values()) > 0
