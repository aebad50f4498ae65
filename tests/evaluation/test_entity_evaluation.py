"""How well marked names are found."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.gazetteer.packed import default_gazetteer
from diplosearch.entities.tagger.tagger import Tagged
from diplosearch.entities.tokens import Sentence
from diplosearch.errors import MissingExtraError, SourceError, UsageError
from diplosearch.evaluation.conll import MarkedSentence
from diplosearch.evaluation.entities import (
    CHOICES,
    MICRO,
    TYPES,
    Score,
    evaluate_entities,
    measure,
    tags_of,
)
from diplosearch.evaluation.tagger_only import TaggerRecognizer
from diplosearch.model import Entity, EntityType

SENTENCE = "Çin'in\tB-GPE\nbaşkenti\tO\nPekin\tB-GPE\n.\tO\n"


def sentence(text: str) -> MarkedSentence:
    """Return a sentence of the words of ``text``, none of them marked."""
    tokens = tuple(text.split())
    return MarkedSentence(tokens, ("O",) * len(tokens))


def entity(start: int, end: int, type: EntityType) -> Entity:
    """Return an entity of which only its offsets and its type count."""
    return Entity(start, end, type, "", "")


@pytest.mark.parametrize(
    ("text", "entities", "tags"),
    [
        ("Çin'in Ankara", [entity(0, 3, "GPE")], "B-LOC O"),
        ("Wang Yi geldi", [entity(0, 7, "PERSON")], "B-PER I-PER O"),
        ("Wang Yi", [entity(0, 4, "PERSON"), entity(5, 7, "PERSON")], "B-PER B-PER"),
        ("Wang Yi", [entity(2, 6, "ORG")], "B-ORG I-ORG"),
        ("Çin-Rus sınırı", [entity(0, 3, "GPE"), entity(4, 7, "FAC")], "B-LOC O"),
        ("dün Van Gölü", [entity(0, 3, "DATE"), entity(4, 12, "LOC")], "O B-LOC I-LOC"),
        ("a Çinli b", [entity(2, 7, "NORP")], "O O O"),
        ("a b", [], "O O"),
    ],
)
def test_token_that_is_touched_counts_whole(
    text: str, entities: list[Entity], tags: str
) -> None:
    """Types become those that are counted; a token of two names belongs to the first."""
    assert tags_of(sentence(text), entities) == tags.split()


@given(
    tokens=st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=8),
    borders=st.sets(st.integers(0, 40), max_size=8),
    types=st.lists(st.sampled_from(["PERSON", "GPE", "DATE"]), min_size=4, max_size=4),
)
def test_tags_are_sound(
    tokens: list[str], borders: set[int], types: list[EntityType]
) -> None:
    """Wherever spans lie, each token has a tag, and every name begins with a B."""
    marked = MarkedSentence(tuple(tokens), ("O",) * len(tokens))
    ends = sorted(border for border in borders if border <= len(marked.text))
    spans = zip(ends[::2], ends[1::2], types, strict=False)
    tags = tags_of(marked, [entity(*span) for span in spans])
    assert len(tags) == len(tokens)
    for before, tag in zip(["O", *tags], tags, strict=False):
        assert not tag.startswith("I-") or before[2:] == tag[2:]


def test_figures_are_those_worked_out_by_hand() -> None:
    """Type and both ends have to be right; a part of a name is as wrong as none."""
    pytest.importorskip("nervaluate")
    wanted = ["B-PER I-PER O B-LOC", "B-LOC B-LOC", "O B-ORG"]
    found = ["B-PER O O B-LOC", "B-LOC B-ORG", "B-ORG O"]
    scores = measure([one.split() for one in wanted], [one.split() for one in found])
    assert tuple(scores) == (*TYPES, MICRO)
    assert scores["PER"] == Score(0.0, 0.0, 0.0)
    assert scores["LOC"].precision == 1.0
    assert astuple(scores["LOC"]) == pytest.approx((1.0, 2 / 3, 0.8))
    assert scores["ORG"] == Score(0.0, 0.0, 0.0)
    assert astuple(scores[MICRO]) == pytest.approx((2 / 5, 2 / 5, 2 / 5))


@given(
    st.lists(
        st.lists(
            st.tuples(*[st.sampled_from(["O", "B-PER", "B-LOC", "B-ORG"])] * 2),
            min_size=1,
            max_size=6,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_figures_are_counts_of_equal_spans(pairs: list[list[tuple[str, str]]]) -> None:
    """Precision and recall are the shares of spans that both sides have."""
    pytest.importorskip("nervaluate")
    wanted = [[one for one, _ in sentence] for sentence in pairs]
    found = [[other for _, other in sentence] for sentence in pairs]
    right = sum(one == other != "O" for sentence in pairs for one, other in sentence)
    marked = sum(tag != "O" for tags in wanted for tag in tags)
    tagged = sum(tag != "O" for tags in found for tag in tags)
    micro = measure(wanted, found)[MICRO]
    assert micro.precision == pytest.approx(right / tagged if tagged else 0)
    assert micro.recall == pytest.approx(right / marked if marked else 0)


@pytest.fixture
def conll(tmp_path: Path) -> Path:
    """A file with one sentence that no recognizer mistakes."""
    path = tmp_path / "names.conll"
    path.write_text(SENTENCE, encoding="utf-8")
    return path


def test_recognizers_are_measured_side_by_side(conll: Path) -> None:
    """All three have their scores and speed; what was marked is counted."""
    pytest.importorskip("nervaluate")
    found = evaluate_entities(conll)
    assert (found.sentences, found.tokens, found.language) == (1, 4, "tr")
    assert found.names == {"PER": 0, "LOC": 2, "ORG": 0}
    assert tuple(found.recognizers) == CHOICES
    assert found.recognizers["rules"].scores[MICRO] == Score(1.0, 1.0, 1.0)
    assert all(one.tokens_per_second > 0 for one in found.recognizers.values())


def test_one_recognizer_alone(conll: Path) -> None:
    """Only the given recognizers are measured, in the given language."""
    pytest.importorskip("nervaluate")
    found = evaluate_entities(conll, ["rules"], language="en")
    assert tuple(found.recognizers) == ("rules",)
    assert found.language == "en"
    assert json.loads(json.dumps(found.to_dict()))["recognizers"]["rules"]["scores"][
        "LOC"
    ] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Ankara\tB-GPE\nAnkara\n", "line 2: write a token, a tab and a tag"),
        ("Ankara\tCITY\n", "line 1: write a token"),
        ("", "no names; mark people"),
        ("Monday\tB-DATE\n", "no names; mark people"),
    ],
)
def test_unsound_file_is_refused(conll: Path, content: str, message: str) -> None:
    """An invalid line and a file without names are refused with a message."""
    conll.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        evaluate_entities(conll)


def test_file_that_begins_names_with_an_i(conll: Path) -> None:
    """Where the file writes I for the first word of a name, the name counts as well."""
    pytest.importorskip("nervaluate")
    conll.write_text(SENTENCE.replace("B-", "I-"), encoding="utf-8")
    found = evaluate_entities(conll, ["rules"])
    assert found.names["LOC"] == 2
    assert found.recognizers["rules"].scores["LOC"].f1 == 1.0


def test_wrong_arguments_are_refused(conll: Path) -> None:
    """An unknown recognizer, language or file is refused with a message."""
    with pytest.raises(UsageError, match="use rules, tagger, all"):
        evaluate_entities(conll, ["none"])  # type: ignore[list-item]
    with pytest.raises(UsageError, match="use 'tr', 'en' or None"):
        evaluate_entities(conll, language="de")  # type: ignore[arg-type]
    with pytest.raises(SourceError, match="cannot be read"):
        evaluate_entities(conll.parent / "nowhere")


def test_missing_extra_is_named(conll: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without nervaluate the error says which extra to install."""
    monkeypatch.setitem(sys.modules, "nervaluate", None)
    with pytest.raises(MissingExtraError, match=r"diplosearch\[eval\]"):
        evaluate_entities(conll, ["rules"])


class OneName:
    """A tagger that takes the first two words of every sentence for a person."""

    def tag(self, sentences: Sequence[Sentence], *_: object) -> list[list[Tagged]]:
        """Return one span a sentence."""
        return [[Tagged(0, min(2, len(one)), "PER")] for one in sentences]


def test_tagger_alone_finds_what_it_tags_and_no_more() -> None:
    """Neither the gazetteer nor rules add a name; ids are those of all recognizers."""
    from diplosearch.entities.base import Section

    text = "Wang Yi, 29 Ocak 2026'da Ankara'ya geldi"
    recognizer = TaggerRecognizer(default_gazetteer(), OneName())  # type: ignore[arg-type]
    (found,) = recognizer.recognize(text, [Section(0, len(text), "tr")])
    assert (found.start, found.end, found.type, found.id) == (
        0,
        7,
        "PERSON",
        "person:wang-yi",
    )
    assert recognizer.fingerprint
