"""The systems that are asked side by side."""

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

Heard = dict[str, list[tuple[float, list[str]]]]
"""By system: for each question the seconds it took and the ids that it found."""


class Panel:
    """Open systems; one that fails is noted and asked no more."""

    def __init__(self, systems: Sequence[RemoteSystem], report: Report) -> None:
        self._systems = list(systems)
        self._report = report
        self._turn = 0

    def ask(self, kind: Kind, questions: Sequence[Question]) -> Heard:
        """Return what every system answers that can; another one is first each time.

        Each answers all questions in a row, as in a program that searches: after
        another system's turn the processor has forgotten everything of this one.
        """
        able = self._able(kind)
        self._turn += 1
        heard: Heard = {}
        for place in range(len(able)):
            system = able[(place + self._turn) % len(able)]
            try:
                heard[system.name] = system.ask(questions)
            except SystemFailed as error:
                self._report.note_gap(system.name, kind.name, str(error))
                self._systems.remove(system)
        return heard

    def _able(self, kind: Kind) -> list[RemoteSystem]:
        """Return who can answer a kind, and note why the others cannot."""
        able = []
        for system in self._systems:
            reason = SYSTEMS[system.name].cannot.get(kind.needs or "")
            if reason is None:
                able.append(system)
            else:
                self._report.note_gap(system.name, kind.name, reason)
        return able


@contextmanager
def opened(
    names: Sequence[str], corpus: Corpus, folder: Path, report: Report
) -> Iterator[Panel]:
    """Open systems on ``folder``/name, built there unless they were before."""
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
