"""The errors of a run; a message says what, where, and what to do."""

from __future__ import annotations


class BenchmarkError(Exception):
    """Root of the errors that end a run with a message."""


class WrongSettings(BenchmarkError, ValueError):  # noqa: N818 - named as the library does
    """An option with a value that is not allowed."""


class SystemFailed(BenchmarkError, RuntimeError):  # noqa: N818
    """A system that could not be loaded, or failed later; the others go on."""
