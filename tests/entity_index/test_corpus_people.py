"""What the gazetteer says of people is asked where a corpus names people."""

from __future__ import annotations

import pytest

from diplosearch.entities.gazetteer.ids import make_id
from diplosearch.entity_index import corpus_people
from diplosearch.entity_index.corpus_people import CorpusPeople
from diplosearch.entity_index.names import Naming


class AskedError(Exception):
    """The gazetteer was asked."""


@pytest.fixture
def _no_gazetteer(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask() -> None:
        raise AskedError

    monkeypatch.setattr(corpus_people, "default_gazetteer", ask)


@pytest.mark.usefixtures("_no_gazetteer")
def test_a_corpus_without_people_asks_nothing() -> None:
    """An index without entities does not load the gazetteer at a commit."""
    assert CorpusPeople([], {}, {}).aliases() == {}


@pytest.mark.usefixtures("_no_gazetteer")
def test_a_corpus_with_people_asks_the_gazetteer() -> None:
    """One name of a person is enough."""
    name = "Derya Oran"
    with pytest.raises(AskedError):
        CorpusPeople([Naming(make_id("PERSON", name), name, 1)], {}, {})
