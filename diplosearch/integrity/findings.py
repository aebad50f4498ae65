"""What a check of an index found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

FindingKind = Literal[
    "missing",
    "size",
    "altered",
    "unreadable",
    "format",
    "analyzer",
    "document",
    "passages",
    "entities",
    "counts",
    "orphan",
    "leftover",
    "in-use",
    "unfinished",
    "aside",
    "foreign",
    "network",
]
"""What a finding is about.

``missing``, ``size``, ``altered`` and ``unreadable`` are said of files;
``format`` and ``analyzer`` of an index that this version cannot use;
``document``, ``passages``, ``entities`` and ``counts`` of what the files say.
``orphan`` is a file that no manifest names, ``leftover`` what a writer left that
died, ``in-use`` an older state that somebody still reads, ``unfinished`` a rebuild
that can be resumed, ``aside`` what a recovery has put aside, ``foreign`` what is none
of the index's, ``network`` a file system on which nothing is promised.
"""

Severity = Literal["damage", "note"]

REPAIR = "run diplosearch recover, or rebuild the index: diplosearch rebuild"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    ``path`` is the way from the folder of the index to a file or folder, and
    ``document`` the id of a document; both are None where neither is meant. ``what``
    says what is the matter, ``advice`` what to do; a note may ask for nothing.
    """

    kind: FindingKind
    severity: Severity
    what: str
    advice: str = ""
    path: str | None = None
    document: str | None = None

    def __str__(self) -> str:
        about = self.path if self.document is None else f"document {self.document!r}"
        told = self.what if about is None else f"{about}: {self.what}"
        return f"{told}; {self.advice}" if self.advice else told


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check looked at, and what it found.

    ``files`` and ``size`` (in bytes) count what was read where ``is_full``, and
    otherwise what was only looked for. ``documents`` and ``passages`` are those of
    the current state, 0 where it cannot be told; ``seconds`` is the time it took.
    """

    location: str
    is_full: bool
    findings: tuple[Finding, ...]
    files: int = 0
    size: int = 0
    documents: int = 0
    passages: int = 0
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing is damaged; there may be notes all the same."""
        return not self.damage

    @property
    def damage(self) -> tuple[Finding, ...]:
        """The findings that are damage."""
        return tuple(one for one in self.findings if one.severity == "damage")

    def to_dict(self) -> dict[str, Any]:
        """Return the report as values that JSON can carry."""
        return {"ok": self.ok, **asdict(self)}


class FindingCollector:
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
