"""The lexicon of Turkish roots, and how they change before suffixes."""

from __future__ import annotations

import pytest

from diplosearch.analysis.turkish.lemmatizer import TurkishLemmatizer
from diplosearch.analysis.turkish.letters import to_plain
from diplosearch.analysis.turkish.root_lexicon import (
    Lexicon,
    common_words,
    make_table,
    turkish_lexicon,
)
from diplosearch.analysis.turkish.stems import STATES, Word, pack
from diplosearch.analysis.turkish.suffixes import Rest, turkish_suffixes

LINES = [
    "ağaç\tns,60",
    "renk\tns,60",
    "kek\tns,60",
    "burun\tnd,60",
    "hak\tn2,50",
    "saat\tno,50",
    "başla\ti,50",
    "de\ta,40",
    "git\tas,40",
    "ankara\tp,50",
    "abece\tn,161",
    "acur\tn,160",
]


def lexicon() -> Lexicon:
    """Return a lexicon of a few words."""
    return Lexicon(make_table(LINES))


def found(form: str, *, is_plain: bool = False) -> set[tuple[str, int, int]]:
    """Return the lemmas with which ``form`` may begin, their ends, what must follow."""
    stems = [stem for group in lexicon().find(form, is_plain=is_plain) for stem in group]
    return {(one.word.lemma, one.end, one.place.rest.value) for one in stems}


@pytest.mark.parametrize(
    ("form", "lemma", "end", "rest"),
    [
        ("ağacı", "ağaç", 4, Rest.VOWEL),
        ("ağaçta", "ağaç", 4, Rest.NO_VOWEL),
        ("rengi", "renk", 4, Rest.VOWEL),
        ("keği", "kek", 3, Rest.VOWEL),
        ("burnu", "burun", 4, Rest.VOWEL),
        ("burunda", "burun", 5, Rest.NO_VOWEL),
        ("hakkı", "hak", 4, Rest.VOWEL),
        ("saati", "saat", 4, Rest.ANY),
        ("başlıyor", "başla-", 4, Rest.YOR),
        ("diyor", "de-", 1, Rest.YOR),
        ("diyen", "de-", 2, Rest.Y),
        ("gidiyor", "git-", 3, Rest.VOWEL),
        ("ankaranın", "ankara", 6, Rest.ANY),
    ],
)
def test_changed_roots_are_found(form: str, lemma: str, end: int, rest: Rest) -> None:
    """Softened, dropped, doubled and narrowed roots lead to their words."""
    assert (lemma, end, rest.value) in found(form)


@pytest.mark.parametrize("form", ["agac", "burnla", "rengler", "hakkta", "kegi", "başlıp"])
def test_other_changes_are_not_undone(form: str) -> None:
    """A root changes before vowels alone, and loses its last before *-yor* alone."""
    assert TurkishLemmatizer(lexicon(), turkish_suffixes()).readings(form) == []


def test_plain_spellings_are_found() -> None:
    """A root is found as it is typed without Turkish letters, where that is asked for."""
    assert ("ağaç", 4, Rest.VOWEL.value) in found("agaci", is_plain=True)
    assert found("agaci") == set()


def test_harmony_of_a_borrowed_word() -> None:
    """*saat* takes front vowels."""
    ((stem,),) = lexicon().find("saat")

    assert stem.place.vowel == "i"


def test_packed_word_is_unpacked() -> None:
    """What is written into a line of the lexicon is read back."""
    word = Word("öldür-", "öldür", "i", "", 90, ("öl-",))

    (read,) = Lexicon(make_table([f"öldür\t{pack(word)}"])).words("öldür")

    assert read == word


def test_built_in_lexicon_is_sound() -> None:
    """Each word is of a known kind, with known signs; lemmas and roots are letters."""
    words = list(turkish_lexicon().all_words())

    assert len(words) > 40_000
    for word in words:
        assert word.kind in STATES
        assert set(word.signs) <= set("sd2o")
        assert word.root.isalpha()
        assert word.lemma.removesuffix("-").isalpha()
        assert word.cost >= 0


@pytest.mark.parametrize(
    ("plain", "is_common"),
    [
        *(("agac", True), ("renk", True), ("de", True), ("acur", True)),
        # Names, rare words, forms, what begins no word, and what is not typed plainly.
        *(("ankara", False), ("abece", False), ("reng", False), ("xx", False)),
    ],
)
def test_common_roots(plain: str, is_common: bool) -> None:
    """A root is asked for as it is typed without Turkish letters."""
    assert lexicon().is_common(plain) is is_common
    assert (plain in {to_plain(root) for root in lexicon().common_roots()}) is is_common


def test_common_words_are_no_names() -> None:
    """Words for the tagger are plain, without names."""
    assert {"bakan", "gel", "guvenlik"} <= common_words()
    assert "ankara" not in common_words()
