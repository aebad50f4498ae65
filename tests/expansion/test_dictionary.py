"""Words of the index that a beginning or a misspelt word stands for."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.engines.base import Entry, Reader
from diplosearch.engines.memory import MemoryState
from diplosearch.engines.posting_reader import PostingReader
from diplosearch.expansion.dictionary import MOST_WORDS, TermDictionary, _singular
from diplosearch.schema import EXACT


def reader_of(words: Iterable[str]) -> Reader:
    """Return an index in which each word makes a passage."""
    entries = [Entry(n, n, 1, {EXACT: (word,)}, {}) for n, word in enumerate(words, 1)]
    return PostingReader(MemoryState(entries))


WORDS = [
    "bakan",
    "bakan",
    "bakani",
    "bakanlik",
    "baskan",
    "basbakan",
    "cin",
    "cinli",
    "cinin",
    "tokayev",
    "tokaev",
    "to",
]
READER = reader_of(WORDS)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bak", ("bakan", "bakani", "bakanlik")),
        ("BAKAN", ("bakan", "bakani", "bakanlik")),
        ("Çin", ("cin", "cinin", "cinli")),
        ("ÇİNLİ", ("cinli",)),
        ("Tokay", ("tokayev",)),
        ("zz", ()),
    ],
)
def test_beginning(typed: str, found: tuple[str, ...]) -> None:
    """The most frequent comes first, then by alphabet; typing is folded."""
    result = TermDictionary(READER).find_beginning(typed, EXACT)
    assert (tuple(result.counts), result.left_out) == (found, 0)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bakan", {"bakan", "bakani", "baskan"}),
        ("Bkaan", {"bakan"}),
        ("Tokayev", {"tokayev", "tokaev"}),
        ("Tokaeyv", {"tokayev", "tokaev"}),
        ("Tkoaev", {"tokaev", "tokayev"}),
        ("çin", {"cin"}),
        ("to", {"to"}),
        ("tx", set()),
        ("başbakan", {"basbakan", "baskan"}),
    ],
)
def test_similar(typed: str, found: set[str]) -> None:
    """One edit up to five letters, two from six on, none under three."""
    assert set(TermDictionary(READER).find_similar(typed, EXACT).counts) == found


def test_the_word_itself_comes_first() -> None:
    """Of similar words the nearest comes first, however rare."""
    dictionary = TermDictionary(reader_of(["bakani"] * 5 + ["bakan"]))
    assert dictionary.find_similar("bakan", EXACT).counts == {"bakan": 1, "bakani": 5}


def test_most_words_are_kept() -> None:
    """A pattern stands for so many words at most, and says how many are left out."""
    words = [f"cin{n:03}" for n in range(MOST_WORDS + 9)]
    dictionary = TermDictionary(reader_of([*words, words[-1]]))
    result = dictionary.find_beginning("cin", EXACT)
    assert len(result.counts) == MOST_WORDS
    assert next(iter(result.counts)) == words[-1]
    assert result.left_out == 9


@given(
    st.lists(st.text(alphabet="abcş", min_size=1, max_size=6)), st.text("abcş", min_size=1)
)
def test_beginnings_are_all_there_are(words: list[str], beginning: str) -> None:
    """What is found begins so, and what begins so is found."""
    plain = beginning.replace("ş", "s")
    folded = {word.replace("ş", "s") for word in words}
    result = TermDictionary(reader_of(folded)).find_beginning(beginning, EXACT)
    assert set(result.counts) == {word for word in folded if word.startswith(plain)}


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("hattı", {"hat", "hatti", "hatlar"}),
        ("açığı", {"acik", "acigi", "aciginin"}),
        ("kitap", {"kitap", "kitabi", "kitaplarin"}),
        ("şehir", {"sehir", "sehri", "sehirde"}),
    ],
)
def test_forms_of_a_noun_are_no_other_words(word: str, forms: set[str]) -> None:
    """A stem may change before its suffixes; what begins with a longer word is another."""
    others = {"hatta", "hatalar", "acikladi", "acikca", "kitle", "sehit"}
    dictionary = TermDictionary(reader_of([*sorted(forms), *sorted(others)]))
    assert set(dictionary.find_forms(word, "tr")) == forms


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        *(("classes", "class"), ("taxes", "tax"), ("speeches", "speech")),
        *(("dishes", "dish"), ("parties", "party"), ("talks", "talk")),
        *(("crisis", "crisis"), ("status", "status"), ("press", "press"), ("talk", "talk")),
    ],
)
def test_plurals_lose_their_ending(plural: str, singular: str) -> None:
    """And what only looks like a plural keeps it."""
    assert _singular(plural) == singular
