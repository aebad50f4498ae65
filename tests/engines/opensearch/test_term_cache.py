"""What is kept of a cluster's terms, and when a request is made for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

import pytest

from diplosearch.engines.opensearch import term_cache
from diplosearch.engines.opensearch.frequencies import Frequencies
from diplosearch.engines.opensearch.term_cache import TermCache
from diplosearch.engines.opensearch.vocabulary import Counts, Vocabulary
from diplosearch.engines.remote_reader import FieldTerm
from diplosearch.errors import IndexUnreachableError
from diplosearch.schema import EXACT, STEM

TERMS = [("a", 1), ("ab", 2), ("abc", 3), ("b", 4)]


class Requests:
    """Answers as a cluster with the same terms in each field does; notes each request."""

    def __init__(self, most: int) -> None:
        """Give ``most`` terms in one answer."""
        self.most = most
        self.made: list[str] = []
        self.is_down = False

    def find(self, terms: Iterable[FieldTerm]) -> dict[FieldTerm, int]:
        """Return frequencies, as :class:`Frequencies` does."""
        self.made.append("frequencies")
        return {(field, text): dict(TERMS).get(text, 0) for field, text in terms}

    def terms(self, prefixes: Sequence[FieldTerm]) -> list[Counts]:
        """Return lists of terms, as :class:`Vocabulary` does."""
        self.made.append("lists")
        return [
            [one for one in TERMS if one[0].startswith(prefix)] for _, prefix in prefixes
        ]

    def read_field(self, field: str) -> Counts | None:
        """Return all terms of a field if they fit into one answer."""
        self.made.append(f"field {field}")
        return TERMS if len(TERMS) <= self.most else None

    def pages(self, field: str) -> Iterator[Counts]:
        """Yield all terms of a field, each in an answer of its own."""
        for one in reversed(TERMS):
            if self.is_down:
                raise IndexUnreachableError("no server answers")
            self.made.append(f"page of {field}")
            yield [one]


def make(most: int) -> tuple[TermCache, Requests]:
    """Return a cache and what answers it."""
    requests = Requests(most)
    cache = TermCache(cast(Frequencies, requests), cast(Vocabulary, requests))
    return cache, requests


def test_one_request_for_each_frequency() -> None:
    """A frequency is read once, together with others or alone, also one that is 0."""
    cache, requests = make(most=2)
    cache.prefetch_frequencies([(EXACT, "a"), (EXACT, "x"), (STEM, "a")])
    cache.prefetch_frequencies([(EXACT, "x"), (EXACT, "a")])
    assert [cache.frequency(EXACT, text) for text in "ax"] == [1, 0]
    assert requests.made == ["frequencies"]
    assert [cache.frequency(EXACT, "b") for _ in range(2)] == [4, 4]
    assert requests.made == ["frequencies"] * 2


def test_field_that_one_answer_holds_is_kept_whole() -> None:
    """The first list of a field brings all its terms: nothing more is requested."""
    cache, requests = make(most=9)
    assert list(cache.terms(EXACT, "ab")) == [("ab", 2), ("abc", 3)]
    cache.prefetch_terms([(EXACT, "a"), (EXACT, "x")])
    assert list(cache.terms(EXACT, "x")) == []
    assert list(cache.terms(EXACT, "")) == TERMS
    assert [cache.frequency(EXACT, text) for text in ("abc", "x")] == [3, 0]
    assert requests.made == [f"field {EXACT}"]


def test_lists_of_a_larger_field_are_kept() -> None:
    """Lists are read together, and bring the frequencies of their terms."""
    cache, requests = make(most=2)
    cache.prefetch_terms([(EXACT, "ab"), (EXACT, "b")])
    cache.prefetch_terms([(EXACT, "b")])
    assert list(cache.terms(EXACT, "ab")) == [("ab", 2), ("abc", 3)]
    assert cache.frequency(EXACT, "abc") == 3
    assert requests.made == [f"field {EXACT}", "lists"]
    assert list(cache.terms(EXACT, "a")) == TERMS[:3]
    assert requests.made[2:] == ["lists"]


def test_listing_a_larger_field_keeps_it_whole() -> None:
    """All terms of a field that were walked through are kept, sorted."""
    cache, requests = make(most=2)
    assert list(cache.terms(EXACT, "")) == TERMS
    count = len(requests.made)
    assert list(cache.terms(EXACT, "")) == TERMS
    assert cache.frequency(EXACT, "b") == 4
    assert len(requests.made) == count


def test_field_of_too_many_terms_is_never_kept_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its terms are listed, but what comes after is requested."""
    monkeypatch.setattr(term_cache, "_MOST_WHOLE", 3)
    monkeypatch.setattr(term_cache, "_OFTEN", 1)
    cache, requests = make(most=2)
    assert list(cache.terms(EXACT, "")) == TERMS
    assert cache.frequency(EXACT, "b") == 4
    cache.close()
    requests.made.clear()
    assert cache.frequency(EXACT, "a") == 1
    assert requests.made == ["frequencies"]


def test_all_fields_are_read_once_there_were_many_requests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Then no frequency and no list takes a request."""
    monkeypatch.setattr(term_cache, "_OFTEN", 2)
    cache, requests = make(most=2)
    assert list(cache.terms(EXACT, "b")) == [("b", 4)]
    assert [cache.frequency(EXACT, text) for text in ("a", "ab")] == [1, 2]
    assert cache._thread is not None
    cache._thread.join()
    requests.made.clear()
    assert cache.frequency(STEM, "abc") == 3
    assert list(cache.terms(EXACT, "a")) == TERMS[:3]
    assert requests.made == []


def test_fields_that_cannot_be_read_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cluster that is down while whole fields are read leaves the cache as it is."""
    monkeypatch.setattr(term_cache, "_OFTEN", 1)
    cache, requests = make(most=2)
    requests.is_down = True
    assert cache.frequency(EXACT, "a") == 1
    cache.close()
    assert cache.frequency(EXACT, "ab") == 2
    assert requests.made == ["frequencies"] * 2


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound what was kept is dropped, and read anew."""
    monkeypatch.setattr(term_cache, "_MOST_KEPT", 3)
    cache, requests = make(most=2)
    for text in ("a", "ab", "abc", "b", "a"):
        cache.frequency(EXACT, text)
    assert requests.made == ["frequencies"] * 5
    assert (cache.frequency(EXACT, "b"), len(requests.made)) == (4, 5)


def test_closed_cache_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the end no field is read beside the work."""
    monkeypatch.setattr(term_cache, "_OFTEN", 1)
    cache, _ = make(most=2)
    cache.close()
    cache.close()
    assert cache.frequency(EXACT, "a") == 1
    assert cache._thread is None
