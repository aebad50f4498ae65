"""The passages that a document is cut into."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import SEEDS
from strategies import examples

from diplosearch.model import Language, Span
from diplosearch.text.language import Identified
from diplosearch.text.passages import PassageSpan, document_language, split_passages
from diplosearch.text.sentences import MAX_LENGTH, MAX_WORDS, split_sentences

LETTERS = st.sampled_from(list("abAş.!? \n\n\u2028\u0301\u200d19-京🇹🇷👍🏽"))
TEXTS = (
    st.text(st.characters())
    | st.text(LETTERS, max_size=400)
    | st.lists(
        st.sampled_from(["Söz. ", "söz ", "word " * 9, "\n", "\n\n", "Bir iki. "])
    ).map(lambda parts: "".join(part * 7 for part in parts))
)
SPANS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda p: Span(*p))
)


def marked(text: str) -> Identified:
    """Tell the language of test text: English where it says "word"."""
    return Identified("en" if "word" in text else "tr", 1.0)


def lengths(text: str, passages: list[PassageSpan]) -> list[int]:
    return [len(text[one.start : one.end].split()) for one in passages]


def cut(text: str, *excluded: Span, language: Language | None = "tr") -> list[PassageSpan]:
    return split_passages(text, excluded=excluded, language=language, identify=marked)


def sentence(words: int) -> str:
    return "Söz" + " söz" * (words - 1) + "."


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([10], [10]),
        ([30, 30, 30], [60, 30]),
        ([30, 29, 30], [89]),
        ([60, 60], [60, 60]),
        ([50, 80], [50, 80]),
        ([50, 70], [120]),
        ([70, 10], [80]),
        ([115, 10], [115, 10]),
        ([4, 80, 60], [84, 60]),
        ([5] * 13, [65]),
    ],
)
def test_paragraphs_are_joined(paragraphs: list[int], expected: list[int]) -> None:
    """Neighbours are merged up to 60 words, never over 120, and so is a short rest."""
    text = "\n\n".join(map(sentence, paragraphs))
    assert lengths(text, cut(text)) == expected


def test_a_long_paragraph_is_cut_evenly_at_sentences() -> None:
    """Pieces of a long paragraph are whole sentences and of roughly one length."""
    text = " ".join([sentence(20)] * 14)
    passages = cut(text)
    assert lengths(text, passages) == [100, 80, 100]
    ends = {end for _, end in split_sentences(text)}
    assert all(one.end in ends for one in passages)


def test_a_heading_goes_with_a_long_paragraph() -> None:
    """A few words before a long paragraph make no passage of their own."""
    text = "Enerji\n\n" + " ".join([sentence(20)] * 6)
    assert lengths(text, cut(text)) == [61, 60]


def test_excluded_spans_part_passages() -> None:
    """What is excluded is in no passage, and none reaches across it."""
    text = " date 2024-04-25 Bakan geldi.\nPaylaş:\nHeyet gitti."
    menu = text.index("Paylaş:")
    passages = cut(text, Span(menu, menu + 7), Span(0, 17), Span(3, 9))
    assert [text[one.start : one.end] for one in passages] == [
        "Bakan geldi.",
        "Heyet gitti.",
    ]


def test_everything_excluded() -> None:
    """A document of nothing but boilerplate has no passage."""
    assert cut("Paylaş:", Span(0, 99), language=None) == []
    assert cut("") == []


def test_passages_part_where_the_language_changes() -> None:
    """A long paragraph of the other language is a passage of its own."""
    text = "\n".join([sentence(15), "word " * 15, "word word", sentence(15)])
    passages = cut(text)
    assert [one.language for one in passages] == ["tr", "en", "tr"]
    assert lengths(text, passages) == [15, 15, 17]


@pytest.mark.parametrize(
    ("words", "confidence", "expected"),
    [(12, 0.99, "en"), (11, 1.0, "tr"), (40, 0.98, "tr")],
)
def test_the_callers_word_counts(words: int, confidence: float, expected: Language) -> None:
    """Only a long paragraph that is plainly in the other language departs from it."""
    passages = split_passages(
        sentence(words),
        excluded=(),
        language="tr",
        identify=lambda text: Identified("en", confidence),
    )
    assert {one.language for one in passages} == {expected}


def test_boilerplate_does_not_decide_the_language() -> None:
    """The language of a document is that of what is not excluded."""
    notice = "Bu site, reklam ve pazarlama için çerezler kullanmaktadır. " * 5
    story = "The ministers agreed to meet again in the spring."
    text = f"{notice}\n{story}"
    excluded = [Span(0, len(notice))]
    assert document_language(text, excluded) == "en"
    assert document_language(text, ()) == "tr"
    assert [
        one.language for one in split_passages(text, excluded=excluded, language=None)
    ] == ["en"]


@settings(max_examples=examples(300))
@given(TEXTS, SPANS, st.sampled_from([None, "tr", "en"]))
def test_passages_of_any_text(
    text: str, excluded: list[Span], language: Language | None
) -> None:
    """Passages cover what is neither excluded nor white space, in order, in bounds."""
    left = [True] * len(text)
    for start, end in excluded:
        left[start:end] = [False] * len(left[start:end])
    last = 0
    for one in cut(text, *excluded, language=language):
        passage = text[one.start : one.end]
        assert one.start >= last
        assert passage == passage.strip() != ""
        assert len(passage) <= MAX_LENGTH
        assert len(passage.split()) <= MAX_WORDS
        assert all(left[one.start : one.end])
        left[one.start : one.end] = [False] * len(passage)
        last = one.end
    assert not any(mine and not text[at].isspace() for at, mine in enumerate(left))


@pytest.mark.slow
@pytest.mark.parametrize("unit", [".", "a. ", "Söz\n", "x", "1. ", "Söz söz. "])
def test_adversarial_text_returns(unit: str) -> None:
    """A long run of anything makes bounded passages."""
    text = unit * 60_000
    assert max(lengths(text, cut(text))) <= MAX_WORDS


@pytest.mark.parametrize(
    "path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3]
)
def test_seed_passages_are_readable(path: Path) -> None:
    """Passages of the sample articles begin at sentences and are of even length."""
    text = path.read_text(encoding="utf-8")
    passages = split_passages(text, excluded=(), language=None)
    starts = {start for start, _ in split_sentences(text)}
    assert all(one.start in starts for one in passages)
    assert sum(20 <= words <= 120 for words in lengths(text, passages)) >= 3
