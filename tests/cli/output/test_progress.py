"""Progress, while an index is made."""

from __future__ import annotations

import io

import pytest

from diplosearch.cli.output.progress import describe_counts, describe_rate, shown_progress
from diplosearch.ingest.report import Progress


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_progress_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts and the name of the last document are written to stderr, made harmless."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with shown_progress(is_quiet=False) as progress:
        assert progress is not None
        progress(Progress(0, 0, "a", done=3000, is_survey=True))
        progress(Progress(1234, 5, "[bold]\x1b]0;name\x07", done=1239, total=3000))
    shown = terminal.getvalue()
    assert "1,234 of 3,000 documents, 5 skipped" in shown
    assert "[bold]␛]0;name␇" in shown
    assert "\x07" not in shown


@pytest.mark.parametrize(
    ("progress", "counts", "rate"),
    [
        (Progress(10, 2, "a", done=12), "10 documents, 2 skipped", "6/s"),
        (
            Progress(1000, 0, "a", done=1000, total=4000, size=5_000_000),
            "1,000 of 4,000 documents, 0 skipped",
            "500/s, 2.5 MB/s",
        ),
        (
            Progress(0, 0, "a", done=2000, is_survey=True),
            "looking through 2,000 documents",
            "1,000/s",
        ),
    ],
)
def test_what_is_said(progress: Progress, counts: str, rate: str) -> None:
    """Totals and sizes are told where they are known; no rate in the first second."""
    assert describe_counts(progress) == counts
    assert describe_rate(progress, 2.0) == rate
    assert describe_rate(progress, 0.5) == ""


@pytest.mark.parametrize(("stream", "is_quiet"), [(Terminal, True), (io.StringIO, False)])
def test_progress_is_not_shown_to_no_one(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], is_quiet: bool
) -> None:
    """Without a terminal, and with -q, nothing is written."""
    monkeypatch.setattr("sys.stderr", stream())
    with shown_progress(is_quiet=is_quiet) as progress:
        assert progress is None


def test_progress_ends_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error passes through and leaves no spinner behind."""
    monkeypatch.setattr("sys.stderr", Terminal())
    with pytest.raises(KeyboardInterrupt), shown_progress(is_quiet=False):
        raise KeyboardInterrupt
