"""Worker process of one system: reads tasks as lines of JSON, writes one line for each.

It is started as ``python -m benchmarks.worker NAME``. Times are taken here, without
what passing lines between the processes costs.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from diplosearch import Document

from .corpus import Corpus
from .memory import own_peak
from .questions import Question
from .systems.base import System
from .systems.registry import SYSTEMS


def _documents(path: str) -> Iterator[Document]:
    for grown in Corpus(Path(path), 0, 0):
        yield grown.document


def _build(system: System, given: dict[str, Any]) -> dict[str, Any]:
    folder = Path(given["folder"])
    system.prepare(folder)
    started = time.perf_counter()
    system.build(_documents(given["corpus"]), folder, given["options"])
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "peak": own_peak(), "size": system.size(folder)}


def _open(system: System, given: dict[str, Any]) -> dict[str, Any]:
    system.open(Path(given["folder"]))
    return {}


def _ask(system: System, given: dict[str, Any]) -> dict[str, Any]:
    questions = [Question.from_dict(one) for one in given["questions"]]
    return {"answers": [_answer(system, question) for question in questions]}


def _answer(system: System, question: Question) -> dict[str, Any]:
    started = time.perf_counter()
    answers = system.ask(question)
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "ids": [answer.id for answer in answers],
        "letters": sum(len(answer.highlighted) for answer in answers),
    }


_TASKS = {"build": _build, "open": _open, "ask": _ask}


def serve(name: str, lines: TextIO, answers: TextIO) -> None:
    """Load the system called ``name`` and run the tasks in ``lines`` until they end."""

    def answer(row: dict[str, Any]) -> None:
        answers.write(json.dumps(row) + "\n")
        answers.flush()

    try:
        system = SYSTEMS[name].make()
    # One system's fault, whatever it is, must not end the others.
    except Exception as error:
        answer({"error": _describe(error)})
        return
    try:
        answer({"version": system.version})
        for line in lines:
            given = json.loads(line)
            try:
                answer(_TASKS[given["do"]](system, given))
            except Exception as error:
                answer({"error": _describe(error)})
    finally:
        system.close()


def _describe(error: Exception) -> str:
    """Return the error in one line; of a missing library, how to install it."""
    if isinstance(error, ModuleNotFoundError) and error.name and "." not in error.name:
        return f"{error.name} is not installed; run: pip install 'diplosearch[bench]'"
    return " ".join(str(error).split()) or type(error).__name__


def main() -> None:
    """Serve on the streams of this process; what libraries print goes to stderr."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        serve(sys.argv[1], sys.stdin, answers)


if __name__ == "__main__":
    main()
