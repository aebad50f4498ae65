"""Random changes of an index, each with the documents after it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diplosearch
from diplosearch import Document

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
"""The sample corpus; :mod:`paths` is not importable in ``python -m tests.faults``."""

KINDS = ("add", "delete", "sync", "rebuild", "resume")

SENTENCES = (
    "Ministers signed the trade agreement in Ankara",
    "Bakanlar Ankara’da görüşme yaptı",
    "Talks were held in Beijing about trade",
    "Çin Dışişleri Bakanı Pekin’de açıklama yaptı",
    "President Erdoğan met the delegation from China",
    "Cumhurbaşkanı Erdoğan heyeti kabul etti",
)
_IDS = 6
"""Different ids of documents that are added."""


def write_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Write texts to files by name, and remove all other files of ``folder``."""
    for path in folder.iterdir():
        path.unlink()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Change:
    """A change of an index, and the documents after it."""

    kind: str
    make: Callable[[Path], None]
    after: dict[str, Document]


class Changes:
    """Draws changes of an index with given documents, made by ``jobs`` processes.

    All texts differ, so that nothing is left out as a duplicate.
    """

    def __init__(
        self, seed: int, source: Path, *, entities: bool = False, jobs: int = 1
    ) -> None:
        self._random = random.Random(seed)
        self._source = source
        self._entities = entities
        self.jobs = jobs
        self._serial = 0
        self._rebuilt: list[Document] = []

    def draw(self, documents: dict[str, Document], kind: str | None = None) -> Change:
        """Return a change, of one kind if it is given."""
        chosen = kind or self._random.choice(KINDS)
        if chosen == "delete" and len(documents) == 1:
            chosen = "add"  # an empty index may begin to find entities
        draw: Callable[[dict[str, Document]], Change] = getattr(self, f"_{chosen}")
        return draw(documents)

    def write(self, id: str) -> Document:
        """Return a document with a new text."""
        self._serial += 1
        sentences = self._random.choices(SENTENCES, k=self._random.randint(1, 4))
        text = f"{'. '.join(sentences)}, meeting {self._serial}."
        return Document(id=id, text=text)

    def _ids(self, most: int) -> list[str]:
        count = self._random.randint(1, most)
        return [f"d{number}" for number in self._random.sample(range(_IDS), count)]

    def _add(self, documents: dict[str, Document]) -> Change:
        new, jobs = [self.write(id) for id in self._ids(3)], self.jobs

        def make(location: Path) -> None:
            with diplosearch.open(location) as index:
                index.add(new, jobs=jobs)

        return Change("add", make, documents | {one.id: one for one in new})

    def _delete(self, documents: dict[str, Document]) -> Change:
        count = self._random.randint(1, min(2, len(documents) - 1))
        gone = self._random.sample(sorted(documents), count)

        def make(location: Path) -> None:
            with diplosearch.open(location) as index:
                index.delete(gone)

        after = {id: one for id, one in documents.items() if id not in gone}
        return Change("delete", make, after)

    def _sync(self, documents: dict[str, Document]) -> Change:
        count = self._random.randint(1, 3)
        files = [
            self.write(f"f{number}") for number in self._random.sample(range(3), count)
        ]
        jobs = self.jobs

        def make(location: Path) -> None:
            write_files(self._source, {one.id: one.text for one in files})
            with diplosearch.open(location) as index:
                index.sync(self._source, jobs=jobs)

        kept = {id: one for id, one in documents.items() if not id.startswith("f")}
        return Change("sync", make, kept | {one.id: one for one in files})

    def _rebuild(self, documents: dict[str, Document]) -> Change:
        return self._build("rebuild", [self.write(id) for id in self._ids(4)])

    def _resume(self, documents: dict[str, Document]) -> Change:
        """Resume the rebuild that was drawn last, or begin one that can be resumed."""
        if not self._rebuilt or self._random.random() < 0.5:
            self._rebuilt = [self.write(id) for id in self._ids(4)]
        return self._build("resume", self._rebuilt)

    def _build(self, kind: str, new: list[Document]) -> Change:
        options: dict[str, Any] = {"jobs": self.jobs, "entities": self._entities}
        if kind == "resume":
            options |= {"batch": 1, "resume": True}

        def make(location: Path) -> None:
            diplosearch.rebuild(new, location, **options).close()

        return Change(kind, make, {one.id: one for one in new})
