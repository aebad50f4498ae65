"""The report of a check: its findings, and how they are collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ..highlighting.control_characters import show_controls
from ..model import refer_to

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
    "stories",
    "counts",
    "orphan",
    "leftover",
    "in-use",
    "unfinished",
    "aside",
    "foreign",
    "network",
    "unavailable",
]
"""The kind of a finding.

``missing``, ``size``, ``altered`` and ``unreadable`` are about files; ``format`` and
``analyzer`` about an index that this version cannot use; ``document``, ``passages``,
``entities``, ``stories`` and ``counts`` about contents that do not agree. ``orphan`` is a
file that no manifest lists, ``leftover`` a file of a writer that died, ``in-use`` an
older state that is still read, ``unfinished`` a rebuild that can be resumed, ``aside`` a
folder that a recovery has put aside, ``foreign`` a file that does not belong to the
index, ``network`` a network file system, on which locks and syncs cannot be relied on, and
``unavailable`` a part of an index in a cluster that does not answer now.
"""

Severity = Literal["damage", "unavailable", "note"]
"""``unavailable`` is what a node that comes back, or an index that is opened again,
brings back: nothing is known to be damaged."""

_ORDER: tuple[Severity, ...] = ("damage", "unavailable", "note")

REPAIR = "run diplosearch recover, or rebuild the index: diplosearch rebuild"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a check.

    ``what`` is the problem, ``advice`` what to do about it, empty where nothing need be
    done. ``path`` is the file or folder, relative to the index, and ``document`` the id
    of the document that the finding is about; None for neither.
    """

    kind: FindingKind
    severity: Severity
    what: str
    advice: str = ""
    path: str | None = None
    document: str | None = None

    def __str__(self) -> str:
        about = self.path if self.document is None else f"document {self.document!r}"
        message = self.what if about is None else f"{about}: {self.what}"
        return show_controls(f"{message}; {self.advice}" if self.advice else message)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check looked at, and what it found.

    ``files`` and ``size`` (bytes) count the files that were checked: read entirely where
    ``is_full``, otherwise compared by size. ``documents`` and ``passages`` are those of
    the current state, 0 where they are unknown; ``seconds`` is the time of the check.
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
        """Whether all is there and nothing damaged; there may still be notes."""
        return not self.damage and not self.unavailable

    @property
    def damage(self) -> tuple[Finding, ...]:
        """The findings that are damage."""
        return tuple(one for one in self.findings if one.severity == "damage")

    @property
    def unavailable(self) -> tuple[Finding, ...]:
        """The findings about what does not answer now, and may be sound."""
        return tuple(one for one in self.findings if one.severity == "unavailable")

    def to_dict(self) -> dict[str, Any]:
        """Return the report as values for JSON."""
        return {"ok": self.ok, **asdict(self)}

    def _repr_html_(self) -> str:
        """Return the report as HTML for a notebook: the state, and each finding."""
        from ..export.html_frame import escape
        from ..highlighting.style import make_fragment
        from ..messages import count, translate

        state = translate("sound") if self.ok else translate("damaged")
        if self.unavailable and not self.damage:
            state = translate("not available")
        told = (count(self.documents, "document"), count(self.passages, "passage"))
        head = f"{self.location}: {state}; {', '.join(told)}"
        lines = [f'<p dir="auto">{escape(head)}</p>']
        lines += [f'<p class="note">{escape(str(one))}</p>' for one in self.findings]
        return make_fragment(lines)


def join_reports(
    location: str, reports: Mapping[str, CheckReport], *, is_full: bool
) -> CheckReport:
    """Return the reports of several indexes as one; their names stand before paths."""
    findings = [
        replace(
            one,
            path=None if one.path is None else refer_to(one.path, name),
            document=None if one.document is None else refer_to(one.document, name),
        )
        for name, report in reports.items()
        for one in report.findings
    ]
    all_ = reports.values()
    return CheckReport(
        location=location,
        is_full=is_full,
        findings=tuple(findings),
        files=sum(one.files for one in all_),
        size=sum(one.size for one in all_),
        documents=sum(one.documents for one in all_),
        passages=sum(one.passages for one in all_),
        seconds=sum(one.seconds for one in all_),
    )


class FindingCollector:
    """Collects findings about an index; ``root`` is its folder, None where it has none."""

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
        """Add a finding of damage."""
        self._add(Finding(kind, "damage", what, advice, self._name(path), document))

    def note(
        self, kind: FindingKind, what: str, *, path: Path | None = None, advice: str = ""
    ) -> None:
        """Add a finding that is no damage."""
        self._add(Finding(kind, "note", what, advice, self._name(path)))

    def unavailable(self, what: str) -> None:
        """Add a finding about a part of the index that does not answer now."""
        self._add(Finding("unavailable", "unavailable", what))

    def _add(self, finding: Finding) -> None:
        if finding not in self._findings:
            self._findings.append(finding)

    def is_damaged(self, path: Path) -> bool:
        """Tell whether damage of ``path`` was found."""
        name = self._name(path)
        return any(one.path == name and one.severity == "damage" for one in self._findings)

    def _name(self, path: Path | None) -> str | None:
        if path is None or self.root is None or not path.is_relative_to(self.root):
            return None if path is None else str(path)
        return path.relative_to(self.root).as_posix()

    def report(
        self, *, documents: int = 0, passages: int = 0, seconds: float
    ) -> CheckReport:
        """Return the report of all findings, damage first."""
        ordered = sorted(self._findings, key=lambda one: _ORDER.index(one.severity))
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
    """Return the message of an error in one line."""
    message = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(message).split())
