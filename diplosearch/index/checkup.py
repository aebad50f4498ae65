"""A check at work: where it looks, and what it has found so far."""

from __future__ import annotations

from pathlib import Path

from ..integrity.findings import REPAIR, CheckReport, Finding, FindingKind


class Checkup:
    """Collects findings about the index in the folder ``root``; None is the memory."""

    def __init__(self, root: Path | None, location: str, *, is_full: bool) -> None:
        self.root = root
        self.is_full = is_full
        self.files = 0
        self.size = 0
        self._location = location
        self._findings: list[Finding] = []

    def damage(
        self,
        kind: FindingKind,
        what: str,
        *,
        path: Path | None = None,
        document: str | None = None,
        advice: str = REPAIR,
    ) -> None:
        """Note that something is damaged."""
        self._add(Finding(kind, "damage", what, advice, self._name(path), document))

    def note(
        self, kind: FindingKind, what: str, *, path: Path | None = None, advice: str = ""
    ) -> None:
        """Note what is no damage, but worth to be said."""
        self._add(Finding(kind, "note", what, advice, self._name(path)))

    def _add(self, finding: Finding) -> None:
        if finding not in self._findings:
            self._findings.append(finding)

    def is_damaged(self, path: Path) -> bool:
        """Tell whether damage of ``path`` was noted."""
        name = self._name(path)
        return any(one.path == name and one.severity == "damage" for one in self._findings)

    def _name(self, path: Path | None) -> str | None:
        if path is None or self.root is None or not path.is_relative_to(self.root):
            return None if path is None else str(path)
        return path.relative_to(self.root).as_posix()

    def report(
        self, *, documents: int = 0, passages: int = 0, seconds: float
    ) -> CheckReport:
        """Return what was found, damage first."""
        ordered = sorted(self._findings, key=lambda one: one.severity != "damage")
        return CheckReport(
            self._location,
            self.is_full,
            tuple(ordered),
            self.files,
            self.size,
            documents,
            passages,
            seconds,
        )


def describe(error: BaseException) -> str:
    """Return what an error says, in one line."""
    told = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(told).split())
