"""Answers and errors written for a browser or a program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..errors import NotFoundError, UnusableIndexError, UsageError
from ..export.json import dump
from ..export.table import write_csv
from ..messages import translate_written, use
from ..model import Language
from .answers.base import Answer, Table
from .interface import Interface, choose_language
from .pages import render_page
from .parameters import UI

Form = Literal["page", "json", "csv", "html", "md", "txt"]

_LANGUAGES: tuple[tuple[Language, str], ...] = (("en", "English"), ("tr", "Türkçe"))
_STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (UsageError, 400),
    (NotFoundError, 404),
    (UnusableIndexError, 503),
)


def interface_of(request: Request) -> Interface:
    """Return the language and the addresses for a request.

    Raises :class:`UsageError` for a language that there is not.
    """
    chosen = UI.read(request.query_params)
    language = choose_language(request.headers.get("accept-language", ""), chosen)
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return Interface(quote(root), language, chosen is not None)


def path_within(request: Request) -> str:
    """Return the path of a request below that of the application.

    It begins with one slash: an address that began with two would be that of a host.
    """
    root = str(request.scope.get("root_path", ""))
    return "/" + str(request.scope["path"])[len(root) :].lstrip("/")


def write_page(
    request: Request,
    template: str,
    content: Mapping[str, Any],
    interface: Interface,
    status: int = 200,
) -> Response:
    """Return a page; the same address in the other language is linked."""
    pairs = [(n, v) for n, v in request.query_params.multi_items() if n != UI.name]
    path = path_within(request)
    languages = [
        (one, name, Interface(interface.root, one, True).link(quote(path), further=pairs))
        for one, name in _LANGUAGES
    ]
    with use(interface.language):
        text = render_page(template, interface, {"languages": languages, **content})
    return HTMLResponse(
        text.encode("utf-8", "replace"),
        status,
        headers={"Vary": "Accept-Language", "Content-Language": interface.language},
    )


def write_json(values: Any, status: int = 200) -> Response:
    """Return values as JSON."""
    text = dump(values) + "\n"
    return Response(text.encode("utf-8", "replace"), status, media_type="application/json")


def write_table(answer: Answer, name: str) -> Response:
    """Return an answer as CSV for a spreadsheet, which knows UTF-8 by its first mark."""
    table = answer.to_table()
    text = write_csv(table.columns, table.rows) if isinstance(table, Table) else table
    return write_download(f"\ufeff{text}", "text/csv", f"{name}.csv")


def write_download(text: str, type: str, name: str) -> Response:
    """Return a file that a browser saves and does not show."""
    return Response(
        text.encode("utf-8", "replace"),
        media_type=type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def status_of(error: Exception) -> int:
    """Return the HTTP status of an error of the library."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def write_error(
    request: Request,
    status: int,
    message: str,
    *,
    form: Form,
    headers: Iterable[tuple[str, str]] = (),
) -> Response:
    """Return what went wrong, as a page or as JSON."""
    if form == "page":
        try:
            interface = interface_of(request)
        except UsageError:
            interface = Interface(quote(str(request.scope.get("root_path", ""))))
        with use(interface.language):
            content = {"status": status, "message": translate_written(message)}
        response = write_page(request, "error", content, interface, status)
    else:
        response = write_json({"error": {"status": status, "message": message}}, status)
    response.headers.update(dict(headers))
    return response


def form_of_path(path: str) -> Form:
    """Return the form in which an error of an address is best told."""
    is_page = "/api/" not in path and not path.endswith((".json", ".csv"))
    return "page" if is_page else "json"
