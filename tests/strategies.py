"""Hypothesis strategies for texts, entries, queries and trees."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from diplosearch.engines.base import Entry
from diplosearch.model import LANGUAGES
from diplosearch.query import tree
from diplosearch.schema import (
    DATE,
    EXACT,
    KEYWORD_FIELDS,
    LANGUAGE,
    POSITION_FIELDS,
    PREFIX,
    SOURCE,
    STEM,
    TEXT_FIELDS,
    TITLE_EXACT,
)
from diplosearch.text.letters import APOSTROPHES


def examples(count: int) -> int:
    """Return the number of examples of a property, ``count`` in the default profile.

    Another profile changes it by the factor by which it changes Hypothesis's default, 100.
    """
    return count * settings().max_examples // 100


FRAGMENTS = [
    *'aşŞıIiİğĞçÇöÖüÜâêQxß0159 .,;:!?-–()/"\n\t',
    *APOSTROPHES,
    *("\u0307", "\u0301", "\u0308", "\u200d", "\u200b", "\xa0", "\xad", "\ufeff", "\u2028"),
    *(
        "北京",
        "Москва",
        "العربية",
        "हिन्दी",
        "🇹🇷",
        "👩🏽‍🚀",
        "𝒳",
        "\ud800",
        "\x00",
        "\x1b",
        "ﬁ",
    ),
    *("İstanbul’daki", "AB'ye", "A.B.D.", "1.457", "1,457", "498.55", "O'Brien", "Çin'in"),
    *("I\u0307zmir", "Bakanı", "ministers", "the", "ve", "Kassym-Jomart", "6'da", "½", "Ⅷ"),
]

fragments = st.lists(st.sampled_from(FRAGMENTS), max_size=20).map("".join)

texts = fragments | st.text(max_size=60)
"""Texts of any kind, most of them of fragments that are hard to analyse."""

languages = st.sampled_from(LANGUAGES)

QUERY_PIECES = [
    *("Çin", "China", "bakanı", "ticaret", "trade", "the", "ve", "Wang Yi", "ilişkiler"),
    *(
        " ",
        " ",
        " ",
        " AND ",
        " OR ",
        " NOT ",
        "+",
        "-",
        "(",
        ")",
        '"',
        "~",
        "*",
        "~2",
        ":",
    ),
    *("title:", "lang:tr", "lang:xx", "date:2025", "date:[2025 TO ", "source:Xinhua", ".."),
    *(
        "\x00",
        "\ud800",
        "\u202e",
        "🇹🇷",
        "'",
        "’",
        "?",
        "18:28",
        "http://a.b/?q=1",
        "\n",
        "&&",
    ),
]

queries = st.lists(st.sampled_from(QUERY_PIECES), max_size=15).map("".join) | st.text(
    max_size=40
)
"""Queries, well-formed and hostile."""

# Small indexes have few terms and short passages, so that trees match.

TERMS = ["a", "b", "c", "d", "çin", "北京"]
DATES = ["2024-01-31", "2025-06-01", "2026-02-28"]
KEYWORDS = {LANGUAGE: ["tr", "en"], SOURCE: ["xinhua", "el.kz"], DATE: DATES}

_terms = st.sampled_from(TERMS)
_term_lists = st.lists(_terms | st.just(""), min_size=1, max_size=8).map(tuple)


@st.composite
def corpora(draw: st.DrawFn, max_size: int = 8) -> list[Entry]:
    """Entries of a small index, several of one row, with unsorted keys."""
    count = draw(st.integers(0, max_size))
    rows = draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    keys = draw(st.permutations(range(1, count + 1)))
    return [_entry(draw, row << 20 | key, row) for row, key in zip(rows, keys, strict=True)]


def _entry(draw: st.DrawFn, key: int, row: int) -> Entry:
    fields = draw(st.sets(st.sampled_from(TEXT_FIELDS), max_size=len(TEXT_FIELDS)))
    terms = {name: draw(_term_lists) for name in sorted(fields)}
    keywords = {
        name: (draw(st.sampled_from(KEYWORDS[name])),)
        for name in KEYWORD_FIELDS
        if draw(st.booleans())
    }
    return Entry(key, row, draw(st.integers(1, 40)), terms, keywords)


_weights = st.sampled_from([0.25, 0.5, 1.0, 2.0, 3.5])

leaves = st.one_of(
    st.builds(
        tree.Term,
        st.sampled_from([EXACT, STEM, PREFIX, TITLE_EXACT]),
        _terms,
        _weights,
        st.just("w"),
        st.just("exact"),
    ),
    st.builds(
        tree.Sequence,
        st.sampled_from(POSITION_FIELDS),
        st.lists(_terms, min_size=2, max_size=3).map(tuple),
        st.none() | st.integers(0, 3),
        _weights,
        st.just("w"),
        gap=st.integers(0, 2),
    ),
    st.builds(
        tree.Keyword,
        st.just(SOURCE),
        st.lists(st.sampled_from(["xinhua", "el.kz", "none"]), max_size=2).map(tuple),
    ),
    st.builds(
        tree.Between,
        st.just(DATE),
        st.none() | st.sampled_from(DATES),
        st.none() | st.sampled_from(DATES),
    ),
    st.just(tree.Everything()),
    st.just(tree.Nothing()),
)

trees = st.recursive(
    leaves,
    lambda nodes: st.one_of(
        st.builds(tree.Best, st.lists(nodes, min_size=1, max_size=3).map(tuple)),
        st.builds(
            tree.Favoured,
            nodes,
            st.just(LANGUAGE),
            st.sampled_from(["tr", "en", "xx"]),
            st.sampled_from([0.5, 0.8]),
        ),
        st.builds(
            tree.Boolean,
            st.lists(nodes, max_size=2).map(tuple),
            st.lists(nodes, max_size=3).map(tuple),
            st.lists(nodes, max_size=2).map(tuple),
        ),
        st.builds(
            tree.ConceptList,
            st.lists(
                st.builds(
                    tree.Concept, st.just("w"), nodes, nodes | st.just(tree.Nothing())
                ),
                min_size=1,
                max_size=3,
            ).map(tuple),
            st.sampled_from([1.0, 0.5]),
            st.booleans(),
        ),
    ),
    max_leaves=8,
)
"""Trees that an engine can search."""
