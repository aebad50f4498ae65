"""Errors of libraries and of the system are translated to those of diplosearch."""

from __future__ import annotations

import errno
import sqlite3
import zlib

import pytest

from diplosearch.errors import (
    IndexDamagedError,
    IndexLockedError,
    UnusableIndexError,
    UsageError,
    translate_errors,
)


def sqlite_error(code: int, message: str) -> sqlite3.DatabaseError:
    """Return an error with a result code, as SQLite raises it."""
    error = sqlite3.OperationalError(message)
    error.sqlite_errorcode = code
    return error


PanicException = type("PanicException", (BaseException,), {})


@pytest.mark.parametrize(
    ("error", "doing", "expected", "message"),
    [
        (OSError(errno.EIO, "Input/output error"), "read", UnusableIndexError, "try again"),
        (OSError(errno.EIO, "Input/output error"), "written", UnusableIndexError, "stays"),
        (PermissionError(errno.EACCES, "no"), "written", UnusableIndexError, "allow"),
        (zlib.error("Error -3"), "read", IndexDamagedError, "Error -3"),
        (sqlite3.DatabaseError("malformed"), "read", IndexDamagedError, "malformed"),
        (sqlite_error(11, "malformed"), "written", IndexDamagedError, "malformed"),
        (sqlite_error(266, "disk I/O error"), "read", UnusableIndexError, "try again"),
        (sqlite_error(778, "disk I/O error"), "written", UnusableIndexError, "stays"),
        (KeyError(), "read", IndexDamagedError, "KeyError"),
        (
            FileNotFoundError(errno.ENOENT, "gone", "x.seg"),
            "read",
            UnusableIndexError,
            "x.seg",
        ),
        (MemoryError(), "read", UnusableIndexError, "MemoryError"),
        (ValueError("closed file"), "written", UnusableIndexError, "closed file"),
        (PanicException("range end index"), "read", IndexDamagedError, "range end"),
    ],
)
def test_translated_errors(
    error: BaseException, doing: str, expected: type[Exception], message: str
) -> None:
    """An error of a library becomes one that names the index and says what to do."""
    with (
        pytest.raises(expected, match=message) as caught,
        translate_errors("/some/index", doing),  # type: ignore[arg-type]
    ):
        raise error
    assert type(caught.value) is expected
    assert "/some/index" in str(caught.value)
    assert caught.value.__cause__ is error


@pytest.mark.parametrize(
    "error",
    [
        IndexLockedError("x"),
        UsageError("y"),
        KeyboardInterrupt(),
        SystemExit(),
        DeprecationWarning("made an error"),
        sqlite3.ProgrammingError("Binding 1 has no name"),
    ],
)
def test_errors_that_are_not_translated(error: BaseException) -> None:
    """Errors of diplosearch, exits and errors in the code are raised unchanged."""
    with pytest.raises(type(error)) as caught, translate_errors("/some/index", "read"):
        raise error
    assert caught.value is error
