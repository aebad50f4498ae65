"""What a hit shows of its passage: the sentences that matched, or all of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

import diplosearch
from diplosearch import Document, Hit, Index
from diplosearch.errors import UsageError

LEAD = "The delegations met behind closed doors for the whole of the afternoon."
MATCHED = "The accord on grain & fuel was signed by both ministers in the evening."
LONG = f"{LEAD} {LEAD}\n{MATCHED}\n{LEAD} {LEAD}"


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """One document whose passage is longer than an excerpt."""
    documents = [Document(id="long", text=LONG)]
    with diplosearch.rebuild(documents, entities=False, jobs=1) as made:
        yield made


@pytest.fixture
def hit(index: Index) -> Hit:
    """The passage, found by words of one of its sentences."""
    return index.search("accord fuel", excerpt=100)[0]


def plain(written: str) -> str:
    """Return text without tags, terminal sequences, brackets and escapes."""
    return html.unescape(re.sub(r"<[^>]+>|\x1b\[[\d;]*m|\*\*|\\", "", written))


def test_hit_shows_the_sentence_that_matched(hit: Hit) -> None:
    """In every format, the sentence with the matches stands between two ellipses."""
    shown = f"… {MATCHED} …"
    assert hit.to_text() == plain(hit.to_ansi()) == plain(hit.to_html()) == shown
    assert plain(hit.to_markdown()) == shown
    assert [hit.document.text[start:end] for start, end in hit.excerpt] == [MATCHED]


def test_full_gives_the_whole_passage(index: Index, hit: Hit) -> None:
    """With ``full`` the passage is given as it is, and so it is with ``excerpt=None``."""
    passage = hit.passage.text
    assert passage == LONG
    assert hit.to_text(full=True) == plain(hit.to_ansi(full=True)) == passage
    assert plain(hit.to_html(full=True)) == passage
    assert plain(hit.to_markdown(full=True)) == passage
    whole = index.search("accord fuel", excerpt=None)[0]
    assert whole.to_text() == passage
    assert whole.to_html() == hit.to_html(full=True)


def test_excerpts_of_hits_that_are_loaded_later(index: Index) -> None:
    """Without a limit, and among similar documents, excerpts are as long as asked for."""
    (streamed,) = index.search("accord", limit=None, excerpt=100)
    assert streamed.to_text() == f"… {MATCHED} …"


@pytest.mark.parametrize("wrong", [0, 39, -1, 2.5, "100"])
def test_impossible_lengths_are_refused(index: Index, wrong: int) -> None:
    """A length below forty characters, and what is no number, raises UsageError."""
    with pytest.raises(UsageError, match="excerpt"):
        index.search("accord", excerpt=wrong)
