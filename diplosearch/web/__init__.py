"""The index as pages for a browser, and as JSON and CSV for programs.

A request passes :mod:`.access` (token, host, headers) and finds its resource in
:mod:`.application`. The resource reads its :mod:`.parameters` from the address, asks the
index (:mod:`~diplosearch.index.live_index` follows its commits) and gives an answer
(:mod:`.answers`), which is written as a page by a template (:mod:`.pages`), as JSON or as
CSV. :mod:`.server` runs the whole as a program.

::

    import diplosearch

    application = diplosearch.web.app(diplosearch.open("index"))  # any ASGI server runs it

Needs the extra ``web``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import MissingExtraError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from ..index.index import Index

__all__ = ["app"]

LOOPBACK = "127.0.0.1"
PORT = 8765
"""Where a server listens unless told otherwise; the port is a free choice."""


def app(
    index: Index,
    *,
    prefix: str = "",
    token: str | None = None,
    hosts: tuple[str, ...] = (),
    follow: bool = True,
) -> ASGIApp:
    """Return an ASGI application that shows ``index`` and changes nothing in it.

    It can be run by any ASGI server, or mounted in another application, under whose path
    its links then are.

    Args:
        index: an open index; it stays the caller's to close.
        prefix: the path under which a proxy publishes it, such as ``/news``; whether the
            proxy cuts it off makes no difference.
        token: what a visitor has to know; None lets everybody in.
        hosts: names by which it may be called, a wrong one is refused; empty for any.
        follow: whether to show new commits of the index as they are made.

    Raises:
        MissingExtraError: the extra ``web`` is not installed.
        UsageError: an option has a value that it cannot have.
    """
    try:
        from .application import make_application
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        if package not in ("anyio", "jinja2", "starlette"):
            raise
        raise MissingExtraError(package, "web") from None
    return make_application(index, prefix=prefix, token=token, hosts=hosts, follow=follow)
