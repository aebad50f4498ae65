"""The ASGI application: its routes, and how a request becomes a response."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from ..errors import DiplosearchError, NotFoundError, UsageError
from ..highlighting.control_characters import show_controls
from ..index.index import Index
from ..index.live_index import LiveIndex
from ..messages import use
from .access import Access
from .answers.document import DocumentAnswer
from .answers.search import SearchAnswer
from .openapi import API, describe_api
from .pages import STATIC, read_static
from .parameters import read_all
from .resource_table import DOCUMENT, RESOURCES, SEARCH, Resource
from .responses import (
    Form,
    form_of_path,
    interface_of,
    status_of,
    write_download,
    write_error,
    write_json,
    write_page,
    write_table,
)

_THREADS = 4
"""Requests that are worked on at once; others wait. Python runs one at a time, so more
would make all slower (a guess)."""

_NAMED_FORMS: tuple[Form, ...] = ("json", "csv", "txt")
"""Forms that the end of a name in a path may mean."""


def make_application(
    index: Index,
    *,
    prefix: str = "",
    token: str | None = None,
    hosts: tuple[str, ...] = (),
    follow: bool = True,
) -> ASGIApp:
    """Return the application; see :func:`diplosearch.web.app`."""
    pages = _Pages(LiveIndex(index, follow=follow))
    application = Starlette(
        routes=list(pages.list_routes()),
        exception_handlers={HTTPException: _tell_http_error, Exception: _tell_failure},
    )
    application.router.redirect_slashes = False
    return Access(application, prefix=prefix, token=token, hosts=hosts)


class _Pages:
    """Answers requests from one index."""

    def __init__(self, live: LiveIndex) -> None:
        self._live = live
        self._limiter: RunVar[CapacityLimiter] = RunVar("limiter")

    def list_routes(self) -> Iterator[Route]:
        for one in RESOURCES:
            if one.show:
                yield self._route(f"/{one.name}", one, "page")
            yield self._route(f"/{one.name}.json", one, "json")
            yield self._route(f"{API}/{one.name}", one, "json")
            if one.is_list:
                yield self._route(f"/{one.name}.csv", one, "csv")
            if one.is_named:
                yield self._route(f"/{one.name}/{{id:path}}", one, "page")
        yield self._route("/", SEARCH, "page")
        yield self._route("/.json", SEARCH, "json")
        yield self._route("/search.html", SEARCH, "html")
        yield self._route("/search.md", SEARCH, "md")
        yield self._route("/document.txt", DOCUMENT, "txt")
        yield Route(f"{API}/openapi.json", _describe)
        yield Route("/static/{name}", _send_static)

    def _route(self, path: str, resource: Resource, form: Form) -> Route:
        async def endpoint(request: Request) -> Response:
            return await self._answer(request, resource, form)

        return Route(path, endpoint, methods=["GET"], name=f"{resource.name} {path}")

    async def _answer(self, request: Request, resource: Resource, form: Form) -> Response:
        try:
            limiter = self._limiter.get()
        except LookupError:  # the first request of this event loop
            limiter = CapacityLimiter(_THREADS)
            self._limiter.set(limiter)
        return await run_sync(
            self._answer_in_thread, request, resource, form, limiter=limiter
        )

    def _answer_in_thread(
        self, request: Request, resource: Resource, form: Form
    ) -> Response:
        problem: DiplosearchError | None = None
        for query, wanted in _readings(request, form):
            try:
                return self._find(request, resource, query, wanted)
            except DiplosearchError as error:
                problem = problem or error
                if not isinstance(error, NotFoundError):
                    break
        assert problem is not None
        form = form_of_path(request.url.path)
        return write_error(request, status_of(problem), str(problem), form=form)

    def _find(
        self, request: Request, resource: Resource, query: QueryParams, form: Form
    ) -> Response:
        interface = interface_of(request)
        values = read_all(resource.parameters, query)
        index = self._live.get()
        with use(interface.language):
            if form == "page" and resource.show is not None:
                content = resource.show(index, values, interface)
                return write_page(request, resource.name, content, interface)
            answer = resource.find(index, values)
            if form == "json":
                return write_json(answer.to_values())
            if form == "csv":
                return write_table(answer, resource.name)
            return _write_file(answer, form)


def _readings(request: Request, form: Form) -> Iterator[tuple[QueryParams, Form]]:
    """Yield what an address may mean: a name in its path may end like a form."""
    query = request.query_params
    name = request.path_params.get("id")
    if name is None:
        yield query, form
        return
    for ending in _NAMED_FORMS:
        if name.endswith(f".{ending}"):
            yield _with_id(query, name.removesuffix(f".{ending}")), ending
    yield _with_id(query, name), form


def _with_id(query: QueryParams, id: str) -> QueryParams:
    pairs = [(name, value) for name, value in query.multi_items() if name != "id"]
    return QueryParams([*pairs, ("id", id)])


def _write_file(answer: Any, form: Form) -> Response:
    """Return an answer as a file that is saved."""
    if isinstance(answer, SearchAnswer) and form == "html":
        text = answer.results.to_html()
        return write_download(text, "text/html", "search.html")
    if isinstance(answer, SearchAnswer):
        text = answer.results.to_markdown()
        return write_download(text, "text/markdown", "search.md")
    if isinstance(answer, DocumentAnswer) and form == "txt":
        text = show_controls(answer.document.text)
        return write_download(text, "text/plain", "document.txt")
    raise UsageError(f"there is no such form: {form}")


async def _describe(request: Request) -> Response:
    root = str(request.scope.get("root_path", ""))
    return write_json(describe_api(root))


async def _send_static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(read_static(name), media_type=STATIC[name], headers=headers)


async def _tell_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    messages: Mapping[int, str] = {404: "there is no such page"}
    message = messages.get(error.status_code, error.detail)
    return write_error(
        request,
        error.status_code,
        message,
        form=form_of_path(request.url.path),
        headers=(error.headers or {}).items(),
    )


async def _tell_failure(request: Request, error: Exception) -> Response:
    """Tell of a mistake of ours; the server logs where it is."""
    form = form_of_path(request.url.path)
    return write_error(request, 500, f"internal error: {type(error).__name__}", form=form)
