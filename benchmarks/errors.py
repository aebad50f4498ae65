"""What can go wrong in a run; a message says what, where, and what to do."""

from __future__ import annotations


class BenchmarkError(Exception):
    """Root of the errors that end a run with a message."""


class WrongSettings(BenchmarkError, ValueError):  # noqa: N818 - named as the library does
    """An option that cannot be."""


class SystemFailed(BenchmarkError, RuntimeError):  # noqa: N818
    """A system that could not be loaded, or failed at work; the others go on."""
