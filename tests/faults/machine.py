"""Random changes of an index, each compared with a simple model."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

import diplosearch
from diplosearch import Document, Index
from diplosearch.storage.atomic_files import remove_folder

from .changes import SENTENCES, write_files
from .model import Model
from .processes import work_location
from .states import Answers, ask, damage_of, difference, expect
from .tally import RunOptions, Tally

STEPS = 30

ids = st.sampled_from([f"d{number}" for number in range(5)])
texts = st.builds(
    lambda some, number: f"{'. '.join(some)}, meeting {number}.",
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3),
    st.integers(0, 3),
)
documents = st.builds(
    Document,
    id=ids,
    text=texts,
    title=st.sampled_from([None, None, "Ankara talks", "Bakanlar görüştü"]),
    source=st.sampled_from([None, "Xinhua"]),
    date=st.sampled_from([None, datetime.date(2025, 3, 1)]),
    language=st.sampled_from([None, "tr", "en"]),
)
folders = st.dictionaries(st.sampled_from(["f0", "f1", "f2", "d0"]), texts, min_size=1)


@lru_cache(4096)
def _expected(documents: tuple[Document, ...]) -> Answers:
    return expect(documents, entities=True)


class HalfWayError(Exception):
    """The error that a user's iterator raises half-way."""


def _broken(documents: Iterable[Document]) -> Iterator[Document]:
    yield from documents
    raise HalfWayError


class Machine(RuleBasedStateMachine):
    """An index and its model, on one engine."""

    engine = "memory"
    counted = 0

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp(prefix="diplosearch-", dir=work_location()))
        self._source = self._folder / "source"
        self._source.mkdir()
        self._index: Index | None = None
        self._older: tuple[Index, Answers] | None = None
        self.model = Model()

    @property
    def is_on_disk(self) -> bool:
        """Whether there is a folder, which can be opened again."""
        return self.engine != "memory"

    @property
    def location(self) -> str:
        """The location of the index."""
        return str(self._folder / "index") if self.is_on_disk else ":memory:"

    @property
    def index(self) -> Index:
        """The index that is changed."""
        assert self._index is not None
        return self._index

    @initialize(given=st.lists(documents, min_size=1, max_size=4))
    def begin(self, given: list[Document]) -> None:
        """Begin with a few documents."""
        self._build(given, keep_duplicates=False)

    @rule(given=st.lists(documents, max_size=4), keep_duplicates=st.booleans())
    def add(self, given: list[Document], keep_duplicates: bool) -> None:
        """Add documents, some of which replace or duplicate others."""
        self.index.add(given, keep_duplicates=keep_duplicates)
        self.model.add(given, keep_duplicates=keep_duplicates)
        self._compare()

    @rule(given=st.lists(documents, max_size=3))
    def roll_back(self, given: list[Document]) -> None:
        """Fail after some documents: nothing is changed."""
        try:
            self.index.add(_broken(given))
        except HalfWayError:
            pass
        else:
            raise AssertionError("the error was lost")
        self._compare()

    @rule(gone=st.lists(ids | st.just("f1"), max_size=3))
    def delete(self, gone: list[str]) -> None:
        """Delete documents, some of which are not there."""
        self.index.delete(gone)
        self.model.delete(gone)
        self._compare()

    @rule(files=folders)
    def sync(self, files: dict[str, str]) -> None:
        """Follow a folder."""
        write_files(self._source, files)
        self.index.sync(self._source)
        self.model.sync(files)
        self._compare()

    @rule(given=st.lists(documents, min_size=1, max_size=4), keep_duplicates=st.booleans())
    def rebuild(self, given: list[Document], keep_duplicates: bool) -> None:
        """Build the index from scratch."""
        self._build(given, keep_duplicates=keep_duplicates)

    @rule()
    @precondition(lambda self: self.is_on_disk)
    def reopen(self) -> None:
        """Close the index, and open it again."""
        self.index.close()
        self._index = diplosearch.open(self.location, verify="full")
        self._compare()

    @rule()
    @precondition(lambda self: self.is_on_disk and self._older is None)
    def keep_open(self) -> None:
        """Open the index once more, to refresh it later."""
        self._older = (diplosearch.open(self.location), self._expect())

    @rule()
    @precondition(lambda self: self._older is not None)
    def refresh(self) -> None:
        """Compare the index that was kept open with its state, refresh and compare it."""
        assert self._older is not None
        older, answers = self._older
        _assert_same(answers, ask(older))
        older.refresh()
        _assert_same(self._expect(), ask(older))
        older.close()
        self._older = None

    def _build(self, given: list[Document], *, keep_duplicates: bool) -> None:
        if self._index is not None:
            self._index.close()
        options: dict[str, Any] = {"keep_duplicates": keep_duplicates, "jobs": 1}
        self._index = diplosearch.rebuild(
            given, self.location, engine=self.engine, **options
        )
        self.model = Model()
        self.model.add(given, keep_duplicates=keep_duplicates)
        self._compare()

    def _expect(self) -> Answers:
        return _expected(tuple(self.model.documents.values()))

    def _compare(self) -> None:
        type(self).counted += 1
        assert self.index.ids() == list(self.model.documents)
        _assert_same(self._expect(), ask(self.index))

    def teardown(self) -> None:
        """Close all, check the whole index, and remove it."""
        for index in (self._index, *(self._older or ())[:1]):
            if index is not None:
                index.close()
        is_there = self.is_on_disk and self._index is not None
        damage = damage_of(Path(self.location)) if is_there else []
        remove_folder(self._folder)
        assert damage == []


def _assert_same(expected: Answers, found: Answers) -> None:
    assert found == expected, difference(expected, found)


def machine_of(engine: str) -> type[Machine]:
    """Return the machine of an engine, which counts for itself."""

    class EngineMachine(Machine):
        pass

    EngineMachine.engine = engine
    return EngineMachine


def run(engine: str, options: RunOptions) -> Tally:
    """Return the outcomes of random examples."""
    tally = Tally("machine", engine, f"seed {options.first}, {STEPS} steps at most")
    machine = machine_of(engine)
    count = options.count or 2000
    try:
        run_examples(hypothesis.seed(options.first)(machine), count, STEPS)
    except AssertionError as error:
        notes = "\n".join(getattr(error, "__notes__", ()))
        tally.faults.append(f"{error}\n{notes}")
    tally.rounds = count
    tally.outcomes["comparisons"] = machine.counted
    return tally


def run_examples(machine: type[Machine], count: int, steps: int) -> None:
    """Run ``count`` examples of ``steps`` steps that Hypothesis draws."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=count,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
