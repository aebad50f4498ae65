"""Fingerprints: the same for the same words, shared by texts that share a run of words."""

from __future__ import annotations

from diplosearch.stories.fingerprints import (
    FEWEST_WORDS,
    make_fingerprints,
    read_fingerprints,
)

WORDS = [f"kelime{number}" for number in range(60)]


def fingerprints(words: list[str]) -> set[int]:
    """Return the fingerprints of a text of these words."""
    return set(read_fingerprints(make_fingerprints([" ".join(words)])).tolist())


def test_passages_are_one_text() -> None:
    """Where a text is cut into passages does not matter."""
    whole = make_fingerprints([" ".join(WORDS)])
    assert make_fingerprints([" ".join(WORDS[:17]), " ".join(WORDS[17:])]) == whole


def test_eight_words_in_a_row_are_enough() -> None:
    """Texts that share a run of eight words share a fingerprint, wherever it stands."""
    for start in range(52):
        run = WORDS[start : start + 8]
        other = [f"other{number}" for number in range(20)]
        assert fingerprints([*other[:11], *run, *other[11:]]) & fingerprints(WORDS)


def test_other_words_share_none() -> None:
    """A text without a common run of four words shares no fingerprint."""
    assert not fingerprints(WORDS) & fingerprints(WORDS[::-1])


def test_they_are_fewer_than_words() -> None:
    """About a third of the words remains, sorted, each once."""
    found = read_fingerprints(make_fingerprints([" ".join(WORDS)])).tolist()
    assert found == sorted(set(found))
    assert len(WORDS) / 5 < len(found) < len(WORDS) / 2


def test_a_short_text_has_none() -> None:
    """A text of fewer words than a story needs has no fingerprint, one of so many has."""
    assert make_fingerprints([" ".join(WORDS[: FEWEST_WORDS - 1])]) == b""
    assert make_fingerprints([" ".join(WORDS[:FEWEST_WORDS])])
    assert make_fingerprints([]) == b""


def test_they_do_not_depend_on_the_process() -> None:
    """They are the same on every machine: they are written to disk."""
    text = "bakan dün ankara da yaptığı konuşmada iki ülke arasındaki ticaretin artacağını"
    found = read_fingerprints(make_fingerprints([f"{text} bir kez daha söyledi"]))
    assert found.tolist() == EXPECTED


EXPECTED = [256824417, 510836734, 905145323]
