"""The tagger: tags to spans, and a model that several threads use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch.entities.gazetteer.packed import default_gazetteer
from diplosearch.entities.tagger import tagger as module
from diplosearch.entities.tagger.bio import OUTSIDE
from diplosearch.entities.tagger.tagger import (
    LABELS,
    Tagged,
    default_tagger,
    read_spans,
    windows,
)
from diplosearch.entities.tokens import read_sentence

tags = st.lists(
    st.sampled_from([OUTSIDE, *(f"{mark}-{label}" for mark in "BI" for label in LABELS)])
)


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("", []),
        ("O O", []),
        ("B-PER I-PER O", [Tagged(0, 2, "PER")]),
        ("B-PER B-PER", [Tagged(0, 1, "PER"), Tagged(1, 2, "PER")]),
        ("O I-ORG I-ORG", [Tagged(1, 3, "ORG")]),
        ("B-PER I-LOC", [Tagged(0, 1, "PER"), Tagged(1, 2, "LOC")]),
        ("O B-EVENT", [Tagged(1, 2, "EVENT")]),
    ],
)
def test_tags_become_spans(written: str, spans: list[Tagged]) -> None:
    """B begins a name, I goes on, and an I of its own begins one."""
    assert read_spans(written.split()) == spans


@given(tags)
def test_spans_cover_all_tags_but_o(tags: list[str]) -> None:
    """Each tagged word is in exactly one span, of its label."""
    labels = [OUTSIDE] * len(tags)
    for span in read_spans(tags):
        assert span.first < span.last
        labels[span.first : span.last] = [span.label] * (span.last - span.first)
    assert labels == [tag[2:] or OUTSIDE for tag in tags]


def test_model_comes_along_and_threads_agree() -> None:
    """Several threads get the answers that one gets."""
    tagger = default_tagger()
    assert tagger is not None
    text = "President Recep Tayyip Erdoğan met Cai Qi in Tianjin."
    sentence = read_sentence(text, 0, len(text))
    found = default_gazetteer().find(sentence)
    arguments = [sentence], [found], [windows(sentence)]
    alone = tagger.tag(*arguments)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: tagger.tag(*arguments), range(40)))
    assert answers == [alone] * 40
    (spans,) = alone
    assert spans
    assert all(0 <= one.first < one.last <= len(sentence) for one in spans)


def test_sentences_are_tagged_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tagged together, and how much at once, changes no tag."""
    tagger = default_tagger()
    assert tagger is not None
    texts = ["Wang Yi met Hakan Fidan.", "yes", "Ceyhun Bayramov Bakü'den Çin'e gitti."]
    sentences = [read_sentence(text, 0, len(text)) for text in texts]
    found = [default_gazetteer().find(sentence) for sentence in sentences]
    stretches = [windows(sentence) for sentence in sentences]
    alone = [
        tagger.tag([one], [known], [spans])[0]
        for one, known, spans in zip(sentences, found, stretches, strict=True)
    ]
    assert tagger.tag(sentences, found, stretches) == alone
    monkeypatch.setattr(module, "_TAGGED_AT_ONCE", 1)
    assert tagger.tag(sentences, found, stretches) == alone
    assert [bool(spans) for spans in alone] == [True, False, True]


def test_no_words_have_no_tags() -> None:
    """No sentence, and one without a word to look at, are no error."""
    tagger = default_tagger()
    assert tagger is not None
    assert tagger.tag([], [], []) == []
    assert tagger.tag([read_sentence("yes", 0, 3)], [[]], [[]]) == [[]]
    assert tagger.tag([read_sentence("", 0, 0)] * 2, [[]] * 2, [[]] * 2) == [[], []]


def test_missing_model_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its file there is no tagger."""
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    assert default_tagger.__wrapped__() is None


@given(st.lists(texts, max_size=6))
def test_sentences_together_are_tagged_as_each_alone(written: list[str]) -> None:
    """What else is in a batch changes no name, nor do words that were seen before."""
    tagger = default_tagger()
    assert tagger is not None
    read = [read_sentence(text, 0, len(text)) for text in written]
    sentences = [sentence for sentence in read if len(sentence)]
    found = [default_gazetteer().find(sentence) for sentence in sentences]
    spans = [windows(sentence) for sentence in sentences]
    alone = [
        tagger.tag([sentence], [matches], [one])[0]
        for sentence, matches, one in zip(sentences, found, spans, strict=True)
    ]
    assert tagger.tag(sentences, found, spans) == alone
