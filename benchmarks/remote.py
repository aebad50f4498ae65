"""A system in its own process, controlled from the one that measures."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .errors import SystemFailed
from .memory import MemoryWatch
from .questions import Question
from .settings import ROOT


class RemoteSystem:
    """A worker process; every call may raise :class:`SystemFailed`."""

    def __init__(self, name: str) -> None:
        """Start the process and load the system."""
        self.name = name
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            text=True,
            encoding="utf-8",
        )
        try:
            self.version: str = self._read()["version"]
        except SystemFailed:
            self.close()
            raise

    def build(
        self, corpus: Path, folder: Path, options: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Build; return ``seconds``, ``peak``, ``anonymous`` and ``size`` in bytes.

        The last two are None where they are not known.
        """
        with MemoryWatch(self._process.pid) as watch:
            built = self._call(
                "build",
                corpus=str(corpus),
                folder=str(folder),
                options=dict(options),
            )
        peak = max(built["peak"], watch.peak or 0)
        return {**built, "peak": peak, "anonymous": watch.anonymous}

    def open(self, folder: Path) -> None:
        """Open the index in ``folder``."""
        self._call("open", folder=str(folder))

    def ask(self, questions: Sequence[Question]) -> list[tuple[float, list[str]]]:
        """Return for each question the seconds it took and the ids of documents found."""
        answers = self._call("ask", questions=[one.to_dict() for one in questions])
        return [(one["seconds"], one["ids"]) for one in answers["answers"]]

    def close(self) -> None:
        """End the process and wait for it; a second call does nothing."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue  # it had died
        self._process.wait()
        self._stderr.close()

    def _call(self, task: str, **given: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": task, **given}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise SystemFailed(self._describe_end()) from None
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemFailed(self._describe_end())
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise SystemFailed(answer["error"])
        return answer

    def _describe_end(self) -> str:
        """Return the exit code and the last line on stderr, for a message."""
        code = self._process.wait()
        self._stderr.seek(0)
        text = self._stderr.read().decode(errors="replace")
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        last = lines[-1] if lines else "it printed nothing"
        return f"its process ended with {code}: {last}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
