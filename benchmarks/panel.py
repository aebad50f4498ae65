"""Systems side by side: all answer the same questions, in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from .building import build_once
from .corpus import Corpus
from .errors import SystemFailed
from .kinds import Kind
from .questions import Question
from .remote import RemoteSystem
from .report import Report
from .systems.registry import ONE_JOB, SYSTEMS

Answers = dict[str, list[tuple[float, list[str]]]]
"""By system: for each question the seconds it took and the ids of documents found."""


class Panel:
    """Open systems; one that fails is noted in the report and left out from then on."""

    def __init__(self, systems: Sequence[RemoteSystem], report: Report) -> None:
        self._systems = list(systems)
        self._report = report
        self._turn = 0

    def ask(self, kind: Kind, questions: Sequence[Question]) -> Answers:
        """Return the answers of every system that can answer questions of ``kind``.

        Each answers all questions in a row, as in a program that searches: after
        another system's turn the processor's caches hold nothing of this one. Another
        system is first in each call.
        """
        able = self._able(kind)
        self._turn += 1
        answers: Answers = {}
        for index in range(len(able)):
            system = able[(index + self._turn) % len(able)]
            try:
                answers[system.name] = system.ask(questions)
            except SystemFailed as error:
                self._report.note_gap(system.name, kind.name, str(error))
                self._systems.remove(system)
        return answers

    def _able(self, kind: Kind) -> list[RemoteSystem]:
        """Return the systems that can answer a kind; note why the others cannot."""
        able = []
        for system in self._systems:
            reason = SYSTEMS[system.name].cannot.get(kind.needs or "")
            if reason is None:
                able.append(system)
            else:
                self._report.note_gap(system.name, kind.name, reason)
        return able


@contextmanager
def open_panel(
    names: Sequence[str], corpus: Corpus, folder: Path, report: Report
) -> Iterator[Panel]:
    """Give the panel of these systems, each opened on ``folder``/name.

    One that is not built yet is built first; one that fails becomes a gap.
    """
    with ExitStack() as stack:
        systems = []
        for name in names:
            try:
                systems.append(stack.enter_context(_open(name, corpus, folder / name)))
            except SystemFailed as error:
                report.note_gap(name, None, str(error))
        yield Panel(systems, report)


def _open(name: str, corpus: Corpus, folder: Path) -> RemoteSystem:
    keeps_on_disk = SYSTEMS[name].keeps_on_disk
    if keeps_on_disk and not folder.exists():
        build_once(name, corpus, folder, ONE_JOB.options)
    system = RemoteSystem(name)
    try:
        if not keeps_on_disk:
            folder.mkdir(parents=True, exist_ok=True)
            system.build(corpus.path, folder, ONE_JOB.options)
        system.open(folder)
    except SystemFailed:
        system.close()
        raise
    return system
