"""A corpus of any size, grown from the sentences of a given one.

Documents have lengths drawn from those of the source, or about a given one, and hold
sentences of one language. The sentences of a language are dealt like a pack of cards, so
none comes twice before all have come once. Dates and sources are spread evenly, so
that filters have something to do. The same seed gives the same documents, and
a larger corpus begins with the smaller one.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from diplosearch import Document
from diplosearch.corpus.readers import Read, read
from diplosearch.errors import SourceError
from diplosearch.model import LANGUAGES, Language
from diplosearch.text.passages import document_language
from diplosearch.text.sentences import split_sentences

from .errors import BenchmarkError

GROWTH = 1
"""Version of the algorithm, part of file names: another must not read these files."""

SOURCES = ("Xinhua", "AA", "Reuters", "KazInform", "TASS", "Azertac", "BBC", "AFP")
FIRST_DATE = datetime.date(2015, 1, 1)
DAYS = 4018
"""Days from the first date to the end of 2025."""

SPREAD = (0.5, 1.5)
"""The shortest and the longest document, as factors of a given length."""


@dataclass(frozen=True, slots=True)
class GrownDocument:
    """A document with the sentences it was made of."""

    document: Document
    sentences: tuple[str, ...]

    def to_json(self) -> str:
        """Return the document as one line."""
        document = self.document
        row = {
            "id": document.id,
            "language": document.language,
            "date": document.date.isoformat() if document.date else None,
            "source": document.source,
            "text": document.text,
            "lengths": [len(sentence) for sentence in self.sentences],
        }
        return json.dumps(row, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str | bytes) -> GrownDocument:
        """Return the document of a line that :meth:`to_json` made."""
        row = json.loads(line)
        text, start, sentences = row["text"], 0, []
        for length in row.pop("lengths"):
            sentences.append(text[start : start + length])
            start += length + 1
        return cls(Document(**row), tuple(sentences))


@dataclass(frozen=True, slots=True)
class Corpus:
    """A grown corpus in a file, a document a line."""

    path: Path
    documents: int
    text_bytes: int
    """Bytes of text in UTF-8, without ids and metadata."""

    def __iter__(self) -> Iterator[GrownDocument]:
        """Yield the documents, one in memory at a time."""
        with self.path.open("rb") as file:
            for line in file:
                yield GrownDocument.from_json(line)


class _Pack:
    """The sentences of a language, dealt without end, shuffled again when all are out."""

    def __init__(self, sentences: list[str], rng: random.Random) -> None:
        self._sentences = sentences
        self._rng = rng
        self._order: list[int] = []

    def take(self) -> str:
        """Return the next sentence."""
        if not self._order:
            self._order = list(range(len(self._sentences)))
            self._rng.shuffle(self._order)
        self._last = self._order.pop()
        return self._sentences[self._last]

    def put_back(self) -> None:
        """Make the sentence that was taken last the next one again."""
        self._order.append(self._last)

    def take_text(self, length: int) -> tuple[str, ...]:
        """Return sentences whose text comes as near to ``length`` as it can."""
        taken = [self.take()]
        total = len(taken[0])
        while total < length:
            sentence = self.take()
            longer = total + 1 + len(sentence)
            if longer - length > length - total:
                self.put_back()
                break
            taken.append(sentence)
            total = longer
        return tuple(taken)


def grow(
    source: Path, *, seed: int, characters: int | None = None
) -> Iterator[GrownDocument]:
    """Yield documents without end, of about ``characters`` each where they are given.

    Raises :class:`BenchmarkError` when the source cannot be read or holds no
    sentence.
    """
    lengths, sentences = _read_source(source)
    languages = [name for name in LANGUAGES if sentences[name]]
    weights = [len(lengths[name]) for name in languages]
    rng = random.Random(f"corpus {seed}")
    packs = {name: _Pack(sentences[name], rng) for name in languages}
    number = 0
    while True:
        language = rng.choices(languages, weights)[0]
        if characters is None:
            length = rng.choice(lengths[language])
        else:
            length = round(characters * rng.uniform(*SPREAD))
        taken = packs[language].take_text(length)
        document = Document(
            id=f"d{number:07}",
            text=" ".join(taken),
            language=language,
            date=FIRST_DATE + datetime.timedelta(days=rng.randrange(DAYS)),
            source=rng.choice(SOURCES),
        )
        yield GrownDocument(document, taken)
        number += 1


def grown_corpus(
    source: Path,
    documents: int,
    *,
    seed: int,
    cache: Path,
    characters: int | None = None,
) -> Corpus:
    """Return a corpus of ``documents`` documents, from ``cache`` if it was grown before.

    Raises :class:`BenchmarkError` as :func:`grow` does.
    """
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:12]
    size = documents if characters is None else f"{documents}x{characters}"
    path = cache / f"corpus-{GROWTH}-{digest}-{seed}-{size}.jsonl"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        try:
            with unfinished.open("w", encoding="utf-8", newline="\n") as file:
                grown_ones = grow(source, seed=seed, characters=characters)
                for grown in islice(grown_ones, documents):
                    file.write(grown.to_json() + "\n")
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    text_bytes = sum(len(one.document.text.encode()) for one in Corpus(path, documents, 0))
    return Corpus(path, documents, text_bytes)


def _read_source(
    source: Path,
) -> tuple[dict[Language, list[int]], dict[Language, list[str]]]:
    """Return the lengths of the documents, and the sentences, of each language."""
    lengths: dict[Language, list[int]] = {name: [] for name in LANGUAGES}
    sentences: dict[Language, list[str]] = {name: [] for name in LANGUAGES}
    try:
        for item in read(source):
            if isinstance(item, Read):
                text = item.document.text
                spans = split_sentences(text)
                if spans:
                    language = item.document.language or document_language(text, ())
                    lengths[language].append(len(text))
                    sentences[language] += [text[start:end] for start, end in spans]
    except SourceError as error:
        raise BenchmarkError(f"--corpus {error}") from error
    if not any(sentences.values()):
        raise BenchmarkError(f"--corpus {source}: no sentence in it; give another file")
    return lengths, sentences
