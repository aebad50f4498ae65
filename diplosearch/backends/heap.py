"""The heap of this process, where its addresses are limited (``ulimit -v``)."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_ARENA_MAX = -8
"""``M_ARENA_MAX`` of glibc's ``malloc.h``."""


def share_heap() -> None:
    """Let all threads share one heap if the addresses of this process are limited.

    Otherwise glibc reserves 64 MB of addresses for each thread, of which it uses a few;
    the threads of Tantivy alone took 500 MB so.
    """
    if sys.platform != "linux":
        return
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY:
        with suppress(AttributeError, OSError):  # another library of C than glibc
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
