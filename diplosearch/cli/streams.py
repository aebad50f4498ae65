"""Standard streams that are closed, or whose disk is full."""

from __future__ import annotations

import errno
import os
import sys

from ..errors import DiplosearchError

_STREAMS = ("stdin", "stdout", "stderr")

_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF)
"""Errors of writing to a file that has a number but no name for us."""


def open_missing_streams() -> None:
    """Open the standard streams that the process was started without (``>&-``).

    Otherwise a file of the index would get the number of one, and what a library writes
    there would go into it. Writing to the output fails like to one that is closed; what
    would go to the missing stderr is dropped.
    """
    if all(getattr(sys, name) is not None for name in _STREAMS):
        return
    for number, name in enumerate(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            # The lowest free number is taken, which is this one.
            os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def is_output_error(error: OSError) -> bool:
    """Tell whether ``error`` is that of a stream to which nothing can be written."""
    is_ours = isinstance(error, DiplosearchError)
    return not is_ours and error.filename is None and error.errno in _WRITING


def drop_unwritten() -> None:
    """Drop what the output did not take, which would fail once more at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
