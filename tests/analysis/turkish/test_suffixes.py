"""The transducer of Turkish suffixes."""

from __future__ import annotations

import pytest

from diplosearch.analysis.turkish.letters import harmony
from diplosearch.analysis.turkish.suffixes import (
    Chain,
    Place,
    Rest,
    Suffixes,
    turkish_suffixes,
)


def parse(head: str, tail: str, state: str, rest: Rest = Rest.ANY) -> list[Chain]:
    """Return the chains of ``tail`` behind ``head``."""
    place = Place(state, harmony(head), head[-1], rest)
    return turkish_suffixes().parse(head + tail, len(head), place)


@pytest.mark.parametrize(
    ("head", "tail", "state"),
    [
        ("ev", "", "NOUN"),
        ("ev", "lerimizdekilerden", "NOUN"),
        ("ülke", "sinin", "NOUN"),
        ("kent", "te", "NOUN"),
        ("okul", "un", "NOUN"),
        ("göz", "ünü", "NOUN"),
        ("su", "yla", "NOUN"),
        ("zeytinyağı", "nda", "COMPOUND"),
        ("zeytinyağ", "ları", "HEAD"),
        ("gel", "emeyeceklermiş", "VERB_IR"),
        ("yap", "ıyordunuz", "VERB_AR"),
        ("oku", "yordu", "VERB_IR"),
        ("yaz", "dırtıldı", "VERB_AR"),
        ("görün", "mektedir", "VERB_IR"),
        ("al", "ınırsa", "VERB_IR"),
    ],
)
def test_chain_that_agrees(head: str, tail: str, state: str) -> None:
    """Chains of suffixes in harmony with the word are read to its end."""
    assert any(not chain.made for chain in parse(head, tail, state))


@pytest.mark.parametrize(
    ("head", "tail", "state"),
    [
        ("ev", "lar", "NOUN"),
        ("ev", "da", "NOUN"),
        ("kent", "de", "NOUN"),
        ("okul", "ın", "NOUN"),
        ("göz", "ını", "NOUN"),
        ("ülke", "in", "NOUN"),
        ("ev", "sı", "NOUN"),
        ("gel", "di", "NOUN_OF_NO_KIND"),
        ("gel", "dı", "VERB_IR"),
        ("gel", "er", "VERB_IR"),
        ("zeytinyağı", "sı", "COMPOUND"),
    ],
)
def test_chain_that_breaks_a_rule(head: str, tail: str, state: str) -> None:
    """Vowel harmony, assimilation and buffer letters are required."""
    assert parse(head, tail, state) == []


def test_hard_and_soft_ends() -> None:
    """A hard end takes no vowel, a soft end nothing else, a lost vowel only *-yor*."""
    assert parse("kitap", "ı", "NOUN", Rest.NO_VOWEL) == []
    assert parse("kitap", "lar", "NOUN", Rest.NO_VOWEL)
    assert parse("kitab", "ı", "NOUN", Rest.VOWEL)
    assert parse("kitab", "lar", "NOUN", Rest.VOWEL) == []
    assert parse("kitab", "", "NOUN", Rest.VOWEL) == []
    assert parse("başl", "ıyor", "VERB_IR", Rest.YOR)
    assert parse("başl", "ıp", "VERB_IR", Rest.YOR) == []


def test_word_of_its_own_is_named() -> None:
    """What a suffix makes a word of its own is told, with the letters of that word."""
    made = {chain.made for chain in parse("önem", "lilerden", "NOUN")}

    assert made == {"li"}


def test_plain_letters_are_read_as_well() -> None:
    """The same chain is read where it is typed without Turkish letters."""
    place = Place("NOUN", harmony("sınır"), "r")

    assert turkish_suffixes().parse("sinirlarimizin", 5, place, is_plain=True)
    assert turkish_suffixes().parse("sinirlerimizin", 5, place, is_plain=True) == []


def test_cheapest_chain_is_taken() -> None:
    """Of two chains to one end the usual one counts."""
    grammar = ["A* x B", "A y B", "A xy B", "B*", "B y B"]
    costs = {("A", "x"): 1, ("B", "y"): 1, ("A", "xy"): 9, ("B", "."): 0, ("A", "."): 5}
    suffixes = Suffixes(grammar, costs)

    (chain,) = suffixes.parse("exy", 1, Place("A", "i", "e"))

    assert (chain.cost, chain.steps) == (2, (("A", "x"), ("B", "y"), ("B", ".")))
