"""The pages of an index, served to a browser while the prompt is open."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ...messages import interface
from ..options import FILTERS

if TYPE_CHECKING:
    from ...index.index import Index

_PARAMETERS = {
    **{name: option for option, name in FILTERS.items()},
    **{name: name for name in ("sort", "translate", "match")},
}
"""The parameter of an address for each option of a search."""


class WebPages:
    """A server of pages that starts when it is first asked for an address."""

    def __init__(self) -> None:
        self._server = ExitStack()
        self._url = ""

    def find_address(self, index: Index, query: str, options: Mapping[str, Any]) -> str:
        """Return the address of the page of a search.

        Raises :class:`MissingExtraError` without the extra ``web``.
        """
        if not self._url:
            from ...web.server import serve_in_background

            self._url = self._server.enter_context(serve_in_background(index))
        return f"{self._url}?{urlencode(list_parameters(query, options), doseq=True)}"

    def close(self) -> None:
        """End the server if there is one."""
        self._server.close()
        self._url = ""


def list_parameters(query: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return a query and its options as the parameters of an address."""
    given: dict[str, Any] = {"q": query}
    for name, value in options.items():
        if name == "fields":
            given["field"] = [f"{own}={one}" for own in value for one in value[own]]
        elif name in _PARAMETERS:
            is_flag = isinstance(value, bool)
            given[_PARAMETERS[name]] = int(value) if is_flag else value
    if interface() != "en":
        given["ui"] = interface()
    return given
