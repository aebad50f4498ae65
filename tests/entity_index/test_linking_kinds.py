"""Who is one in a corpus and who is two, by the kinds of what tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import diplosearch
from diplosearch.evaluation.linking import find_id
from diplosearch.evaluation.linking_set import MarkedMention
from diplosearch.model import Document

_MENTION = re.compile(r"\[(\d)(?:=(\S+))? ([^\]]+)\]")
_LINE = re.compile(r"(?P<language>tr|en)(?: (?P<date>\S+))? \| (?P<text>.+)")
LABELS = ("PER", "ORG", "LOC")


@dataclass(frozen=True)
class Corpus:
    """Documents, and the mentions in them with the number and the id of their entity."""

    kind: str
    documents: tuple[Document, ...]
    mentions: tuple[tuple[str, str | None, MarkedMention], ...]


def read_corpora() -> Iterator[Corpus]:
    """Yield the corpora of the file beside this one."""
    text = Path(__file__).with_name("corpora.txt").read_text(encoding="utf-8")
    kind = ""
    for block in re.split(r"\n(?=## )", text)[1:]:
        kind = block.partition("\n")[0].removeprefix("## ")
        for corpus in block.split("\n-\n")[1:]:
            yield _read_corpus(kind, [line for line in corpus.splitlines() if line])


def _read_corpus(kind: str, lines: list[str]) -> Corpus:
    documents, mentions = [], []
    for number, line in enumerate(lines):
        found = _LINE.fullmatch(line)
        assert found is not None, line
        plain, end = "", 0
        for one in _MENTION.finditer(found["text"]):
            plain += found["text"][end : one.start()]
            mention = MarkedMention(str(number), len(plain), len(plain) + len(one[3]))
            mentions.append((one[1], one[2], mention))
            plain, end = plain + one[3], one.end()
        documents.append(
            Document(
                id=str(number),
                text=(plain + found["text"][end:]).strip(),
                language="tr" if found["language"] == "tr" else "en",
                date=date.fromisoformat(found["date"]) if found["date"] else None,
            )
        )
    return Corpus(kind, tuple(documents), tuple(mentions))


CORPORA = list(read_corpora())


@pytest.mark.parametrize(
    "corpus", CORPORA, ids=lambda one: f"{one.kind}: {one.documents[0].text[:30]}"
)
def test_mentions_of_one_are_one_and_of_two_are_two(corpus: Corpus) -> None:
    """Each entity has one id, the one given for it if one is, which no other has."""
    with diplosearch.open(":memory:") as index:
        index.add(corpus.documents, keep_duplicates=True)
        documents = {one.id: one for one in index.documents()}
    ids: dict[str, set[str | None]] = {}
    for number, wanted, mention in corpus.mentions:
        found = [find_id(mention, label, documents) for label in LABELS]
        id = next((one for one in found if one is not None), None)
        assert id is not None, (number, documents[mention.document].text)
        assert wanted in (None, id)
        ids.setdefault(number, set()).add(id)
    assert all(len(found) == 1 for found in ids.values()), ids
    assert len(set().union(*ids.values())) == len(ids), ids


def test_each_kind_has_five_corpora() -> None:
    """No kind rests on the example that it was found by."""
    kinds = [one.kind for one in CORPORA]
    assert min(map(kinds.count, kinds)) >= 5
