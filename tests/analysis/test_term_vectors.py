"""The columns of a text say what its tokens say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch.analysis.analyzer import analyze, analyzer_for
from diplosearch.analysis.term_vectors import JoinedTermVectors, TermVectors, pack_spans
from diplosearch.analysis.tokenizer import words_of
from diplosearch.model import LANGUAGES, Language, Span
from diplosearch.schema import ENTITY, EXACT, PREFIX, SOUND, STEM, TITLE_EXACT, TITLE_STEM

repeating = st.lists(
    st.sampled_from(["Çin", "Çin'in", "bakan", "bakanlar", "a", "merkez", "China's", "-"])
).map(" ".join)


@given(text=texts | repeating, language=st.sampled_from(LANGUAGES))
def test_columns_are_the_tokens(text: str, language: Language) -> None:
    """Every token has its position and its span."""
    tokens = analyze(text, language)
    columns = analyzer_for(language).words(text)
    assert columns.size == len(tokens)
    spans = [tuple(columns.span(position)) for position in range(len(tokens))]
    assert spans == [(token.start, token.end) for token in tokens]


spoken = st.tuples(texts | repeating, st.sampled_from(LANGUAGES))


@given(st.lists(spoken, max_size=4))
def test_terms_are_found_in_all_texts(given: list[tuple[str, Language]]) -> None:
    """Each term is found in every text that has it, at all of its positions there."""
    vectors = JoinedTermVectors([analyzer_for(one).words(text) for text, one in given])
    expected: dict[tuple[str, str], dict[int, list[int]]] = {}
    for number, (text, language) in enumerate(given):
        for position, token in enumerate(analyze(text, language)):
            for field in (EXACT, STEM, PREFIX):
                term = getattr(token, field)
                if term is not None:
                    by_text = expected.setdefault((field, term), {})
                    by_text.setdefault(number, []).append(position)
    for (field, term), positions in expected.items():
        assert vectors.find(field, term) == positions


@pytest.mark.parametrize(
    ("language", "field", "term", "positions"),
    [
        ("tr", EXACT, "bakan", [0, 2]),
        ("tr", TITLE_EXACT, "bakan", [0, 2]),
        ("tr", STEM, "bakan", [0, 1, 2]),
        ("tr", TITLE_STEM, "bakan", [0, 1, 2]),
        ("tr", PREFIX, "bakan", [0, 1, 2]),
        ("tr", PREFIX, "baka", []),
        ("tr", PREFIX, "bakanl", []),
        ("tr", PREFIX, "ev", [3]),
        ("en", PREFIX, "bakan", []),
        ("tr", EXACT, "yok", []),
        ("tr", SOUND, "bakan", []),
        ("tr", ENTITY, "bakan", []),
    ],
)
def test_find(language: Language, field: str, term: str, positions: list[int]) -> None:
    """A term is found in its own field, whole; English has no beginnings."""
    texts = [analyzer_for(language).words(one) for one in ("", "bakan bakanlar bakan ev")]
    assert JoinedTermVectors(texts).find(field, term) == (
        {1: positions} if positions else {}
    )


@pytest.mark.parametrize("letters", [1, 100, 60_000, 1_200_000])
def test_long_words_have_spans(letters: int) -> None:
    """A word, or a gap before it, may be of any length."""
    text = "a" + " " * letters + "b" * letters + " c"
    columns = analyzer_for("en").words(text)
    assert [tuple(columns.span(position)) for position in range(3)] == [
        (0, 1),
        (1 + letters, 1 + 2 * letters),
        (2 + 2 * letters, 3 + 2 * letters),
    ]


@given(texts)
def test_no_column_holds_a_line_break(text: str) -> None:
    """The store keeps a column a line."""
    columns = analyzer_for("tr").words(text)
    assert not any("\n" in column for column in columns)


def test_no_words() -> None:
    """Without words there is nothing to find."""
    assert analyzer_for("tr").words(" …\n") == TermVectors("tr")
    assert JoinedTermVectors([TermVectors("tr")] * 2).find(EXACT, "") == {}
    assert JoinedTermVectors([]).find(EXACT, "a") == {}


@given(text=texts | repeating, language=st.sampled_from(LANGUAGES))
def test_stop_words_are_told_without_stemming(text: str, language: Language) -> None:
    """A word is a stop word or none, however it is asked."""
    analyzer = analyzer_for(language)
    for word in words_of(text):
        for written in (word, word.lower(), word.upper()):
            if words_of(written) == [written]:
                assert analyzer.is_stop(written) == analyzer.terms(written).is_stop


@pytest.mark.parametrize(
    "text",
    [
        "— Bakan - geldi",
        "Bakan – geldi … -",
        "- – — Bakan - – — geldi",
        f"{'-' * 60_000} Bakan",
        f"Bakan {'-' * 60_000} geldi",
        f"Bakan{' -' * 40_000} geldi",
        f"{'- ' * 40_000}Bakan",
    ],
)
def test_pieces_without_words(text: str) -> None:
    """Spans are right where pieces hold no word, however long these are."""
    spans = list(analyzer_for("tr").words(text).all_spans())
    words = [word for word in ("Bakan", "geldi") if word in text]
    assert [text[start:end] for start, end in spans] == words


def test_spans_are_packed_as_they_follow() -> None:
    """No word gives nothing, and nothing is behind the last one unless it is told."""
    assert pack_spans([]) == ""
    assert pack_spans([Span(2, 5), Span(6, 9)]) == pack_spans(
        [Span(2, 5), Span(6, 9)], behind=0
    )
    assert pack_spans([Span(2, 5)]) + pack_spans([Span(1, 4)]) == pack_spans(
        [Span(2, 5), Span(6, 9)]
    )
